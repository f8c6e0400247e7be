from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from consult.lists.columns import ListColumn
from consult.punctuation import labelled
from topics.history_lines import link_of, told
from topics.workflow import WORKFLOWS


def record_of(step):
    return step.topic or step.meeting or step.annual_plan


def record_link(step):
    record = record_of(step)
    return format_html('<a href="{}">{}</a>', record.get_absolute_url(), record)


def part_of(step):
    """The plan, session or recommendation of the topic that the step was about."""
    return link_of(step).get("link", "")


def part_link(step):
    """Its link; a plan that is in work again opens for those alone who draft it."""
    part = link_of(step)
    if step.lifecycle == "plan" and not step.plan_opens:
        return part["link"]
    return format_html('<a href="{url}">{link}</a>', **part) if part else ""


def move_of(step):
    known = WORKFLOWS[step.lifecycle].transitions.get(step.transition)
    return known.label if known else step.transition


def stage_of(step):
    """From which stage to which; nothing where it stayed."""
    if step.from_stage == step.to_stage:
        return ""
    labels = dict(WORKFLOWS[step.lifecycle].model._meta.get_field("stage").choices)
    return f"{labels.get(step.from_stage, step.from_stage)} → {labels.get(step.to_stage, step.to_stage)}"


def answers_of(step):
    """What was answered, in words; for those who may read all of it."""
    said = [labelled(label, text) for label, text in told(step, inside=True)]
    return gettext("; ").join(said)


# Rows with topic, meeting, annual plan, plan, session and recommendation, and with `plan_opens`.
STEP_COLUMNS = (
    ListColumn(_("Recorded"), lambda step: f"{timezone.localtime(step.recorded_at):%Y-%m-%d %H:%M}", 18,
               name="recorded", sort="recorded", css="nowrap", fixed=True, bare=True),
    ListColumn(_("Happened on"), "happened_on", 12, "date", name="happened", sort="happened"),
    ListColumn(_("Topic, meeting or annual plan"), lambda step: str(record_of(step)), 36, name="record", css="main",
               cell=record_link, fixed=True, bare=True),
    ListColumn(_("Part"), part_of, 24, name="part", under="record", cell=part_link),
    ListColumn(_("Step"), move_of, 20, name="step", fixed=True, bare=True),
    ListColumn(_("Stage"), stage_of, 24, name="stage", under="step"),
    ListColumn(_("By"), "actor_name", 12, name="by", css="nowrap", bare=True),
    ListColumn(pgettext_lazy("step", "For"), "acted_for", 18, name="for", under="by"),
    ListColumn(_("Why and what"), answers_of, 48, name="answers", bare=True),
)  # fmt: skip
