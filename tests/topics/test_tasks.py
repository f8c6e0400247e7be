from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from members.models import Role
from tests import factories
from tests.annual import Year
from tests.desks import join, submitted
from tests.journeys import Journey, day
from topics.models import AnnualPlan, Body, Topic
from topics.tasks.next_steps import home_rows, next_step
from topics.tasks.table import MOST_RECORDS, TASKS, next_tasks, tasks_of

AT_HOME = ["office", "clerk", "party_group", "presidium", "member_user", "dept_user", "government", "auditor"]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_no_two_tasks_of_a_home_bear_the_same_words_in_another_order(language):
    with override(language):
        words = ["".join(sorted(str(task.what).lower())) for task in TASKS if task.is_on_home]

    assert len(set(words)) == len(words)


def names_for(user):
    return [task.name for task, _records in tasks_of(factories.fresh(user))]


def next_names(topic):
    topic.refresh_from_db()
    return [task.name for task, _records in next_tasks(topic)]


@pytest.mark.long
def test_a_proposed_topic_waits_for_the_office_alone(journey, cast):
    journey.proposed()

    assert {name: names_for(user) for name, user in cast.items() if names_for(user)} == {
        "office": ["screen"],
        "office2": ["screen"],
    }


def test_the_gold_card_follows_the_plan_through_both_bodies(journey):
    plan = journey.drafted_plan()
    seen = [next_names(journey.topic)]
    journey.take(plan, "submit", "clerk", day(2))
    seen.append(next_names(journey.topic))
    meeting = journey.meeting(Body.PARTY_GROUP, day(3), plan)
    seen.append(next_names(journey.topic))

    assert meeting.stage == "held"
    assert seen == [["submit_plan"], ["put_on_agenda"], ["decide_plan"]]


def test_the_revision_waits_again_once_it_is_withdrawn(journey):
    plan = journey.submitted_plan()
    journey.decide(plan, Body.PARTY_GROUP, "after_revision", "补充议程")
    revision = journey.drafted_plan(revises=plan, planned_on=timezone.localdate())
    seen = [next_names(journey.topic)]
    for step, who, answers in (("submit_revision", "clerk", {}), ("withdraw_revision", "clerk", {"reason": "另报"})):
        journey.take(revision, step, who, **answers)
        seen.append(next_names(journey.topic))

    assert seen == [["submit_plan"], ["confirm_revision"], ["revise_plan"]]


def test_a_plan_passed_after_revision_waits_for_its_revision_alone_until_that_is_drafted(journey):
    plan = journey.submitted_plan()
    journey.decide(plan, Body.PARTY_GROUP, "after_revision", "补充经费来源")
    conditional = next_names(journey.topic)
    journey.drafted_plan(revises=plan)

    assert (conditional, next_names(journey.topic)) == (["revise_plan"], ["submit_plan"])


def test_no_countersign_is_awaited_of_a_department_that_has_ended(journey, department2):
    [recommendation] = journey.referred(1, co=[department2])
    submitted(journey, recommendation)
    awaited = next_names(journey.topic)
    department2.end(timezone.localdate() - timedelta(days=1))

    assert (awaited, next_names(journey.topic)) == (["countersign", "check_draft"], ["check_draft"])


def test_the_draft_plan_of_a_suspended_topic_waits_for_nobody_until_it_is_resumed(journey, cast):
    journey.drafted_plan()

    journey.take(journey.topic, "suspend", "office", reason="等待上级部署")
    at_rest = names_for(cast["clerk"])
    journey.take(journey.topic, "resume", "office", reason="已部署")

    assert (at_rest, names_for(cast["clerk"])) == ([], ["submit_plan"])


def test_plans_to_decide_wait_for_the_body_that_meets(journey, cast):
    journey.meeting(Body.PARTY_GROUP, day(3), journey.submitted_plan())

    assert (names_for(cast["party_group"]), names_for(cast["presidium"])) == (["decide"], [])


def test_a_postponed_meeting_waits_for_its_new_date(journey, cast):
    meeting = journey.meeting(Body.PARTY_GROUP, timezone.localdate())

    journey.take(meeting, "postpone", "office", reason="领导出差")

    assert (names_for(cast["office"]), names_for(cast["party_group"])) == (["reschedule_meeting"], [])


