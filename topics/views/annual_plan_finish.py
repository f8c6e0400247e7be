from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import all_valid
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from consult.forms.sent_once import sent_before, sent_once
from topics.annual_plans.rows import rows_of
from topics.forms.annual_plans import UndoneForm
from topics.forms.filling import Fill
from topics.forms.steps import StepForm, refuse
from topics.models import AnnualPlan
from topics.views.fetch import fetch
from topics.views.step_messages import say_done
from topics.workflow import ANNUAL_PLAN_WORKFLOW, Moved, take
from topics.workflow.annual_plan_ends import reasons_before, undone
from topics.workflow.refusals import refuse_unentitled


@require_http_methods(["GET", "HEAD", "POST"])
def annual_plan_finish(request, pk):
    """The end of the year: each item that was not done gets its reason, then the plan is finished."""
    plan, transition = fetch(AnnualPlan, request.user, pk), ANNUAL_PLAN_WORKFLOW["finish"]
    refuse_unentitled(transition, request.user, plan)
    if sent := sent_before(request):
        return sent
    if plan.stage not in transition.sources:
        raise Moved(_("Only an issued plan is finished; this one is %(stage)s.") % words_of(plan), record=plan)
    form, rows = finish_forms(plan, request)
    fill = Fill({"reason": UndoneForm.base_fields["reason"]}, request.POST or None)
    if "fill" in request.POST:
        ticked = [row for row in rows if row.add_prefix("is_ticked") in request.POST]
        fill.show([form, *rows], request.POST, ticked)
        if not ticked:
            messages.info(request, _("Tick the items first that have the same reason."))
    elif request.method == "POST" and all_valid([form, *rows]):
        try:
            return sent_once(request, lambda: finished(request, form, plan, rows))
        except ValidationError as error:
            refuse(form, error)
    context = {"record": plan, "form": form, "rows": rows, "transition": transition, "unmet": transition.unmet(plan)}
    context["fill"] = fill
    return render(request, "topics/annual_plan_finish.html", context)


def words_of(plan):
    return {"stage": plan.get_stage_display()}


def finish_forms(plan, request):
    """The form of the step, and one for each item that was not done."""
    data = None if "fill" in request.POST else request.POST or None
    form = StepForm(ANNUAL_PLAN_WORKFLOW["finish"], plan, request.user, data)
    del form.fields["undone"]
    before = reasons_before(plan)
    left = {item.pk for item in undone(plan)}
    rows = [row for row in rows_of(plan, request.user) if row.item.pk in left]
    initials = [(row, {"reason": before.get(row.item.pk, "")}) for row in rows]
    return form, [UndoneForm(data, prefix=f"i{row.item.pk}", row=row, initial=said) for row, said in initials]


def finished(request, form, plan, rows):
    """Take the step and lead back to the plan; a refusal of the workflow is raised."""
    plan.version = form.cleaned_data["version"]
    take(plan, "finish", by=request.user, undone=[row.said() for row in rows], **form.answers())
    say_done(request, _("Finished: %(plan)s.") % {"plan": plan}, plan)
    return redirect(plan)
