from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, PasswordChangeView, PasswordResetConfirmView
from django.db import transaction
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

from consult.trail import Deed, record
from members.forms.sign_in import ChangePasswordForm, NewPasswordForm, SignInForm
from members.links import one_time_links


def remember_language(response, user):
    """Lets the browser show the language that the account has chosen; nothing where it has chosen none."""
    if user.language:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            user.language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            secure=settings.LANGUAGE_COOKIE_SECURE,
        )
    return response


class SignIn(LoginView):
    form_class = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form):
        return remember_language(super().form_valid(form), form.get_user())


class PasswordChange(PasswordChangeView):
    form_class = ChangePasswordForm
    success_url = reverse_lazy("profile")

    def form_valid(self, form):
        messages.success(self.request, _("Your password has been changed. Your other sessions have ended."))
        with transaction.atomic():
            answer = super().form_valid(form)
            record(self.request, Deed.PASSWORD_SET, form.user)
        return answer


@method_decorator(login_not_required, "dispatch")
class OneTimePassword(PasswordResetConfirmView):
    """Where a one-time link leads: its owner sets the password; the link is dead from then on."""

    form_class = NewPasswordForm
    token_generator = one_time_links
    template_name = "registration/one_time_password.html"
    reset_url_token = "new-password"

    def form_valid(self, form):
        with transaction.atomic():
            form.save()
            record(self.request, Deed.PASSWORD_SET, form.user, actor=form.user)
        messages.success(self.request, _("Your password has been set. Please sign in with it."))
        return redirect("login")
