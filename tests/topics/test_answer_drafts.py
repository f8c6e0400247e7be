"""The way of an answer through its department: drafted, countersigned, checked by the head, sent."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from consult.calendar.workdays import add_workdays
from members.models import Role
from tests import factories
from tests.desks import draft, join, send, submitted
from tests.journeys import day
from topics.history import broken_links
from topics.models import AnswerDraft, Document, Step
from topics.workflow import Moved, offers
from topics.workflow.answer_drafts import keep_draft

INSIDE = ["submit_draft", "return_draft", "withdraw_draft", "countersign"]


@pytest.fixture
def headed(journey):
    """The lead department has a head and, beside the cast's liaison, a second one."""
    join(journey, "head", is_head=True)
    join(journey, "second")
    return journey


@pytest.fixture
def record(headed, department2):
    return headed.referred(1, co=[department2], on=day(13))[0]


@pytest.fixture
def alone(headed):
    """Referred to the headed department alone."""
    return headed.referred(1)[0]


def may(journey, name, record):
    record.refresh_from_db()
    return {offer.transition.name for offer in offers(factories.fresh(journey.cast[name]), record)}


def state(record):
    return record.drafts.first().state


def sign(journey, record, on=None, **answers):
    journey.take(record, "countersign", "dept2_user", on, **{"agreement": "agrees", "remark": ""} | answers)


def test_the_head_sends_what_a_liaison_submitted_and_the_history_names_both(headed, alone):
    submitted(headed, alone)

    send(headed, alone, "head")

    lines = alone.steps.filter(transition__in=["submit_draft", "answer"]).order_by("sequence")
    assert [(step.transition, step.actor_name, step.on_behalf_of) for step in lines] == [
        ("submit_draft", "dept", "示例水务局"),
        ("answer", "head", "示例水务局"),
    ]
    assert (alone.stage, state(alone), alone.answer.draft) == ("answered", "sent", alone.drafts.get())
    assert broken_links() == []


def test_where_there_is_a_head_no_liaison_sends(headed, alone):
    with pytest.raises(PermissionDenied, match="负责人"):
        headed.answer(alone)

    assert ("answer" in may(headed, "dept_user", alone), "submit_draft" in may(headed, "dept_user", alone)) == (
        False,
        True,
    )


def test_the_head_of_another_department_takes_the_answer_from_no_liaison(journey, department2):
    factories.appointment(journey.cast["dept2_user"], Role.DEPARTMENT, department=department2, is_head=True)
    [record] = journey.referred(1)

    assert "answer" in may(journey, "dept_user", record)


@pytest.mark.long
def test_the_only_head_answers_alone_and_two_heads_check_each_other(headed, alone):
    sole = "answer" in may(headed, "head", alone)
    join(headed, "head2", is_head=True)
    undrafted = "answer" in may(headed, "head", alone)
    submitted(headed, alone, "head")

    checks = {name: "answer" in may(headed, name, alone) for name in ("head", "head2", "dept_user")}

    assert (sole, undrafted) == (True, False)
    assert checks == {"head": False, "head2": True, "dept_user": False}


def test_a_head_who_wrote_on_an_earlier_version_does_not_check_the_later_one(headed, alone):
    join(headed, "head2", is_head=True)
    submitted(headed, alone, "head")
    headed.take(alone, "return_draft", "head2", reason="补充时限")

    submitted(headed, alone, "dept_user", measures="示例措施二")

    assert ("answer" in may(headed, "head", alone), "answer" in may(headed, "head2", alone)) == (False, True)
    assert list(alone.drafts.values_list("number", "state")) == [(2, "submitted"), (1, "returned")]


def test_a_return_needs_its_reason(headed, alone):
    submitted(headed, alone)

    with pytest.raises(ValidationError, match="reason.*必填"):
        headed.take(alone, "return_draft", "head", reason=" ")

    assert state(alone) == "submitted"


def test_what_is_sent_is_what_was_submitted(headed, alone):
    submitted(headed, alone)

    with pytest.raises(ValidationError, match="已送审"):
        send(headed, alone, "head", measures="换过的措施")

    assert alone.answers.count() == 0


def test_a_draft_is_submitted_only_as_complete_as_an_answer(headed, alone):
    draft(headed, alone, measures="")

    with pytest.raises(ValidationError, match="办理措施"):
        headed.take(alone, "submit_draft", "dept_user")

    assert state(alone) == "drafted"


