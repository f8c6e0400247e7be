import errno
import sys

from django.contrib.auth.decorators import login_not_required
from django.db import OperationalError
from django.http import HttpResponse, HttpResponseServerError
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template import loader

SECONDS_TO_RETRY = "5"
PASSING_DATABASE_FAILURES = (
    "database is locked",
    "table is locked",
    "disk is full",
    "disk i/o error",
    "deadlock detected",
    "lock timeout",
    "too many clients",
    "connection",
)


def is_passing_failure(exception):
    """Whether waiting or freeing disk space would help: a locked or unreachable database, a full disk."""
    if isinstance(exception, OSError):
        return exception.errno in {errno.ENOSPC, errno.EDQUOT}
    words = str(exception).lower()
    return isinstance(exception, OperationalError) and any(part in words for part in PASSING_DATABASE_FAILURES)


def request_id(request):
    return getattr(request, "request_id", "")


@login_not_required
def bad_request(request, exception=None, message=""):
    """400; without context processors, as the request itself may be what is wrong."""
    page = loader.render_to_string("400.html", {"request_id": request_id(request), "message": message})
    return HttpResponse(page, status=400)


@login_not_required
def permission_denied(request, exception=None):
    """403 for what one sees but may not do; the words of the exception, where it has any, are shown."""
    message = str(exception) if exception else ""
    return render(request, "403.html", {"request_id": request_id(request), "message": message}, status=403)


@login_not_required
def csrf_failure(request, reason=""):
    """403 for a form whose token does not fit: sent from elsewhere, or older than the sign-in."""
    return render(request, "403_csrf.html", {"request_id": request_id(request)}, status=403)


@login_not_required
def page_not_found(request, exception=None):
    """404, also for what exists but may not be seen."""
    return render(request, "404.html", {"request_id": request_id(request)}, status=404)


def conflict(request, exception):
    """409: what happened meanwhile, in the words of the exception."""
    context = {"request_id": request_id(request), "message": exception.message} | exception.context
    return render(request, "409.html", context, status=409)


@login_not_required
def server_error(request):
    """500 with the request's id and nothing else; 503 where it was a failure that passes."""
    if is_passing_failure(sys.exc_info()[1]):
        return unavailable(request)
    return HttpResponseServerError(loader.render_to_string("500.html", {"request_id": request_id(request)}))


def unavailable(request):
    """503 without touching the database; what was typed is on the page and can be sent again."""
    hidden = {"csrfmiddlewaretoken"}
    typed = [
        (name, value)
        for name, values in (request.POST.lists() if request.method == "POST" else [])
        for value in values
        if name not in hidden and "password" not in name
    ]
    context = {
        "request_id": request_id(request),
        "typed": typed,
        "had_files": request.method == "POST" and bool(request.FILES),
        "action": request.get_full_path(),
        "csrf_token": get_token(request),
    }
    page = loader.render_to_string("503.html", context)
    return HttpResponse(page, status=503, headers={"Retry-After": SECONDS_TO_RETRY})
