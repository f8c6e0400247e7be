"""A topic carried along its path by the workflow itself, one leg after another, for tests that start in mid-life.

Everything happens on days before today, in order; each leg takes the people of the cast and returns the record it made.
"""

from datetime import date, time, timedelta

from django.utils import timezone

from members.models import Member
from tests import factories
from tests.walks import remembered
from topics.models import (
    AgendaItem,
    Attendance,
    Body,
    ConsultationSession,
    DictionaryEntry,
    Outcome,
    Plan,
    Recommendation,
    ReviewMeeting,
    Topic,
)
from topics.workflow import take
from topics.workflow.plan import transition_for

START = timezone.localdate() - timedelta(days=60)


# What the government side says of a topic that it assigns.
ASSIGNED = {
    "source": Topic.Source.PARTY_ASSIGNED,
    "proposer": Topic.Proposer.GOVERNMENT,
    "proposing_committee": None,
    "assigning_body": "县政府",
    "letter_number": "示函〔1〕号",
    "letter_date": START,
}


def day(number):
    """The day `number` days after the start of every journey."""
    return START + timedelta(days=number)


def entry(kind):
    return DictionaryEntry.objects.of(kind).first()


def adoption_of(topic):
    """The adoption result as the registers have it."""
    return Topic.objects.with_adoption().get(pk=topic.pk).adoption


