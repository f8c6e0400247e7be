"""What must hold before a topic moves: each gives the reason in words, or None where it holds."""

from django.db.models import Max
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from topics.annual_plans.carriers import counts, ends_of
from topics.annual_plans.execution import open_items
from topics.models import AnnualPlan, AnswerDraft, DraftState, RecommendationStage, Topic
from topics.models.session_stage import LIVE_SESSIONS
from topics.models.topic_stage import TAKES_OTHERS_IN
from topics.models.topic_visibility import of_nobody
from topics.workflow.entries import last_entry
from topics.workflow.recommendation_needs import unfit_due_date
from topics.workflow.refusals import At, Of


def is_complete(topic):
    asked = {
        _("title"): topic.title.strip(),
        _("background"): topic.background.strip(),
        _("what to consult on"): topic.points.strip(),
        _("category"): topic.category_id,
    }
    if missing := [name for name, value in asked.items() if not value]:
        return _("Still missing: %(fields)s. Edit the draft and fill them in.") % {"fields": _(", ").join(missing)}


def source_is_proven(topic):
    """Each source has its proof (docs/rules.md)."""
    match topic.source:
        case Topic.Source.PARTY_ASSIGNED:
            if not topic.assigning_body.strip():
                return _("A party-assigned topic names the body that assigned it.")
            if not topic.letter_number.strip() or not topic.letter_date:
                return _("A party-assigned topic names the number and the day of its letter.")
        case Topic.Source.CPPCC_SELECTED:
            if not topic.selection_reason.strip():
                return _("A CPPCC-selected topic says why it was picked.")


def recommenders_are_named(topic):
    if topic.source == Topic.Source.MEMBER_RECOMMENDED and not topic.recommenders.exists():
        return _("A member-recommended topic names at least one member.")


def origin_is_named(topic):
    if topic.source == Topic.Source.MEMBER_RECOMMENDED and not topic.origin_document.strip():
        return _("A member-recommended topic names the document it comes from.")


def merged_into_it(topic):
    return topic.merged_topics.select_related("proposing_committee").prefetch_related("recommenders")


def took_in_no_other(topic):
    """Its proposer does not withdraw what others proposed, too."""
    if taken := [one for one in merged_into_it(topic) if not one.is_proposed_like(topic)]:
        words = _("It took in %(topics)s, which others proposed: ask the office to take that out first.")
        return words % {"topics": "、".join(f"“{one}”" for one in taken)}


def organiser_is_current(topic, answers, happened_on):
    if (committee := answers.get("organiser")) and not committee.is_choosable:
        return At("organiser", _("%(committee)s has ended; choose another organiser.") % {"committee": committee})


def organiser_is_another(topic, answers, happened_on):
    if answers.get("organiser") == topic.organiser:
        return At("organiser", _("This is the present organiser; choose another one."))


def unit_is_another(topic, answers, happened_on):
    committee = answers.get("proposing_committee")
    if committee and not committee.is_choosable:
        return At("proposer", _("%(committee)s has ended; choose another unit.") % {"committee": committee})
    if (answers.get("proposer"), committee) == (topic.proposer, topic.proposing_committee):
        return At("proposer", _("This is the present unit; choose another one."))


def follows_its_organiser(topic, answers, happened_on):
    """The history of organisers keeps the dates, in order."""
    present = topic.organiser_periods.filter(ends_on=None).first()
    if present and happened_on < present.starts_on:
        words = _("The present organiser has had the topic since %(day)s; it cannot be handed over before.")
        return At("happened_on", words % {"day": date_format(present.starts_on)})


def not_before_proposal(topic, answers, happened_on):
    if topic.proposed_on and happened_on < topic.proposed_on:
        return _("The topic was proposed on %(day)s; it cannot be accepted before.") % {
            "day": date_format(topic.proposed_on)
        }


def keeps_to_the_annual_plan(topic, answers, happened_on):
    """Planned is what carries out an item that no other topic carries out; one at least where the year has its plan."""
    if "is_planned" not in answers:
        return None
    item, took_in = answers.get("plan_item"), topic.merged_topics.filter(is_planned=True).exists()
    if item and not answers["is_planned"]:
        return At("is_planned", _("A topic outside the annual plan carries out none of its items."))
    if not answers["is_planned"]:
        words = _("It took in a topic that is in the annual plan; so it is in it too.")
        return At("is_planned", words) if took_in else None
    if item and item != topic.plan_item and item.root_id not in {other.root_id for other in open_items()}:
        words = _("“%(item)s” is carried out by another topic, or is no longer in the plan.")
        return At("is_planned", words % {"item": item})
    year, stays = topic.year or happened_on.year, topic.is_planned and topic.plan_item is None
    if item is None and not took_in and not stays and AnnualPlan.objects.in_force(year).exists():
        words = _("Choose the item of the annual plan %(year)d that this topic carries out.")
        return At("is_planned", words % {"year": year})


