import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from committees.models import Committee
from members.models import CommitteeMembership
from tests import factories
from tests.queries import queries_of

TODAY = timezone.localdate()
LIST = "/committees/"


def add(client, **fields):
    data = {
        "name": "第十四片区政协联络工作委员会",
        "short_name": "第十四片区",
        "kind": "liaison",
        "order": 14,
        "version": 1,
    }
    return client.post(reverse("committee_create"), data | fields)


def button_of(page):
    """The word on the button that sends the form, as its last line."""
    return " ".join(re.findall(r'type="submit">([^<]*(?:<svg.*?</svg>)?[^<]*)</button>', page.text)[-1].split()[-1:])


def texts(response):
    book = load_workbook(BytesIO(response.content))
    return [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]


@pytest.mark.long
def test_a_committee_added_by_the_office_is_in_list_export_filters_and_selects(client, office):
    client.force_login(office)

    page, response = client.get(reverse("committee_create")), add(client)

    new = Committee.objects.get()
    assert button_of(page) == "添加"
    assert "已添加：第十四片区" in client.get(response.url).text
    assert response.url == new.get_absolute_url()
    assert "第十四片区" in client.get(LIST).text
    assert "第十四片区" in [row[1] for row in texts(client.get(LIST, {"export": "xlsx"}))]
    for page in ("member_list", "venue_list", "township_list", "member_create", "venue_create"):
        assert "第十四片区</option>" in client.get(reverse(page)).text, page


def test_the_list_shows_director_townships_and_numbers(client, outsider, committee):
    factories.member("示例主任", committee=committee, committee_post=CommitteeMembership.Post.DIRECTOR)
    committee.townships.add(factories.township("示例镇"))
    client.force_login(outsider)

    page = client.get(LIST)

    row = page.context["object_list"].get()
    assert (row.director, row.member_count) == ("示例主任", 1)
    assert "示例镇" in page.text


def test_the_list_is_filtered_by_kind_township_and_state(client, office, committee, committee2):
    township = factories.township()
    committee2.townships.add(township)
    special = factories.special_committee()
    ended = factories.committee(valid_to=TODAY - timedelta(days=1))
    client.force_login(office)

    found = {
        query: set(client.get(f"{LIST}?{query}").context["object_list"])
        for query in ("kind=special", f"township={township.pk}", "state=ended", "q=城东")
    }

    assert list(found.values()) == [{special}, {committee2}, {ended}, {committee}]


def test_more_committees_take_no_more_queries(client, office, committee):
    client.force_login(office)
    before = queries_of(client, LIST)

    for _each in range(5):
        another = factories.committee()
        another.townships.add(factories.township())
        factories.member(committee=another)

    assert queries_of(client, LIST) == before


@pytest.mark.long
def test_more_people_take_no_more_queries_on_a_committees_page(client, office, committee):
    factories.member(committee=committee)
    factories.venue(committee=committee)
    client.force_login(office)
    before = queries_of(client, committee.get_absolute_url())

    for _each in range(5):
        factories.member(committee=committee)
        factories.venue(committee=committee)

    assert queries_of(client, committee.get_absolute_url()) == before


def test_a_committees_page_names_the_director_first(client, outsider, committee):
    factories.member("示例成员", committee=committee)
    factories.member("示例副主任", committee=committee, committee_post=CommitteeMembership.Post.DEPUTY)
    factories.member("示例主任", committee=committee, committee_post=CommitteeMembership.Post.DIRECTOR)
    client.force_login(outsider)

    people = client.get(committee.get_absolute_url()).context["people"]

    assert [membership.member.name for membership in people] == ["示例主任", "示例副主任", "示例成员"]


def test_a_committees_page_keeps_those_who_moved_away(client, office, committee, committee2):
    moved = factories.member("示例调离", committee=committee)
    moved.move_to(committee2, CommitteeMembership.Post.MEMBER, TODAY)
    client.force_login(office)

    page = client.get(committee.get_absolute_url())

    assert list(page.context["people"]) == []
    assert [membership.member for membership in page.context["former"]] == [moved]


def test_a_committees_page_shows_the_topics_and_sessions_that_the_user_sees(client, cast, committee, journey):
    session = journey.completed_session()

    seen = {}
    for name in ("office", "clerk2", "member_user", "dept_user", "sysadmin"):
        client.force_login(cast[name])
        context = client.get(committee.get_absolute_url()).context
        seen[name] = (list(context["topics"]), list(context["sessions"]))

    everything, nothing = ([session.topic], [session]), ([], [])
    assert seen == {
        "office": everything,
        "clerk2": everything,
        "member_user": everything,
        "dept_user": nothing,
        "sysadmin": nothing,
    }


def test_a_committee_with_open_topics_members_and_venues_cannot_end_and_says_what_remains(
    client, office, committee, journey
):
    returned = journey.proposed()
    journey.take(returned, "return", "office", reason="请补充")
    topic = journey.accepted()
    member = factories.member(committee=committee)
    venue = factories.venue(committee=committee)
    client.force_login(office)
    url = reverse("committee_end", args=[committee.pk])

    page, response = client.get(url), client.post(url, {"on": TODAY})

    for row in (topic, returned, member, venue):
        assert row.get_absolute_url() in page.text
    assert response.status_code == 200
    assert Committee.objects.get(pk=committee.pk).valid_to is None


@pytest.mark.parametrize(
    ("who", "unit", "name", "role"),
    [
        ("office", "committee", "venue_create", None),
        ("office", "committee", "member_create", None),
        ("secadmin", "committee", "appointment_create", "committee_staff"),
        ("secadmin", "department", "appointment_create", "department"),
    ],
)
def test_the_page_of_a_unit_leads_on_to_what_is_added_for_it(
    client, cast, committee, department, who, unit, name, role
):
    record = {"committee": committee, "department": department}[unit]
    client.force_login(cast[who])
    url = f"{reverse(name)}?{unit}={record.pk}"

    form = client.get(url).context["form"]

    assert url in client.get(record.get_absolute_url()).text
    assert form.initial[unit] == str(record.pk)
    assert form.initial.get("role") == role


def test_a_committee_ends_once_everything_was_handed_over(client, office, clerk, committee):
    client.force_login(office)
    url = reverse("committee_end", args=[committee.pk])

    page, response = client.get(url), client.post(url, {"on": TODAY})

    committee.refresh_from_db()
    assert response.url == committee.get_absolute_url()
    assert committee.valid_to == TODAY
    assert button_of(page) == "终止"
    assert clerk.appointments.get().ends_on == TODAY


def test_two_editors_of_a_committee_do_not_overwrite_each_other(client, office, committee):
    client.force_login(office)
    url = reverse("committee_update", args=[committee.pk])
    data = {"name": committee.name, "kind": "liaison", "order": 1, "version": 1}
    client.post(url, data | {"short_name": "甲改的"})

    response = client.post(url, data | {"short_name": "乙改的"})

    assert response.status_code == 409
    assert "甲改的" in response.text
    assert "乙改的" in response.text
    assert Committee.objects.get().short_name == "甲改的"


@pytest.mark.long
@pytest.mark.parametrize("url_name", ["committee_create", "committee_update", "committee_end"])
def test_only_the_office_changes_committees(client, cast, committee, url_name):
    url = reverse(url_name, args=[] if url_name == "committee_create" else [committee.pk])

    allowed = set()
    for name, user in cast.items():
        client.force_login(user)
        if client.get(url).status_code == 200:
            allowed.add(name)
        else:
            assert client.post(url, {}).status_code == 403

    assert allowed == {"office", "office2"}
