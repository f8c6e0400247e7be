"""What a topic's move does besides changing the stage."""

from functools import partial

from django.db.models import Max, Value
from django.db.models.functions import Least

from topics.deadlines import due, renew_due
from topics.models import (
    DictionaryEntry,
    FollowUp,
    NumberSeries,
    OrganiserPeriod,
    RecommendationStage,
    Research,
    Topic,
    TopicStage,
    WrittenInstruction,
)
from topics.models.plan import OPEN_PLANS
from topics.models.session_stage import LIVE_SESSIONS
from topics.workflow.entries import last_entry, standing_entries
from topics.workflow.machine import follow
from topics.workflow.numbers import archive_numbers, last_on_paper
from topics.workflow.recommendation_effects import refer_to


def number_and_organise(topic, step, answers):
    """The number of the year of acceptance, given once, and the first organiser; a number given before comes back."""
    year = step.happened_on.year
    number = topic.kept_number or NumberSeries.next_for(year, partial(last_on_paper, year))
    Topic.objects.filter(pk=topic.pk).update(number=number, year=int(number.partition("-")[0]))
    day = step.happened_on
    # An acceptance that was taken back may have been later than the day that this one bears.
    topic.organiser_periods.filter(ends_on__gt=day).update(ends_on=day, starts_on=Least("starts_on", Value(day)))
    OrganiserPeriod.objects.create(topic=topic, committee=answers.get("organiser"), starts_on=day)


def take_back_acceptance(topic, step, answers):
    topic.organiser_periods.filter(ends_on=None).update(ends_on=step.happened_on)
    given = ("organiser", "form", "is_planned", "plan_item", "leading_vice_chair")
    gone = dict.fromkeys(("number", "year", "accepted_on", *given))
    accepted = topic.steps.filter(transition="accept").order_by("sequence").last()
    change = accepted.answers.get("category", {})
    if change.get("from") and change["to"]["id"] == topic.category_id:
        gone["category"] = DictionaryEntry.objects.filter(pk=change["from"]["id"]).first() or topic.category
    Topic.objects.filter(pk=topic.pk).update(kept_number=topic.number, **gone)
    give_back_due_date(topic, step, answers)


def change_organiser(topic, step, answers):
    topic.organiser_periods.filter(ends_on=None).update(ends_on=step.happened_on)
    OrganiserPeriod.objects.create(topic=topic, committee=answers.get("organiser"), starts_on=step.happened_on)


def withdraw_open_plans(topic, step):
    for plan in topic.plans.filter(stage__in=OPEN_PLANS):
        follow(plan, "drop", cause=step)


def absorb(topic, step, answers):
    withdraw_open_plans(topic, step)
    target = answers["merged_into"]
    becomes_planned = target.number and topic.is_planned and not target.is_planned
    follow(target, "absorb", cause=step, merged_topic=topic, **({"is_planned": True} if becomes_planned else {}))


STANDS_WITHOUT_PLANS = {TopicStage.PLAN_REVIEW: TopicStage.ACCEPTED}


def bring_back(topic, step, answers):
    """As it was before it went: out of the topic that took it in, a record with its days."""
    if topic.stage == TopicStage.RECORDED:
        forgotten = topic.steps.filter(transition="unrecord").order_by("sequence").last().answers
        days = {name: told["from"] for name, told in forgotten.items() if isinstance(told, dict)}
        Topic.objects.filter(pk=topic.pk).update(**days)
    if target := topic.merged_into:
        follow(target, "release", cause=step, merged_topic=topic, **planned_without(topic, target))
    Topic.objects.filter(pk=topic.pk).update(merged_into=None, goes_instead="")
    if topic.stage == TopicStage.PLAN_REVIEW and not topic.plans.open().exists():
        follow(topic, "unreview", cause=step)


