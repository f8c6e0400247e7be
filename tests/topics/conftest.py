import pytest


@pytest.fixture
def desk(client, clerk):
    """The browser of the clerk of `committee`."""
    client.force_login(clerk)
    return client


@pytest.fixture
def session(journey):
    """A planned session of the clerk's committee with two invited members, or the one that the journey has come to."""
    return journey.session or journey.planned_session()
