"""The project's addresses, and pages that fail on purpose."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import DataError, IntegrityError, OperationalError
from django.http import HttpResponse
from django.urls import include, path
from django.utils.translation import get_language
from django.views.generic import UpdateView

from committees.models import Department
from consult.exceptions import Conflict
from consult.forms.versioned import VersionedForm
from consult.urls import handler400, handler403, handler404, handler500
from consult.views import EditWithVersion

__all__ = ["handler400", "handler403", "handler404", "handler500"]


def fails(exception):
    @login_not_required
    def view(request):
        raise exception

    return view


def words(request, **kwargs):
    return HttpResponse(f"{get_language()} {request.LANGUAGE_CODE}")


@login_not_required
def open_words(request, **kwargs):
    return words(request)


class DepartmentForm(VersionedForm):
    class Meta:
        model = Department
        fields = ["name", "phone", "valid_from"]


def unfit(code):
    """What Django raises of a value that PostgreSQL refuses with that code."""
    failure, cause = DataError("unfit"), Exception("unfit")
    failure.__cause__, cause.sqlstate = cause, code
    return failure


class EditDepartment(EditWithVersion, UpdateView):
    model = Department
    form_class = DepartmentForm
    permission = "committees.change_department"
    template_name = "components/form_page.html"
    success_url = "/words/"


urlpatterns = [
    path("words/", words),
    path("open/", open_words),
    path("open/<str:name>/", open_words),
    path("department/<int:pk>/", EditDepartment.as_view()),
    path("fails/locked/", fails(OperationalError("database is locked"))),
    path("fails/no-table/", fails(OperationalError("no such table: topics_topic"))),
    path("fails/full/", fails(OSError(28, "No space left on device"))),
    path("fails/conflict/", fails(Conflict("已由他人决定"))),
    path("fails/twice/", fails(IntegrityError("UNIQUE constraint failed: topics_topic.number"))),
    path("fails/half/", fails(IntegrityError("CHECK constraint failed: x"))),
    path("fails/huge/", fails(OverflowError("Python int too large to convert to SQLite INTEGER"))),
    path("fails/out-of-range/", fails(unfit("22003"))),
    path("fails/long/", fails(unfit("22001"))),
    path("fails/odd/", fails(unfit("22P05"))),
    path("fails/denied/", fails(PermissionDenied("只有办公室可以立项"))),
    path("fails/unsaid/", fails(PermissionDenied)),
    path("fails/suspicious/", fails(SuspiciousOperation("x"))),
    path("fails/bug/", fails(ZeroDivisionError("secret detail"))),
    path("", include("consult.urls")),
]
