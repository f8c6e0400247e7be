"""Every step writes one line, never edited, never deleted; a changed line is found (docs/rules.md, rule 6)."""

import hashlib
import json
import re
from datetime import UTC
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone, translation

from consult.append_only import check_triggers, install_triggers, lift_triggers, missing_triggers
from consult.models import AppendOnly
from tests import factories
from tests.annual import YEAR, Year
from tests.journeys import day
from topics.history import broken_links
from topics.history_lines import in_words
from topics.models import Step


def execute(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_each_step_writes_one_line_saying_who_when_from_to_and_why(journey, office):
    topic = journey.proposed()
    before = timezone.now()

    journey.take(topic, "return", "office", day(1), reason="请补充背景")

    line = topic.steps.get(sequence=2)
    assert (line.actor, line.actor_name, line.on_behalf_of) == (office, "office", "office")
    assert (line.transition, line.from_stage, line.to_stage) == ("return", "proposed", "returned")
    assert line.answers == {"reason": "请补充背景"}
    assert line.happened_on == day(1)
    assert before <= line.recorded_at <= timezone.now()


def test_a_member_who_acts_alone_acts_for_nobody_else():
    alone, both = "示例委员甲", "示例委员甲、示例委员乙"

    assert [Step(actor_name=alone, on_behalf_of=names).acted_for for names in (alone, both)] == ["", both]


def test_the_names_of_many_who_recommend_fit_into_the_line(journey, member_user):
    members = {"source": "member_recommended", "proposer": "members", "origin_document": "示例报告"}
    topic = journey.draft(**members, proposing_committee=None, created_by=member_user)
    topic.recommenders.set([member_user.as_member, *(factories.member("示例" * 15) for _each in range(4))])

    journey.take(topic, "propose", "member_user", day(0))

    told = topic.steps.get().on_behalf_of
    assert (told[:5], len(told)) == ("示例委员甲", Step._meta.get_field("on_behalf_of").max_length)


def test_consequence_is_a_line_of_its_own_in_the_name_of_its_cause(journey, clerk):
    journey.submitted_plan()

    cause, consequence = journey.topic.steps.order_by("-sequence")[:2][::-1]

    assert [(s.lifecycle, s.transition, s.is_consequence) for s in (cause, consequence)] == [
        ("plan", "submit", False),
        ("topic", "review", True),
    ]
    assert (consequence.actor, consequence.happened_on) == (clerk, cause.happened_on)


def test_lines_of_a_topic_are_numbered_without_gaps(journey):
    topic = journey.closed()

    sequence = list(topic.steps.values_list("sequence", flat=True))

    assert sequence == list(range(1, len(sequence) + 1))


def test_line_is_not_edited_or_deleted_through_the_models(journey):
    step = journey.proposed().steps.get()

    attempts = [
        step.save,
        step.delete,
        Step.objects.filter(pk=step.pk).delete,
        Step.objects.all().delete,
        lambda: Step.objects.filter(pk=step.pk).update(actor_name="他人"),
    ]
    for attempt in attempts:
        with pytest.raises(AppendOnly):
            attempt()

    assert broken_links() == []


def test_lines_are_not_edited_in_bulk_through_the_models(journey):
    step = journey.proposed().steps.get()
    step.actor_name = "他人"

    with pytest.raises((AppendOnly, DatabaseError)), transaction.atomic():
        Step.objects.bulk_update([step], ["actor_name"])

    assert Step.objects.get().actor_name == "clerk"


@pytest.mark.parametrize(
    "statement",
    ["UPDATE topics_step SET actor_name = 'x'", "DELETE FROM topics_step", "UPDATE topics_step SET digest = ''"],
)
def test_database_itself_refuses_to_change_a_line(journey, statement):
    journey.proposed()

    with pytest.raises(DatabaseError):
        execute(statement)

    assert Step.objects.count() == 1


def test_topic_with_a_history_cannot_be_deleted(journey):
    topic = journey.proposed()

    with pytest.raises(DatabaseError):
        topic.delete()


def test_command_verifies_an_untouched_history(journey):
    journey.closed()
    said = StringIO()

    call_command("verify_history", stdout=said)

    assert said.getvalue().strip() == f"{Step.objects.count()} lines verified."


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE topics_step SET actor_name = 'x' WHERE id = %s",
        "UPDATE topics_step SET answers = '{}' WHERE id = %s",
        "UPDATE topics_step SET happened_on = '2020-01-01' WHERE id = %s",
        "UPDATE topics_step SET sequence = 900 WHERE id = %s",
        "DELETE FROM topics_step WHERE id = %s",
    ],
)
def test_command_names_a_line_that_was_changed_behind_the_triggers(journey, change):
    topic = journey.proposed()
    journey.take(topic, "return", "office", day(1), reason="请补充背景")
    journey.take(topic, "propose", "clerk", day(2))
    lift_triggers()
    execute(change, topic.steps.get(sequence=2).pk)
    install_triggers()

    with pytest.raises(CommandError):
        call_command("verify_history", stderr=StringIO())

    assert {step.topic_id for step in broken_links()} == {topic.pk}


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE: it deletes line by line")
def test_history_cannot_be_truncated(journey):
    journey.proposed()

    # What is deferred to the end of the transaction would refuse it too, and hide the trigger.
    execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(DatabaseError, match="append-only"):
        execute("TRUNCATE topics_step CASCADE")

    assert Step.objects.count() == 1


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite cannot switch a trigger off, only drop it")
def test_trigger_switched_off_is_an_error_of_the_check(db):
    execute("ALTER TABLE topics_step DISABLE TRIGGER topics_step_no_delete")

    assert [error.id for error in check_triggers(None, ["default"])] == ["consult.E005"]


