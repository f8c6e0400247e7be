"""What is entered for a day to come holds from that day on, and not before."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from committees.models import Committee
from consult.imports.carrying import bring_in, carry_out
from consult.imports.kinds import kinds
from consult.imports.undoing import undo
from members.models import CommitteeMembership, Mandate, Member, Term
from tests import factories
from tests.consult.imports.files import sheet_of
from topics.reports.breakdowns import directors_on

TODAY = timezone.localdate()
TOMORROW = TODAY + timedelta(days=1)
POST = Mandate.Post
DIRECTOR = CommitteeMembership.Post.DIRECTOR


@pytest.fixture
def admin(client, office):
    client.force_login(office)
    return client


@pytest.fixture
def coming():
    return factories.sector("农业界", term=factories.term(77, starts_on=TOMORROW))


@pytest.fixture
def vice_chair(committee, coming):
    """Vice-chair to the end of today, an ordinary member of the next term from tomorrow on."""
    person = factories.member("交接", committee=committee, post=POST.VICE_CHAIR)
    person.take_mandate(coming, POST.MEMBER, TOMORROW)
    return person


def listed(client, query):
    return [row.name for row in client.get(f"/members/?{query}").context["object_list"]]


def words(client, member):
    return client.get(member.get_absolute_url(), headers={"accept-language": "en"}).content.decode()


def test_a_mandate_to_come_changes_no_sector_and_no_post_before_its_day(admin, vice_chair, coming):
    chair = factories.member("新任")
    chair.take_mandate(coming, POST.CHAIR, TOMORROW)

    assert (str(vice_chair.latest_mandate.sector), vice_chair.latest_mandate.post) == ("经济界", POST.VICE_CHAIR)
    assert listed(admin, f"post={POST.VICE_CHAIR}") == ["交接"]
    assert listed(admin, f"sector={coming.pk}") == []
    assert list(Member.objects.leading()) == [vice_chair]
    assert vice_chair.last_day is None


def test_who_takes_office_later_has_not_left_it(admin, coming):
    person = factories.member("新来", sector=coming, starts_on=TOMORROW)
    gone = factories.member("已走")
    gone.leave(TODAY - timedelta(days=1), "届满")

    assert (person.takes_office_on, gone.takes_office_on) == (TOMORROW, None)
    assert [listed(admin, f"state={state}") for state in ("coming", "left", "")] == [["新来"], ["已走"], []]
    assert "离任</span>" not in words(admin, person)


def test_directory_and_export_show_a_committee_to_come_with_its_day(admin, coming, committee):
    person = factories.member("新来", sector=coming, committee=committee, starts_on=TOMORROW)
    factories.member("在任", committee=committee)

    page = admin.get("/members/?state=coming&sort=committee").text
    lines = list(csv.DictReader(StringIO(admin.get("/members/?state=all&export=csv").content.decode("utf-8-sig"))))

    assert (f'<a href="{person.get_absolute_url()}"' in page, committee.short_name in page) == (True, True)
    assert f"自{date_format(TOMORROW, 'SHORT_DATE_FORMAT')}起" in page
    shown = {line["姓名"]: (line["所属工委"], line["编入工委日期"]) for line in lines}
    assert shown == {
        "新来": (committee.short_name, TOMORROW.isoformat()),
        "在任": (committee.short_name, ""),
    }


def test_a_newcomer_is_moved_from_the_day_of_taking_office_and_no_earlier(admin, coming, committee, committee2):
    person = factories.member("新来", sector=coming, committee=committee, starts_on=TOMORROW)
    url = reverse("member_move", args=[person.pk])

    offered = f'href="{url}"' in words(admin, person)
    form = admin.get(url).context["form"]
    admin.post(url, {"committee": committee2.pk, "committee_post": "member", "on": form["on"].value()})

    assert (offered, form["committee"].value(), form["on"].value()) == (True, committee.pk, TOMORROW)
    assert [(place.committee, place.starts_on) for place in person.memberships.all()] == [(committee2, TOMORROW)]


def test_who_is_yet_to_take_office_gets_no_place_before(admin, coming, committee):
    person = factories.member("新来", sector=coming, starts_on=TOMORROW)
    data = {"committee": committee.pk, "committee_post": "member", "on": TODAY}

    form = admin.post(reverse("member_move", args=[person.pk]), data).context["form"]

    assert (list(form.errors), person.memberships.count()) == (["on"], 0)


def test_an_account_is_prepared_for_who_takes_office_later(client, sysadmin, coming):
    person = factories.member("新来", sector=coming, starts_on=TOMORROW)
    client.force_login(sysadmin)

    page = client.get(f"{reverse('account_create')}?member={person.pk}")

    assert page.context["form"].initial["name"] == "新来"
    assert person in page.context["form"].fields["member"].queryset


def test_a_member_with_a_change_to_come_leaves_today_and_nothing_to_come_stays(admin, vice_chair, committee2):
    vice_chair.move_to(committee2, CommitteeMembership.Post.MEMBER, TOMORROW)

    admin.post(reverse("member_leave", args=[vice_chair.pk]), {"on": TODAY, "reason": "调离"})

    assert [row.ends_on for row in vice_chair.mandates.all()] == [TODAY]
    assert [row.ends_on for row in vice_chair.memberships.all()] == [TODAY]


def test_a_change_before_the_one_to_come_is_refused_in_its_own_words(admin, vice_chair):
    data = {"sector": factories.sector("工商联").pk, "post": POST.MEMBER, "starts_on": TODAY}

    form = admin.post(reverse("member_mandate", args=[vice_chair.pk]), data).context["form"]

    assert form.errors["starts_on"] == [f"已登记自{TOMORROW.isoformat()}起的变动：可填该日予以替换，或填更晚的日期。"]
    assert vice_chair.mandates.count() == 2


def test_a_committee_whose_director_is_to_come_gets_no_other(admin, committee):
    for name, starts_on in (("后任", TOMORROW), ("他人", factories.LONG_AGO)):
        factories.member(name, committee=committee, starts_on=starts_on)
    CommitteeMembership.objects.filter(member__name="后任").update(post=CommitteeMembership.Post.DIRECTOR)
    data = {"committee": committee.pk, "committee_post": CommitteeMembership.Post.DIRECTOR, "on": TODAY}
    other = Member.objects.get(name="他人")

    form = admin.post(reverse("member_move", args=[other.pk]), data).context["form"]

    assert list(form.errors) == ["committee_post"]


def test_all_whose_mandate_ends_with_the_term_leave_at_once_but_for_those_unticked(admin, vice_chair, clerk):
    term = vice_chair.mandates.get(starts_on=factories.LONG_AGO).term
    going, wearing_two_hats = factories.member("届满"), factories.member("留任", user=clerk)
    url = reverse("term_leave", args=[term.pk])

    running = admin.get(url).context["form"]
    Term.objects.filter(pk=term.pk).update(ends_on=TODAY)
    form = admin.get(url).context["form"]
    admin.post(url, {"on": TODAY, "reason": "届满", "members": form["members"].value()})

    assert list(running.fields["members"].queryset) == []
    assert list(form.fields["members"].queryset) == [going, wearing_two_hats]
    left = list(Mandate.objects.filter(end_reason="届满").values_list("member__name", "ends_on"))
    assert left == [("届满", TODAY)]
    assert factories.fresh(clerk).is_active


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"on": TOMORROW}, "on"),
        ({"on": "1999-01-01"}, "on"),
        ({"members": []}, "members"),
        ({"members": [0]}, "members"),
    ],
)
def test_leaving_with_the_term_is_refused_at_its_field(admin, fields, wrong):
    member = factories.member("届满")
    Term.objects.update(ends_on=TODAY)
    data = {"on": TODAY, "reason": "届满", "members": [member.pk]} | fields

    page = admin.post(reverse("term_leave", args=[member.current_mandate.term_id]), data)

    assert list(page.context["form"].errors) == [wrong]
    assert member.mandates.get().ends_on is None


def test_who_rejoins_is_told_of_the_closed_account_and_of_the_missing_committee(admin, member_user):
    member = member_user.as_member
    member.leave(TODAY - timedelta(days=1), "辞职")
    data = {"sector": factories.usual_sector().pk, "post": POST.MEMBER, "starts_on": TODAY}

    page = admin.post(reverse("member_mandate", args=[member.pk]), data, follow=True)

    told = [str(message) for message in page.context["messages"]]
    assert [("账号已停用" in words, "未编入工委" in words) for words in told][:2] == [(True, False), (False, True)]


@pytest.fixture
def ending(coming):
    """The present term ends today, the coming one begins tomorrow."""
    return factories.sector("农业界", term=factories.term(ends_on=TODAY))


def directs(name, committee, sector, **fields):
    return factories.member(name, committee=committee, sector=sector, committee_post=DIRECTOR, **fields)


def test_the_next_director_is_entered_before_the_one_who_leaves_with_the_term_has_left(
    admin, ending, coming, committee
):
    directs("届满", committee, ending)
    heir = factories.member("后任", committee=committee, sector=ending)
    place = {"committee": committee.pk, "committee_post": DIRECTOR}

    early = admin.post(reverse("member_move", args=[heir.pk]), place | {"on": TODAY})
    admin.post(reverse("member_move", args=[heir.pk]), place | {"on": TOMORROW})

    assert list(early.context["form"].errors) == ["committee_post"]
    assert heir.membership_on(TOMORROW).post == DIRECTOR


def test_who_directed_gets_no_mandate_beside_a_director_entered_for_that_day(admin, ending, coming, committee):
    old = directs("连任", committee, ending)
    directs("后任", committee, coming, starts_on=TOMORROW)
    data = {"sector": coming.pk, "post": POST.MEMBER, "starts_on": TOMORROW}

    form = admin.post(reverse("member_mandate", args=[old.pk]), data).context["form"]

    assert "后任" in form.non_field_errors()[0]
    assert old.mandates.count() == 1


ROSTER = ["委员编号", "姓名", "性别", "界别", "联络工委", "工委职务", "任职时间"]


def row_of(number, committee, post, name="示例"):
    return [number, name, "男", "农业界", committee.short_name, post, TOMORROW]


def test_one_workbook_changes_the_directors_with_the_term(office, ending, coming, committee, committee2):
    third = factories.committee("城南")
    directs("届满", third, ending)
    directs("甲", committee, ending, number="N1")
    directs("乙", committee2, ending, number="N2")
    rows = [
        row_of("N1", committee2, "主任", "甲"),
        row_of("N2", committee, "成员", "乙"),
        row_of("N3", committee, "主任", "新丙"),
        row_of("N4", third, "主任", "新丁"),
    ]

    found = bring_in(kinds()["members"], sheet_of(ROSTER, *rows), office)
    carry_out(found.pk, office)

    assert [row["wrong"] for row in found.rows] == [{}] * 4
    led = CommitteeMembership.objects.in_force(TOMORROW).filter(post=DIRECTOR, member__number__startswith="N")
    directors = set(led.values_list("member__name", "committee"))
    assert directors == {("甲", committee2.pk), ("新丙", committee.pk), ("新丁", third.pk)}


@pytest.fixture
def succeeded(committee):
    """Who directs still by the term that ended nine days ago, beside the one who does since the next day."""
    old = factories.sector("农业界", term=factories.term(ends_on=TODAY - timedelta(days=9)))
    heir_from = TODAY - timedelta(days=8)
    new = factories.sector("农业界", term=factories.term(77, starts_on=heir_from))
    person = directs("届满", committee, old)
    directs("后任", committee, new, starts_on=heir_from)
    return person


def test_lists_and_report_name_the_next_director_once_one_directs(succeeded, committee):
    assert Committee.objects.with_figures().get(pk=committee.pk).director == "后任"
    assert directors_on(TODAY) == {str(committee.pk): "后任"}
    assert directors_on(TODAY - timedelta(days=9)) == {str(committee.pk): succeeded.name}


@pytest.mark.parametrize(
    ("move", "answers"), [("member_leave", {"reason": "届满"}), ("member_move", {"committee_post": "member"})]
)
def test_who_was_succeeded_directs_to_the_day_before_and_no_longer(
    admin, succeeded, committee, committee2, move, answers
):
    url = reverse(move, args=[succeeded.pk])
    answers |= {"committee": committee2.pk}

    late = admin.post(url, answers | {"on": TODAY})
    offered = admin.get(url).context["form"]["on"].value()
    admin.post(url, answers | {"on": TODAY - timedelta(days=8 + (move == "member_leave"))})

    assert list(late.context["form"].errors) == ["on"]
    assert move == "member_move" or offered == TODAY - timedelta(days=9)
    assert succeeded.memberships.get(committee=committee).ends_on == TODAY - timedelta(days=9)


def test_all_who_leave_with_the_term_leave_before_those_who_succeed_them(admin, succeeded):
    term = succeeded.mandates.get().term
    data = {"on": TODAY - timedelta(days=8), "reason": "届满", "members": [succeeded.pk]}

    page = admin.post(reverse("term_leave", args=[term.pk]), data)

    assert list(page.context["form"].errors) == ["on"]


def test_an_import_that_took_the_post_of_a_director_is_not_undone_once_another_has_it(office, committee):
    old, heir = factories.member(number="N1", committee=committee, committee_post=DIRECTOR), factories.member()
    rows = [["委员编号", "联络工委", "工委职务"], ["N1", committee.short_name, "成员"]]
    found = bring_in(kinds()["members"], sheet_of(*rows), office)
    carry_out(found.pk, office)
    heir.move_to(committee, DIRECTOR, TODAY)

    with pytest.raises(ValidationError, match=heir.name):
        undo(found.pk, office)

    assert old.memberships.first().post == "member"


@pytest.mark.parametrize(
    ("cell", "told", "post"), [("", "职务不变：副主席。", POST.VICE_CHAIR), ("委员", "", POST.MEMBER)]
)
def test_the_preview_says_that_who_is_re_elected_stays_vice_chair(office, ending, coming, cell, told, post):
    person = factories.member("连任", number="N1", post=POST.VICE_CHAIR, sector=ending)
    heads = ["委员编号", "姓名", "界别", "委员职务", "任职时间"]

    found = bring_in(kinds()["members"], sheet_of(heads, ["N1", "连任", "农业界", cell, TOMORROW]), office)
    carry_out(found.pk, office)

    assert [row["note"] for row in found.rows] == [told]
    assert person.mandate_on(TOMORROW).post == post


def test_a_row_that_relies_on_one_that_is_wrong_is_wrong_too(office, committee, committee2):
    for name, unit, post in (("N1", committee, DIRECTOR), ("N2", committee2, DIRECTOR), ("N3", committee2, "member")):
        factories.member(number=name, committee=unit, committee_post=post)
    heads = ["委员编号", "联络工委", "工委职务"]
    rows = [["N3", committee.short_name, "主任"], ["N1", committee2.short_name, "主任"]]

    chain = bring_in(kinds()["members"], sheet_of(heads, *rows), office)
    ring = bring_in(kinds()["members"], sheet_of(heads, *rows, ["N2", committee.short_name, "成员"]), office)

    assert [row["state"] for row in chain.rows] == ["error", "error"]
    assert [row["state"] for row in ring.rows] == ["changed"] * 3


def test_who_holds_an_appointment_leaves_with_the_term_and_keeps_it_unless_it_is_to_end(admin, ending, clerk):
    heir = factories.user("heir")
    factories.appointment(heir, "office", starts_on=TOMORROW)
    staying, coming_back, ended = (
        factories.member(user.username, user=user, sector=ending) for user in (clerk, heir, factories.user("plain"))
    )
    url = reverse("term_leave", args=[ending.term_id])

    ticked = admin.get(url).context["form"]["members"].value()
    everybody = {"on": TODAY, "reason": "届满", "members": [staying.pk, coming_back.pk, ended.pk]}
    admin.post(url, everybody | {"keeps_account": "on"})

    assert ticked == [ended.pk]
    assert not Mandate.objects.in_force(TOMORROW).exists()
    accounts = {user.username: factories.fresh(user) for user in (clerk, heir, ended.user)}
    assert {name: user.is_active for name, user in accounts.items()} == {"clerk": True, "heir": True, "plain": False}
    assert [user.lasting_appointments.count() for user in accounts.values()] == [1, 1, 0]


def test_meetings_after_the_last_day_of_their_term_are_named_when_it_is_set_and_wait_for_the_office(admin, journey):
    inside, beyond = (journey.meeting("presidium", day) for day in (TODAY, TOMORROW))
    term = beyond.term
    facts = {"number": term.number, "name": term.name, "starts_on": term.starts_on, "version": term.version}

    page = admin.post(reverse("term_update", args=[term.pk]), facts | {"ends_on": TODAY}, follow=True)
    home = admin.get("/", {"task": "move_meeting"})

    told = [str(message) for message in page.context["messages"] if str(beyond) in str(message)]
    assert (len(told), str(inside) in told[0]) == (1, False)
    assert [row["url"] for row in home.context["rows"]] == [beyond.get_absolute_url()]


def test_one_who_leaves_keeps_the_appointment_where_that_is_ticked(admin, clerk):
    staying, going = factories.member("留岗", user=clerk), factories.member("不留")
    page = admin.get(reverse("member_leave", args=[staying.pk]))

    admin.post(reverse("member_leave", args=[staying.pk]), {"on": TODAY, "reason": "届满", "keeps_account": "on"})

    other = admin.get(reverse("member_leave", args=[going.pk])).context["form"]
    assert ("keeps_account" in page.context["form"].fields, "keeps_account" in other.fields) == (True, False)
    assert (staying.last_day, factories.fresh(clerk).holds("committee_staff")) == (TODAY, True)


def test_the_office_is_reminded_of_those_in_office_beyond_their_term_and_nobody_else(
    client, office, clerk, ending, coming
):
    factories.member("届满", sector=ending)
    factories.member("连任", sector=ending).take_mandate(coming, POST.MEMBER, TOMORROW)

    told = {}
    for user in (office, clerk):
        client.force_login(user)
        told[user.username] = [(term.pk, term.staying) for term in client.get("/").context.get("outstayed") or ()]

    assert told == {"office": [(ending.term_id, 1)], "clerk": []}
