import pytest


@pytest.fixture
def desk(client, clerk):
    """The browser of the clerk of `committee`."""
    client.force_login(clerk)
    return client


@pytest.fixture
def as_(client, cast):
    """Signs somebody of the cast in by name and gives the client back."""

    def sign_in(name):
        client.force_login(cast[name])
        return client

    return sign_in
