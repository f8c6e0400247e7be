from django.shortcuts import redirect

STILL_OPEN = {"password_change", "logout", "set_language", "keepalive"}


class PasswordChangeRequired:
    """Sends an account that must change its password to that page, from everywhere but there, sign-out and language."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        user = request.user
        must_change = user.is_authenticated and (user.must_change_password or user.password_is_over)
        if must_change and request.resolver_match.url_name not in STILL_OPEN:
            return redirect("password_change")
        return None
