"""A control with nothing to choose says what is missing and leads to where it is entered."""

import pytest
from django.urls import reverse

from tests import factories


@pytest.fixture
def is_peopled():
    return False


def said(client, user, address):
    client.force_login(user)
    return client.get(address).content.decode()


def test_who_may_enter_it_is_led_there_and_others_are_told_who_does(client, office, clerk):
    address = reverse("topic_draft", args=["cppcc_selected"])
    link = f'<a href="{reverse("department_list")}">去录入</a>'

    pages = [said(client, user, address) for user in (office, clerk)]

    assert [("尚未录入部门" in page, link in page) for page in pages] == [(True, True), (True, False)]
    assert "由政协办公室录入" in pages[1]


def test_nothing_is_said_where_there_is_something_to_choose(client, office, department):
    assert "尚未录入部门" not in said(client, office, reverse("topic_draft", args=["cppcc_selected"]))


def test_an_appointment_on_an_empty_installation_says_that_there_are_no_units(client, secadmin):
    page = said(client, secadmin, reverse("appointment_create"))

    assert ("尚未录入联络工委" in page, "尚未录入部门" in page) == (True, True)


def test_an_acceptance_without_leaders_leads_to_the_members(client, office, journey):
    topic = journey.proposed()
    address = reverse("step", args=["topic", topic.pk, "accept"])

    before = said(client, office, address)
    factories.member("示例主席", post="chair")

    assert "委员中尚无主席、副主席或秘书长" in before
    assert "委员中尚无主席、副主席或秘书长" not in said(client, office, address)
