from django.urls import path

from topics.views import documents, home, steps

urlpatterns = [
    path("", home.home, name="home"),
    path("steps/<slug:lifecycle>/<int:pk>/<slug:name>/", steps.take_step, name="step"),
    path("topics/<int:pk>/documents/add/", documents.document_upload, name="document_upload"),
    path("documents/<int:pk>/", documents.document_download, name="document_download"),
    path("documents/<int:pk>/remove/", documents.document_delete, name="document_delete"),
    path("photos/<int:pk>/<slug:size>/", documents.photo, name="photo"),
]
