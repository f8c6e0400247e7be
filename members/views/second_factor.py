from base64 import b32encode

from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import RedirectURLMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe
from django.views.generic import FormView

from consult.forms.typed_text import LATE, keep_late
from consult.password_again import ask_password, has_given_password
from consult.qr_codes import as_address
from consult.sealing import seal, unseal
from consult.trail import Deed, record
from members.forms.second_factor import SecondStepForm, SetUpForm
from members.forms.sign_in import OwnPasswordForm
from members.half_signed_in import end_half, half_signed_in
from members.models import Phone
from members.models.phone import whose
from members.second_factor import (
    is_recovery,
    lacks,
    must_have,
    new_key,
    recovery_codes_left,
    renew_recovery_codes,
    set_up,
    take_off,
)
from members.views.sign_in import FormAsksOwnPassword, led_by_way_of, warn_of_password

# Not the names under which sessions of an earlier release hold them unsealed.
NEW_KEY, NEW_CODES = "sealed_key_of_phone", "sealed_recovery_codes"


@method_decorator(login_not_required, "dispatch")
class SecondStep(RedirectURLMixin, FormView):
    """The page between the right password and everything else."""

    form_class = SecondStepForm
    template_name = "registration/second_step.html"
    next_page = "home"

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            return HttpResponseRedirect(self.get_success_url())
        self.half = half_signed_in(request.session)
        if self.half is None:
            if end_half(request.session):
                messages.info(request, _("The time for the code is over. Please sign in again."))
            return led_by_way_of("login", self)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        """Without a code it comes from the sign-in page with a form that was sent too late: nothing is wrong yet."""
        kwargs = super().get_form_kwargs() | {"request": self.request, "half": self.half}
        return kwargs if "code" in self.request.POST else kwargs | {"data": None, "files": None}

    def get_context_data(self, **kwargs):
        return super().get_context_data(sent_late=self.request.POST.get(LATE, ""), **kwargs)

    def form_valid(self, form):
        end_half(self.request.session)
        keep_late(form.user, self.request.POST.get(LATE, ""))
        login(self.request, form.user)
        warn_of_password(self.request, form.user)
        if is_recovery(form.cleaned_data["code"]):
            count = recovery_codes_left(form.user)
            words = ngettext("%d recovery code is left.", "%d recovery codes are left.", count)
            messages.warning(self.request, words % count)
        return super().form_valid(form)


class SetUp(RedirectURLMixin, FormView):
    """Shows a new key until a code proves that the phone has it; only then does it count."""

    form_class = SetUpForm
    template_name = "members/second_factor_set_up.html"

    def dispatch(self, request, *args, **kwargs):
        if not lacks(request.user) and not has_given_password(request.session):
            return ask_password(request)
        self.key = request.session.setdefault(NEW_KEY, new_key(request.user))
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        device = Phone(user=self.request.user, key=self.key)
        key, address = b32encode(device.bin_key).decode(), device.config_url
        groups = [key[start : start + 4] for start in range(0, len(key), 4)]
        owed = lacks(self.request.user)
        cancel_url = None if owed else reverse_lazy("profile")
        shown = {"groups": groups, "address": address, "picture": as_address(address)}
        return super().get_context_data(owed=owed, cancel_url=cancel_url, **shown, **kwargs)

    def form_valid(self, form):
        user = self.request.user
        try:
            with transaction.atomic():
                codes = set_up(user, self.key, form.cleaned_data["code"])
                record(self.request, Deed.SECOND_SET_UP, user)
        except ValidationError as error:
            form.add_error("code", error)
            return self.form_invalid(form)
        del self.request.session[NEW_KEY]
        update_session_auth_hash(self.request, user)
        messages.success(self.request, _("From now on your sign-in asks for a code. Your other sessions have ended."))
        return show_once(self.request, codes, self.get_redirect_url())


def show_once(request, codes, led_on=""):
    request.session[NEW_CODES] = [seal(code.encode(), whose(request.user.pk)) for code in codes]
    return redirect(reverse("recovery_codes", query={"next": led_on} if led_on else {}))


@require_safe
def recovery_codes(request):
    """Shows codes just made; a second time they are gone."""
    kept = request.session.pop(NEW_CODES, [])
    codes = [unseal(sealed, whose(request.user.pk)).decode() for sealed in kept]
    half = [f"{code[:5]} {code[5:]}" for code in codes]
    led_on = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(led_on, {request.get_host()}, request.is_secure())
    return render(request, "members/recovery_codes.html", {"codes": half, "led_on": led_on if is_ours else ""})


class OfSecondFactor(FormAsksOwnPassword, FormView):
    """A change of a second factor that is there, for which the password is asked."""

    form_class = OwnPasswordForm
    template_name = "components/form_page.html"

    def dispatch(self, request, *args, **kwargs):
        if request.user.second_factor_since is None:
            return redirect("profile")
        return super().dispatch(request, *args, **kwargs)


class RecoveryCodesRenew(OfSecondFactor):
    extra_context = {
        "title": _("New recovery codes"),
        "explain": _("Those that you have stop working; the new ones are shown once."),
        "submit_label": _("Make new recovery codes"),
        "cancel_url": reverse_lazy("profile"),
    }

    def form_valid(self, form):
        with transaction.atomic():
            codes = renew_recovery_codes(self.request.user)
            record(self.request, Deed.RECOVERY_RENEWED, self.request.user)
        return show_once(self.request, codes)


class SecondFactorEnd(OfSecondFactor):
    extra_context = {
        "title": _("Switch off the second step at sign-in"),
        "explain": _("From then on the password alone signs you in. The recovery codes stop working."),
        "submit_label": _("Switch off"),
        "danger": True,
        "cancel_url": reverse_lazy("profile"),
    }

    def dispatch(self, request, *args, **kwargs):
        if must_have(request.user):
            raise PermissionDenied(_("Your account must have a second step at sign-in."))
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        user = self.request.user
        with transaction.atomic():
            take_off(user)
            record(self.request, Deed.SECOND_ENDED, user)
        update_session_auth_hash(self.request, user)
        messages.success(self.request, _("The password alone signs you in again. Your other sessions have ended."))
        return redirect("profile")
