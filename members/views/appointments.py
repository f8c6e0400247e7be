from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods
from django.views.generic import CreateView, FormView

from consult.forms.sent_once import sent_once
from consult.lists.way_back import way_back
from consult.password_again import ask_password, has_given_password
from consult.trail import Deed, record, record_each
from consult.views import AddedRecord, ListAction, ListPage, MadeOnce
from consult.views.ticks import ticked_keys
from members.filters import AppointmentFilters
from members.forms.accounts import UNIT_OF, AppointmentForm, EndAppointmentForm, EndAppointmentsForm
from members.forms.several import AppointmentsForm
from members.models import Appointment
from members.sheets import APPOINTMENT_COLUMNS
from members.views.sign_in import FormAsksOwnPassword


class AppointmentList(ListPage):
    model = Appointment
    permission = "members.view_appointment"
    filterset_class = AppointmentFilters
    register = "appointment_list"
    title = gettext_lazy("Appointments")
    columns = APPOINTMENT_COLUMNS
    sorts = {"person": ["user__name", "user__username"], "role": ["role"], "from": ["starts_on"], "to": ["ends_on"]}
    default_sort = "-from"
    has_actions = True
    ticks_with = "members.change_appointment"
    list_actions = (ListAction(reverse_lazy("appointments_end"), gettext_lazy("End the ticked ones"), "user-off"),)

    def rows(self, queryset):
        return queryset.select_related("user", "committee", "department")

    def row_action(self, row):
        if row.has_ended or row.user_id == self.request.user.pk:
            return ""
        return format_html('<a href="{}">{}</a>', reverse("appointment_end", args=[row.pk]), _("End"))


class GrantsRoles(FormAsksOwnPassword):
    """A page with a form that grants roles, shown to who gave the password lately."""

    template_name = "components/form_page.html"

    def get(self, request, *args, **kwargs):
        return super().get(request, *args, **kwargs) if has_given_password(request.session) else ask_password(request)

    @transaction.atomic
    def post(self, request, *args, **kwargs):
        # The form locks each person's row: two appointments at once must not put roles together that stay apart.
        return super().post(request, *args, **kwargs)


class AppointmentCreate(AddedRecord, GrantsRoles, CreateView):
    model = Appointment
    form_class = AppointmentForm
    permission = "members.add_appointment"
    submit_label = gettext_lazy("Appoint")
    success_url = reverse_lazy("appointment_list")
    extra_context = {"title": gettext_lazy("Appoint somebody"), "cancel_url": success_url}

    def get_initial(self):
        """From the page of a unit: to serve that one."""
        asked = {unit: (role, key) for role, unit in UNIT_OF.items() if (key := self.request.GET.get(unit))}
        return {name: value for unit, (role, key) in asked.items() for name, value in (("role", role), (unit, key))}

    def tell(self, form):
        messages.success(self.request, _("%(person)s has been appointed.") % {"person": form.instance.user})


class AppointmentsTyped(MadeOnce, GrantsRoles, FormView):
    """Appointments of one day, typed or pasted one on each line: all of them or none."""

    form_class = AppointmentsForm
    template_name = "members/appointments_form.html"
    permission = "members.add_appointment"
    extra_context = {
        "title": gettext_lazy("Appoint several people"),
        "submit_label": gettext_lazy("Appoint them"),
        "explain": gettext_lazy(
            "Nobody is appointed unless all lines are right. Each appointment is kept in the audit trail."
        ),
        "cancel_url": reverse_lazy("appointment_list"),
    }

    def form_valid(self, form):
        return sent_once(self.request, lambda: self.appointed(form.save()))

    def appointed(self, appointments):
        record_each(self.request, Deed.ADDED, appointments)
        words = ngettext("%d appointment made.", "%d appointments made.", len(appointments)) % len(appointments)
        messages.success(self.request, words)
        return redirect("appointment_list")


class AppointmentsEnd(MadeOnce, FormView):
    """Ends the ticked appointments on one day; those that have ended and one's own are left out."""

    form_class = EndAppointmentsForm
    permission = "members.change_appointment"
    template_name = "components/form_page.html"
    extra_context = {
        "title": gettext_lazy("End several appointments"),
        "submit_label": gettext_lazy("End the ticked ones"),
        "explain": gettext_lazy(
            "Those ticked lose the rights of these roles after the last day. Accounts stay open; one that is then for "
            "nothing any more waits for the system administrator to be closed."
        ),
        "danger": True,
    }

    def get_form_kwargs(self):
        others = Appointment.objects.visible_to(self.request.user).exclude(user=self.request.user)
        ticked = others.lasting(timezone.localdate(), None).filter(pk__in=ticked_keys(self.request.GET))
        rows = ticked.select_related("user", "committee", "department")
        return super().get_form_kwargs() | {"ticked": rows}

    def get_context_data(self, **kwargs):
        return super().get_context_data(cancel_url=way_back(self.request, "appointment_list"), **kwargs)

    def get(self, request):
        if self.get_form_kwargs()["ticked"].exists():
            return super().get(request)
        messages.info(request, _("Tick at least one appointment that has not ended and is not your own."))
        return redirect(way_back(request, "appointment_list"))

    def form_valid(self, form):
        return sent_once(self.request, lambda: self.ended(form.end()))

    def ended(self, appointments):
        record_each(self.request, Deed.ENDED, appointments)
        words = ngettext("%d appointment ended.", "%d appointments ended.", len(appointments)) % len(appointments)
        messages.success(self.request, words)
        return redirect(way_back(self.request, "appointment_list"))


@require_http_methods(["GET", "POST"])
def appointment_end(request, pk):
    """Ends an appointment on a day; one that had not begun by then is taken back."""
    appointment = get_object_or_404(Appointment.objects.visible_to(request.user), pk=pk)
    if appointment.user == request.user:
        raise PermissionDenied(_("Nobody can end their own appointments."))
    form = EndAppointmentForm(request.POST or None, appointment=appointment)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            appointment.end(form.cleaned_data["on"])
            record(request, Deed.ENDED, appointment)
        messages.success(request, _("The appointment of %(person)s has been ended.") % {"person": appointment.user})
        return redirect(way_back(request, "appointment_list"))
    context = {
        "form": form,
        "title": _("End the appointment"),
        "explain": _("%(person)s loses the rights of this role after the last day.") % {"person": appointment.user},
        "facts": [
            (_("Person"), appointment.user),
            (_("Role"), appointment.post),
            (_("Unit"), appointment.committee or appointment.department),
            (_("From"), appointment.starts_on),
        ],
        "cancel_url": way_back(request, "appointment_list"),
        "submit_label": _("End the appointment"),
    }
    return render(request, "components/confirm_page.html", context)
