"""What is entered for a day to come holds from that day on, and not before."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from members.models import CommitteeMembership, Mandate, Member, Term
from tests import factories

TODAY = timezone.localdate()
TOMORROW = TODAY + timedelta(days=1)
POST = Mandate.Post


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
