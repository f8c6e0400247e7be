from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from consult.forms.sent_once import sent_before, sent_once
from topics.forms.annual_plans import BeginForm
from topics.workflow import note


@require_http_methods(["GET", "HEAD", "POST"])
def annual_plan_begin(request):
    """The first version for a year, begun by POST; 403 for whoever is not the office."""
    if not request.user.has_perm("topics.add_annualplan"):
        raise PermissionDenied
    if sent := sent_before(request):
        return sent
    form = BeginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return sent_once(request, lambda: begun(request, form))
    context = {
        "form": form,
        "title": _("Begin an annual plan"),
        "explain": _("A draft is made; committees and the Party and government side can then put forward candidates."),
        "submit_label": _("Begin"),
    }
    return render(request, "topics/annual_plan_begin.html", context)


def begun(request, form):
    plan = form.make(request.user)
    note(plan, "begin", by=request.user)
    messages.success(request, _("Begun: %(plan)s. Take in candidates or add items.") % {"plan": plan})
    return redirect(plan)
