"""Long tests ask everything of everybody, start programs of their own or load a year: a tenth of a second and more.

`pytest --long` runs them too, as `make test` does; `make test-quick` does not. What is asked of every page, person and
step is asked of some by a quick test. What stands high in `pytest --durations=20` gets the mark, wholly or in part.
"""

import pytest


def long(cases, quick=()):
    """The cases of a parametrized test, marked as long but for the quick ones, which stand for them all."""
    return [case if case in quick else pytest.param(*as_tuple(case), marks=pytest.mark.long) for case in cases]


def as_tuple(case):
    return case if isinstance(case, tuple) else (case,)


def is_asked_for(item):
    """Whether a test is to run: a long one by `--long` alone."""
    return item.config.getoption("long") or not item.get_closest_marker("long")
