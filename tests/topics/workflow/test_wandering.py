"""Whatever the cast does in whatever order, nothing breaks and every rule holds: walks through what is offered."""

import random
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from tests import factories
from tests.journeys import Journey, entry
from topics.history import broken_links
from topics.models import AgendaItem, Body, ConsultationSession, Outcome, Recommendation, ReviewMeeting, Topic
from topics.workflow import Moved, offers, take

TODAY = timezone.localdate()
WALKERS = [
    *("office", "office2", "clerk", "clerk2", "party_group", "party_group2", "presidium", "presidium2"),
    *("dept_user", "dept2_user"),
]
# What is decided on a sheet or needs rows of its own is answered below; the rest by plausible values.
PLAIN = {
    "reason": "示例理由",
    "places": "示例镇",
    "people": "示例",
    "findings": "示例",
    "evidence": "示例",
    "leader": "示例",
    "text": "示例",
    "archive_number": "示档",
    "goes_instead": "proposal",
    "decision": "partly",
    "handling_result": "B",
    "measures": "示例",
    "reason_not_adopted": "示例",
    "comment": "示例",
    "opinion": "示例",
    "way": "visit",
    "agreed": "示例",
    "letter_number": "示函",
    "is_planned": True,
}
OUTCOMES = {"pass": ["passed", "in_principle", "after_revision"], "return": ["returned"], "refuse": ["refused"]}
OUTCOMES["defer"] = ["deferred"]
# How much a walk likes a step: those that lead on most, those that end or only note something least.
ENDS = ("reject", "merge", "withdraw", "stop", "suspend", "return", "cancel", "reinstate", "unhold", "postpone")
NOTES = ("research", "instruct", "visit", "contact", "strike_contact", "report", "take_down", "hand_over", "extend")
ON = ("accept", "submit", "hold", "pass_party_group", "pass_presidium", "begin_record", "complete", "conclude", "refer")
WEIGHTS = dict.fromkeys(ENDS, 0.05) | dict.fromkeys(NOTES, 0.3) | dict.fromkeys(ON, 20)


