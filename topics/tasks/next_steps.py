"""The gold card of a topic and the rows of a home page, from the table of tasks."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from members.models import Role
from topics.deadlines import explain
from topics.models import AnnualPlan, Recommendation
from topics.tasks.desk import words_on_desk
from topics.tasks.due import days_to, due_words, time_words
from topics.tasks.table import MOST_RECORDS, TASKS, count_of, next_tasks, tasks_of
from topics.visible_fields import topic_fields

MOST_NAMES = 3


def next_step(topic, user, about=None, alone=False):
    """The context of `components/next_card.html`: what comes next, by whom, until when; None where nothing does.

    `about` is the plan, session or recommendation whose own tasks come before those of the rest of the topic, or stand
    `alone`.
    """
    open_tasks = seen_tasks(next_tasks(topic), user)
    own = [(task, [about]) for task, records in open_tasks if about in records]
    open_tasks = own if own or alone else open_tasks
    if not open_tasks:
        return None
    task, records = next(((t, r) for t, r in open_tasks if is_mine(t, r, user)), open_tasks[0])
    record = records[0]
    names = list(dict.fromkeys(str(task.who(record)) for record in records))
    due_on = due_of(task, record)
    overdue, left = days_to(due_on)
    return {
        "what": task.what,
        "which": record.label if about not in (None, record) and isinstance(record, Recommendation) else "",
        "who": "、".join(names[:MOST_NAMES]),
        "due_on": due_on,
        "due_basis": explain(basis_of(task, record)) if due_on and task.due.endswith("due_on") else "",
        "overdue_days": overdue,
        "days_left": left,
        "url": task.url(record),
        "is_me": is_mine(task, records, user),
    }


def next_by_another(record, user):
    step = next_step(record.topic, user, about=record, alone=True)
    return None if step is None or step["is_me"] else step


def next_of_annual_plan(plan, user):
    """What comes next with an annual plan and by whom; None where nothing waits. Its buttons stand on its own page."""
    for task in TASKS:
        records = task.records()
        if records.model is AnnualPlan and records.filter(pk=plan.pk).exists():
            return {"what": task.what, "who": task.who(plan), "is_me": is_mine(task, [plan], user)}
    return None


def seen_tasks(open_tasks, user):
    """The tasks without the recommendations that the user may not see: a department sees its own alone."""
    if topic_fields(user):
        return open_tasks
    seen = set(Recommendation.objects.visible_to(user).values_list("pk", flat=True))
    kept = [
        (task, [r for r in records if not isinstance(r, Recommendation) or r.pk in seen])
        for task, records in open_tasks
    ]
    return [(task, records) for task, records in kept if records]


def is_mine(task, records, user):
    """Whether the first of the records waits for the user."""
    return task.records().filter(task.mine(user, task.path), pk=records[0].pk).exists()


def due_of(task, record):
    """The date of a record by the task's field, which may lie on its topic."""
    return value_at(task.due, record)


def basis_of(task, record):
    return value_at(task.due.replace("due_on", "due_basis"), record)


def value_at(path, record):
    value = record
    for part in filter(None, path.split("__")):
        value = getattr(value, part, None)
    return None if value is record else value


def home_rows(user, only=None, most=MOST_RECORDS):
    """What waits for the user as rows of `components/todo.html`, the earliest due first, and a count per task.

    At most so many of each; `most` None gives all.
    """
    rows, counts = [], []
    for task, records in tasks_of(user, most):
        counts.append({"name": task.name, "label": task.what, "count": count_of(task, records, user)})
        if only in (None, "", task.name):
            rows += [row_of(task, record, user) for record in records]
    return sorted(rows, key=lambda row: (row["due_on"] is None, row["due_on"] or timezone.localdate())), counts


def row_of(task, record, user):
    due_on = due_of(task, record)
    words, tone = due_words(due_on)
    topic = getattr(record, "topic", None)
    return {
        "due_on": due_on,
        "due": words,
        "tone": tone,
        "title": topic or record,
        "url": task.url(record),
        "why": task.what if topic is None or record is topic else part_of(record),
        "detail": on_desk_of(user, record) or (detail_of(topic) if topic else getattr(record, "last_held", "")),
        "record": record,
        "asked": asked_words(record),
        "what": task.what,
        "action": task.button or task.what,
        "topic": topic,
        "unit": unit_of(topic) if topic else "",
    }


def on_desk_of(user, record):
    """Of a recommendation before a department: as what, by whom, and how far its draft is; else empty."""
    departments = user.units(Role.DEPARTMENT)
    return " · ".join(words_on_desk(record, departments)) if isinstance(record, Recommendation) and departments else ""


def reminded_words(record):
    """The last reminder of a recommendation that still waits, in words; empty where there is none."""
    reminder = record.last_reminder if record.is_open else None
    if reminder is None:
        return ""
    return _("Reminded on %(day)s: %(text)s") % {"day": date_format(reminder.reminded_on), "text": reminder.text}


def asked_words(record):
    """Of a recommendation: more time asked for, given or declined, and the last reminder."""
    said = [time_words(record), reminded_words(record)] if isinstance(record, Recommendation) else []
    return " · ".join(filter(None, said))


def part_of(record):
    """What of its topic a plan, session or recommendation is, in a few words."""
    words = getattr(record, "text", "") or getattr(record, "label", "") or record.get_stage_display()
    return Truncator(words).chars(40)


def detail_of(topic):
    """The second line of a row: where the topic comes from and who organises it."""
    return f"{topic.get_source_display()} · {unit_of(topic)}"


def unit_of(topic):
    return topic.organiser or topic.proposing_committee or topic.get_proposer_display()
