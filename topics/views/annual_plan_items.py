"""The items of an annual plan being drafted: added, edited, ordered, removed; in an adjustment dropped or kept."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST
from django.views.generic import CreateView, UpdateView

from consult.trail import Deed, record
from consult.views import AddedRecord, EditWithVersion
from topics.annual_plans.rows import items_of
from topics.forms.plan_items import ItemForm
from topics.forms.steps import ReasonForm
from topics.models import AnnualPlan, AnnualPlanItem
from topics.views.fetch import fetch
from topics.workflow.annual_plan_drafts import changing, drop, keep, move, next_order, refuse_frozen, remove


def changed_item(request, pk):
    """The item of a draft that is to be changed: 404 unseen, 403 without the right, 409 where the plan is frozen."""
    item = fetch(AnnualPlanItem, request.user, pk)
    if not request.user.has_perm("topics.change_annualplan", item.plan):
        raise PermissionDenied
    refuse_frozen(item.plan)
    return item


class ItemCreate(AddedRecord, CreateView):
    """An item at the end of its quarter."""

    model = AnnualPlanItem
    form_class = ItemForm
    permission = "topics.change_annualplan"
    template_name = "topics/annual_plan_item_form.html"
    keeps_typed = True
    extra_context = {"title": gettext_lazy("Add an item")}

    def dispatch(self, request, *args, **kwargs):
        self.plan = fetch(AnnualPlan, request.user, kwargs["pk"], may=self.permission)
        refuse_frozen(self.plan)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"plan": self.plan, "instance": AnnualPlanItem()}

    def added(self, form):
        with changing(form.plan, self.request.user):
            form.instance.order = next_order(form.plan)
            form.save()
        return redirect(form.plan)


class ItemUpdate(EditWithVersion, UpdateView):
    model = AnnualPlanItem
    form_class = ItemForm
    template_name = "topics/annual_plan_item_form.html"
    keeps_typed = True
    extra_context = {"title": gettext_lazy("Edit the item")}

    def get_object(self, queryset=None):
        return changed_item(self.request, self.kwargs["pk"])

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"plan": self.object.plan}

    def saved(self, form):
        with changing(form.plan, self.request.user):
            super().saved(form)

    def redirect(self, form):
        return redirect(form.plan)


@require_POST
def item_order(request, pk):
    """Move one item a place up or down among those of its quarter."""
    plan = fetch(AnnualPlan, request.user, pk, may="topics.change_annualplan")
    refuse_frozen(plan)
    moving, direction = request.POST.get("up") or request.POST.get("down"), -1 if "up" in request.POST else 1
    item = next((item for item in items_of(plan) if str(item.pk) == moving), None)
    if item is None:
        raise Http404
    move(item, direction, request.user)
    return redirect(f"{plan.get_absolute_url()}#items")


@require_http_methods(["GET", "HEAD", "POST"])
def item_remove(request, pk):
    """Take an item out: a new one goes, its candidate waits again; one that was issued is dropped with a reason."""
    item = changed_item(request, pk)
    form = ReasonForm(request.POST or None, initial={"version": item.version}) if item.origin_id else None
    if request.method == "POST" and (form is None or form.is_valid()):
        with changing(item.plan, request.user):
            if form:
                drop(item, **form.cleaned_data)
            else:
                remove(item)
            record(request, Deed.REMOVED, item)
        messages.success(request, _("Taken out: %(item)s") % {"item": item.title})
        return redirect(item.plan)
    dropping = _("The adjustment drops this item; the version before and your reason stay readable.")
    context = {
        "form": form,
        "object": item.plan,
        "title": _("Take out: %(item)s") % {"item": item.title},
        "explain": dropping if form else _("The item is taken out of the draft; its candidate, if any, waits again."),
        "submit_label": _("Drop") if form else _("Take out"),
    }
    return render(request, "components/confirm_page.html", context)


@require_POST
def item_keep(request, pk):
    """A dropped item stays in the adjustment after all."""
    item = changed_item(request, pk)
    keep(item, request.user)
    messages.success(request, _("Kept: %(item)s") % {"item": item.title})
    return redirect(item.plan)
