import errno
import re
import sys

from django.contrib.auth.decorators import login_not_required
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import DataError, IntegrityError, OperationalError
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template import loader
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from consult.context_processors import identity
from consult.forms.sent_once import FIELD
from consult.forms.typed_text import KEY, MARK, PLACE, sent_late
from consult.trail import record_refusal

SECONDS_TO_RETRY = "5"
SHORTEST_TEXT_WORTH_COPYING = 8
CODE_OF_A_CHOICE = re.compile(r"[a-z0-9_:-]*")
TOO_MUCH = _("The form holds more than can be sent at once. Shorten its texts, or save it in several turns.")
UNSTORABLE = _("The input contains something that cannot be stored.")
TOO_LARGE = _("A number in the input is too large to be stored.")
# By the codes of PostgreSQL; SQLite takes a text of any length.
UNFIT = {"22001": _("A text in the input is too long to be stored."), "22003": TOO_LARGE}
OF_THE_PAGE = {FIELD, MARK, PLACE, KEY}
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


def is_lost_race(exception):
    """Whether the database refused a second row of what it holds once: a check before it was overtaken."""
    return isinstance(exception, IntegrityError) and "unique constraint" in str(exception).lower()


def words_for_unfit(exception):
    """What of the input no column holds, in words, which each engine says in its own way; empty for other failures."""
    if isinstance(exception, OverflowError):
        return TOO_LARGE
    if isinstance(exception, DataError):
        return UNFIT.get(getattr(exception.__cause__, "sqlstate", ""), UNSTORABLE)
    return ""


def cause_of_lost_session(exception):
    """What the database said; Django takes any failure for a session that was deleted meanwhile."""
    return exception.__context__.__context__ if isinstance(exception, SessionInterrupted) else None


def request_id(request):
    return getattr(request, "request_id", "")


def bare_page(request, template, status, **context):
    """A page without the context processors, and so without the database: what they need may be what failed."""
    context |= {"request": request, "request_id": request_id(request), "csrf_token": get_token(request)}
    return HttpResponse(loader.render_to_string(template, identity() | context), status=status)


@login_not_required
def bad_request(request, exception=None, message=""):
    """400, saying what is wrong where the caller knows it; 503 where the database could not save the session."""
    if is_passing_failure(cause_of_lost_session(exception)):
        return unavailable(request)
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        message = TOO_MUCH
    return bare_page(request, "400.html", 400, message=message)


@login_not_required
def permission_denied(request, exception=None):
    """403 for what one sees but may not do; the words and the record of the exception, where it has any, are shown."""
    record_refusal(request)
    context = {"message": str(exception) if exception else "", "record": getattr(exception, "record", None)}
    return render(request, "403.html", context | {"request_id": request_id(request)}, status=403)


@login_not_required
def csrf_failure(request, reason=""):
    """403 for a form whose token does not fit: sent from elsewhere, or older than the sign-in.

    What the browser says was typed on this site's own page is shown to be copied, with the way back to that page.
    """
    record_refusal(request)
    own = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    context = {"texts": texts_to_copy(request) if own else [], "again": page_before(request) if own else ""}
    page = render(request, "403_csrf.html", context | {"request_id": request_id(request)}, status=403)
    page["Cache-Control"] = "no-store"
    return page


def page_before(request):
    """The page of this site on which the form stood, as far as the browser tells; else empty."""
    page = request.headers.get("Referer", "")
    return page if url_has_allowed_host_and_scheme(page, {request.get_host()}) else ""


@login_not_required
def page_not_found(request, exception=None):
    """404, also for what exists but may not be seen."""
    return render(request, "404.html", {"request_id": request_id(request)}, status=404)


def conflict(request, exception):
    """409: what happened meanwhile, in the words of the exception, and the longer texts typed, to be copied."""
    context = {"request_id": request_id(request), "message": exception.message, "texts": texts_to_copy(request)}
    return render(request, "409.html", context | exception.context, status=409)


def signed_out(request, sign_in):
    """401 for a form that was sent too late, with its longer texts; `sign_in` is the address that leads back here."""
    context = {"sign_in": sign_in, "texts": texts_to_copy(request), "sent_late": sent_late(request.POST)}
    context["is_too_long"] = MARK in request.POST and not context["sent_late"]
    page = render(request, "401.html", context, status=401)
    page["Cache-Control"] = "no-store"
    return page


def texts_to_copy(request):
    return [value for name, value in typed(request) if name not in OF_THE_PAGE and is_worth_copying(value)]


def is_worth_copying(value):
    """Whether somebody wrote it: a few Chinese characters say as much as many letters, the code of a choice nothing."""
    if value.isascii():
        return len(value) >= SHORTEST_TEXT_WORTH_COPYING and not CODE_OF_A_CHOICE.fullmatch(value)
    return len(value) > 1


@login_not_required
def server_error(request):
    """500 with the request's id and nothing else; 503 where it was a failure that passes."""
    if is_passing_failure(sys.exc_info()[1]):
        return unavailable(request)
    return bare_page(request, "500.html", 500)


def unavailable(request):
    """503 without touching the database; what was typed is on the page and can be sent again."""
    had_files = request.method == "POST" and bool(request.FILES)
    page = bare_page(
        request, "503.html", 503, typed=typed(request), had_files=had_files, action=request.get_full_path()
    )
    page["Retry-After"] = SECONDS_TO_RETRY
    return page


def typed(request):
    """What a form sent, as (name, value), without its token and without passwords."""
    sent = request.POST.lists() if request.method == "POST" else []
    return [
        (name, value)
        for name, values in sent
        for value in values
        if name != "csrfmiddlewaretoken" and "password" not in name
    ]
