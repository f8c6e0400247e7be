"""What the bodies read and decide: papers, decision sheet, corrections."""

import pytest
from django.urls import reverse

from tests import factories
from tests.journeys import day
from topics.models import Body, Decision, Plan, PlanStage, TopicStage
from topics.workflow import take
from topics.workflow.plan import transition_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(journey):
    """A held meeting of the Party group with three submitted plans."""
    plans = []
    for number in range(3):
        journey.topic = None
        plans.append(journey.submitted_plan())
        plans[-1].topic.title = f"示例议题{number}"
        plans[-1].topic.save()
    return journey.meeting(Body.PARTY_GROUP, day(3), *plans)


def sheet_of(meeting):
    return reverse("decision_sheet", args=[meeting.pk])


def typed(item, outcome="", opinion="", version=None):
    prefix = f"item-{item.pk}"
    version = version or Plan.objects.get(pk=item.plan_id).version
    return {f"{prefix}-outcome": outcome, f"{prefix}-opinion": opinion, f"{prefix}-version": version}


def sheet(*rows):
    return {name: value for row in rows for name, value in row.items()}


def stages(meeting):
    return [item.plan.stage for item in meeting.items.all()]


def test_a_whole_agenda_is_decided_with_one_save(held, as_):
    one, two, three = held.items.all()
    data = sheet(typed(one, "passed"), typed(two, "returned", "参加部门不全"), typed(three, "deferred", "再调研"))

    response = as_("party_group").post(sheet_of(held), data)

    assert response.url == sheet_of(held)
    assert stages(held) == [PlanStage.PARTY_PASSED, PlanStage.RETURNED, PlanStage.SUBMITTED]
    assert [(d.outcome, d.opinion, d.decided_on) for d in Decision.objects.order_by("item")] == [
        ("passed", "", day(3)), ("returned", "参加部门不全", day(3)), ("deferred", "再调研", day(3)),
    ]  # fmt: skip


def test_a_sheet_decided_in_part_leads_to_what_is_open(held, as_):
    one, two, three = held.items.all()
    client = as_("party_group")
    whole = client.get(sheet_of(held)).text
    client.post(sheet_of(held), typed(two, "passed"))

    page = client.get(sheet_of(held)).text

    links = [f'<a href="#row-{item.pk}">' for item in (one, two, three)]
    assert [link in page for link in links] == [True, False, True]
    assert links[0] not in whole


def test_the_box_of_the_opinion_bears_its_name_on_the_phone_too(held, as_):
    assert as_("party_group").get(sheet_of(held)).text.count('data-label="意见') == 3


def test_a_part_of_the_agenda_can_be_decided_and_the_rest_later(held, as_):
    one, two, three = held.items.all()

    as_("party_group").post(sheet_of(held), sheet(typed(one), typed(two, "passed"), typed(three)))
    rows = as_("party_group").get(sheet_of(held)).context["rows"]

    assert [bool(row.form) for row in rows] == [True, False, True]
    assert stages(held) == [PlanStage.SUBMITTED, PlanStage.PARTY_PASSED, PlanStage.SUBMITTED]


@pytest.mark.parametrize("outcome", ["after_revision", "deferred", "refused", "returned"])
def test_a_conclusion_that_needs_a_reason_is_not_saved_without_and_nothing_typed_is_lost(held, as_, outcome):
    one, two, three = held.items.all()
    data = sheet(typed(one, "in_principle", "写好的意见"), typed(two, outcome, "  "), typed(three))

    page = as_("party_group").post(sheet_of(held), data)

    form = page.context["rows"][0].form
    assert page.status_code == 200
    assert len(page.context["wrong"]) == 1
    assert (form["outcome"].value(), form["opinion"].value()) == ("in_principle", "写好的意见")
    assert not Decision.objects.exists()


def test_an_opinion_without_a_conclusion_is_asked_about(held, as_):
    one, two, three = held.items.all()

    page = as_("party_group").post(sheet_of(held), sheet(typed(one, "", "意见"), typed(two), typed(three)))

    assert page.context["rows"][0].form.errors["outcome"]


