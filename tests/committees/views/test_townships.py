import pytest
from django.urls import reverse

from committees.models import Township
from tests import factories
from tests.queries import queries_of

LIST = "/townships/"


def test_the_office_adds_and_renames_a_township(client, office):
    client.force_login(office)

    client.post(reverse("township_create"), {"name": "示例乡", "order": 1, "version": 1})
    township = Township.objects.get()
    client.post(reverse("township_update", args=[township.pk]), {"name": "示例镇", "order": 1, "version": 1})

    assert Township.objects.get().name == "示例镇"


def test_the_list_names_the_committee_without_a_query_per_row(client, office, committee):
    committee.townships.add(factories.township())
    client.force_login(office)
    before = queries_of(client, LIST)

    for _each in range(5):
        committee.townships.add(factories.township())

    assert queries_of(client, LIST) == before
    assert client.get(LIST).text.count(committee.get_absolute_url()) == 6


@pytest.mark.long
def test_only_the_office_changes_townships(client, cast):
    township = factories.township()
    urls = [reverse("township_create"), reverse("township_update", args=[township.pk])]

    allowed = set()
    for name, user in cast.items():
        client.force_login(user)
        codes = {client.post(url, {"version": 1}).status_code for url in urls}
        allowed |= {name} if codes == {200} else set()
        assert codes in ({200}, {403})

    assert allowed == {"office", "office2"}
