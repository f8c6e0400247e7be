import logging
import secrets

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _

from consult.exceptions import Conflict
from consult.forms.typed_text import MARK, let_go
from consult.session_limits import mark_session, reason_to_end
from consult.trail import record_file
from consult.views.errors import (
    TOO_LARGE,
    bad_request,
    conflict,
    is_lost_race,
    is_passing_failure,
    signed_out,
    texts_to_copy,
    unavailable,
    words_for_unfit,
)

LONGEST_QUERY = 8000
logger = logging.getLogger(__name__)
PERMISSIONS_POLICY = "camera=(self), geolocation=(), microphone=(), payment=(), usb=()"


class SecurityHeaders:
    """Gives each request an id and each answer the headers that Django does not set by itself."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.request_id = secrets.token_hex(8)
        response = self.get_response(request)
        response["X-Request-ID"] = request.request_id
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        if settings.SESSION_COOKIE_NAME in request.COOKIES or settings.SESSION_COOKIE_NAME in response.cookies:
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class ChosenLanguage:
    """Shows Chinese unless the cookie says English; the browser's own preference is not asked."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        request.LANGUAGE_CODE = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        translation.activate(request.LANGUAGE_CODE)
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        patch_vary_headers(response, ["Cookie"])
        return response


class SessionLimits:
    """Signs people out after a time without a request, and in any case some hours after they signed in."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.session_ended = None
        if SESSION_KEY in request.session:
            request.session_ended = reason_to_end(request.session)
            if request.session_ended:
                logout(request)
        response = self.get_response(request)
        if SESSION_KEY in request.session:
            mark_session(request.session)
        return self.reloading(request, response)

    def process_view(self, request, view, args, kwargs):
        if request.session_ended:
            messages.info(request, request.session_ended)

    def reloading(self, request, response):
        """The answer itself; for htmx no redirect to the sign-in page but a reload, or 401 to what was typed."""
        is_sign_in = response.get("Location", "").startswith(reverse(settings.LOGIN_URL))
        if "HX-Request" not in request.headers or not is_sign_in:
            return response
        if request.method == "POST":
            return HttpResponse(status=401)
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})


class SignInRequired(LoginRequiredMiddleware):
    """Leads to the sign-in page; what was typed into a form that is sent too late is shown to be copied."""

    def handle_no_permission(self, request, view):
        leading = super().handle_no_permission(request, view)
        is_lost = "HX-Request" not in request.headers and texts_to_copy(request)
        return signed_out(request, leading.url) if is_lost else leading


class SavedText:
    """Text that was kept while it was typed is let go once its form has been carried out."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        is_done = request.method == "POST" and response.status_code == 302 and MARK in request.POST
        if is_done and request.user.is_authenticated:
            let_go(request.user, request.path, request.POST, response.url)
        return response


class FilesTakenOut:
    """Writes each download into the audit trail; without its line nobody gets the file."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        record_file(request, response)
        return response


class RefusedInput:
    """Answers what no view can: NUL bytes, numbers no database holds, a lost race, a busy database, a full disk."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        # Django decodes with whatever codec the sender names; some make lone surrogates, some fail.
        if (request.encoding or "utf-8").lower() != "utf-8":
            return bad_request(request, message=_("The text was sent in an encoding that cannot be read."))
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if len(request.META.get("QUERY_STRING", "")) > LONGEST_QUERY:
            return bad_request(request, message=_("The address is too long; search with fewer words."))
        if "\0" in request.path or has_nul(request.GET) or has_nul(request.POST):
            return bad_request(request, message=_("The input contains a character that cannot be stored."))

    def process_exception(self, request, exception):
        if isinstance(exception, Conflict):
            return conflict(request, exception)
        if is_lost_race(exception):
            return conflict(request, Conflict(_("Somebody else, or a second click, was quicker with the same entry.")))
        if words := words_for_unfit(exception):
            if words is not TOO_LARGE:
                logger.error("%s", request.path, exc_info=exception, extra={"request": request})
            return bad_request(request, message=words)
        if is_passing_failure(exception):
            logger.error("%s", request.path, exc_info=exception, extra={"request": request})
            return unavailable(request)
        return None


def has_nul(values):
    return any("\0" in name or any("\0" in value for value in row) for name, row in values.lists())
