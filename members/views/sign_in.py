from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, PasswordChangeView, PasswordResetConfirmView, RedirectURLMixin
from django.db import transaction
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from consult.forms.typed_text import LATE, keep_late
from consult.trail import Deed, record
from members.forms.sign_in import ChangePasswordForm, NewPasswordForm, OwnPasswordForm, SignInForm
from members.half_signed_in import begin_half, end_half
from members.links import one_time_links

NEWCOMER = "newcomer"
READY = _("Thank you. For ten minutes you are not asked again.")


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


def led_by_way_of(page, view):
    """To the page, which leads on to where the view would have led; a form sent too late is sent on with it."""
    led_on = view.get_redirect_url()
    query = f"?{urlencode({'next': led_on})}" if led_on else ""
    return redirect(reverse(page) + query, preserve_request=bool(view.request.POST.get(LATE)))


def warn_of_password(request, user):
    if warning := user.password_warning:
        messages.warning(request, warning)


class SignIn(LoginView):
    form_class = SignInForm
    redirect_authenticated_user = True

    def get_initial(self):
        """Whoever has just set a password need not know the user name by heart."""
        return super().get_initial() | {"username": self.request.session.get(NEWCOMER, "")}

    def get_form_kwargs(self):
        """Without a name it comes from the page of a form that was sent too late: nothing is wrong yet."""
        kwargs = super().get_form_kwargs()
        return kwargs if "username" in self.request.POST else kwargs | {"data": None, "files": None}

    def get_context_data(self, **kwargs):
        return super().get_context_data(sent_late=self.request.POST.get(LATE, ""), **kwargs)

    def form_valid(self, form):
        user = form.get_user()
        if user.second_factor_since:
            begin_half(self.request, user)
            return remember_language(led_by_way_of("second_step", self), user)
        end_half(self.request.session)
        keep_late(user, self.request.POST.get(LATE, ""))
        warn_of_password(self.request, user)
        return remember_language(super().form_valid(form), user)


class FormAsksOwnPassword:
    """A view whose form asks who is signed in for the password."""

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"request": self.request}


class PasswordChange(FormAsksOwnPassword, RedirectURLMixin, PasswordChangeView):
    form_class = ChangePasswordForm
    next_page = "profile"

    def form_valid(self, form):
        messages.success(self.request, _("Your password has been changed. Your other sessions have ended."))
        with transaction.atomic():
            answer = super().form_valid(form)
            record(self.request, Deed.PASSWORD_SET, form.user)
        return answer


class PasswordAgain(FormAsksOwnPassword, RedirectURLMixin, FormView):
    """Asks for the password before what needs it, and leads back there."""

    form_class = OwnPasswordForm
    template_name = "components/form_page.html"
    next_page = "home"
    extra_context = {
        "title": _("Please enter your password again"),
        "explain": _(
            "Before a role is granted, a list of people is taken out or a phone is set up for the sign-in, the "
            "password is asked for again; it then holds for ten minutes."
        ),
        "submit_label": _("Go on"),
    }

    @property
    def file(self):
        """The address of the file that was asked for, if it was one, and not of another host."""
        file = self.request.GET.get("file", "")
        return file if url_has_allowed_host_and_scheme(file, {self.request.get_host()}) else ""

    def get_context_data(self, **kwargs):
        cancel_url = self.get_success_url() if self.file else self.get_default_redirect_url()
        return super().get_context_data(cancel_url=cancel_url, **kwargs)

    def form_valid(self, form):
        if self.file:
            words = format_html('{} <a href="{}">{}</a>', READY, self.file, _("Download the file"))
            messages.success(self.request, words)
        return super().form_valid(form)


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
        self.request.session[NEWCOMER] = form.user.username
        words = gettext("Your password has been set. Please sign in with it; your user name is %(name)s.")
        messages.success(self.request, words % {"name": form.user.username})
        return redirect("login")
