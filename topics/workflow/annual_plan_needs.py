"""What must hold of the draft of an annual plan: each gives the reason in words, or None where it holds."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consult.punctuation import labelled
from topics.annual_plans.carriers import carriers, counts
from topics.annual_plans.on_offer import topics_on_offer
from topics.annual_plans.vacancies import vacancies
from topics.models import AnnualPlanItem
from topics.workflow.entries import last_entry

Change = AnnualPlanItem.Change


def titles(items):
    return "、".join(item.title for item in items)


def has_items(plan):
    if not plan.items.standing().exists():
        return _("The plan is empty: take in candidates or add items first.")


def items_are_complete(plan):
    """Each item says what the plan has to say of it: form, content, month or quarter, organiser, outcome."""
    if gaps := [
        item for item in plan.items.standing().select_related("form", "outcome_kind", "organiser") if item.gaps
    ]:
        words = _("%(item)s (%(gaps)s)")
        named = [words % {"item": item.title, "gaps": _(", ").join(map(str, item.gaps))} for item in gaps]
        return _("Still missing: %(items)s.") % {"items": _(", ").join(named)}


def whom_it_names_are_there(plan):
    """The leaders are in post, and the committees and departments have not ended."""
    if gone := vacancies(plan):
        items = plan.items.filter(pk__in=gone)
        named = [labelled(item.title, "、".join(map(str, gone[item.pk]))) for item in items]
        return _("Left or ended since; choose anew: %(items)s.") % {"items": _(", ").join(named)}


def no_candidate_waits(plan):
    if count := plan.candidates.waiting().count():
        words = ngettext(
            "%(count)d candidate still waits: take it in or leave it out with a reason.",
            "%(count)d candidates still wait: take them in or leave them out with a reason.",
            count,
        )
        return words % {"count": count}


def draft_is_untouched(plan):
    last = last_entry(plan)
    if last and plan.changed != last.recorded_at:
        return _("The draft has been changed since; the presidium reviews what it has become.")


def is_adjustment(plan):
    if plan.adjusts_id is None:
        return _("Only an adjustment is issued without the standing committee's decision.")


def adjusts_something(plan):
    if plan.adjusts_id and not plan.items.exclude(change=Change.KEPT).exists():
        return _("The adjustment changes nothing yet: change, add or drop an item.")


def adjustments_have_reasons(plan):
    if bare := list(plan.items.exclude(change=Change.KEPT).filter(reason="")):
        return _("Say why the adjustment changes or adds: %(items)s.") % {"items": titles(bare)}


def dropped_items_are_free(plan):
    """What a topic carries out is not dropped from under it."""
    dropped = list(plan.items.filter(change=Change.DROPPED))
    carrying = carriers(dropped)
    if busy := [item for item in dropped if (topic := carrying[item.root_id]) and counts(topic)]:
        return _("A topic carries out what is to be dropped: %(items)s. Stop the topic or keep the item.") % {
            "items": titles(busy)
        }


def something_is_chosen(plan, answers, happened_on):
    if not (answers.get("candidates") or answers.get("topics")):
        return _("Tick at least one.")


def chosen_ones_still_wait(plan, answers, happened_on):
    waiting = set(plan.candidates.waiting())
    offered = set(topics_on_offer(plan))
    gone = [c for c in answers.get("candidates", []) if c not in waiting]
    gone += [topic for topic in answers.get("topics", []) if topic not in offered]
    if gone:
        return _("“%(candidate)s” was decided on meanwhile.") % {"candidate": gone[0]}


def candidate_still_waits(plan, answers, happened_on):
    return decided_meanwhile(plan.candidates.waiting(), answers["candidate"])


def candidate_was_left_out(plan, answers, happened_on):
    return decided_meanwhile(plan.candidates.left_out(), answers["candidate"])


def decided_meanwhile(candidates, candidate):
    if not candidates.filter(pk=candidate.pk).exists():
        return _("“%(candidate)s” was decided on meanwhile.") % {"candidate": candidate}
