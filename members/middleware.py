from django.shortcuts import redirect
from django.urls import reverse

from members.second_factor import lacks

STILL_OPEN = {"logout", "set_language", "keepalive"}
# What an account owes before anything else, in this order, and the page where it is done.
OWED = [
    (lambda user: user.must_change_password or user.password_is_over, "password_change"),
    (lacks, "second_factor_set_up"),
]
LEADS_NOWHERE = {"home", "recovery_codes", *(page for _owes, page in OWED)}


def way_to(page, request):
    """With the page that was asked for, to which it leads on."""
    leads_on = request.method == "GET" and request.resolver_match.url_name not in LEADS_NOWHERE
    return reverse(page, query={"next": request.get_full_path()} if leads_on else {})


class OwnAccountFirst:
    """Sends an account that owes itself something to that page, from everywhere but there, sign-out and language."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        user = request.user
        page = next((page for owes, page in OWED if user.is_authenticated and owes(user)), None)
        if page and request.resolver_match.url_name not in {page, *STILL_OPEN}:
            return redirect(way_to(page, request))
        return None
