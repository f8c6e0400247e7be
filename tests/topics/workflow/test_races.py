"""Eight processes at once on one database: one effect, one line of history, the others told (docs/rules.md, rule 8)."""

import multiprocessing
from collections import Counter
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.utils import timezone

from consult.append_only import install_triggers, lift_triggers
from members.models import Member, Role
from tests import factories
from tests.databases import copy_to, url_of
from tests.journeys import Journey, day
from tests.topics.workflow.racers import LINES_EACH, PATIENCE, race
from topics.models import Body, Recommendation

pytestmark = [pytest.mark.long, pytest.mark.django_db]

RUNNERS = 8
YEAR = day(0).year
GUEST = {"name": "示例群众", "unit": "示例村", "category": "public"}
TOPICS_IN_PREPARATION = 7
COMPLETE = ["示例目的", "情况通报", "自由互动"]


@pytest.fixture(scope="module")
def raced(django_db_setup, django_db_blocker, tmp_path_factory):
    """All heats run once: what each runner was told, by heat, and what the database then holds."""
    with django_db_blocker.unblock(), prepared(tmp_path_factory.mktemp("race")) as (url, lines):
        said = run(url, lines, tmp_path_factory.mktemp("files"))
    told = {name: Counter(answers[name] for answers, _left in said) for name in said[0][0]}
    return told, next(left for _answers, left in said if left)


def run(url, lines, files):
    """One process per line, and what each said."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", url)
        patch.setenv("CONSULT_MEDIA", str(files))
        context = starter()
        barrier, results = context.Barrier(RUNNERS), context.Queue()
        runners = [
            context.Process(target=race, args=(number, heats, barrier, results)) for number, heats in enumerate(lines)
        ]
        for runner in runners:
            runner.start()
        said = [results.get(timeout=2 * PATIENCE) for _runner in runners]
        for runner in runners:
            runner.join(PATIENCE)
        return said


def starter():
    """How processes are started: from one that has already read the code, where the system can."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["pytest", "tests.topics.workflow.racers", "consult.urls"])
    return context


@contextmanager
def prepared(directory):
    """The heats, and the URL of a database that other processes can open; nothing stays in the test database."""
    if connection.vendor == "postgresql":
        lines = heats()
        yield url_of(connection.settings_dict), lines
        lift_triggers()
        with connection.cursor() as cursor:
            cursor.execute(
                "TRUNCATE members_user, members_member, members_term, committees_committee, committees_department,"
                " topics_numberseries CASCADE"
            )
        install_triggers()
        return
    with transaction.atomic():
        lines = heats()
        copy_to(directory / "race.sqlite3")
        transaction.set_rollback(True)
    yield f"sqlite:///{directory / 'race.sqlite3'}", lines


def heats():
    """For each runner the heats it takes part in, on records prepared by the workflow."""
    committee, department = factories.committee(), factories.department()
    offices = [appointed(f"office{number}", Role.OFFICE) for number in range(RUNNERS)]
    party_group = [appointed(f"party{number}", Role.PARTY_GROUP) for number in range(RUNNERS)]
    cast = {
        "office": offices[0],
        "party_group": party_group[0],
        "presidium": appointed("presidium", Role.PRESIDIUM),
        "clerk": appointed("clerk", Role.COMMITTEE_STAFF, committee=committee),
        "second_office": appointed("second_office", Role.OFFICE),
        "dept_user": appointed("department", Role.DEPARTMENT, department=department),
    }
    for name in ("member_user", "member2_user"):
        account = factories.user(name, password=None)
        factories.member(committee=committee, user=account)
        cast[name] = factories.fresh(account)
    return lines_of(Journey(cast))


def appointed(username, role, **unit):
    return factories.appoint(factories.user(username, password=None), role, **unit)


