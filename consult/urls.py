from django.urls import include, path

from consult import views
from consult.views import imports

urlpatterns = [
    path("language/", views.language, name="set_language"),
    path("keepalive/", views.keepalive, name="keepalive"),
    path("typed/", views.typed_keep, name="typed_keep"),
    path("typed/discard/", views.typed_forget, name="typed_forget"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("imports/", imports.ImportList.as_view(), name="import_list"),
    path("imports/add/<slug:kind>/", imports.import_create, name="import_create"),
    path("imports/template/<slug:kind>/", imports.import_template, name="import_template"),
    path("imports/<int:pk>/", imports.import_detail, name="import_detail"),
    path("imports/<int:pk>/meanings/", imports.import_meanings, name="import_meanings"),
    path("imports/<int:pk>/carry-out/", imports.import_carry_out, name="import_carry_out"),
    path("imports/<int:pk>/undo/", imports.import_undo, name="import_undo"),
    path("imports/<int:pk>/marked/", imports.import_marked, name="import_marked"),
    path("", include("committees.urls")),
    path("", include("members.urls")),
    path("", include("topics.urls")),
]

handler400 = "consult.views.bad_request"
handler403 = "consult.views.permission_denied"
handler404 = "consult.views.page_not_found"
handler500 = "consult.views.server_error"