def test_all_as_passed_fills_what_is_empty_and_saves_nothing(held, as_):
    one, two, three = held.items.all()
    data = sheet(typed(one), typed(two, "deferred", "再调研"), typed(three), {"all_passed": "1"})

    page = as_("party_group").post(sheet_of(held), data)

    chosen = [row.form["outcome"].value() for row in page.context["rows"]]
    assert chosen == ["passed", "deferred", "passed"]
    assert page.context["rows"][1].form["opinion"].value() == "再调研"
    assert "尚未保存" in page.content.decode()
    assert not Decision.objects.exists()


def test_who_recorded_reads_who_corrects_a_wrong_entry(held, as_):
    one = held.items.first()
    told = "更正记录由本机构另一人办理"

    before = as_("party_group").get(sheet_of(held)).content.decode()
    as_("party_group").post(sheet_of(held), sheet(typed(one, "passed")))
    pages = [as_(name).get(sheet_of(held)).content.decode() for name in ("party_group", "party_group2", "office")]

    assert [told in page for page in (before, *pages)] == [False, True, False, False]


def test_a_row_that_somebody_else_decided_meanwhile_is_told_and_the_others_are_recorded(held, as_, cast):
    one, two, three = held.items.all()
    data = sheet(typed(one, "passed"), typed(two, "returned", "我的理由"), typed(three))
    passing = {"item": two, "outcome": "passed"}
    take(two.plan, "pass_party_group", by=cast["party_group2"], happened_on=day(3), **passing)

    page = as_("party_group").post(sheet_of(held), data)

    rows = page.context["rows"]
    assert page.status_code == 409
    assert [bool(row.note) for row in rows] == [False, True, False]
    assert "我的理由" in page.content.decode()
    assert [row.decision and row.decision.recorded_by.username for row in rows] == ["party_group", "party_group2", None]
    assert [decision.outcome for decision in two.decisions.all()] == ["passed"]


def test_a_row_that_was_seen_in_an_older_version_is_told_and_keeps_the_words(held, as_):
    one, two, three = held.items.all()
    data = sheet(typed(one, "refused", "我的理由", version=77), typed(two, "passed"), typed(three))

    page = as_("party_group").post(sheet_of(held), data)

    rows = page.context["rows"]
    assert page.status_code == 409
    assert ([bool(row.note) for row in rows], "我的理由" in page.content.decode()) == ([True, False, False], True)
    assert stages(held) == [PlanStage.SUBMITTED, PlanStage.PARTY_PASSED, PlanStage.SUBMITTED]


def test_a_plan_that_came_onto_the_agenda_after_the_sheet_was_opened_stays_open(held, as_):
    one, two, _three = held.items.all()

    response = as_("party_group").post(sheet_of(held), sheet(typed(one, "passed"), typed(two)))

    assert response.status_code == 302
    assert stages(held) == [PlanStage.PARTY_PASSED, PlanStage.SUBMITTED, PlanStage.SUBMITTED]


def test_who_edited_the_plan_is_shown_why_and_cannot_send_it_either(held, as_, cast):
    one, two, _three = held.items.all()
    one.plan.editors.add(cast["party_group"])

    row = as_("party_group").get(sheet_of(held)).context["rows"][0]
    forged = as_("party_group").post(sheet_of(held), sheet(typed(one, "passed"), typed(two, "passed")))

    assert (row.form, bool(row.forbidden)) == (None, True)
    assert forged.status_code == 403
    assert not Decision.objects.exists()


def test_one_person_never_fills_both_bodies_conclusions(journey, as_, cast):
    plan = journey.party_passed_plan()
    factories.appoint(cast["party_group"], "presidium")
    meeting = journey.meeting(Body.PRESIDIUM, day(4), plan)
    item = meeting.items.get()

    row = as_("party_group").get(sheet_of(meeting)).context["rows"][0]
    forged = as_("party_group").post(sheet_of(meeting), typed(item, "passed"))

    assert bool(row.forbidden)
    assert forged.status_code == 403
    assert Plan.objects.get(pk=plan.pk).stage == PlanStage.PARTY_PASSED


