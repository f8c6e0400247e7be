from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from committees.models import Department
from tests import factories
from tests.queries import queries_of

TODAY = timezone.localdate()
LIST = "/departments/"


def test_a_department_added_by_the_office_is_listed(client, office):
    client.force_login(office)

    client.post(reverse("department_create"), {"name": "示例商务局", "order": 1, "version": 1})

    assert [row.name for row in client.get(LIST).context["object_list"]] == ["示例商务局"]


def test_more_departments_take_no_more_queries(client, office, department):
    client.force_login(office)
    before = queries_of(client, LIST)

    for _each in range(5):
        factories.department()

    assert queries_of(client, LIST) == before


@pytest.mark.long
def test_a_department_with_open_referrals_cannot_end(client, office, department, journey):
    recommendation = journey.referred(recommendations=1)[0]
    client.force_login(office)

    response = client.post(reverse("department_end", args=[department.pk]), {"on": TODAY})

    assert recommendation.get_absolute_url() in response.text
    assert Department.objects.get(pk=department.pk).valid_to is None


@pytest.mark.long
def test_a_department_ends_once_it_has_answered(client, office, dept_user, department, journey):
    journey.answered(recommendations=1)
    client.force_login(office)

    client.post(reverse("department_end", args=[department.pk]), {"on": TODAY})

    assert Department.objects.get(pk=department.pk).valid_to == TODAY
    assert dept_user.appointments.get().ends_on == TODAY


def test_a_departments_page_shows_recommendations_only_to_those_who_see_them(client, cast, department, journey):
    recommendation = journey.referred(recommendations=1)[0]

    seen = {}
    for name in ("office", "dept_user", "dept2_user", "sysadmin"):
        client.force_login(cast[name])
        seen[name] = list(client.get(department.get_absolute_url()).context["recommendations"])

    assert seen == {"office": [recommendation], "dept_user": [recommendation], "dept2_user": [], "sysadmin": []}


@pytest.mark.long
def test_only_the_office_changes_departments(client, cast, department):
    urls = [
        reverse("department_create"),
        *(reverse(f"department_{p}", args=[department.pk]) for p in ("update", "end")),
    ]

    allowed = set()
    for name, user in cast.items():
        client.force_login(user)
        codes = {client.get(url).status_code for url in urls}
        allowed |= {name} if codes == {200} else set()
        assert codes in ({200}, {403})

    assert allowed == {"office", "office2"}


def test_the_register_tells_what_each_department_still_owes_to_those_who_read_topics(
    client, cast, department, department2, journey
):
    late, _in_time = journey.referred(recommendations=2)
    type(late).objects.filter(pk=late.pk).update(due_on=TODAY - timedelta(days=1))

    seen = {}
    for name in ("office", "member_user", "dept_user"):
        client.force_login(cast[name])
        page = client.get(LIST, {"sort": "-overdue"})
        seen[name] = {"open", "overdue"} & {column.name for column in page.context["columns"]}
        if name == "office":
            rows = [(row, row.open_count, row.overdue_count) for row in page.context["object_list"]]
            assert f"department={department.pk}&amp;state=overdue" in page.text
            owed = client.get("/recommendations/", {"department": department.pk, "state": "overdue"})

    assert rows == [(department, 2, 1), (department2, 0, 0)]
    assert list(owed.context["object_list"]) == [late]
    assert seen == {"office": {"open", "overdue"}, "member_user": set(), "dept_user": set()}
