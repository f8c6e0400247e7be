from django.urls import reverse

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
    assert "经济界 (第十四届)" in client.get(reverse("member_create")).text


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
