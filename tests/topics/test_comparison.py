"""What the readers of a plan are told of the difference between two of its versions."""

import pytest
from django.urls import reverse

from tests import factories
from tests.journeys import day
from tests.queries import queries_of
from topics.forms.plans import PlanForm
from topics.models import Body
from topics.models.plan import GuestCategory
from topics.plans.comparison import Change, compare

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(client, cast):
    """The page that somebody of the cast is answered with."""

    def get(name, address, **query):
        client.force_login(cast[name])
        return client.get(address, query)

    return get


@pytest.fixture
def two_versions(journey):
    """A returned version and the one after it, which says the same."""
    first = journey.submitted_plan()
    journey.decide(first, Body.PARTY_GROUP, "returned", "理由")
    return first, journey.drafted_plan()


def changes_of(old, new):
    return [(change.before, change.after, change.note) for change in compare(old, new).changes]


def test_line_breaks_that_a_browser_sends_are_no_change(two_versions):
    first, second = two_versions
    first.points, second.points = "一\n二", "一\r\n二"
    form = PlanForm({"points": "一\r\n二"})

    assert changes_of(first, second) == []
    assert form.is_valid()
    assert form.cleaned_data["points"] == "一\n二"


def test_versions_that_say_the_same_have_no_change_and_everything_stays(two_versions):
    comparison = compare(*two_versions)

    assert (comparison.changes, comparison.labels) == ([], [])
    assert dict(comparison.unchanged)["协商目的"] == "示例目的"
    assert len(dict(comparison.unchanged)["邀请委员"].split("、")) == 2


def test_parts_of_the_agenda_and_guests_are_compared_row_by_row(two_versions):
    first, second = two_versions
    first.agenda.create(order=3, title="现场发言", minutes=20)
    second.agenda.create(order=3, title="现场发言", minutes=40)
    second.agenda.create(order=4, title="小结")
    first.guests.create(category=GuestCategory.EXPERTS, names="示例专家", count=1)

    assert changes_of(first, second) == [
        ("现场发言 · 20 分钟", "现场发言 · 40 分钟", "修改"),
        ("", "小结", "新增"),
        ("专家 示例专家 × 1", "", "删去"),
    ]
    assert compare(first, second).labels == ["议程", "邀请的其他人员"]


def test_invited_members_are_told_apart_by_who_they_are_not_by_name(two_versions):
    first, second = two_versions
    one, namesake, gone = (factories.member(name) for name in ("张示例", "张示例", "李示例"))
    for plan, people in ((first, (one, gone)), (second, (namesake,))):
        for person in people:
            plan.invitees.create(member=person)

    assert changes_of(first, second) == [("张示例、李示例", "", "删去"), ("", "张示例", "新增")]


def test_any_two_versions_can_be_chosen_and_the_older_one_comes_first(two_versions, journey, read):
    first, second = two_versions
    journey.take(second, "submit", "clerk", day(4))
    journey.decide(second, Body.PARTY_GROUP, "returned", "再改", on=day(5))
    third = journey.drafted_plan(purpose="更清楚的目的")
    address = reverse("plan_changes", args=[third.pk, second.pk])

    page = read("clerk", address)
    chosen = read("clerk", address, old=third.pk, new=first.pk)

    assert page.context["versions"] == [first, second, third]
    assert f'<p class="muted">{third.topic}</p>' in page.text
    assert chosen.url == reverse("plan_changes", args=[third.pk, first.pk])
    assert read("clerk", chosen.url).context["comparison"].changes == [Change("协商目的", "示例目的", "更清楚的目的")]


@pytest.mark.parametrize("old", ["0", "nonsense", "same", "foreign"])
def test_what_cannot_be_compared_is_not_found(two_versions, journey, read, old):
    first, second = two_versions
    journey.topic = None
    foreign = journey.submitted_plan()
    address = reverse("plan_changes", args=[second.pk, first.pk])
    value = {"same": second.pk, "foreign": foreign.pk}.get(old, old)

    assert read("clerk", address, old=value).status_code == 404


def test_a_version_that_is_hidden_is_neither_offered_nor_compared(two_versions, read):
    first, draft = two_versions

    assert read("presidium", reverse("plan_changes", args=[draft.pk, first.pk])).status_code == 404
    assert read("presidium", reverse("plan_changes", args=[first.pk, draft.pk])).status_code == 404


def test_changed_words_are_marked_and_what_somebody_typed_stays_text(two_versions, read):
    first, second = two_versions
    first.purpose, second.purpose = "听取<b>企业</b>和居民意见。", "听取<b>企业</b>和居民代表意见。\n形成建议。"
    first.save()
    second.save()

    page = read("clerk", reverse("plan_changes", args=[second.pk, first.pk]))

    assert "听取&lt;b&gt;企业&lt;/b&gt;和居民意见。</td>" in page.text
    assert "听取&lt;b&gt;企业&lt;/b&gt;和居民<ins>代表</ins>意见。<ins><br>形成建议。</ins>" in page.text


def test_the_papers_show_what_changed_since_the_body_last_saw_the_plan(two_versions, journey, read):
    first, second = two_versions
    second.purpose = "示例目的与要求"
    second.save()
    journey.take(second, "submit", "clerk", day(4))
    meeting = journey.meeting(Body.PARTY_GROUP, day(5), second)

    papers = read("party_group", reverse("papers", args=[meeting.pk]))
    earlier = read("party_group", reverse("papers", args=[first.agenda_items.get().meeting_id]))

    assert "示例目的<ins>与要求</ins>" in papers.text
    assert "<ins>" not in earlier.text


def test_comparing_takes_the_same_number_of_queries_with_more_people(client, two_versions, cast):
    first, second = two_versions
    for plan in two_versions:
        plan.invitees.create(member=factories.member())
    client.force_login(cast["clerk"])
    address = reverse("plan_changes", args=[second.pk, first.pk])
    few = queries_of(client, address)
    for number in range(8):
        second.invitees.create(member=factories.member())
        second.agenda.create(order=10 + number, title=f"示例环节{number}")

    assert queries_of(client, address) == few
