from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from tests import factories

TODAY = timezone.localdate()


def test_the_security_administrator_reads_at_home_which_units_nobody_serves_and_what_soon_ends(client, cast):
    cast["clerk"].close(TODAY)
    cast["dept_user"].appointments.update(ends_on=TODAY + timedelta(days=30))
    cast["presidium"].appointments.update(ends_on=TODAY + timedelta(days=31))
    factories.department("示例空缺局")
    client.force_login(cast["secadmin"])

    page = client.get(reverse("home"))

    assert dict(page.context["vacancies"]) == {"联络工委": "城东片区联络工委", "部门": "示例空缺局"}
    assert [row.user for row in page.context["ending"]] == [cast["dept_user"]]
    client.force_login(cast["sysadmin"])
    assert "vacancies" not in client.get(reverse("home")).context
