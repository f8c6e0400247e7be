"""What the home page shows beside the work that waits: what is late and what is to come, first what concerns one."""

import re
from datetime import timedelta
from io import BytesIO
from urllib.parse import unquote

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from openpyxl import load_workbook

from tests.journeys import Journey, day
from topics.models import Recommendation, Step, Topic

HOME = reverse("home")


@pytest.fixture
def foreign_and_own(journey):
    """A recommendation of the second committee, overdue for longest, and one of the first."""
    [own] = journey.referred(1)
    [foreign] = Journey(journey.cast).referred(1)
    second = journey.cast["clerk2"].appointments.get().committee
    Topic.objects.filter(pk=foreign.topic_id).update(organiser=second, proposing_committee=second)
    for record, days in {foreign: 9, own: 2}.items():
        Recommendation.objects.filter(pk=record.pk).update(due_on=timezone.localdate() - timedelta(days=days))
    return foreign.pk, own.pk


@pytest.mark.parametrize(
    ("who", "order", "marks"),
    [
        ("clerk", (1, 0), [True, False]),
        ("clerk2", (0, 1), [True, False]),
        ("office", (0, 1), [False, False]),
        ("member_user", (1, 0), [True, False]),
    ],
)
def test_what_is_late_in_ones_own_area_comes_first_and_is_marked(foreign_and_own, journey, as_, who, order, marks):
    page = as_(who).get(HOME)

    late = [row["record"] for row in page.context["late"]]
    assert [record.pk for record in late] == [foreign_and_own[number] for number in order]
    assert [record.concerns for record in late] == marks
    assert page.content.decode().count("<b>与我相关</b>") == sum(marks)


@pytest.mark.parametrize(("days", "is_led"), [(-2, True), (2, False)])
def test_the_way_to_all_that_is_overdue_is_there_where_something_is(journey, as_, days, is_led):
    journey.referred(1, due_on=timezone.localdate() + timedelta(days=days))

    page = as_("dept_user").get(HOME)

    assert len(page.context["late"]) == 1
    assert ("?state=overdue" in page.text) == is_led


@pytest.mark.long
def test_the_language_is_changed_where_something_is_overdue(foreign_and_own, as_):
    page = as_("office").get(HOME)

    button = page.text.partition('class="language"')[2].partition("</form>")[0]
    assert page.context["late"]
    assert re.findall(r'name="(\w+)"', button) == ["csrfmiddlewaretoken", "next", "language"]


@pytest.mark.long
def test_a_session_to_come_is_marked_for_whom_its_topic_concerns(journey, as_):
    session = journey.planned_session(on=timezone.localdate() + timedelta(days=3))

    def marks():
        """What each of the people reads of it on the home page."""
        homes = {who: as_(who).get(HOME) for who in ("clerk", "clerk2", "member_user", "member2_user")}
        return {who: [found.concerns for found in home.context["sessions"]] for who, home in homes.items()}

    before = marks()
    session.topic.recommenders.add(journey.cast["member2_user"].as_member)

    assert before == {"clerk": [True], "clerk2": [False], "member_user": [True], "member2_user": [False]}
    assert marks() == {"clerk": [True], "clerk2": [False], "member_user": [True], "member2_user": [True]}


@pytest.mark.long
def test_what_others_moved_lately_in_ones_topics_is_told_with_the_last_move_of_each(journey, as_):
    journey.submitted_plan()
    topic = journey.topic
    Journey(journey.cast).proposed()

    told = {
        who: [(row["step"].topic, row["stage"]) for row in as_(who).get(HOME).context["news"]]
        for who in ("clerk", "clerk2", "member_user", "office")
    }

    by_office, by_clerk = (topic, "已提出 → 已立项"), (topic, "已立项 → 方案审议中")
    assert told == {"clerk": [by_office], "clerk2": [], "member_user": [by_clerk], "office": []}


def test_older_moves_are_no_news(journey, clerk):
    journey.accepted()

    assert Step.objects.news_for(clerk, timezone.now() - timedelta(days=1)).exists()
    assert not Step.objects.news_for(clerk, timezone.now()).exists()


def test_what_waits_tells_since_when_and_why_it_was_sent_back(journey, as_):
    topic = journey.proposed()
    to_screen = as_("office").get(HOME).content.decode()
    journey.take(topic, "return", "office", on=day(2), reason="请补充现场照片")

    to_complete = as_("clerk").get(HOME).content.decode()

    assert f"{date_format(day(0))}提交" in to_screen
    assert f"{date_format(day(2))}退回修改：请补充现场照片" in to_complete


def test_what_waits_is_taken_out_as_the_page_lists_it_all_or_one_kind(journey, as_):
    topic = journey.proposed()
    Journey(journey.cast).answered(1)
    office = as_("office")
    shown = office.get(HOME)

    page = office.get(HOME, {"export": "xlsx"})
    table = list(load_workbook(BytesIO(page.content)).worksheets[0].values)
    screening = office.get(HOME, {"export": "xlsx", "task": "screen"})
    [one] = [row for row in load_workbook(BytesIO(screening.content)).worksheets[0].values if "初审" in row]

    assert "?export=xlsx" in shown.text and "待办事项" in unquote(page["Content-Disposition"])
    assert sum(str(topic) in row for row in table) == 1 and len(table) >= shown.context["total"]
    assert one[3:5] == ("已提出", str(topic)) and str(topic.proposing_committee) in one


def test_the_button_of_a_row_is_short_and_says_all_in_its_title(journey, as_):
    journey.concluded(recommendations=0)

    page = as_("office").get(HOME)

    assert 'title="无须交办，转跟踪或直接办结">办结或跟踪</a>' in page.text
