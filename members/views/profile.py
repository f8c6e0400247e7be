from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, UpdateView

from consult.trail import Deed, record
from consult.views import EditWithVersion
from members.forms.sign_in import OwnPasswordForm, ProfileForm
from members.models import User
from members.second_factor import must_have, recovery_codes_left
from members.views.sign_in import FormAsksOwnPassword, remember_language


class Profile(EditWithVersion, UpdateView):
    """What people change about their own account, and the appointments that they hold."""

    model = User
    form_class = ProfileForm
    told = _("Your profile has been saved.")
    template_name = "members/profile.html"
    success_url = reverse_lazy("profile")
    extra_context = {"cancel_url": reverse_lazy("home")}

    def get_context_data(self, **kwargs):
        user = self.request.user
        second = {"must_have_second_factor": must_have(user), "recovery_codes_left": recovery_codes_left(user)}
        return super().get_context_data(**second, **kwargs)

    def get_object(self, queryset=None):
        # Not request.user itself: that is a lazy wrapper whose type is no model.
        return User.objects.get(pk=self.request.user.pk)

    def redirect(self, form):
        return remember_language(super().redirect(form), form.instance)


class EndOtherSessions(FormAsksOwnPassword, FormView):
    """Signs the account out everywhere but here: the same password hashed anew fits no other session."""

    form_class = OwnPasswordForm
    template_name = "components/form_page.html"
    success_url = reverse_lazy("profile")
    extra_context = {
        "title": _("Sign out everywhere else"),
        "explain": _("All other browsers and devices in which you are signed in will have to sign in again."),
        "submit_label": _("Sign out everywhere else"),
        "cancel_url": success_url,
    }

    def form_valid(self, form):
        user = self.request.user
        user.set_password(form.cleaned_data["password"])
        with transaction.atomic():
            user.save(update_fields=["password"])
            update_session_auth_hash(self.request, user)
            record(self.request, Deed.SIGNED_OUT, user, step=self.extra_context["title"])
        messages.success(self.request, _("Your other sessions have ended."))
        return super().form_valid(form)
