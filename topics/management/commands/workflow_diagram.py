from django.core.management.base import BaseCommand
from django.utils.translation import override

from topics.workflow import BACK, SAME, WORKFLOWS

HEAD = """# How records move

Printed by `python manage.py workflow_diagram` from the tables in `topics/workflow/`, and kept true by a test:
do not edit.

Each table is one lifecycle. *Who* names the predicates in `topics/rules.py` and `members/rules.py` that must
hold for the person; “—” is a step that only another record's step causes. *Asks* are the questions of the
step's form; a reason that is asked must be given. *Needs* are the claims that must hold before the form is
filled in, *accepts* those that look at its answers, both by their names in `topics/workflow/`. No step is
dated before the one that brought the record where it stands. A step from “nothing” is the line that a page writes
when it makes or adds what the line tells of. The diagrams leave out the steps that keep the
stage and those that lead back to where it was.
"""
ORDER = ("annual_plan", "topic", "plan", "review_meeting", "session", "recommendation")


class Command(BaseCommand):
    help = "Print docs/workflow.md: the lifecycles as diagrams and tables, from the workflow itself."

    def handle(self, **options):
        with override("en"):
            chapters = [line for name in ORDER for line in chapter(WORKFLOWS[name])]
            self.stdout.write("\n".join([HEAD, *chapters]), ending="")


def chapter(workflow):
    """The heading, the diagram and the table of one lifecycle."""
    stages = dict(workflow.model._meta.get_field("stage").choices)
    yield f"## {str(workflow.model._meta.verbose_name).capitalize()}\n"
    yield from diagram(workflow, stages)
    yield "\n| step | from | to | who | asks | needs | accepts |\n| --- | --- | --- | --- | --- | --- | --- |"
    yield from (row(transition, stages) for transition in workflow.transitions.values())
    yield ""


def diagram(workflow, stages):
    yield "```mermaid\nstateDiagram-v2"
    yield from (f"    {stage}: {label}" for stage, label in stages.items())
    yield f"    [*] --> {workflow.model._meta.get_field('stage').default}"
    for transition in workflow.transitions.values():
        if transition.target not in {SAME, BACK}:
            yield from (
                f"    {source} --> {transition.target}: {transition.name}" for source in in_order(transition, stages)
            )
    yield "```"


def in_order(transition, stages):
    """The sources in the order of the stages, since a set has none."""
    return [stage for stage in stages if stage in transition.sources]


def row(transition, stages):
    targets = {SAME: "stays", BACK: "where it was before"}
    sources = in_order(transition, stages)
    cells = [
        f"**{transition.label}** `{transition.name}`",
        "any" if len(sources) == len(stages) else ", ".join(str(stages[stage]) for stage in sources) or "nothing",
        str(targets.get(transition.target) or stages[transition.target]),
        "—" if transition.is_caused else words(transition.by),
        ", ".join(transition.asks).replace("_", " "),
        ", ".join(words(need) for need in transition.needs),
        ", ".join(words(claim) for claim in transition.accepts),
    ]
    return f"| {' | '.join(cells)} |"


def words(predicate):
    return predicate.__name__.replace("_", " ")