def test_referred_recommendations_wait_for_their_lead_department(journey, cast):
    journey.referred()

    rows, counts = home_rows(factories.fresh(cast["dept_user"]))

    assert [row["why"] for row in rows] == ["示例建议1", "示例建议2"] * 2
    assert [(count["name"], count["count"]) for count in counts] == [("receive", 2), ("contact", 2)]
    assert names_for(cast["dept2_user"]) == []


@pytest.mark.long
def test_home_counts_what_waits_beyond_the_rows_that_it_shows(journey, client, clerk):
    kept = {"proposer": "committee", "proposing_committee": journey.draft().proposing_committee, "created_by": clerk}
    Topic.objects.bulk_create(Topic(title="示例议题", source="cppcc_selected", **kept) for _each in range(MOST_RECORDS))
    client.force_login(clerk)

    first, every = client.get("/"), client.get("/?all")

    assert [(count["name"], count["count"]) for count in first.context["counts"]] == [("complete_draft", 201)]
    assert "显示前 200 项，共 201 项" in first.text
    assert (len(every.context["rows"]), "以上为前 200 项，共 201 项" in every.text) == (MOST_RECORDS, True)


def test_what_waits_for_nobody_is_asked_in_one_query(office, django_assert_num_queries):
    assert office.as_member is None and office.current_appointments

    with django_assert_num_queries(1):
        assert tasks_of(office) == []


def test_an_account_kept_for_an_appointment_waits_to_be_closed_once_that_has_ended(cast, committee, member_user, as_):
    today = timezone.localdate()
    factories.appointment(member_user, Role.COMMITTEE_STAFF, committee=committee)
    member_user.as_member.leave(today - timedelta(days=1), "示例辞职", keeps_account=True)
    seen = [names_for(cast["sysadmin"])]

    member_user.appointments.update(ends_on=today - timedelta(days=1))
    page = as_("sysadmin").get("/")

    assert [*seen, names_for(cast["sysadmin"]), names_for(cast["secadmin"])] == [[], ["close_account"], []]
    assert [row["told"] for row in page.context["rows"]] == [
        [f"联络工委工作人员 · {committee}（至{date_format(today - timedelta(days=1))}）"]
    ]
    assert reverse("account_close", args=[member_user.pk]) in page.text
    member_user.close(today)
    assert names_for(cast["sysadmin"]) == []


@pytest.mark.parametrize(
    "held", ["nothing", "a mandate to come", "an appointment to come", "a mandate", "an appointment"]
)
def test_an_account_that_is_for_something_or_never_was_waits_for_nobody(cast, outsider, held):
    begins = timezone.localdate() + timedelta(days="come" in held)
    factories.appointment(factories.user("other"), Role.OFFICE)
    if "appointment" in held:
        factories.appointment(
            outsider, Role.OFFICE, starts_on=begins - timedelta(days=9), ends_on=begins - timedelta(days=8)
        )
        factories.appointment(outsider, Role.OFFICE, starts_on=begins)
    elif "mandate" in held:
        factories.member(user=outsider).begin_on(begins)

    assert names_for(cast["sysadmin"]) == []


def test_where_not_all_fit_those_without_a_due_date_are_left_out_first(journey, cast):
    undated = journey.proposed()
    Topic.objects.filter(pk=undated.pk).update(due_on=None)
    dated = Journey(cast).proposed()

    found = [records for task, records in tasks_of(factories.fresh(cast["office"]), most=1) if task.name == "screen"]

    assert found == [[dated]]


@pytest.mark.long
def test_an_answer_waits_for_its_proposer_and_once_late_for_the_office_too(journey, cast):
    journey.answered(recommendations=1)
    today = timezone.localdate()
    waiting = {}
    for due_on in (today, today - timedelta(days=1)):
        journey.topic.recommendations.update(evaluation_due_on=due_on)
        waiting[due_on] = [name for name in ("clerk", "office") if {"evaluate", "lapse"} & set(names_for(cast[name]))]

    assert list(waiting.values()) == [["clerk"], ["clerk", "office"]]


@pytest.mark.long
def test_an_answer_sent_back_to_a_department_that_ended_waits_for_the_office(journey, cast, department):
    [recommendation] = journey.answered(recommendations=1)
    department.end(timezone.localdate() - timedelta(days=1))

    journey.evaluate(recommendation, "not_satisfied")

    assert (names_for(cast["office"])[-1], names_for(cast["dept_user"])) == ("answer_on_behalf", [])
    assert next_names(journey.topic) == ["answer_on_behalf"]
    card = next_step(journey.topic, factories.fresh(cast["office"]))
    assert (card["who"], card["is_me"], "已终止" in str(card["what"])) == ("政协办公室", True, True)


