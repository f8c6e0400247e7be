import pytest
from django.test import RequestFactory
from django.urls import reverse

from consult.client_address import address_of
from consult.models import TrailEntry


@pytest.mark.parametrize(
    ("is_production", "forwarded", "address"),
    [
        (True, "192.0.2.7", "192.0.2.7"),
        (True, "203.0.113.9, 192.0.2.7", "192.0.2.7"),
        (True, "2001:db8::1", "2001:db8::1"),
        (True, "", "127.0.0.1"),
        (True, "'; drop table", "127.0.0.1"),
        (False, "192.0.2.7", "127.0.0.1"),
    ],
)
def test_the_address_is_what_the_proxy_in_front_saw(settings, is_production, forwarded, address):
    settings.PRODUCTION = is_production

    assert address_of(RequestFactory(HTTP_X_FORWARDED_FOR=forwarded).get("/")) == address


def test_a_failed_sign_in_is_told_from_where_the_proxy_saw_it(client, outsider, settings):
    settings.PRODUCTION = True

    client.post(
        reverse("login"),
        {"username": "outsider", "password": "wrong"},
        headers={"X-Forwarded-For": "1.2.3.4, 192.0.2.7"},
    )

    assert TrailEntry.objects.get().address == "192.0.2.7"
