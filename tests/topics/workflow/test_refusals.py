"""What the workflow refuses, asked of forms that are not filled in."""

import pytest

from tests.topics.workflow.expectations import KINDS
from tests.topics.workflow.records import place
from topics.forms.steps import StepForm
from topics.views.steps import FORMS
from topics.workflow import WORKFLOWS


@pytest.mark.parametrize("lifecycle", KINDS)
def test_every_claim_bears_a_form_with_nothing_filled_in(record_of, people, lifecycle):
    record = record_of(lifecycle, KINDS[lifecycle][0])
    steps = [step for step in WORKFLOWS[lifecycle].transitions.values() if step.sources and not step.is_caused]
    plain = [step for step in steps if not step.page]

    assert plain
    for step in plain:
        kind = FORMS.get((lifecycle, step.name), StepForm)
        form = kind(step, place(record, min(step.sources)), people["dept_user"], {})

        assert "version" in form.errors
