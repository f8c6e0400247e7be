"""A committee's page shows its year, its members' participation and its open work to those who may see them."""

import re

import pytest

from tests import factories
from tests.cast import Cast
from tests.journeys import Journey, day
from topics.committee_home import open_work, participation, year_at_a_glance
from topics.duty.counting import Duty
from topics.models import Attendance


@pytest.fixture(scope="module", autouse=True)
def walked(lasting):
    """Two sessions of the clerk's committee: the member present at one, on leave from the other; one topic to come."""
    journey = Journey(Cast())
    journey.completed_session()
    leave = Journey(journey.cast).completed_session()
    own = Attendance.objects.filter(session=leave, member=journey.cast["member_user"].as_member)
    own.update(status="leave", leave_reason="出差")
    coming = Journey(journey.cast)
    coming.accepted(title="还没有方案的议题")
    coming.cast["committee2"].venues.create(name="示例议事室", kind="room")
    return journey


def texts(page, part):
    return page.text.partition(f'id="{part}"')[2].partition("</section>")[0]


def test_each_member_of_the_year_stands_with_the_own_figures(journey):
    idle = factories.member("示例新委员", committee=journey.cast["committee"])
    factories.member("示例后来委员", committee=journey.cast["committee"], starts_on=day(800))

    rows = participation(journey.cast["committee"], day(10).year)

    found = {row.member.name: (row.duty.due, row.duty.present, row.duty.leave, row.points) for row in rows}
    assert found == {"示例委员甲": (2, 1, 1, 5), idle.name: (0, 0, 0, 0)}


@pytest.mark.long
def test_who_changed_the_committee_is_counted_in_each_for_the_time_there(client, journey):
    one, other = (journey.cast[name] for name in ("committee", "committee2"))
    member = journey.cast["member_user"].as_member
    stay, (before, after) = member.memberships.get(), Attendance.objects.filter(member=member).order_by("pk")
    for row, held_on in ((before, day(10)), (after, day(12))):
        type(row.session).objects.filter(pk=row.session_id).update(held_on=held_on)
    type(stay).objects.filter(pk=stay.pk).update(ends_on=day(11))
    member.memberships.create(committee=other, starts_on=day(12))

    rows = [row for unit in (one, other) for row in participation(unit, day(10).year) if row.member == member]

    assert [(row.duty.due, row.since, row.until) for row in rows] == [(1, None, day(11)), (1, day(12), None)]
    assert sum((row.duty for row in rows), Duty()).due == 2
    client.force_login(journey.cast["office"])
    assert "调入" in texts(client.get(f"{other.get_absolute_url()}?year={day(10).year}"), "participation")


@pytest.mark.long
def test_on_a_phone_each_figure_of_a_member_bears_its_head(client, journey):
    client.force_login(journey.cast["office"])
    page = client.get(journey.cast["committee"].get_absolute_url())

    cells = re.findall(r'<td class="num"( data-label="[^"]+")?>', texts(page, "participation"))

    assert len(cells) == 15
    assert all(cells)


def test_the_year_counts_this_committee_alone(journey):
    office, year = journey.cast["office"], day(10).year

    held = {
        name: next(
            line.now.value for line in year_at_a_glance(office, journey.cast[name], year) if line.counted.name == "held"
        )
        for name in ("committee", "committee2")
    }

    assert held == {"committee": 2, "committee2": 0}


def test_open_work_says_who_acts_next(journey):
    cards = open_work(journey.cast["clerk"], journey.cast["committee"])

    found = {card["topic"].title: (str(card["what"]), card["who"]) for card in cards}
    assert found["还没有方案的议题"] == ("拟定方案", "城东片区联络工委")
    assert len(cards) == 3


@pytest.mark.parametrize(
    ("who", "shown"),
    [
        ("office", {"year", "open", "participation"}),
        ("clerk2", {"year", "open", "participation"}),
        ("presidium", {"year", "open", "participation"}),
        ("auditor", {"year", "open"}),
        ("member2_user", set()),
        ("dept_user", set()),
        ("sysadmin", set()),
    ],
)
def test_each_reader_sees_what_the_own_rights_reach(client, journey, who, shown):
    client.force_login(journey.cast[who])

    page = client.get(journey.cast["committee"].get_absolute_url()).text

    assert {part for part in ("year", "open", "participation") if f'id="{part}"' in page} == shown


@pytest.mark.long
def test_another_year_is_chosen_by_the_address(client, journey):
    client.force_login(journey.cast["office"])
    address = journey.cast["committee"].get_absolute_url()

    page = client.get(address, {"year": day(10).year - 1})

    assert f"{day(10).year - 1} 年概览" in page.text
    assert client.get(address, {"year": "0x10"}).status_code == 200


def test_the_venues_show_their_five_haves_with_evidence(client, journey):
    room = factories.venue("示例城东议事室", committee=journey.cast["committee"])
    room.haves.create(have="place", is_met=True, evidence="挂牌照片", checked_on=day(3))
    client.force_login(journey.cast["outsider"])

    page = client.get(journey.cast["committee"].get_absolute_url()).text

    assert "挂牌照片" in page
    assert str(day(3).year) in page.partition("挂牌照片")[2][:20]


@pytest.mark.long
def test_the_page_takes_as_many_queries_whatever_the_committee_does(client, journey, queries_of):
    client.force_login(journey.cast["office"])
    address = journey.cast["committee"].get_absolute_url()

    def one_more_of_each():
        Journey(journey.cast).completed_session(on=day(11))
        factories.member(committee=journey.cast["committee"])
        factories.venue(committee=journey.cast["committee"])

    one_more_of_each()
    before = queries_of(address)
    one_more_of_each()

    assert queries_of(address) == before <= 46
