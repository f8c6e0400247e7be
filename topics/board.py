"""Topics as columns, one per stage of the path: as few queries for many topics as for one."""

from collections import defaultdict

from django.db.models import Count, F, Value, Window
from django.db.models.functions import RowNumber

from topics.models import ConsultationSession, Plan, Recommendation, TopicStage
from topics.models.topic_stage import PATH
from topics.tasks.due import due_words
from topics.tasks.next_steps import MOST_NAMES, due_of
from topics.tasks.table import TASKS
from topics.visible_fields import topic_fields

MOST_CARDS = 8
RECORDS = {
    Plan: Plan.objects.prefetch_related("agenda_items__meeting"),
    Recommendation: Recommendation.objects.with_departments().prefetch_related("drafts__countersigns"),
    ConsultationSession: ConsultationSession.objects,
}


def counts_of(topics):
    """How many of the topics stand at each stage."""
    return dict(topics.order_by().values_list("stage").annotate(Count("pk")))


def columns_of(topics, user, order, stages=PATH):
    """A dict per stage with its first topics in that order, each with who acts next and by when."""
    in_column = Window(RowNumber(), partition_by=F("stage"), order_by=order)
    first = topics.filter(stage__in=stages).annotate(place=in_column).filter(place__lte=MOST_CARDS).order_by("place")
    cards = list(first.select_related("organiser", "proposing_committee").prefetch_related("recommenders"))
    shows_due, waiting = "due" in topic_fields(user), first_tasks(cards, user)
    columns = {stage: [] for stage in stages}
    for topic in cards:
        task, records = waiting.get(topic.pk, (None, []))
        columns[topic.stage].append(card_of(topic, task, records, shows_due))
    return [{"stage": stage, "label": TopicStage(stage).label, "cards": cards} for stage, cards in columns.items()]


def card_of(topic, task, records, shows_due):
    names = dict.fromkeys(str(task.who(record)) for record in records)
    due_on = due_of(task, records[0]) if records and shows_due else None
    words, tone = due_words(due_on) if due_on else ("", "")
    return {"topic": topic, "who": "、".join(names), "what": task.what if task else "", "due": words, "tone": tone}


def first_tasks(topics, user):
    """By topic id the first task of the table that stands open on it, with a few of its records."""
    by_topic = {topic.pk: topic for topic in topics}
    found = defaultdict(lambda: defaultdict(list))
    for place, topic, record in sorted(open_tasks(list(by_topic), user)):
        found[topic][place].append(record)
    firsts = {topic: min(places.items()) for topic, places in found.items()}
    records = records_of(firsts.values())
    tasks = {}
    for topic, (place, keys) in firsts.items():
        task = TASKS[place]
        if task.path:
            rows = [records[task.records().model][key] for key in keys[:MOST_NAMES]]
            for row in rows:
                row.topic = by_topic[topic]
        else:
            rows = [by_topic[topic]]
        tasks[topic] = (task, rows)
    return tasks


def open_tasks(topics, user):
    """Rows (place in the table of tasks, topic, record) of all tasks that stand open on these topics, in one query."""
    if not topics:
        return []
    first, *others = (open_of(place, task, topics, user) for place, task in enumerate(TASKS) if task.stages)
    return first.union(*others)


def open_of(place, task, topics, user):
    records = task.records().filter(**{f"{task.path}pk__in": topics, f"{task.path}stage__in": task.stages})
    if records.model is Recommendation and not topic_fields(user):
        records = records.filter(pk__in=Recommendation.objects.visible_to(user).values("pk"))
    return records.order_by().values_list(Value(place), F(f"{task.path}pk"), F("pk"))


def records_of(firsts):
    """The records named by (place, keys), by model and key."""
    keys = defaultdict(set)
    for place, named in firsts:
        keys[TASKS[place].records().model].update(named[:MOST_NAMES])
    return {model: RECORDS[model].in_bulk(keys[model]) for model in RECORDS}
