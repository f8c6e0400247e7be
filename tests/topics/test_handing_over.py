import pytest
from django.urls import reverse
from django.utils import timezone

from committees.models import Venue
from consult.models import TrailEntry
from tests import factories
from tests.journeys import day
from topics.models import Topic


@pytest.fixture
def two(client, journey, office):
    """Two open topics of the first committee, the office signed in."""
    client.force_login(office)
    return [journey.accepted(), journey.accepted()]


def hand_over(client, committee, topics, organiser, on, query="?ending"):
    data = {
        "topics": [topic.pk for topic in topics],
        "organiser": organiser.pk,
        "reason": "片区调整",
        "happened_on": on,
    }
    return client.post(reverse("topics_hand_over", args=[committee.pk]) + query, data)


def test_office_hands_all_open_topics_over_at_once_and_is_back_at_the_page_of_the_end(
    client, two, committee, committee2
):
    url = reverse("topics_hand_over", args=[committee.pk])
    leads = f"{url}?ending" in client.get(reverse("committee_end", args=[committee.pk])).text
    form = client.get(url).context["form"]
    ticked = list(form["topics"].value())

    response = hand_over(client, committee, two, committee2, timezone.localdate())

    steps = [topic.steps.get(transition="hand_over") for topic in two]
    assert (leads, ticked) == (True, [topic.pk for topic in two])
    assert [value for value, _label in form.fields["organiser"].choices] == ["", "county", str(committee2.pk)]
    assert response.url == reverse("committee_end", args=[committee.pk])
    assert list(Topic.objects.open_for(committee2)) == two[::-1]
    assert [(step.actor_name, step.answers["reason"]) for step in steps] == [("office", "片区调整")] * 2
    assert [topic.organiser_periods.count() for topic in two] == [2, 2]


def test_none_is_handed_over_while_one_cannot_be_and_the_reason_names_it(client, journey, two, committee, committee2):
    early = day(3)
    journey.take(two[1], "hand_over", "office", day(4), organiser=committee2, reason="片区调整")
    journey.take(two[1], "hand_over", "office", day(5), organiser=committee, reason="片区调整")

    page = hand_over(client, committee, two, committee2, early)

    assert [str(two[1]) in reason for reason in page.context["form"].errors["topics"]] == [True]
    assert Topic.objects.open_for(committee).count() == 2


def test_venues_are_handed_over_together_and_each_change_stands_in_the_trail(client, office, committee, committee2):
    venues = [factories.venue(committee=committee), factories.venue(committee=committee)]
    client.force_login(office)
    url = reverse("venues_hand_over", args=[committee.pk])

    response = client.post(url, {"venues": [venue.pk for venue in venues], "committee": committee2.pk})

    moved = Venue.objects.filter(committee=committee2)
    assert response.url == committee.get_absolute_url()
    assert [venue.version for venue in moved] == [2, 2]
    assert TrailEntry.objects.filter(deed="changed").count() == 2