def test_the_gold_card_says_who_until_when_and_whether_it_is_me(journey, cast):
    topic = journey.proposed()

    for_office = next_step(topic, factories.fresh(cast["office"]))
    for_clerk = next_step(topic, factories.fresh(cast["clerk"]))

    assert (for_office["is_me"], for_clerk["is_me"]) == (True, False)
    assert (for_office["due_on"], for_office["due_basis"] != "") == (topic.due_on, True)


def test_a_session_still_to_come_does_not_wait_yet(journey, cast):
    journey.planned_session(on=timezone.localdate() + timedelta(days=3))

    assert next_names(journey.topic) == ["log_session"]
    assert names_for(cast["clerk"]) == []


def work_of_every_kind(cast):
    """Topics that wait for somebody at each turn of the path, and meetings in each of their stages."""
    past = timezone.localdate() - timedelta(days=1)
    Journey(cast).proposed()
    Journey(cast).accepted()
    Journey(cast).drafted_plan()
    Journey(cast).submitted_plan()
    Journey(cast).meeting(Body.PRESIDIUM, past)
    Journey(cast).meeting(Body.PARTY_GROUP, past, Journey(cast).submitted_plan())
    Journey(cast).decide(Journey(cast).submitted_plan(), Body.PARTY_GROUP)
    Journey(cast).approved_plan()
    Journey(cast).drafted_session()
    Journey(cast).completed_session()
    Journey(cast).concluded()
    Journey(cast).referred()
    Journey(cast).answered()


@pytest.mark.long
def test_home_takes_as_many_queries_for_one_row_of_a_kind_as_for_many(cast, client, queries_of):
    def taken():
        found = {}
        for name in AT_HOME:
            client.force_login(cast[name])
            found[name] = queries_of("/?all")
        return found

    work_of_every_kind(cast)
    few = taken()
    work_of_every_kind(cast)

    assert taken() == few


@pytest.mark.long
def test_who_can_put_forward_for_the_annual_plan_is_told_while_it_is_collected_until_they_have(journey, cast):
    year = Year(cast)
    plan = year.drafted()
    whose = ["clerk", "government", "member_user", "dept_user"]
    asked = {name: names_for(cast[name]) for name in whose}

    year.candidate(plan)
    journey.draft(proposer="members", created_by=cast["member_user"])
    done = {name: names_for(cast[name]) for name in ("clerk", "member_user")}
    AnnualPlan.objects.update(stage="submitted")

    assert asked == {
        "clerk": ["put_forward"],
        "government": ["put_forward"],
        "member_user": ["recommend"],
        "dept_user": [],
    }
    assert done == {"clerk": [], "member_user": ["complete_draft"]}
    assert names_for(cast["government"]) == []


@pytest.mark.long
def test_a_submitted_draft_waits_for_countersigns_and_then_for_who_checks_it(journey, cast, department2):
    join(journey, "head", is_head=True)
    [record] = journey.referred(1, co=[department2])
    submitted(journey, record)
    steps = [next_step(journey.topic, cast["office"])]
    journey.take(record, "countersign", "dept2_user", agreement="agrees", remark="")
    steps.append(next_step(journey.topic, cast["office"]))

    told = [(str(step["what"]), step["who"]) for step in steps]
    assert told == [("会签答复草稿", "示例教育局"), ("审核并发出答复", "示例水务局")]


@pytest.mark.parametrize(("begins", "gone", "waits"), [(0, 2, True), (1, 2, False), (0, 1, False), (None, 2, False)])
def test_a_committee_whose_townships_others_have_waits_to_be_ended(cast, committee, as_, begins, gone, waits):
    former, later = [factories.township(f"示例{name}镇") for name in "甲乙"], timezone.localdate()
    committee.townships.set(former)
    successor = factories.committee("合并片区政协联络工作委员会", short_name="合并片区联络工委")
    successor.valid_from = begins if begins is None else later + timedelta(days=begins)
    successor.save()
    successor.townships.set(former[:gone])

    page = as_("office").get("/")

    assert names_for(cast["office"]) == ["end_committee"] * waits
    assert (reverse("committee_end", args=[committee.pk]) in page.text) == waits
    assert names_for(cast["clerk"]) == []
    committee.end(timezone.localdate())
    assert names_for(cast["office"]) == []
