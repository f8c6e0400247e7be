"""The duty record, counted by hand on a few sessions."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from docx import Document

from consult.options import put
from members.models import Mandate, Term
from tests import factories
from tests.journeys import START, Journey, day, entry
from topics.duty.counting import Duty, duties, duty_of
from topics.duty.points import points_by_rule, points_of
from topics.models import FollowUp, Topic, TopicStage

ALL_TIME = (date(2000, 1, 1), date(2100, 1, 1))


def mark(session, user, status, **fields):
    session.attendances.filter(member=user.as_member).update(status=status, **fields)


def figures(member):
    return duty_of(member, *ALL_TIME)[1]


@pytest.fixture
def another(journey):
    """A second topic with a completed session of the same two members."""
    return Journey(journey.cast).completed_session()


@pytest.mark.long
def test_leave_and_absence_stand_apart_and_the_rate_counts_what_was_due(journey, another, member_user):
    journey.completed_session()
    third = Journey(journey.cast).completed_session()
    mark(another, member_user, "leave", leave_reason="出差")
    mark(third, member_user, "absent")

    duty = figures(member_user.as_member)

    assert (duty.due, duty.present, duty.leave, duty.absent) == (3, 1, 1, 1)
    assert round(duty.rate, 2) == Decimal("33.33")


def test_a_session_whose_record_is_a_draft_does_not_count(journey, member_user):
    session = journey.drafted_session()
    session.speeches.create(member=member_user.as_member, speaker="示例委员甲", point="示例发言")

    assert figures(member_user.as_member) == Duty()
    assert figures(member_user.as_member).rate is None


@pytest.mark.long
def test_a_session_before_the_mandate_is_not_due(journey, another, member_user):
    later = journey.completed_session(on=day(11))
    Mandate.objects.filter(member=member_user.as_member).update(starts_on=later.held_on)

    assert figures(member_user.as_member).due == 1


def test_who_comes_uninvited_is_counted_beside_the_rate(journey):
    session = journey.completed_session()
    committee = journey.cast["committee"]
    stranger, absent = (factories.member(name, committee=committee) for name in ("示例来客", "示例缺席"))
    for member, status in ((stranger, "present"), (absent, "absent")):
        session.attendances.create(member=member, name=member.name, status=status)

    duty = figures(stranger)

    assert (duty.due, duty.uninvited, duty.attended, duty.rate) == (0, 1, 1, None)
    assert figures(absent) == Duty()


def test_topics_count_as_recommended_accepted_and_adopted(journey, member_user):
    member = member_user.as_member
    journey.answered(3)
    for topic in (journey.topic, Journey(journey.cast).proposed(), Journey(journey.cast).draft()):
        topic.recommenders.add(member)
    journey.topic.recommendations.filter(number=2).update(decision="partly")
    journey.topic.recommendations.filter(number=3).update(decision="not_adopted")

    duty = figures(member)

    assert (duty.recommended, duty.not_accepted, duty.accepted, duty.adopted) == (2, 1, 1, 2)


def test_research_and_visits_count_for_the_members_that_they_name(journey, member_user):
    member = member_user.as_member
    topic = journey.accepted()
    for finding in ("示例一", "示例二"):
        journey.take(topic, "research", "clerk", day(2), findings=finding, members=[member])
    FollowUp.objects.create(topic=topic, kind="visit", done_on=day(3), findings="示例").members.add(member)
    FollowUp.objects.create(topic=topic, kind="progress", done_on=day(3), findings="示例").members.add(member)

    duty = figures(member)

    assert (duty.researched, duty.visited, points_of(duty, day(2).year)) == (2, 1, 9)


@pytest.mark.long
def test_research_without_members_says_nothing_of_them_in_its_line(journey, as_, member_user):
    topic, url = journey.accepted(), reverse("step", args=["topic", journey.topic.pk, "research"])
    said = {"version": topic.version, "happened_on": day(2).isoformat(), "findings": "示例"}

    for members in ([], [member_user.as_member.pk]):
        as_("clerk").post(url, said | {"members": members})
        topic.refresh_from_db()
        said["version"] = topic.version

    told = [step.answers.get("members") for step in topic.steps.filter(transition="research").order_by("sequence")]
    assert told == [None, [{"id": member_user.as_member.pk, "text": "示例委员甲"}]]


def test_research_names_nobody_who_was_not_in_office_on_its_day(journey, member_user):
    topic, member = journey.accepted(), member_user.as_member
    Mandate.objects.filter(member=member).update(starts_on=day(3))

    with pytest.raises(ValidationError, match="不在任"):
        journey.take(topic, "research", "clerk", day(2), findings="示例", members=[member])


def test_research_of_several_days_says_from_when_to_when(journey, as_, member_user):
    topic, member = journey.accepted(), member_user.as_member
    spans = {"done_until": day(4)}, {"done_until": day(2)}, {"done_until": date(2099, 1, 1)}
    journey.take(topic, "research", "clerk", day(2), findings="示例", members=[member], **spans[0])
    refused = []
    for span in spans[1:]:
        with pytest.raises(ValidationError) as error:
            journey.take(topic, "research", "clerk", day(2), findings="示例二", **span)
        refused += error.value.error_dict

    days = f"{date_format(day(2))}至{date_format(day(4))}"
    places = reverse("topic_detail", args=[topic.pk]), reverse("topic_print", args=[topic.pk])
    pages = [as_("office").get(place).text for place in (*places, reverse("duty_record", args=[member.pk]))]
    assert (refused, [days in page for page in pages]) == (["done_until"] * 2, [True] * 3)
    assert duty_of(member, *ALL_TIME)[1].researched == 1


def test_a_merged_topic_counts_as_the_one_that_took_it_in(journey, member_user):
    target, merged = journey.accepted(), Journey(journey.cast).accepted()
    for topic in (target, merged):
        topic.recommenders.add(member_user.as_member)
    Topic.objects.filter(pk=merged.pk).update(stage=TopicStage.MERGED, merged_into=target)

    duty = figures(member_user.as_member)

    assert (duty.recommended, duty.accepted) == (1, 1)


def test_figures_of_all_members_are_those_of_each(journey, member_user, member2_user):
    session = journey.completed_session()
    session.speeches.create(member=member_user.as_member, speaker="示例委员甲", point="示例发言")

    found = duties(*ALL_TIME)

    year = session.held_on.year
    assert found == {
        (member_user.as_member.pk, year): Duty(present=1, speeches=1),
        (member2_user.as_member.pk, year): Duty(present=1),
    }


def test_points_are_capped_in_each_year_and_an_absence_takes_some_off(db):
    busy = Duty(present=9, absent=1, speeches=6, accepted=1, recommended=3, not_accepted=2, adopted=1)

    assert points_of(busy, 2026) == 40 - 5 + 15 + 10 + 4 + 5
    assert sum(line["points"] for line in points_by_rule({2025: busy, 2026: busy})) == 2 * 69


def test_a_rule_set_to_zero_is_off(office):
    put("points_attended", 0, office, 2026)

    assert points_of(Duty(present=3), 2026) == 0
    assert [line["each"] for line in points_by_rule({2026: Duty(present=3)})] == [3, 10, 2, 5, 3, 3, -5]


def test_a_rule_that_is_changed_leaves_the_years_before_alone(office):
    put("points_attended", 7, office, 2027)
    put("points_attended", 6, office, 2026)
    present = Duty(present=2)

    by_rule = points_by_rule(dict.fromkeys((2023, 2025, 2026, 2027, 2028), present))

    assert [points_of(present, year) for year in (2025, 2026, 2027, 2028)] == [10, 12, 14, 14]
    assert [(line["each"], line["label"].partition(" · ")[2], line["points"]) for line in by_rule[:3]] == [
        (5, "2023、2025", 20),
        (6, "2026", 12),
        (7, "2027–2028", 28),
    ]


@pytest.mark.long
def test_the_record_shows_a_term_or_one_of_its_years(client, journey, another, member_user):
    journey.completed_session()
    term = member_user.as_member.mandates.get().term
    client.force_login(member_user)
    url = f"/members/{member_user.as_member.pk}/record/"

    keys = (f"term-{term.number}", another.held_on.year, "2020")
    whole, year, long_ago = (client.get(url, {"period": key}) for key in keys)

    assert [page.context["duty"].present for page in (whole, year, long_ago)] == [2, 2, 0]
    assert len(whole.context["attendances"]) == 2
    assert client.get(url, {"period": "nonsense"}).context["period"].key == f"term-{term.number}"


def test_who_is_re_elected_for_a_term_to_come_has_the_record_of_this_one(client, office, member_user):
    Term.objects.update(ends_on=timezone.localdate() + timedelta(days=400))
    coming = factories.sector(term=factories.term(90, starts_on=timezone.localdate() + timedelta(days=9)))
    member_user.as_member.take_mandate(coming, Mandate.Post.MEMBER, coming.term.starts_on)
    client.force_login(office)

    page = client.get(reverse("duty_record", args=[member_user.as_member.pk]))

    assert page.context["period"].label == factories.term().name
    told = [period.label for period in page.context["periods"]]
    assert coming.term.name not in told
    assert told[1] == str(timezone.localdate().year)


def test_a_member_without_any_mandate_has_an_empty_record(client, office):
    person = factories.member()
    person.mandates.all().delete()
    client.force_login(office)

    page = client.get(f"/members/{person.pk}/record/")

    assert page.context["duty"] == Duty()


def test_the_record_asks_no_more_for_more_sessions(client, journey, office, member_user, queries_of):
    journey.completed_session()
    client.force_login(office)
    url = f"/members/{member_user.as_member.pk}/record/"
    before = queries_of(url)

    Journey(journey.cast).completed_session(on=START + timedelta(days=11))

    assert queries_of(url) == before <= 30


def test_a_member_follows_the_topic_that_a_committee_proposed_on_their_word(client, journey, member_user, member2_user):
    topic = journey.proposed(source=Topic.Source.CPPCC_SELECTED, category=entry("category"))
    topic.recommenders.add(member_user.as_member)

    assert [topic] == list(Topic.objects.visible_to(member_user))
    assert list(Topic.objects.visible_to(member2_user)) == []


def test_home_and_member_page_open_the_record(client, journey, office, member_user):
    journey.completed_session()
    record = f"/members/{member_user.as_member.pk}/record/"

    for user, page in ((member_user, "/"), (office, member_user.as_member.get_absolute_url())):
        client.force_login(user)
        assert record in client.get(page).text


def test_the_record_on_a4_writes_its_time_as_official_papers_do(client, member_user):
    client.force_login(member_user)

    page = client.get(f"/members/{member_user.as_member.pk}/record/print/?period=2024").text

    assert "2024年1月1日至2024年12月31日" in page


def test_the_record_of_a_time_names_sector_and_committee_of_its_last_day(client, committee2, member_user):
    member, changed = member_user.as_member, date(timezone.localdate().year, 1, 1)
    before = member.current_mandate.sector, member.current_membership.committee
    after = factories.sector("妇联", term=before[0].term), committee2
    member.take_mandate(after[0], "member", changed)
    member.move_to(after[1], "member", changed)
    client.force_login(member_user)

    told = {}
    for year in (changed.year - 1, changed.year):
        page = client.get(reverse("duty_print", args=[member.pk]), {"period": year}).text.partition("</dl>")[0]
        paper = Document(BytesIO(client.get(f"/papers/duty-file/{member.pk}/", {"period": year}).getvalue()))
        head = [cell.text for row in paper.tables[0].rows for cell in row.cells]
        told[year] = [[str(one) in words for one in (*before, *after)] for words in (page, head)]

    assert told == {
        changed.year - 1: [[True, True, False, False]] * 2,
        changed.year: [[False, False, True, True]] * 2,
    }