class Walk:
    """One topic and what belongs to it, moved at random by the seed."""

    def __init__(self, cast, seed):
        self.dice, self.cast, self.journey = random.Random(seed), cast, Journey(cast)
        self.topic = self.journey.proposed()
        self.taken = []

    def records(self):
        topic = self.topic
        meetings = ReviewMeeting.objects.exclude(stage__in=["closed", "cancelled"])
        return [topic, *topic.plans.all(), *topic.sessions.all(), *topic.recommendations.all(), *meetings]

    def turn(self):
        """Prepare something on the way, then take one of the steps that are offered to anybody."""
        self.topic.refresh_from_db()
        self.prepare()
        choices = [
            (record, offer.transition, name)
            for record in self.records()
            for name in WALKERS
            for offer in offers(self.cast[name], record)
            if not offer.unmet and offer.transition.name not in {"edit", "put_on", "reorder", "amend_outcome", "record"}
        ]
        if choices:
            weights = [WEIGHTS.get(transition.name, 4) for _record, transition, _name in choices]
            self.attempt(*self.dice.choices(choices, weights)[0])

    def attempt(self, record, transition, name):
        answers = self.answers(record, transition, name)
        try:
            take(record, transition.name, by=self.cast[name], **answers)
        except (ValidationError, PermissionDenied, Moved):
            return
        self.taken.append(f"{record.lifecycle} {transition.name}")

    def answers(self, record, transition, name):
        named = {
            ask: getattr(self, f"answer_{ask}")(record, transition, name)
            for ask in transition.asks
            if hasattr(self, f"answer_{ask}")
        }
        return {ask: PLAIN[ask] for ask in transition.asks if ask in PLAIN} | named

    def answer_organiser(self, *_context):
        return self.dice.choice([None, *(self.cast[n].current_appointments[0].committee for n in ("clerk", "clerk2"))])

    def answer_form(self, *_context):
        return entry("form")

    def answer_category(self, *_context):
        return self.topic.category

    def answer_leading_vice_chair(self, *_context):
        return None

    def answer_merged_into(self, *_context):
        return Journey(self.cast).accepted()

    def answer_minutes_number(self, meeting, *_context):
        return f"示纪{meeting.pk}"

    def answer_item(self, record, transition, _name):
        wanted = record.agenda_items.order_by("-pk")
        return wanted.first() if transition.takes_back else wanted.filter(state="pending").first()

    def answer_outcome(self, _record, transition, _name):
        return self.dice.choice(OUTCOMES[transition.name.partition("_")[0]])

    def answer_happened_on(self, *_context):
        return TODAY

    def answer_meets_on(self, *_context):
        return TODAY

    answer_held_on = answer_planned_on = answer_meets_on

    def answer_due_on(self, *_context):
        return TODAY + timedelta(days=self.dice.randint(1, 200))

    def answer_referrals(self, *_context):
        self.journey.topic = self.topic
        return self.journey.referrals(TODAY + timedelta(days=60))

    def answer_department(self, *_context):
        return self.dice.choice([factories.department(), self.cast["dept2_user"].current_appointments[0].department])

    def answer_referral(self, record, _transition, name):
        department = self.cast[name].current_appointments[0].department
        return record.referrals.filter(department=department, ended_on=None).first()

    def answer_verdict(self, record, transition, _name):
        return "not_satisfied" if transition.name == "send_back" else self.dice.choice(["satisfied", "not_satisfied"])

    def answer_document(self, *_context):
        return None

    def answer_plan(self, record, _transition, _name):
        return record.items.filter(state="pending").first().plan if record.items.filter(state="pending") else None

    def prepare(self):
        """What is made on pages before a step can be taken: plans, agendas, sessions with their record, outcomes."""
        topic, journey = self.topic, self.journey
        journey.topic = topic
        in_work = topic.plans.filter(
            round=topic.rounds, stage__in=["draft", "revised", "submitted", "party_passed", "approved"]
        )
        if topic.stage in {"accepted", "consulting"} and topic.number and not in_work.exists():
            before = topic.plans.filter(round=topic.rounds).last()
            journey.drafted_plan(round=topic.rounds, copied_from=before)
        for plan in topic.plans.filter(stage__in=["party_passed", "approved"]):
            if (
                plan.open_condition
                and not topic.plans.filter(round=plan.round, stage__in=["draft", "revised"]).exists()
            ):
                journey.drafted_plan(round=plan.round, revises=plan)
        for body in Body:
            for plan in topic.plans.all() & topic.plans.model.objects.awaiting(body):
                number = ReviewMeeting.objects.count() + 1
                meeting = ReviewMeeting.objects.create(body=body, term=factories.term(), number=number, meets_on=TODAY)
                AgendaItem.objects.create(meeting=meeting, plan=plan)
        if topic.stage in {"approved", "consulting"} and self.dice.random() < 0.5:
            self.prepare_session()
        if topic.stage == "consulting" and self.dice.random() < 0.5:
            self.prepare_outcome()

    def prepare_session(self):
        plan = self.topic.plans.filter(stage="approved", round=self.topic.rounds).last()
        if plan and not plan.sessions.exists():
            self.journey.planned_session(plan, on=TODAY)
        drafted = self.topic.sessions.filter(stage="drafted")
        drafted.update(starts_at="09:30", recorder="示例", consensus="示例")
        for session in drafted:
            session.attendances.update(status="present")

    def prepare_outcome(self):
        topic = self.topic
        if not topic.outcomes.filter(round=topic.rounds).exists():
            outcome = Outcome.objects.create(
                topic=topic, round=topic.rounds, kind=entry("outcome"), number="示", issued_on=TODAY
            )
            number = topic.recommendations.count() + 1
            Recommendation.objects.create(topic=topic, outcome=outcome, number=number, text="示例建议")


@pytest.fixture
def walk(cast):
    fresh = {name: factories.fresh(user) for name, user in cast.items()}
    return lambda seed: Walk(fresh, seed)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2))
def test_rules_hold_wherever_a_walk_leads(walk, seed):
    walk = walk(seed)

    for _turn in range(60):
        walk.turn()

    assert broken_rules() == []
    assert broken_links() == []


def broken_rules():
    """What must never be found in a database, in words."""
    found = []
    for session in ConsultationSession.objects.exclude(stage__in=["planned", "postponed", "cancelled"]):
        party, presidium = (session.plan.decision_of(body) for body in Body)
        if not (party and presidium and party.decided_on <= presidium.decided_on <= session.held_on):
            found.append(f"session {session.pk} without both bodies")
    for topic in Topic.objects.all():
        open_ones = topic.recommendations.open().exists()
        if topic.stage == "closed" and open_ones:
            found.append("closed over an open recommendation")
        if topic.stage == "answered" and open_ones:
            found.append("answered with an open recommendation")
        if topic.stage == "plan_review" and not topic.plans.filter(stage__in=["submitted", "party_passed"]).exists():
            found.append("under review without a plan")
        if topic.stage in {"stopped", "merged"} and topic.plans.open().exists():
            found.append(f"{topic.stage} with an open plan")
        if (
            topic.stage in {"accepted", "approved"}
            and topic.plans.filter(stage__in=["submitted", "party_passed"]).exists()
        ):
            found.append(f"{topic.stage} with a plan under review")
    return found