def its_item_is_free(topic):
    """What was stopped or merged is taken up again only while no other topic carries out its item."""
    if topic.plan_item_id is None:
        return None
    others = list(Topic.objects.filter(plan_item=topic.plan_item_id).exclude(pk=topic.pk))
    if busy := [end for end in ends_of(others).values() if counts(end)]:
        return _("“%(topic)s” carries out its item of the annual plan by now.") % {"topic": busy[0]}


def target_lives(topic, answers, happened_on):
    """A living target, not itself, no circle."""
    target = answers.get("merged_into")
    if target is None or target.pk == topic.pk:
        return At("merged_into", _("Choose another topic to merge into."))
    if target.stage not in TAKES_OTHERS_IN:
        return At("merged_into", _("“%(topic)s” is no longer open; choose a topic that is.") % {"topic": target})


def has_recommendations(topic):
    if not topic.recommendations.exists():
        return _("There is no recommendation to refer: follow up or close the topic instead.")


def unfit_referral(row, happened_on):
    doubled = row["lead"] in row.get("co", [])
    reasons = [
        unfit_due_date(row["due_on"], happened_on),
        At("co", _("The lead department is no co-department too.")) if doubled else None,
    ]
    return list(filter(None, reasons))


def every_one_has_a_lead(topic, answers, happened_on):
    """Each recommendation with its lead department and due date; a due date that suits the referral."""
    rows = {row["recommendation"].pk: row for row in answers.get("referrals", [])}
    for recommendation in topic.recommendations.filter(stage=RecommendationStage.LISTED):
        row = rows.get(recommendation.pk)
        if row is None or not row.get("lead") or not row.get("due_on"):
            return _("Recommendation %(number)d needs a lead department and a due date.") % {
                "number": recommendation.number
            }
        for reason in unfit_referral(row, happened_on):
            return _("Recommendation %(number)d: %(reason)s") % {"number": recommendation.number, "reason": reason}


def has_session_in_round(topic):
    if not topic.sessions.completed().of_round(topic.rounds).exists():
        return _("No session of this round is completed yet.")


def precedes_a_session(topic, round, day):
    held = topic.sessions.completed().of_round(round).aggregate(last=Max("held_on"))["last"]
    if held and day < held:
        return _("The session was on %(day)s; its outcome cannot be dated before.") % {"day": date_format(held)}


def follows_its_sessions(topic, answers, happened_on):
    return precedes_a_session(topic, topic.rounds, happened_on)


def is_later_round(topic):
    if topic.rounds == 1:
        return _("The first round has no outcome before it to go on with.")


def no_session_in_round(topic):
    if topic.sessions.completed().of_round(topic.rounds).exists():
        return _("A session of this round is completed: conclude it with its outcome.")


def no_open_session(topic):
    if session := topic.sessions.filter(stage__in=LIVE_SESSIONS).first():
        return Of(_("A session is still planned or its record is a draft: complete or cancel it first."), session)


def no_open_plan(topic):
    if plan := topic.plans.open().first():
        return Of(_("A plan is still open: withdraw it or delete its draft first."), plan)


def has_outcome(topic):
    if not topic.outcomes.filter(round=topic.rounds).exists():
        return _("The outcome of this round is not entered yet.")


def nothing_open(topic):
    """Never closed while any recommendation is open (docs/rules.md, rule 4)."""
    if still_open := topic.recommendations.open():
        count = len(still_open)
        words = ngettext("%(count)d recommendation is still open.", "%(count)d recommendations are still open.", count)
        return Of(words % {"count": count}, *still_open)


def nothing_to_evaluate(topic):
    if answered := topic.recommendations.filter(stage=RecommendationStage.ANSWERED):
        words = _("%(count)d answers still wait for their evaluation.")
        return Of(words % {"count": len(answered)}, *answered)


def follows_the_outcome(topic, answers, happened_on):
    if topic.concluded_on and happened_on < topic.concluded_on:
        words = _("The topic was concluded on %(day)s; what follows it up comes after.")
        return At("happened_on", words % {"day": date_format(topic.concluded_on)})


def no_answer_drafted(topic):
    draft = AnswerDraft.objects.filter(recommendation__topic=topic).order_by("pk").first()
    if draft:
        begun = _(
            "%(department)s has begun its answer to recommendation %(number)d. If it is not its to answer, it objects; you then refer to another."
        )
        sent = _("%(department)s has sent an answer to recommendation %(number)d, which rests on its referral.")
        words = sent if draft.state == DraftState.SENT else begun
        return words % {"department": draft.referral.department, "number": draft.recommendation.number}


def no_plan_drafted(topic):
    if topic.plans.exists():
        return _("A plan has been drafted since.")


def unchanged_since_return(topic):
    last = last_entry(topic)
    has_proposer = not Topic.objects.filter(of_nobody(), pk=topic.pk).exists()
    if last and topic.changed > last.recorded_at and has_proposer:
        return _("The proposing unit has changed it since.")


def has_proof(topic):
    if not topic.proof.strip():
        return _("Name the document that proves this record.")
