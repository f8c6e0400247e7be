"""Rows of so many demo counties for measuring: topics, sessions, members, written at once and not lived through."""

from datetime import date, timedelta

from django.db.models import F

from committees.models import Committee, Department, Venue
from members.models import Appointment, CommitteeMembership, Mandate, Member, Role, Sector, Term, User
from topics.models import (
    Answer,
    Attendance,
    ConsultationSession,
    DictionaryEntry,
    Guest,
    NumberSeries,
    Outcome,
    Plan,
    PlanInvitee,
    Recommendation,
    Referral,
    Topic,
)

YEAR = 2025
START = date(YEAR, 1, 5)
BATCH = 500
# One year of one demo county.
TOPICS, SESSIONS, MEMBERS, PER_SESSION = 100, 40, 299, 11
YEARS, UNDER_WAY = 25, 100
TEXT = "建议在老城区主干道沿线增设便民停车位，完善标识标线，并由主管部门定期公布使用情况。"


def many(model, rows):
    return model.objects.bulk_create(rows, batch_size=BATCH)


def day(number, years_ago=0):
    return START.replace(year=YEAR - years_ago) + timedelta(days=number % 300)


def crowd_of_units():
    """The office's account, the committees and the departments of one county."""
    office = User.objects.create_user("office", password=None, name="示例办公室")
    Appointment.objects.create(user=office, role=Role.OFFICE, starts_on=date(2020, 1, 1))
    committees = many(Committee, [Committee(name=f"第{n}工委", short_name=f"第{n}工委", order=n) for n in range(13)])
    return office, committees, many(Department, [Department(name=f"示例{n}局", order=n) for n in range(25)])


def fill_topics(number):
    """So many topics of one county over many years, of which the last hundred are under way."""
    office, committees, departments = crowd_of_units()
    members = crowd_of_members(MEMBERS, committees)
    topics = crowd_of_topics(number, committees, office, YEARS)
    consulted = topics[: number * SESSIONS // TOPICS]
    crowd_of_sessions(consulted, members)
    crowd_of_recommendations(consulted, departments, office)
    ended = topics[UNDER_WAY * SESSIONS // TOPICS : number - UNDER_WAY * (TOPICS - SESSIONS) // TOPICS]
    span = {"pk__gte": ended[0].pk, "pk__lte": ended[-1].pk}
    Topic.objects.filter(**span).update(stage="closed", closed_on=F("referred_on"), due_on=None)
    Recommendation.objects.filter(**{f"topic__{bound}": pk for bound, pk in span.items()}).update(stage="evaluated")


def fill(times):
    """The rows of so many counties."""
    office, committees, departments = crowd_of_units()
    members = crowd_of_members(MEMBERS * times, committees)
    topics = crowd_of_topics(TOPICS * times, committees, office)
    consulted = topics[: SESSIONS * times]
    crowd_of_sessions(consulted, members)
    crowd_of_recommendations(consulted, departments, office)
    return office


def crowd_of_members(number, committees):
    term = Term.objects.create(number=15, name="第十五届", starts_on=date(2020, 1, 1))
    sector = Sector.objects.create(term=term, name="经济界")
    rows = [Member(number=f"{n:07}", name=f"示例委员{n}", order=n, gender="male", party="群众") for n in range(number)]
    members, since = many(Member, rows), {"starts_on": date(2021, 1, 1)}
    many(Mandate, [Mandate(member=one, term=term, sector=sector, **since) for one in members])
    places = (CommitteeMembership(member=one, committee=committees[n % 13], **since) for n, one in enumerate(members))
    many(CommitteeMembership, list(places))
    return members


def crowd_of_topics(number, committees, office, years=1):
    categories = list(DictionaryEntry.objects.filter(kind="category"))
    form = DictionaryEntry.objects.filter(kind="form").first()
    rows = [
        Topic(
            stage="answered" if n < number * SESSIONS // TOPICS else "accepted",
            title=f"关于老城区停车难问题的协商议题{n}", source=Topic.Source.values[n % 3],
            category=categories[n % len(categories)], form=form, proposer="committee",
            proposing_committee=committees[n % 13], organiser=committees[n % 13], created_by=office, is_planned=False,
            number=f"{YEAR - n % years}-{n:06}", year=YEAR - n % years, due_on=day(n + 40),
            proposed_on=day(n, n % years), accepted_on=day(n + 5, n % years),
        )
        for n in range(number)
    ]  # fmt: skip
    many(NumberSeries, [NumberSeries(year=YEAR - n) for n in range(years)])
    for row in rows[: number * SESSIONS // TOPICS]:
        row.approved_on = row.concluded_on = row.referred_on = row.accepted_on
    return many(Topic, rows)


def crowd_of_sessions(topics, members):
    venue = Venue.objects.create(name="示例协商议事室", kind=Venue.Kind.ROOM)
    plans = many(Plan, [Plan(topic=topic, stage="approved") for topic in topics])
    sessions = many(ConsultationSession, [
        ConsultationSession(topic=plan.topic, plan=plan, stage="completed", held_on=plan.topic.accepted_on, venue=venue)
        for plan in plans
    ])  # fmt: skip
    invited = [(one, members[(n * PER_SESSION + at) % len(members)]) for n, one in enumerate(sessions)
               for at in range(PER_SESSION)]  # fmt: skip
    many(PlanInvitee, [PlanInvitee(plan=one.plan, member=member) for one, member in invited])
    many(Attendance, [Attendance(session=one, member=m, name=m.name, status="present") for one, m in invited])
    many(Guest, [Guest(session=one, category="public", count=9) for one in sessions])


def crowd_of_recommendations(topics, departments, office):
    kind = DictionaryEntry.objects.filter(kind="outcome").first()
    outcomes = many(
        Outcome, [Outcome(topic=one, kind=kind, number="示〔1〕号", issued_on=one.accepted_on) for one in topics]
    )
    asked = many(Recommendation, [
        Recommendation(
            topic=outcome.topic, outcome=outcome, number=number, text=TEXT, stage="answered", decision="adopted",
            handling_result="A", due_on=outcome.issued_on + timedelta(days=90), answered_on=outcome.issued_on,
        )
        for outcome in outcomes for number in (1, 2)
    ])  # fmt: skip
    many(Referral, [
        Referral(recommendation=one, department=departments[n % 25], referred_on=one.answered_on,
                 objection_due_on=one.due_on)
        for n, one in enumerate(asked)
    ])  # fmt: skip
    many(Answer, [
        Answer(recommendation=one, department=departments[n % 25], decision="adopted", handling_result="A",
               measures=TEXT, replied_on=one.answered_on, answered_by=office)
        for n, one in enumerate(asked)
    ])  # fmt: skip
