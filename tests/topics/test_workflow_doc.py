"""docs/workflow.md is what the workflow says of itself."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from topics.workflow import WORKFLOWS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "workflow.md"


@pytest.fixture
def printed():
    said = StringIO()
    call_command("workflow_diagram", stdout=said)
    return said.getvalue()


def test_page_of_the_workflow_is_the_printed_one(printed):
    assert PAGE.read_text() == printed, "Run: python manage.py workflow_diagram > docs/workflow.md"


def test_page_names_every_step_and_stage(printed):
    names = {f"`{name}`" for workflow in WORKFLOWS.values() for name in workflow.transitions}
    stages = {f"{s}:" for w in WORKFLOWS.values() for s, _label in w.model._meta.get_field("stage").choices}

    assert {word for word in names | stages if word not in printed} == set()


def test_page_says_who_acts_in_words_and_never_by_the_name_of_a_closure(printed):
    assert "| rule |" not in printed
    assert "lambda" not in printed
    assert "claim" not in printed.partition("| step |")[2]