@pytest.mark.parametrize(
    ("who", "reading", "deciding"),
    [
        *((who, 200, 403) for who in ("office", "clerk", "clerk2", "presidium", "auditor")),
        *((who, 404, 404) for who in ("member_user", "dept_user", "government", "sysadmin", "secadmin", "outsider")),
    ],
)
def test_others_read_the_sheet_at_most(held, as_, who, reading, deciding):
    data = sheet(*(typed(item, "passed") for item in held.items.all()))
    client = as_(who)

    pages = [client.get(reverse(n, args=[held.pk])) for n in ("decision_sheet", "decision_sheet_print", "papers")]

    assert {page.status_code for page in pages} == {reading}
    assert client.post(sheet_of(held), data).status_code == deciding
    assert not Decision.objects.exists()


def test_nothing_is_recorded_before_the_meeting_is_held(journey, as_):
    plan = journey.submitted_plan()
    meeting = journey.meeting(Body.PARTY_GROUP, day(3))
    item = meeting.items.create(plan=plan, order=1)

    row = as_("party_group").get(sheet_of(meeting)).context["rows"][0]
    posted = as_("party_group").post(sheet_of(meeting), typed(item, "passed"))

    assert (row.form, bool(row.blocked)) == (None, True)
    assert posted.status_code == 409
    assert not Decision.objects.exists()


@pytest.mark.long
def test_the_sheet_says_what_changed_since_the_body_last_saw_the_plan(journey, as_):
    first = journey.submitted_plan()
    journey.decide(first, Body.PARTY_GROUP, "returned", "理由")
    second = journey.drafted_plan(purpose="更清楚的目的")
    journey.take(second, "submit", "clerk", day(4))
    again = journey.decide(second, Body.PARTY_GROUP, "deferred", "再议", on=day(5))
    third = journey.meeting(Body.PARTY_GROUP, day(6), second)

    def row(meeting):
        return as_("clerk").get(sheet_of(meeting)).context["rows"][0]

    assert row(first.agenda_items.get().meeting).comparison is None
    assert [change.after for change in row(again.meeting).comparison.changes] == ["更清楚的目的"]
    assert row(third).comparison.changes == []


def test_the_presidium_sees_the_party_groups_conclusion_and_the_revision_after_it(journey, as_):
    plan = journey.submitted_plan()
    journey.decide(plan, Body.PARTY_GROUP, "after_revision", "补充代表")
    revision = journey.drafted_plan(revises=plan, host="另一主持人")
    journey.take(revision, "submit_revision", "clerk", day(4))
    confirming = as_("office").get(reverse("step", args=["plan", revision.pk, "confirm_party_group"]))
    journey.take(revision, "confirm_party_group", "office", day(4))
    meeting = journey.meeting(Body.PRESIDIUM, day(5), revision)

    row = as_("presidium").get(sheet_of(meeting)).context["rows"][0]

    assert (row.party.outcome, row.party.opinion, row.is_base_of_party) == ("after_revision", "补充代表", True)
    assert [change.after for change in row.comparison.changes] == ["另一主持人"]
    assert [change.after for change in confirming.context["comparison"].changes] == ["另一主持人"]
    assert "补充代表" in confirming.text


def test_papers_and_print_hold_every_plan_of_the_agenda(held, as_):
    pages = [as_("presidium").get(reverse(n, args=[held.pk])) for n in ("papers", "decision_sheet_print")]

    for page in pages:
        html = page.content.decode()
        assert [title for title in ("示例议题0", "示例议题1", "示例议题2") if title in html] == [
            "示例议题0", "示例议题1", "示例议题2",
        ]  # fmt: skip
        assert ("· — ·" in html, "· 主持人" in html) == (False, False)


@pytest.mark.parametrize("name", ["decision_sheet", "papers", "decision_sheet_print"])
def test_a_long_agenda_asks_no_more_than_a_short_one(journey, held, as_, name, django_assert_max_num_queries):
    journey.topic = None
    short = journey.meeting(Body.PARTY_GROUP, day(3), journey.submitted_plan())
    client, asked = as_("party_group"), []
    client.get(reverse(name, args=[short.pk]))
    for meeting in (short, held):
        with django_assert_max_num_queries(60) as queries:
            client.get(reverse(name, args=[meeting.pk]))
        asked.append(len(queries))

    assert asked[0] == asked[1]