def test_missing_triggers_come_back_with_the_command_that_the_check_names(db):
    lift_triggers()
    [error] = check_triggers(None, ["default"])

    command, *options = re.search("manage.py (.+)`", error.msg)[1].split()
    call_command(command, skip_checks="--skip-checks" in options, verbosity=0)

    assert missing_triggers() == set()


def test_command_names_a_changed_line_of_an_annual_plan(year):
    plan, other = year.reviewed(), Year(year.cast, YEAR + 1).submitted()
    lift_triggers()
    execute("UPDATE topics_step SET actor_name = 'x' WHERE id = %s", plan.steps.get(sequence=1).pk)
    install_triggers()
    said = StringIO()

    with pytest.raises(CommandError):
        call_command("verify_history", stderr=said)

    assert said.getvalue().splitlines()[0] == f"changed: annual plan {plan.pk}, line 1"
    assert {step.annual_plan_id for step in broken_links()} == {plan.pk}
    assert [step.sequence for step in other.steps.all()] == [1]


def test_line_belongs_to_one_chain(year, journey):
    step, plan = journey.proposed().steps.get(), year.drafted()
    step.pk, step.annual_plan = None, plan

    with pytest.raises(DatabaseError), transaction.atomic():
        step.save()


def test_lines_from_before_annual_plans_were_kept_verify_as_ever(journey):
    """Their digest was made without the field that they do not have."""
    step = journey.proposed().steps.get()
    written_then = {
        "topic_id": step.topic_id, "meeting_id": None, "plan_id": None, "session_id": None, "recommendation_id": None,
        "sequence": 1, "lifecycle": "topic", "transition": "propose", "from_stage": "draft", "to_stage": "proposed",
        "actor_id": step.actor_id, "actor_name": "clerk", "on_behalf_of": step.on_behalf_of, "is_consequence": False,
        "answers": {}, "happened_on": step.happened_on.isoformat(),
        "recorded_at": step.recorded_at.astimezone(UTC).isoformat(), "previous": "",
    }  # fmt: skip

    canonical = json.dumps(written_then, sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    assert step.digest == hashlib.sha256(canonical.encode()).hexdigest()


def test_missing_trigger_is_an_error_of_the_check(db):
    healthy = check_triggers(None, ["default"])

    execute("DROP TRIGGER topics_step_no_DELETE" + (" ON topics_step" if connection.vendor == "postgresql" else ""))

    assert healthy == []
    assert [error.id for error in check_triggers(None, ["default"])] == ["consult.E005"]
    install_triggers()
    assert missing_triggers() == set()


def test_history_reads_the_same_whichever_language_its_writer_works_in(journey):
    plan = journey.submitted_plan()
    meeting = journey.meeting("party_group", timezone.localdate())

    with translation.override("en"):
        journey.take(meeting, "put_on", "office", plans=[plan])

    [kept] = meeting.steps.get(transition="put_on").answers["plans"]
    assert kept["text"].endswith("第1轮方案第1稿")


def test_kept_days_and_times_are_shown_as_people_write_them():
    shown = [in_words("meets_on", "2026-11-25"), in_words("meets_at", "09:30:00"), in_words("reason", "2026-11-25前")]

    assert shown == ["2026年11月25日", "09:30", "2026-11-25前"]


def test_a_line_that_was_changed_with_its_digest_breaks_the_next_one(journey):
    topic = journey.proposed()
    journey.take(topic, "return", "office", day(1), reason="请补充背景")
    changed = topic.steps.get(sequence=1)
    changed.actor_name = "x"
    lift_triggers()
    execute("UPDATE topics_step SET actor_name = 'x', digest = %s WHERE id = %s", changed.digest_after(""), changed.pk)
    install_triggers()

    assert [step.sequence for step in broken_links()] == [2]
