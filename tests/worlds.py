"""One record for every page: whose own they are is the clerk's, the member's and the department's of the first unit."""

from datetime import date

from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.http import urlsafe_base64_encode

from consult.imports.carrying import bring_in
from consult.imports.kinds import kinds
from consult.models import CalendarDay, OrderedFile
from tests import factories
from tests.annual import Year
from tests.consult.imports.files import sheet_of
from tests.journeys import Journey, day, entry
from topics.models import Batch, Body, Document, Outcome, Photo, ReviewMeeting
from topics.reports.annual import AnnualReport
from topics.reports.frozen import freeze
from topics.statistics.period import Period


def people(cast):
    """The organisation, its people and their accounts."""
    clerk, member = cast["clerk"], cast["member_user"].as_member
    appointment = clerk.appointments.get()
    account = factories.user("somebody")
    sector, venue = member.mandates.get().sector, factories.venue()
    return {
        "committee": appointment.committee,
        "township": factories.township(),
        "venue": venue,
        "venue file": venue.files.create(have="place", file=ContentFile(b"x", name="a.pdf"), name="a.pdf"),
        "department": cast["dept_user"].appointments.get().department,
        "account": account,
        "account key": urlsafe_base64_encode(str(account.pk).encode()),
        "appointment": appointment,
        "member": member,
        "term": sector.term,
        "sector": sector,
        "entry": entry("category"),
        "holiday": CalendarDay.objects.create(date=date(2027, 1, 1), is_workday=False, holiday="示例假日"),
        "ordered": OrderedFile.objects.create(kind="annual-report", title="示例.xlsx", ordered_by=cast["office"]),
        "import": bring_in(kinds()["members"], sheet_of(["委员编号", "姓名"], ["W1", "示例新人"]), cast["office"]),
    }


def anew(journey):
    journey.topic = journey.plan = journey.session = None
    return journey


def planning(cast):
    """Topics and plans before their first session."""
    journey = Journey(cast)
    plan = anew(journey).drafted_plan()
    returned = anew(journey).submitted_plan()
    journey.decide(returned, Body.PARTY_GROUP, "returned", "参加部门不全")
    conditional = anew(journey).submitted_plan()
    journey.decide(conditional, Body.PARTY_GROUP, "after_revision", "补充经费来源")
    first = anew(journey).submitted_plan()
    journey.decide(first, Body.PARTY_GROUP, "refused", "理由不足")
    second = journey.drafted_plan(copied_from=first)
    journey.take(second, "submit", "clerk", day(5))
    anew(journey).assigned()
    assigned = journey.submitted_plan()
    anew(journey).assigned()
    return {
        "batch": Batch.objects.create(kind="screen", made_by=cast["office"], by_name="office", made_at=timezone.now()),
        "draft": anew(journey).draft(),
        "draft of nobody": anew(journey).draft(proposer="members", proposing_committee=None),
        "proposed": anew(journey).proposed(),
        "accepted": anew(journey).accepted(),
        "plan draft": plan,
        "plan": second,
        "plan before": first,
        "plan returned": returned,
        "plan conditional": conditional,
        "assigned plan": assigned,
        "assigned plan draft": journey.drafted_plan(),
    }


def meetings(cast):
    """A held meeting with one plan decided and one not, and one to come."""
    journey = Journey(cast)
    decided, pending = anew(journey).submitted_plan(), anew(journey).submitted_plan()
    held = journey.meeting(Body.PARTY_GROUP, day(3), decided, pending)
    items = list(held.items.all())
    answers = {"item": items[0], "outcome": "passed", "opinion": ""}
    journey.take(decided, "pass_party_group", "party_group", day(3), **answers)
    planned = ReviewMeeting.objects.create(body=Body.PRESIDIUM, term=factories.term(), number=50, meets_on=day(80))
    return {"meeting": planned, "held": held, "item decided": items[0], "plan pending": pending}


def sessions(cast):
    """An approved plan, a planned session, a completed one with its photo."""
    journey = Journey(cast)
    approved = anew(journey).approved_plan()
    planned = anew(journey).planned_session()
    completed = anew(journey).completed_session()
    file = ContentFile(b"picture", name="photo.jpg")
    photo = Photo.objects.create(session=completed, file=file, small=file, uploaded_by=journey.cast["clerk"])
    told = {"code": planned.door_code, "photo": photo}
    return {"plan approved": approved, "session": planned, "completed": completed} | told


def outcomes(cast):
    """A concluded topic, a referred one with a document, an answered recommendation; an assigned topic."""
    journey = Journey(cast)
    anew(journey).assigned()
    assigned = {f"assigned {name}": record for name, record in in_the_making(journey).items()}
    concluded = anew(journey).concluded(1)
    [answered] = anew(journey).answered(1)
    [referred] = anew(journey).referred(1)
    own = {"concluded": concluded, "referred": journey.topic, "recommendation": referred, "answered": answered}
    return sessions(cast) | assigned | own | {"document": internal_file(journey)}


def internal_file(journey):
    file = {"file": ContentFile(b"%PDF-1.4", name="a.pdf"), "name": "a.pdf", "size": 8}
    return Document.objects.create(topic=journey.topic, title="示例附件", uploaded_by=journey.cast["clerk"], **file)


def in_the_making(journey):
    """Of a topic in consultation: a session to come, a draft of a record, one of an outcome, an internal file."""
    plan = journey.completed_session().plan
    recording = journey.drafted_session(plan, day(11))
    outcome = Outcome.objects.create(topic=journey.topic, kind=entry("outcome"), number="示协纪", issued_on=day(12))
    return {
        "session": journey.planned_session(plan, day(63)),
        "recording": recording,
        "recommendation": journey.topic.recommendations.create(outcome=outcome, number=1, text="示例建议"),
        "document": internal_file(journey),
    }


def annual(cast):
    """An issued plan, the adjustment drafted from it with a candidate, and a draft of the next year."""
    year = Year(cast)
    issued = year.issued()
    adjustment = year.adjusting(issued)
    draft = Year(cast, year.year + 1).drafted()
    return {
        "issued": issued,
        "adjustment": adjustment,
        "annual draft": draft,
        "item": draft.items.get(),
        "item issued": issued.items.get(),
        "candidate": year.candidate(draft),
        "frozen": freeze(AnnualReport(cast["office"], Period.year(year.year), "", ""), cast["office"])(),
    }
