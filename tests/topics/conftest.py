import pytest


@pytest.fixture
def desk(client, clerk):
    """The browser of the clerk of `committee`."""
    client.force_login(clerk)
    return client