def planned_without(topic, target):
    """What the target's place in the annual plan was before it took in the topic, if that alone had changed it."""
    absorbed = target.steps.filter(transition="absorb", answers__merged_topic__id=topic.pk).order_by("sequence").last()
    change = absorbed.answers.get("is_planned") if absorbed else None
    others = target.merged_topics.exclude(pk=topic.pk).filter(is_planned=True)
    return {"is_planned": change["from"]} if change and not target.plan_item_id and not others.exists() else {}


def close_what_is_open(topic, step, answers):
    withdraw_open_plans(topic, step)
    for session in topic.sessions.filter(stage__in=LIVE_SESSIONS):
        follow(session, "drop", cause=step)


def open_round(topic, step, answers):
    topic.rounds += 1
    Topic.objects.filter(pk=topic.pk).update(rounds=topic.rounds)
    renew_due(topic, step.happened_on)


def give_up_round(topic, step, answers):
    Topic.objects.filter(pk=topic.pk).update(rounds=topic.rounds - 1)


def take_back_conclusion(topic, step, answers):
    """The day of the round before holds again, where there was one."""
    days = [entry.happened_on for entry in standing_entries(topic) if entry.transition == "conclude"]
    Topic.objects.filter(pk=topic.pk).update(concluded_on=days[-1] if days else None)


def give_back_due_date(topic, step, answers):
    """Counted from the day of the move that stands again."""
    renew_due(topic, last_entry(topic).happened_on)


def take_back_closing(topic, step, answers):
    """The archive number of an earlier closing stays, where there was one."""
    number = next(reversed(archive_numbers(topic)), "")
    Topic.objects.filter(pk=topic.pk).update(closed_on=None, archive_number=number)
    give_back_due_date(topic, step, answers)


def give_back_closing(topic, step, answers):
    Topic.objects.filter(pk=topic.pk).update(closed_on=last_entry(topic).happened_on)


def give_back_answer(topic, step, answers):
    last = topic.recommendations.aggregate(day=Max("answered_on"))["day"]
    Topic.objects.filter(pk=topic.pk).update(answered_on=last)
    give_back_due_date(topic, step, answers)


def clear(field):
    """The effect of a move after which a date no longer holds."""

    def effect(topic, step, answers):
        Topic.objects.filter(pk=topic.pk).update(**{field: None})

    return effect


def refer_all(topic, step, answers):
    """One referral row per department; each recommendation moves on with its due date."""
    for row in answers["referrals"]:
        recommendation = row["recommendation"]
        for department in [row["lead"], *row.get("co", [])]:
            is_lead, number = department == row["lead"], row.get("letter_number", "")
            refer_to(recommendation, department, step, is_lead=is_lead, letter_number=number)
        usual, basis = due("answer_months", step.happened_on)
        basis = basis if usual == row["due_on"] else {"rule": "set_by_office", "from": step.happened_on.isoformat()}
        follow(recommendation, "refer", cause=step, due_on=row["due_on"], due_basis=basis)


def take_back_referral(topic, step, answers):
    for recommendation in topic.recommendations.filter(stage=RecommendationStage.REFERRED):
        follow(recommendation, "unrefer", cause=step)
    Topic.objects.filter(pk=topic.pk).update(referred_on=None)
    give_back_due_date(topic, step, answers)


def note_research(topic, step, answers):
    said = {name: answers.get(name) or "" for name in ("places", "people", "findings")}
    research = Research.objects.create(
        topic=topic, done_on=step.happened_on, done_until=answers.get("done_until"), **said
    )
    research.members.set(answers.get("members", ()))


def note_instruction(topic, step, answers):
    WrittenInstruction.objects.create(
        topic=topic, given_on=step.happened_on, leader=answers["leader"], text=answers["text"]
    )


def note_visit(topic, step, answers):
    visit = FollowUp.objects.create(
        topic=topic,
        kind=FollowUp.Kind.VISIT,
        done_on=step.happened_on,
        findings=answers["findings"],
        evidence=answers.get("evidence") or "",
        next_check_on=answers.get("next_check_on"),
    )
    visit.members.set(answers.get("members", ()))
    visit.documents.set(answers.get("documents", ()))
