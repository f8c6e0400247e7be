"""Records, papers and reports call units and people as on that day, and count sessions to who organised them then."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook

from committees.models import Venue
from members.anonymising import forget
from members.models import Member
from tests import factories
from tests.journeys import START, day
from topics.agenda import rows_of
from topics.models import Attendance, ConsultationSession, PlanInvitee, Referral, ReviewMeeting, Topic
from topics.plan_contents import whole
from topics.reports.annual import AnnualReport
from topics.reports.meeting_papers import line_of
from topics.statistics.counting import Counting
from topics.statistics.figures import HELD, PRESENT
from topics.statistics.period import Period

TEXT = qn("w:t")
TODAY = timezone.localdate()
PAST = Period(START, TODAY - timedelta(days=1))


def rename(record, *names):
    record.rename([getattr(record, name) for name in record.NAMES], TODAY)
    for field, name in zip(record.NAMES, names, strict=True):
        setattr(record, field, name)
    record.save()


@pytest.fixture
def answered(journey, committee):
    journey.completed_session()
    venue = factories.venue("示例院坝平台")
    ConsultationSession.objects.update(venue=venue)
    return journey.answered(1)[0]


@pytest.fixture
def renamed(answered, committee, department):
    rename(committee, "城东新区政协联络工作委员会", "城东新区联络工委")
    rename(department, "示例水利局")
    rename(Venue.objects.get(), "示例广场平台")
    rename(Member.objects.get(name="示例委员甲"), "示例委员丙")
    return answered


@pytest.mark.long
def test_a_record_names_units_as_of_its_day_and_a_list_of_today_as_today(renamed, as_):
    session, referral = ConsultationSession.objects.get(), Referral.objects.get()
    topic = Topic.objects.get()

    page = as_("office").get(renamed.get_absolute_url()).content.decode()
    register = as_("office").get(reverse("recommendation_list")).content.decode()
    sessions = as_("office").get(reverse("session_list"), {"export": "csv"}).content.decode()

    assert (session.where, session.organising_unit) == ("示例院坝平台 · 示例院坝", "城东片区联络工委")
    assert (referral.unit, renamed.answer.unit) == ("示例水务局", "示例水务局")
    assert (topic.proposing_unit, topic.organising_unit) == ("城东片区联络工委", "城东新区联络工委")
    assert "示例水务局" in page
    assert "示例水利局" in page
    assert "示例水利局" in register
    assert "示例水务局" not in register.split("<tbody", 1)[1]
    assert "城东片区联络工委" in sessions


@pytest.mark.long
def test_the_report_of_past_days_names_units_and_members_as_they_were_called(renamed, cast):
    with translation.override("zh-hans"):
        report = AnnualReport(cast["office"], PAST)
        said = {number: str(list(report.tables[number].rows())) for number in (2, 4, 5, 6, 7, 8)}

    assert [number for number, words in said.items() if "城东片区联络工委" in words] == [2, 4, 5, 8]
    assert [number for number, words in said.items() if "示例水务局" in words] == [2, 6, 7]
    assert [new for new in ("新区", "水利局", "广场", "委员丙") if new in str(said)] == []


@pytest.mark.long
def test_a_plan_that_was_submitted_invites_people_by_their_names_of_that_day(renamed, cast, as_):
    invitee = PlanInvitee.objects.get(member__name="示例委员丙")

    told = whole(invitee.plan, factories.fresh(cast["office"]))
    pages = [as_("office").get(reverse(name, args=[invitee.plan_id])) for name in ("plan_detail", "plan_print")]

    assert told["day"] == day(2)
    assert ["示例委员甲" in page.content.decode() for page in pages] == [True, True]
    assert ["示例委员丙" in page.content.decode() for page in pages] == [False, False]


@pytest.mark.long
def test_a_list_of_attendance_of_past_days_that_is_taken_afresh_has_the_names_of_then(renamed):
    ConsultationSession.objects.get().renew_standing()

    assert set(Attendance.objects.values_list("name", flat=True)) == {"示例委员甲", "示例委员乙"}


@pytest.mark.parametrize("name", ["committee_list", "department_list", "venue_list", "township_list"])
def test_a_unit_is_found_by_a_former_name_and_its_page_tells_it(as_, name):
    make = getattr(factories, name.removesuffix("_list"))
    unit = make("示例旧名")
    rename(unit, *["示例新名"] * len(unit.NAMES))
    make("示例别名")

    found = as_("office").get(reverse(name), {"q": "旧名"})

    assert list(found.context["object_list"]) == [unit]
    if hasattr(unit, "get_absolute_url"):
        assert "示例旧名" in as_("office").get(unit.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    "name", ["topic_list", "recommendation_list", "venue_list", "instruction_list", "member_list", "statistics"]
)
def test_a_filter_offers_a_committee_with_its_former_name(as_, name):
    rename(factories.committee("示例旧名"), "示例新名", "示例新名")

    page = as_("office").get(reverse(name))

    assert "示例新名（原示例旧名）" in page.text


@pytest.mark.parametrize(("name", "by"), [("topic_list", "office"), ("appointment_list", "secadmin")])
def test_a_filter_offers_a_department_with_its_former_name(as_, name, by):
    rename(factories.department("示例旧局"), "示例新局")

    page = as_(by).get(reverse(name))

    assert "示例新局（原示例旧局）" in page.text


def test_the_directory_offers_a_former_name_for_the_committee_on_a_day_too(as_):
    rename(factories.committee("示例旧名"), "示例新名", "示例新名")

    offered = as_("office").get(reverse("member_list")).context["filter"].form["belonged"]

    assert "示例新名（原示例旧名）" in str(offered)


def test_a_member_is_found_by_a_former_name_until_anonymised(db):
    member = factories.member("示例旧姓")
    rename(member, "示例新姓")

    found = [list(Member.objects.named("旧姓"))]
    forget(member)

    assert [*found, list(Member.objects.named("旧姓"))] == [[member], []]
    assert (member.former_names, member.renamed_on) == ("", [])


@pytest.fixture
def handed_over(journey, committee2):
    journey.completed_session()
    journey.take(journey.topic, "hand_over", "office", day(20), organiser=committee2, reason="片区调整")
    return journey.topic


@pytest.mark.long
def test_a_session_counts_for_who_organised_it_on_its_day(handed_over, cast, as_, committee, committee2):
    units = (committee, committee2)

    figures = [[Counting(cast["office"], str(one.pk)).rows(what, PAST).count() for one in units]
               for what in (HELD, PRESENT)]  # fmt: skip
    pages = [as_("office").get(one.get_absolute_url()).context["session_total"] for one in units]
    lists = [as_("office").get(reverse("session_list"), {"organiser": one.pk}).context["object_list"] for one in units]
    report = AnnualReport(cast["office"], PAST)
    held = {row[0]: row[report.tables[5].place(HELD)].value for row in report.tables[5].rows()}

    assert (figures, pages, [len(rows) for rows in lists]) == ([[1, 0], [2, 0]], [1, 0], [1, 0])
    assert (held["城东片区联络工委"], held["石河片区联络工委"]) == (1, 0)
    assert "城东片区联络工委" in str(list(report.tables[4].rows()))
    assert not report.disagreements


@pytest.mark.long
def test_a_session_counts_for_the_next_organiser_from_the_day_of_the_handing_over_on(
    handed_over, committee, committee2
):
    session = ConsultationSession.objects.get()

    told, counted = [], []
    for held_on in (day(-30), day(19), day(20), day(21)):
        ConsultationSession.objects.update(held_on=held_on)
        session.refresh_from_db()
        told.append(session.organising_unit)
        counted += [one for one in (committee, committee2) if ConsultationSession.objects.organised_by(one).exists()]

    assert counted == [committee, committee, committee2, committee2]
    assert told == [str(one) for one in counted]


@pytest.mark.long
def test_papers_of_a_meeting_name_who_organised_on_that_day(handed_over, cast):
    for meeting in ReviewMeeting.objects.all():
        row = rows_of(meeting, cast["office"])[0]

        assert (row.unit, line_of(1, row, meeting)[2]) == ("城东片区联络工委", "城东片区联络工委")


@pytest.mark.long
def test_an_issued_annual_plan_names_people_and_departments_as_of_its_issue(year, department, as_):
    plan = year.issued(year.drafted(items=1))
    item = plan.items.get()
    item.departments.add(department)
    leader = factories.member("示例委员甲")
    plan.items.update(leading_vice_chair=leader)
    rename(department, "示例水利局")
    rename(leader, "示例委员丙")

    pages = [as_("office").get(url).text for url in (plan.get_absolute_url(), f"{plan.get_absolute_url()}print/")]
    book = load_workbook(BytesIO(as_("office").get(f"{plan.get_absolute_url()}?export=xlsx").content)).worksheets[0]
    told = [*pages, str(list(book.values))]

    names = ("示例水务局", "示例委员甲", "示例水利局", "示例委员丙")
    assert [[name in words for name in names] for words in told] == [[True, True, False, False]] * 3


@pytest.mark.long
def test_official_papers_name_units_and_people_as_of_their_day(renamed, as_):
    topic, plan = renamed.topic, PlanInvitee.objects.first().plan
    asked = {"referral-letter": renamed, "adoption-form": renamed, "approval-form": plan, "topic-file": topic}

    said = {}
    for kind, record in asked.items():
        paper = as_("office").get(reverse("official_paper", args=[kind, record.pk])).getvalue()
        said[kind] = "\n".join(node.text or "" for node in Document(BytesIO(paper)).element.iter(TEXT))

    assert [kind for kind, words in said.items() if "示例水务局" in words] == [
        "referral-letter",
        "adoption-form",
        "topic-file",
    ]
    assert [kind for kind, words in said.items() if "示例委员甲" in words] == ["approval-form", "topic-file"]
    assert [new for new in ("水利局", "委员丙", "广场") if new in str(said)] == []