def lines_of(journey):
    recommendations = journey.referred(2)
    reassigned, shared, former = given_to_wrong_departments(journey)
    journey.topic = None
    plan = journey.submitted_plan()
    item = journey.meeting(Body.PARTY_GROUP, day(3), plan).items.get()
    journey.topic = None
    deferred = journey.submitted_plan()
    second_item = journey.meeting(Body.PARTY_GROUP, day(3), deferred).items.get()
    journey.topic = None
    session = journey.planned_session(on=timezone.localdate())
    session.attendances.all().delete()
    edited, invited = (plan_to_be_raced_for(journey) for _each in range(2))
    journey.topic = None
    proposed = [journey.proposed() for _each in range(RUNNERS + 1)]
    place = {"committee": plan.topic.organiser.pk, "committee_post": "director", "on": timezone.localdate()}
    equals = [factories.member(committee=plan.topic.organiser).pk for _each in range(RUNNERS)]
    journey.take(deferred.topic, "research", "clerk", day(3), findings="示例")
    decided = {"happened_on": day(3), "opinion": "示例意见"}
    answer = {"decision": "adopted", "handling_result": "A", "measures": "示例", "completed_on": day(20)}
    accept = {"organiser": None, "is_planned": True, "happened_on": day(1)}
    return [
        [
            ("decide", "plan", plan.pk, "pass_party_group", f"party{number}",
             decided | {"item": item.pk, "outcome": "passed"}),
            ("defer", "plan", deferred.pk, "defer_party_group", f"party{number}",
             decided | {"item": second_item.pk, "outcome": "deferred"}),
            ("answer", "recommendation", recommendations[number % 2].pk, "answer", "department", answer),
            ("reassigned", "recommendation", reassigned.pk, "unreassign", f"office{number}", {"reason": "选错单位"}),
            ("shared", "recommendation", shared.pk, "unsucceed_share", f"office{number}",
             {"back_to": former.pk, "reason": "选错单位"}),
            ("scan", "session", session.pk, "check_in", "member_user", GUEST),
            ("accept one", "topic", proposed[0].pk, "accept", f"office{number}", accept),
            ("accept each", "topic", proposed[number + 1].pk, "accept", f"office{number}", accept),
            ("freeze", "topic", proposed[0].pk, "freeze", f"office{number}", {}),
            ("tell", "topic", proposed[0].pk, "tell", f"office{number}", {}),
            ("edit", "plan", edited.pk, *(("submit", "edit")[number > 1], "clerk"), edit_by(number)),
            ("direct", "member", equals[number], "move", f"office{number}", place),
            ("invite", "plan", invited.pk, *(("submit", "invite")[number % 2], "clerk"), invite_by(number)),
        ]
        for number in range(RUNNERS)
    ]  # fmt: skip


def given_to_wrong_departments(journey):
    """Two recommendations, a lead that was named instead and a share that was given away by mistake, and by whom."""
    journey.topic = None
    former, wrong = factories.department("示例交通局"), factories.department("示例商务局")
    reassigned, shared = journey.referred(2, co=[former])
    Recommendation.objects.filter(pk__in=[reassigned.pk, shared.pk]).update(text="示例改交")
    journey.take(reassigned, "object", "dept_user", day(14), referral=reassigned.lead, reason="非本单位职责")
    said = {"department": wrong, "due_on": day(80), "reason": "示例"}
    journey.take(reassigned, "reassign", "second_office", day(15), **said)
    said = {"former_share": former, "successor": wrong, "reason": "示例"}
    journey.take(shared, "succeed_share", "second_office", day(15), **said)
    return reassigned, shared, former


def plan_to_be_raced_for(journey):
    journey.topic = None
    journey.accepted(title="示例竞争方案")
    return journey.drafted_plan()


def edit_by(number):
    """What most type into a draft while the first two submit it."""
    if number < 2:
        return {"happened_on": day(2)}
    counts = {f"{rows}-{part}": 0 for rows in ("agenda", "guests") for part in ("TOTAL_FORMS", "INITIAL_FORMS")}
    words = f"改写{number}"
    return counts | {"purpose": words, "agenda-TOTAL_FORMS": 1, "agenda-0-title": words, "agenda-0-ORDER": 1}


def invite_by(number):
    return (
        {"remove": "1", "invited": list(Member.objects.values_list("pk", flat=True))}
        if number % 2
        else {"happened_on": day(2)}
    )


