"""Every transition × every stage × everybody of the cast, own and foreign: outside the tables nothing moves."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext

from tests.long import long
from tests.topics.workflow.expectations import KINDS, TABLES, allowed
from tests.topics.workflow.records import place, rows, stages_of
from topics.workflow import WORKFLOWS, Moved, may_take, take

CASES = [(lifecycle, kind) for lifecycle, kinds in KINDS.items() for kind in kinds]
ATTACKED = [case for case in CASES if case[1] in {"own", "foreign", "party_group", "annual"}]
QUICK = [case for case in CASES if case[0] != "recommendation" or case[1] == "own"]
QUICK_ATTACKS = [("topic", "own"), ("session", "own"), ("session", "foreign"), ("review_meeting", "party_group")]


@pytest.mark.parametrize("lifecycle", TABLES)
def test_every_transition_has_its_row_in_the_handwritten_table(lifecycle):
    written = [name for name, _stages, _who in TABLES[lifecycle]]

    assert sorted(written) == sorted(WORKFLOWS[lifecycle].transitions)


def test_every_lifecycle_has_its_handwritten_table():
    assert sorted(TABLES) == sorted(WORKFLOWS)


def test_no_step_bears_the_word_of_the_button_that_leaves_its_form():
    steps = (step for workflow in WORKFLOWS.values() for step in workflow.transitions.values())

    assert [step.name for step in steps if str(step.label) == gettext("Cancel")] == []


@pytest.mark.parametrize(("lifecycle", "kind"), long(CASES, quick=QUICK))
def test_everybody_may_take_exactly_the_steps_of_the_table(record_of, people, lifecycle, kind):
    record = record_of(lifecycle, kind)
    wrong = []

    for stage in stages_of(record):
        placed, expected = place(record, stage), allowed(lifecycle, kind, stage)
        for name in WORKFLOWS[lifecycle].transitions:
            may = {who for who, user in people.items() if may_take(user, placed, name)}
            if may != expected.get(name, set()):
                wrong.append((stage, name, sorted(may), sorted(expected.get(name, set()))))

    assert wrong == []


@pytest.mark.parametrize(("lifecycle", "kind"), long(ATTACKED, quick=QUICK_ATTACKS))
def test_step_outside_the_table_is_refused_and_changes_nothing(record_of, people, lifecycle, kind):
    """Where the step does not start, it is refused even to those who may take it elsewhere."""
    record = record_of(lifecycle, kind)
    holders = {name: who for stage in stages_of(record) for name, who in allowed(lifecycle, kind, stage).items()}
    passed = []

    for stage in stages_of(record):
        placed, expected = place(record, stage), allowed(lifecycle, kind, stage)
        before = rows()
        for name in WORKFLOWS[lifecycle].transitions:
            attackers = set(people) - expected[name] if name in expected else holders.get(name, set()) | {"outsider"}
            passed += [(stage, name, who) for who in sorted(attackers) if not refused(placed, name, people[who])]
        assert rows() == before

    assert passed == []


def refused(record, name, user):
    """Whether the step is refused for its right or its stage, before anything is asked about its answers."""
    try:
        take(record, name, by=user, reason="示例")
    except (PermissionDenied, Moved):
        return True
    return False
