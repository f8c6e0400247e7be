import json

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from consult.forms.widgets import Segments
from topics.annual_plans.execution import current_copy, open_items
from topics.dimensions import COUNTY, unit_of
from topics.models import AnnualPlan, AnnualPlanItem, Topic


class PlannedField(forms.ChoiceField):
    """Which item of an annual plan a topic carries out, or that it is outside: two answers to the workflow.

    A bare "in the annual plan" is offered where the platform keeps no issued plan of the year.
    """

    def __init__(self, topic, year, brings=False, **kwargs):
        items = [*([topic.plan_item] if topic.plan_item else []), *open_items()]
        is_bare = topic.is_planned and topic.plan_item is None
        is_on_paper = not AnnualPlan.objects.in_force(year).exists()
        plain = [("yes", _("in the annual plan"))] if is_bare or is_on_paper else []
        plain.append(("no", _("outside the annual plan")))
        years = {item.plan.year: [] for item in items}
        for item in items:
            years[item.plan.year].append((str(item.root_id), f"{item.get_period_display()} · {item.title}"))
        own_year_first = sorted(years, key=lambda other: (other != year, -other))
        groups = [(_("Annual plan %(year)d") % {"year": other}, years[other]) for other in own_year_first]
        choices = [("", _("Please choose")), *plain, *groups] if groups else plain
        brought = brought_by(items) if brings else {}
        widget = forms.Select({"data-pick": True} | brought) if groups else Segments()
        super().__init__(choices=choices, widget=widget, initial=chosen_place(topic, items), **kwargs)
        if is_on_paper:
            words = _("No annual plan of %(year)d is issued here: “in the annual plan” means the one on paper.")
            link = reverse("annual_plan_list"), _("Annual plans")
            self.help_text = format_html('{} <a href="{}">{}</a>', words % {"year": year}, *link)
        elif brings and proposed_for(topic, items):
            self.help_text = _("Organiser, form and leading vice-chair are proposed as the item names them.")
        elif brings and groups:
            self.help_text = _(
                "An item of the plan has an organiser, a form and a leading vice-chair of its own: they are proposed"
                " where nobody has chosen yet, or told after the acceptance where they differ."
            )

    def answers(self, value):
        """What is answered to the workflow: planned or not, and the item by its first version."""
        item = AnnualPlanItem.objects.select_related("plan").get(pk=value) if value.isdecimal() else None
        return {"is_planned": value != "no", "plan_item": item}


def chosen_place(topic, items):
    """What `PlannedField` shows at first: what holds, or the item that is meant by this very topic."""
    if topic.plan_item_id:
        return str(topic.plan_item_id)
    if topic.is_planned is not None:
        return "yes" if topic.is_planned else "no"
    return next((str(item.root_id) for item in items if is_meant(item, topic)), None)


def is_meant(item, topic):
    return item.taken_from_id == topic.pk or item.title == topic.title


def proposals_of(item):
    """What an item of the plan proposes for the acceptance of the topic that carries it out, as the fields name it."""
    said = {"organiser": unit_of(item), "form": item.form_id, "leading_vice_chair": item.leading_vice_chair_id}
    return {name: value for name, value in said.items() if value}


def brought_by(items):
    names = {item.root_id: proposals_of(item) for item in items}
    return {"data-brings": json.dumps(names), "data-told": _("Proposed as the item names it: ")}


def named_otherwise(topic):
    """What the item that the topic carries out names otherwise than the topic, as pairs of label and words."""
    held = {"organiser": unit_of(topic), "form": topic.form_id, "leading_vice_chair": topic.leading_vice_chair_id}
    item = topic.plan_item and current_copy(topic.plan_item)
    return otherwise_in(item, held) if item else []


def otherwise_in(item, held):
    """What an item names otherwise than is held, by the names of the fields, as pairs of label and words."""
    names = proposals_of(item)
    words = {"organiser": item.organising_unit, "form": item.form, "leading_vice_chair": item.leading_vice_chair}
    return [
        (Topic._meta.get_field(name).verbose_name, words[name])
        for name in names
        if str(names[name]) != str(held[name] or "")
    ]


def proposed_for(topic, items):
    return next((proposals_of(item) for item in items if is_meant(item, topic)), {})


def proposed_at_acceptance(topic, items):
    """As the item of the annual plan names them; else the unit that proposed the topic organises it."""
    own = topic.proposing_committee_id or (COUNTY if topic.proposer == Topic.Proposer.OFFICE else "")
    return {"organiser": str(own)} | proposed_for(topic, items)
