from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from members.models import CommitteeMembership
from tests import factories

TODAY = timezone.localdate()


@pytest.fixture
def places(client, office, committee, committee2):
    """Three members of a committee, one of whom came today, and the page that moves several."""
    client.force_login(office)
    director = factories.member("示例甲", committee=committee, committee_post="director")
    people = [director, factories.member("示例乙", committee=committee)]
    newcomer = factories.member("示例丙", committee=committee, starts_on=TODAY)
    return [*people, newcomer], reverse("members_move", args=[committee.pk])


def of(committee, on=TODAY):
    rows = CommitteeMembership.objects.in_force(on).filter(committee=committee)
    return sorted((row.member.name, row.post) for row in rows)


def test_all_members_of_a_committee_are_ticked_and_move_at_once(client, places, committee, committee2):
    people, url = places
    ticked = list(client.get(url).context["form"]["members"].value())

    response = client.post(url, {"members": [m.pk for m in people[:2]], "committee": committee2.pk, "on": TODAY})

    assert ticked == [member.pk for member in people]
    assert response.url == committee.get_absolute_url()
    assert of(committee2) == [("示例乙", "member"), ("示例甲", "member")]
    assert of(committee) == [("示例丙", "member")]
    assert of(committee, TODAY - timedelta(days=1)) == [("示例乙", "member"), ("示例甲", "director")]


def test_none_moves_while_one_cannot_and_the_reason_names_the_member(client, places, committee, committee2):
    people, url = places
    data = {"members": [m.pk for m in people], "committee": committee2.pk, "on": TODAY - timedelta(days=1)}

    page = client.post(url, data)

    assert [error[:4] for error in page.context["form"].errors["members"]] == ["示例丙："]
    assert of(committee2) == []


@pytest.mark.long
def test_the_committee_and_the_page_of_its_end_lead_the_office_there(client, places, committee, clerk):
    links = [places[1] in client.get(url).text for url in (committee.get_absolute_url(), committee_end(committee))]
    client.force_login(clerk)

    assert links == [True, True]
    assert places[1] not in client.get(committee.get_absolute_url()).text


def committee_end(committee):
    return reverse("committee_end", args=[committee.pk])