def test_a_submitted_draft_is_frozen_until_it_is_taken_back(headed, alone):
    submitted(headed, alone)

    with pytest.raises(Moved, match="另一个窗口"):
        draft(headed, alone, "second", measures="示例措施二")
    headed.take(alone, "withdraw_draft", "second")
    draft(headed, alone, "second", measures="示例措施二")

    assert list(alone.drafts.values_list("measures", flat=True)) == ["示例措施二", "示例措施"]


@pytest.mark.long
def test_the_head_returns_what_others_wrote_and_takes_back_only_what_is_wholly_the_own(headed, alone):
    submitted(headed, alone)
    of_a_liaison = may(headed, "head", alone) & {"return_draft", "withdraw_draft"}
    headed.take(alone, "return_draft", "head", reason="补充时限")
    alone.drafts.all().delete()
    join(headed, "head2", is_head=True)
    submitted(headed, alone, by="head")

    assert of_a_liaison == {"return_draft"}
    assert may(headed, "head", alone) & {"return_draft", "withdraw_draft"} == {"withdraw_draft"}
    assert may(headed, "head2", alone) & {"return_draft", "withdraw_draft"} == {"return_draft"}


def test_the_second_of_two_writers_is_told(headed, alone):
    seen = type(alone).objects.get(pk=alone.pk)
    draft(headed, alone, measures="先到")

    with pytest.raises(Moved, match="另一个窗口"):
        keep_draft(seen, {"measures": "后到"}, by=headed.cast["second"])

    assert alone.drafts.get().measures == "先到"


def test_no_other_department_keeps_a_draft(headed, record):
    with pytest.raises(PermissionDenied):
        draft(headed, record, "dept2_user")


def test_an_answer_waits_for_the_countersigns_and_then_names_who_signed(headed, record, department2):
    submitted(headed, record, on=day(15))
    with pytest.raises(ValidationError) as refusal:
        send(headed, record, "head", day(15))
    with pytest.raises(ValidationError) as earlier:
        sign(headed, record, timezone.localdate() - timedelta(days=1))
    sign(headed, record, agreement="opinion", remark="请衔接")

    send(headed, record, "head")

    signed = record.answer.draft.countersigns.get()
    assert department2.name in refusal.value.messages[0]
    assert earlier.value.error_dict.keys() == {"happened_on"}
    assert (signed.referral.department, signed.remark) == (department2, "请衔接")
    assert signed.signed_on == record.answer.draft.submitted_on == timezone.localdate()


@pytest.mark.parametrize(("late", "reason"), [(0, "时限已到"), (1, "")])
def test_without_all_countersigns_it_is_sent_with_a_reason_or_after_their_time(headed, record, late, reason):
    submitted(headed, record)
    until = day(22)
    record.drafts.update(countersign_due_on=until)

    send(headed, record, "head", until + timedelta(days=late), alone_reason=reason)

    assert record.stage == "answered"
    assert record.steps.get(transition="answer").answers.get("alone_reason", "") == reason


def test_an_earlier_day_of_the_submission_takes_no_time_from_the_co_departments(headed, record):
    draft = submitted(headed, record, on=day(15))

    with pytest.raises(ValidationError, match="尚未会签"):
        send(headed, record, "head")

    assert draft.countersign_due_on == add_workdays(timezone.localdate(), 5)


def test_a_department_without_a_head_asks_for_countersigns_too(journey, department2):
    [record] = journey.referred(1, co=[department2])
    answer = {"decision": "adopted", "handling_result": "B", "measures": "示例措施", "planned_on": day(90)}
    with pytest.raises(ValidationError, match="尚未会签"):
        journey.take(record, "answer", "dept_user", **answer)
    submitted(journey, record)
    sign(journey, record)

    send(journey, record, "dept_user")

    assert (record.stage, record.answer.draft.countersigns.count()) == ("answered", 1)


def test_a_co_department_signs_once_and_anew_after_the_text_has_changed(headed, record):
    submitted(headed, record)
    sign(headed, record)
    once = "countersign" in may(headed, "dept2_user", record)
    headed.take(record, "withdraw_draft", "dept_user")
    submitted(headed, record, measures="示例措施二")

    assert (once, "countersign" in may(headed, "dept2_user", record)) == (False, True)