def correction(item, **fields):
    plan = Plan.objects.get(pk=item.plan_id)
    url = f"{reverse('decision_correct', args=[item.meeting_id])}?item={item.pk}"
    return url, {
        "reason": "记录有误",
        "outcome": "returned",
        "opinion": "参加部门不全",
        "version": plan.version,
    } | fields


def test_a_second_person_corrects_a_wrong_entry_and_both_lines_stay(journey, as_):
    plan = journey.submitted_plan()
    item = journey.decide(plan, Body.PARTY_GROUP)
    url, data = correction(item)

    response = as_("party_group2").post(url, data)

    plan.refresh_from_db()
    plan.topic.refresh_from_db()
    wrong, right = item.decisions.order_by("pk")
    assert response.url == sheet_of(item.meeting)
    assert (plan.stage, plan.topic.stage) == (PlanStage.RETURNED, TopicStage.ACCEPTED)
    assert (wrong.outcome, wrong.revoked_by.username, wrong.revocation_reason) == ("passed", "party_group2", "记录有误")
    assert (right.outcome, right.recorded_by.username, right.decided_on) == ("returned", "party_group2", day(3))
    assert [step.transition for step in plan.steps.filter(lifecycle="plan").order_by("sequence")] == [
        "submit", "pass_party_group", "revoke_party_group", "return_party_group",
    ]  # fmt: skip


@pytest.mark.parametrize("who", ["party_group", "presidium", "office", "clerk"])
def test_nobody_corrects_the_own_entry_nor_that_of_another_body(journey, as_, who):
    item = journey.decide(journey.submitted_plan(), Body.PARTY_GROUP)
    url, data = correction(item)

    response = as_(who).post(url, data)

    assert response.status_code == 403
    assert [decision.revoked_by for decision in item.decisions.all()] == [None]


def test_a_correction_without_reason_or_without_a_change_keeps_what_was_typed(journey, as_):
    item = journey.decide(journey.submitted_plan(), Body.PARTY_GROUP)
    url, data = correction(item)
    same = data | {"outcome": "passed", "opinion": "示例意见"}

    without_reason = as_("party_group2").post(url, data | {"reason": ""})
    without_change = as_("party_group2").post(url, same)

    assert without_reason.context["form"].errors["reason"]
    assert without_reason.context["form"]["opinion"].value() == "参加部门不全"
    assert without_change.context["form"].non_field_errors()
    assert Decision.objects.count() == 1


def test_a_correction_is_refused_once_something_was_built_on_the_entry(journey, as_):
    plan = journey.submitted_plan()
    item = journey.decide(plan, Body.PARTY_GROUP)
    journey.meeting(Body.PRESIDIUM, day(4), plan)
    url, data = correction(item)

    page = as_("party_group2").post(url, data)

    assert page.context["form"].non_field_errors()
    assert [decision.revoked_by for decision in item.decisions.all()] == [None]


def test_half_a_correction_is_none(journey, as_):
    item = journey.decide(journey.submitted_plan(), Body.PARTY_GROUP)
    journey.take(item.meeting, "close", "office", minutes_number="示纪〔1〕号")
    url, data = correction(item)

    page = as_("party_group2").post(url, data)

    assert page.context["form"].non_field_errors()
    assert [decision.revoked_by for decision in item.decisions.all()] == [None]
    assert Plan.objects.get(pk=item.plan_id).stage == PlanStage.PARTY_PASSED


@pytest.mark.parametrize("key", ["x", "0", "99999999999999999999999999"])
def test_a_correction_of_a_foreign_item_is_not_found(journey, as_, key):
    item = journey.decide(journey.submitted_plan(), Body.PARTY_GROUP)
    journey.topic = None
    foreign = journey.decide(journey.submitted_plan(), Body.PARTY_GROUP)
    url = reverse("decision_correct", args=[item.meeting_id])

    assert as_("party_group2").get(url, {"item": key}).status_code == 404
    assert as_("party_group2").get(url, {"item": foreign.pk}).status_code == 404


def test_every_outcome_leads_to_a_transition():
    assert {transition_for(body, outcome) for body in Body for outcome in Decision.Outcome} == {
        f"{verb}_{body}" for verb in ("pass", "defer", "refuse", "return") for body in Body
    }