def count(raced, line):
    return raced[1]["lines"].count(line)


def test_item_decided_by_eight_at_once_is_decided_once(raced):
    told, left = raced

    assert told["decide"] == {"done": 1, "Moved": 7}
    assert left["decisions"] == ["deferred", *["passed"] * (2 + 2 + 2 + 1)]
    assert count(raced, "plan pass_party_group") == 1


def test_item_deferred_by_eight_at_once_is_deferred_once_though_its_stage_stays(raced):
    told, _left = raced

    assert told["defer"] == {"done": 1, "Moved": 7}
    assert count(raced, "plan defer_party_group") == 1


def test_last_two_answers_at_the_same_moment_answer_the_topic_exactly_once(raced):
    told, left = raced

    assert told["answer"] == {"done": 2, "Moved": 6}
    assert (left["answers"], left["stages"][0]) == (2, "answered")
    assert count(raced, "topic answer") == 1


def test_departments_brought_back_by_eight_at_once_are_brought_back_once(raced):
    told, left = raced
    assert (told["reassigned"], told["shared"]) == ({"done": 1, "Moved": 7}, {"done": 1, "Moved": 7})
    assert left["wrongly referred"] == [("objected", 2, 2), ("referred", 2, 2)]
    assert (count(raced, "recommendation unreassign"), count(raced, "recommendation unsucceed_share")) == (1, 1)


def test_topic_accepted_by_eight_at_once_gets_one_number(raced):
    told, _left = raced

    assert told["accept one"] == {"done": 1, "Moved": 7}


def test_topics_accepted_at_once_get_numbers_without_gaps(raced):
    told, left = raced
    numbered = TOPICS_IN_PREPARATION + 1 + RUNNERS

    assert told["accept each"] == {"done": 8}
    assert left["numbers"] == [f"{YEAR}-{number:03}" for number in range(1, numbered + 1)]
    assert count(raced, "topic accept") == 1 + RUNNERS


def test_eight_scans_at_once_are_one_member_and_one_guest(raced):
    told, left = raced

    assert told["scan"] == {"done": 8}
    assert (left["at_door"], left["guests"]) == (["expected"], ["示例群众（示例村）"])


def test_of_eight_made_director_of_one_committee_at_once_one_is(raced):
    told, left = raced

    assert (told["direct"]["done"], left["directors"]) == (1, 1)
    assert set(told["direct"]) <= {"done", 200, 409}


def test_report_frozen_by_eight_at_once_is_frozen_once_and_the_others_are_told(raced):
    told, left = raced

    assert told["freeze"] == {"done": 1, "Conflict": 7}
    assert (left["frozen"], left["files"]) == ([True], 1)


def test_lines_of_the_audit_trail_told_by_eight_at_once_have_their_numbers_and_their_chain(raced):
    told, left = raced

    assert told["tell"] == {"done": 8}
    # Each signs in for each of the three races of forms; one of the directors is told.
    assert left["trail"] == list(range(1, RUNNERS * (LINES_EACH + 3) + 1 + 1))
    assert left["broken lines"] == 0


def test_a_plan_edited_and_submitted_by_eight_at_once_is_frozen_as_one_of_them_saw_it(raced):
    told, left = raced
    stage, words, _invited = left["raced plans"][0]

    assert told["edit"] == {"done": 1, 409: 7}
    assert words == COMPLETE if stage == "submitted" else len(words) == words.count(words[0]) == 2


def test_members_taken_from_a_plan_while_it_is_submitted_are_on_it_if_it_was(raced):
    told, left = raced
    stage, words, invited = left["raced plans"][1]

    assert set(told["invite"]) <= {"done", 409}
    assert (words, invited) == (COMPLETE, 2 if stage == "submitted" else 0)
    assert count(raced, "plan submit") == [each[0] for each in left["raced plans"]].count("submitted")


def test_chains_of_the_history_hold_after_the_race(raced):
    _told, left = raced

    assert left["broken"] == 0