class Journey:
    """The legs of one topic's path; `cast` is the fixture of that name."""

    def __init__(self, cast):
        self.cast = cast
        self.topic = self.plan = self.session = None

    @remembered
    def enter(self, name):
        """One of the people or units of the cast."""
        return self.cast[name]

    @remembered
    def everybody(self):
        return self.cast.everybody()

    def take(self, record, name, by, on=None, **answers):
        """The step as somebody takes it who has just opened the record's page."""
        record.refresh_from_db()
        return take(record, name, by=factories.unasked(self.cast[by]), happened_on=on, **answers)

    @remembered
    def draft(self, **fields):
        """A complete draft of the clerk's committee, CPPCC-selected unless said otherwise."""
        clerk = self.cast["clerk"]
        defaults = {
            "title": "示例议题",
            "source": Topic.Source.CPPCC_SELECTED,
            "background": "示例背景",
            "points": "示例协商内容",
            "category": entry("category"),
            "selection_reason": "群众反映集中",
            "proposer": Topic.Proposer.COMMITTEE,
            "proposing_committee": clerk.current_appointments[0].committee,
            "created_by": clerk,
        }
        self.topic = Topic.objects.create(**defaults | fields)
        return self.topic

    @remembered
    def proposed(self, by="clerk", **fields):
        self.take(self.draft(**fields), "propose", by, day(0))
        return self.topic

    @remembered
    def accepted(self, organiser="own", **fields):
        """Accepted with the clerk's committee as organiser; `organiser=None` is the county level."""
        topic = self.proposed(**fields)
        committee = self.cast["clerk"].current_appointments[0].committee if organiser == "own" else organiser
        answers = {"organiser": committee, "form": entry("form"), "category": topic.category, "is_planned": True}
        self.take(topic, "accept", "office", day(1), **answers)
        return topic

    @remembered
    def accepted_outside(self, **fields):
        """Accepted at county level, outside the annual plan."""
        topic = self.proposed(**fields)
        answers = {"organiser": None, "form": entry("form"), "category": topic.category, "is_planned": False}
        self.take(topic, "accept", "office", day(1), **answers)
        return topic

    def assigned(self):
        """Assigned by the government side, accepted with the clerk's committee as organiser."""
        return self.accepted(by="government", **ASSIGNED)

    @remembered
    def drafted_plan(self, round=1, editor="clerk", **fields):
        """A complete draft plan of the topic, accepted first where there is none."""
        topic = self.topic if self.topic and self.topic.number else self.accepted()
        number = topic.plans.filter(round=round).count() + 1
        defaults = {
            "purpose": "示例目的",
            "points": "示例要点",
            "planned_on": day(10) if round == 1 else day(30),
            "planned_at": time(9, 30),
            "place": "示例院坝",
            "host": "示例主持人",
            "outcome_kind": entry("outcome"),
        }
        plan = Plan.objects.create(topic=topic, round=round, number=number, **defaults | fields)
        return self.filled(plan, editor)

    @remembered
    def filled(self, plan, editor="clerk"):
        """The plan with its agenda, two invited members and the trace of who edited it."""
        plan.editors.add(self.cast[editor])
        plan.agenda.create(order=1, title="情况通报")
        plan.agenda.create(order=2, title="自由互动", is_free_dialogue=True)
        for user in ("member_user", "member2_user"):
            plan.invitees.create(member=self.cast[user].as_member)
        self.plan = plan
        return plan

    @remembered
    def submitted_plan(self, **fields):
        plan = self.drafted_plan(**fields)
        self.take(plan, "submit", "clerk", day(2))
        return plan

    @remembered
    def meeting(self, body, on, *plans):
        """A held review meeting of the body with the plans on its agenda."""
        number = ReviewMeeting.objects.filter(body=body).count() + 1
        meeting = ReviewMeeting.objects.create(body=body, term=factories.term(), number=number, meets_on=on)
        for order, plan in enumerate(plans, start=1):
            AgendaItem.objects.create(meeting=meeting, plan=plan, order=order)
        if plans:
            self.take(meeting, "hold", "office", on)
        return meeting

    @remembered
    def decide(self, plan, body, outcome="passed", opinion="", on=None, by=None):
        """Put the plan on a new meeting of the body and decide; return the agenda item."""
        on = on or (day(3) if body == Body.PARTY_GROUP else day(4))
        item = self.meeting(body, on, plan).items.get()
        answers = {"item": item, "outcome": outcome, "opinion": opinion or "示例意见"}
        self.take(plan, transition_for(body, outcome), by or str(body), on, **answers)
        return item

    @remembered
    def party_passed_plan(self, **fields):
        plan = self.submitted_plan(**fields)
        self.decide(plan, Body.PARTY_GROUP)
        return plan

    @remembered
    def approved_plan(self, **fields):
        plan = self.party_passed_plan(**fields)
        self.decide(plan, Body.PRESIDIUM)
        self.topic.refresh_from_db()
        return plan

    @remembered
    def planned_session(self, plan=None, on=None):
        plan = plan or self.approved_plan()
        number = plan.topic.sessions.count() + 1
        self.session = ConsultationSession.objects.create(
            topic=plan.topic, plan=plan, number=number, held_on=on or day(10), place="示例院坝", host="示例主持人"
        )
        for invitee in plan.invitees.all():
            person: Member = invitee.member
            Attendance.objects.create(session=self.session, member=person, name=person.name)
        return self.session

    @remembered
    def drafted_session(self, plan=None, on=None):
        """A session whose record is a complete draft."""
        session = self.planned_session(plan, on)
        self.take(session, "begin_record", "clerk", session.held_on)
        fields = {"starts_at": time(9, 30), "ends_at": time(11, 30), "recorder": "示例记录人", "consensus": "示例共识"}
        ConsultationSession.objects.filter(pk=session.pk).update(**fields)
        session.attendances.update(status=Attendance.Status.PRESENT)
        session.opinions.create(order=1, text="示例意见一")
        session.refresh_from_db()
        return session

    @remembered
    def completed_session(self, plan=None, on=None):
        session = self.drafted_session(plan, on)
        self.take(session, "complete", "clerk", session.held_on)
        self.topic.refresh_from_db()
        return session

    @remembered
    def concluded(self, recommendations=2, on=None):
        """The outcome of the present round with so many recommendations, the session completed first if need be."""
        if self.topic is None or self.topic.stage != "consulting":
            self.completed_session()
        topic, on = self.topic, on or day(12)
        outcome = Outcome.objects.create(
            topic=topic, round=topic.rounds, kind=entry("outcome"), number=f"示协纪〔{topic.rounds}〕号", issued_on=on
        )
        for _each in range(recommendations):
            number = topic.recommendations.count() + 1
            Recommendation.objects.create(topic=topic, outcome=outcome, number=number, text=f"示例建议{number}")
        self.take(topic, "conclude", "clerk", on)
        return topic

    @remembered
    def referrals(self, due_on: date, co=()):
        lead = self.cast["dept_user"].current_appointments[0].department
        return [
            {"recommendation": item, "lead": lead, "co": list(co), "letter_number": "示办〔1〕号", "due_on": due_on}
            for item in self.topic.recommendations.filter(stage="listed")
        ]

    @remembered
    def referred(self, recommendations=2, due_on=None, co=(), on=None):
        topic = self.concluded(recommendations)
        due_on = due_on or timezone.localdate() + timedelta(days=30)
        self.take(topic, "refer", "office", on or day(13), referrals=self.referrals(due_on, co))
        return list(topic.recommendations.all())

    @remembered
    def answer(self, recommendation, decision="adopted", on=None, by="dept_user"):
        answers = {
            "decision": decision,
            "handling_result": "B",
            "measures": "示例措施",
            "reason_not_adopted": "" if decision == "adopted" else "示例理由",
            "planned_on": timezone.localdate() + timedelta(days=90),
            "alone_reason": "时限已近" if recommendation.co_referrals else "",
        }
        self.take(recommendation, "answer", by, on or day(20), **answers)
        return recommendation

    @remembered
    def answered(self, recommendations=2, decision="adopted"):
        """All recommendations answered, so the topic too."""
        for recommendation in self.referred(recommendations):
            self.answer(recommendation, decision)
        self.topic.refresh_from_db()
        return list(self.topic.recommendations.all())

    @remembered
    def evaluate(self, recommendation, verdict="satisfied", on=None, by="clerk"):
        name = "send_back" if verdict == "not_satisfied" and not recommendation.evaluations.exists() else "evaluate"
        self.take(recommendation, name, by, on or day(25), verdict=verdict, comment="示例评价")
        return recommendation

    @remembered
    def closed(self):
        for recommendation in self.answered():
            self.evaluate(recommendation)
        self.take(self.topic, "close", "office", day(30), archive_number=f"示档-{self.topic.pk}")
        return self.topic
