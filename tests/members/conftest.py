import pytest


@pytest.fixture
def is_peopled():
    """No: here people are listed and counted."""
    return False