def test_an_opinion_is_said(headed, record):
    submitted(headed, record)

    with pytest.raises(ValidationError) as refusal:
        sign(headed, record, agreement="opinion", remark=" ")

    assert list(refusal.value.error_dict) == ["remark"]


@pytest.mark.long
def test_nobody_but_the_lead_and_while_it_is_submitted_its_co_departments_sees_a_draft(headed, record):
    draft(headed, record)
    drafted = seen_by(headed.cast)
    headed.take(record, "submit_draft", "dept_user")
    shared = seen_by(headed.cast)
    headed.take(record, "return_draft", "head", reason="补充")

    assert drafted == ["dept_user", "head", "second"]
    assert shared == ["dept2_user", "dept_user", "head", "second"]
    assert seen_by(headed.cast) == ["dept_user", "head", "second"]


def seen_by(cast):
    people = cast.everybody() | {name: cast[name] for name in ("head", "second")}
    return sorted(name for name, user in people.items() if AnswerDraft.objects.visible_to(factories.fresh(user)))


def test_the_lines_of_a_draft_are_read_by_its_departments_and_the_auditor(headed, record):
    submitted(headed, record)
    sign(headed, record)
    headed.take(record, "return_draft", "head", reason="补充时限")
    lines = Step.objects.filter(transition__in=INSIDE)
    read = {
        name: sorted(lines.visible_to(factories.fresh(user)).values_list("transition", flat=True))
        for name, user in headed.cast.everybody().items()
    }

    every = ["countersign", "return_draft", "submit_draft"]
    assert {name: found for name, found in read.items() if found} == {
        "dept_user": every,
        "dept2_user": ["countersign", "submit_draft"],
        "auditor": every,
    }


def test_the_office_overtakes_a_draft_with_a_reply_on_paper(headed, alone):
    submitted(headed, alone)
    scan = Document.objects.create(
        topic=alone.topic, recommendation=alone, title="复函", name="a.pdf", size=1, uploaded_by=headed.cast["office"]
    )

    headed.take(alone, "answer_on_behalf", "office", **alone.drafts.get().content | {"document": scan})

    assert (alone.stage, state(alone), alone.answer.draft) == ("answered", "dropped", None)


def test_a_reassigned_recommendation_leaves_its_draft_behind(headed, alone, department2):
    draft(headed, alone)
    answers = {"referral": alone.lead, "reason": "非本单位职责"}
    headed.take(alone, "object", "dept_user", day(15), **answers)
    due_on = timezone.localdate() + timedelta(days=60)
    headed.take(alone, "reassign", "office", day(16), department=department2, due_on=due_on, reason="改交")

    draft(headed, alone, "dept2_user", measures="接手后的措施")

    assert list(alone.drafts.values_list("state", "referral__department")) == [
        ("drafted", department2.pk),
        ("dropped", headed.cast["department"].pk),
    ]
    assert not AnswerDraft.objects.visible_to(factories.fresh(headed.cast["dept_user"])).filter(number=2)


def test_a_referral_is_not_taken_back_from_a_department_that_writes(journey):
    [record] = journey.referred(1)
    draft(journey, record)

    with pytest.raises(ValidationError, match="已开始起草") as refused:
        journey.take(journey.topic, "unrefer", "office", reason="误交办")

    assert refused.value.messages[0].startswith("示例水务局已开始起草第1条意见建议的答复。")
    assert record.referrals.count() == 1


@pytest.mark.long
def test_who_reports_on_a_sent_answer_can_be_assigned_too(journey):
    second = join(journey, "second")
    [answered] = journey.answered(1)

    journey.take(answered, "assign", "dept_user", handler=second)

    assert answered.referrals.get().handler == second


def test_a_handler_is_one_of_the_own_department(headed, record):
    headed.take(record, "assign", "dept_user", handler=headed.cast["second"])
    with pytest.raises(PermissionDenied):
        headed.take(record, "assign", "dept_user", handler=headed.cast["dept2_user"])
    with pytest.raises(ValidationError, match="本部门"):
        headed.take(record, "assign", "dept_user", handler=headed.cast["clerk"])
    headed.take(record, "assign", "dept2_user", handler=headed.cast["dept2_user"])

    handlers = [referral.handler.username for referral in record.referrals.all()]
    assert handlers == ["second", "dept2"]
