import pytest
from django.urls import reverse

from consult.models import TrailEntry
from consult.trail import Deed
from members.models import Sector, Term
from tests import factories
from tests.queries import queries_of

LIST = "/members/terms/"


def test_the_office_begins_a_term_with_its_sectors(client, office):
    client.force_login(office)

    client.post(reverse("term_create"), {"number": 14, "name": "第十四届", "starts_on": "2026-11-01", "version": 1})
    term = Term.objects.get()
    client.post(reverse("sector_create"), {"term": term.pk, "name": "经济界", "order": 1, "version": 1})

    assert [str(sector) for sector in term.sectors.all()] == ["经济界"]
    assert "经济界（第十四届）" in client.get(reverse("member_create")).text


def test_sectors_of_a_term_that_ended_are_not_offered(client, office):
    old = factories.term(12, ends_on="2021-10-31")
    factories.sector("旧界别", term=old)
    client.force_login(office)

    assert "旧界别" not in client.get(reverse("member_create")).text


def test_a_term_does_not_end_before_it_begins(client, office):
    client.force_login(office)
    data = {"number": 14, "name": "第十四届", "starts_on": "2026-11-01", "ends_on": "2026-10-01", "version": 1}

    assert list(client.post(reverse("term_create"), data).context["form"].errors) == ["ends_on"]


def test_terms_do_not_overlap(client, office):
    factories.term(13)
    client.force_login(office)
    data = {"number": 14, "name": "第十四届", "starts_on": "2027-01-10", "version": 1}

    overlapping = client.post(reverse("term_create"), data)
    Term.objects.update(ends_on="2027-01-09")

    assert list(overlapping.context["form"].errors) == ["starts_on"]
    assert client.post(reverse("term_create"), data).status_code == 302


def test_more_terms_and_sectors_take_no_more_queries(client, office):
    factories.sector()
    client.force_login(office)
    before = queries_of(client, LIST)

    for number in (10, 11, 12):
        factories.sector("经济界", term=factories.term(number))

    assert queries_of(client, LIST) == before


def test_only_the_office_changes_terms_and_sectors(client, cast):
    sector = factories.sector()
    urls = [
        *(reverse("term_create"), reverse("sector_create")),
        *(reverse("term_update", args=[sector.term_id]), reverse("sector_update", args=[sector.pk])),
    ]

    for name in ("clerk", "presidium", "member_user", "dept_user", "sysadmin"):
        client.force_login(cast[name])
        assert [client.post(url, {"version": 1}).status_code for url in urls] == [403] * 4, name
    assert Sector.objects.count() == 1


def add_sectors(client, term, names, **data):
    return client.post(reverse("sectors_create", args=[term.pk]), {"names": names} | data)


def test_several_sectors_are_added_in_their_order_behind_those_that_are_there(client, office):
    term = factories.term()
    factories.sector("经济界", order=3)
    client.force_login(office)

    for _each in range(2):
        add_sectors(client, term, "教育界\r\n\r\n 经济界 \n体育界\n教育界", form_key="b" * 32)

    assert list(term.sectors.values_list("name", "order")) == [("经济界", 3), ("教育界", 4), ("体育界", 5)]
    assert TrailEntry.objects.filter(deed=Deed.ADDED, subject="界别 体育界").count() == 1


@pytest.mark.parametrize(("names", "told"), [("长" * 31, "长" * 31), ("经济界", "已有"), (" \n\u200b", "必填")])
def test_sectors_that_are_too_long_or_none_at_all_are_told(client, office, names, told):
    factories.sector("经济界")
    client.force_login(office)

    errors = add_sectors(client, factories.term(), names).context["form"].errors

    assert told in errors["names"][0]
    assert Sector.objects.count() == 1


def test_a_new_term_is_offered_the_sectors_of_the_one_before(client, office):
    for name in ("经济界", "教育界"):
        factories.sector(name, order=len(name))
    factories.sector("旧界别", is_retired=True)
    client.force_login(office)

    offered = [
        client.get(reverse("sectors_create", args=[term.pk])).context["form"]["names"].value()
        for term in (factories.term(14, starts_on="2031-01-01"), factories.term())
    ]

    assert offered == ["经济界\n教育界", None]


def test_a_term_that_ended_gets_no_sectors(client, office):
    client.force_login(office)

    assert add_sectors(client, factories.term(12, ends_on="2021-10-31"), "经济界").status_code == 404
