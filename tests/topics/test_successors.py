"""A department that ends in mid-life: what it has to answer goes to its successor."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.desks import draft
from tests.journeys import day
from topics.deadlines import due
from topics.models import RecommendationStage as R
from topics.models.more_time import time_request


def succeed(journey, recommendation, former, successor, on=None, share=False):
    name, asked = ("succeed_share", "former_share") if share else ("succeed", "former_lead")
    answers = {asked: former, "successor": successor, "reason": "机构改革"}
    journey.take(recommendation, name, "office", on or day(20), **answers)


def test_successor_of_the_lead_begins_anew_in_the_time_of_a_referral(journey, department, department2):
    [recommendation] = journey.referred(1)
    journey.take(recommendation, "receive", "dept_user", day(14))
    draft(journey, recommendation)

    succeed(journey, recommendation, department, department2)

    day_due, basis = due("answer_months", day(20))
    step = recommendation.steps.last()
    assert (recommendation.stage, recommendation.due_on, recommendation.due_basis) == (R.REFERRED, day_due, basis)
    assert (recommendation.lead.department, recommendation.lead.referred_on) == (department2, day(20))
    assert recommendation.lead.objection_due_on == due("objection_days", day(20))[0]
    assert [draft.state for draft in recommendation.drafts.all()] == ["dropped"]
    assert [step.answers[name]["text"] for name in ("former_lead", "successor")] == [str(department), str(department2)]
    with pytest.raises(PermissionDenied):
        journey.take(recommendation, "receive", "dept_user", day(21))
    with pytest.raises(ValidationError, match="不能更早"):
        journey.take(recommendation, "receive", "dept2_user", day(19))


def test_a_successor_asks_for_more_time_of_its_own(journey, department, department2):
    [recommendation] = journey.referred(1)
    journey.take(recommendation, "ask_extension", "dept_user", asked_until=day(95), reason="涉及下一年度预算")

    succeed(journey, recommendation, department, department2)

    assert time_request(recommendation) is None
    journey.take(recommendation, "ask_extension", "dept2_user", day(21), asked_until=day(120), reason="正在接收档案")


def test_an_answer_sent_back_goes_on_with_the_successor_which_reads_why(client, journey, department, department2):
    [recommendation] = journey.answered(1)
    said = {"verdict": "not_satisfied", "comment": "未见实效"}
    journey.take(recommendation, "send_back", "clerk", None, **said)
    succeed(journey, recommendation, department, department2, timezone.localdate())
    client.force_login(journey.cast["dept2_user"])

    page = client.get(reverse("answer", args=[recommendation.pk]))

    assert "未见实效" in page.text


@pytest.mark.long
def test_successor_of_a_co_department_leaves_the_lead_its_time(journey, department2):
    third = factories.department("示例交通局")
    [recommendation] = journey.referred(1, co=[department2])
    journey.take(recommendation, "receive", "dept_user", day(14))
    before = recommendation.due_on

    succeed(journey, recommendation, department2, third, share=True)

    assert (recommendation.stage, recommendation.due_on) == (R.RECEIVED, before)
    assert [referral.department for referral in recommendation.co_referrals] == [third]


def test_a_successor_that_has_it_already_keeps_its_referral(journey, department, department2):
    [recommendation] = journey.referred(1, co=[department2])

    succeed(journey, recommendation, department2, department, share=True)

    [referral] = recommendation.standing_referrals
    assert (referral.department, referral.is_lead, referral.referred_on < day(20)) == (department, True, True)


def test_what_was_upheld_against_a_department_that_left_is_not_decided_again(journey, department, department2):
    [recommendation] = journey.referred(1)
    referral = recommendation.referrals.get()
    journey.take(recommendation, "object", "dept_user", day(15), referral=referral, reason="非本单位职责")
    journey.take(recommendation, "uphold", "office", day(16), reason="职责明确")

    succeed(journey, recommendation, department, department2)

    with pytest.raises(PermissionDenied, match="其他步骤"):
        journey.take(recommendation, "unuphold", "office2", day(21), reason="更正")


@pytest.mark.parametrize(
    ("wrong", "field"), [("same", "successor"), ("ended", "successor"), ("foreign", "former_lead")]
)
def test_successor_is_another_that_lasts_and_the_former_has_it(journey, department, department2, wrong, field):
    [recommendation] = journey.referred(1)
    ended = factories.department("示例局")
    ended.end(timezone.localdate())
    ended.refresh_from_db()
    third = factories.department("示例交通局")
    pair = {"same": (department, department), "ended": (department, ended), "foreign": (department2, third)}[wrong]

    with pytest.raises(ValidationError) as refused:
        succeed(journey, recommendation, *pair)

    assert list(refused.value.error_dict) == [field]


def test_office_refers_all_of_a_department_at_once_and_it_can_end(client, journey, office, department, department2):
    led, shared = journey.referred(2, co=[department2])
    succeed(journey, led, department, department2)
    third = factories.department("示例交通局")
    client.force_login(office)
    url, end = (reverse(name, args=[department2.pk]) for name in ("recommendations_succeed", "department_end"))
    leads = f"{url}?ending" in client.get(end).text
    ticked = list(client.get(url).context["form"]["recommendations"].value())
    data = {"recommendations": ticked, "successor": third.pk, "reason": "机构改革", "happened_on": timezone.localdate()}

    response = client.post(f"{url}?ending", data)

    assert (leads, ticked) == (True, [led.pk, shared.pk])
    assert response.url == end
    assert client.get(end).context["obstacles"] == []
    standing = third.referrals.standing().order_by("recommendation")
    assert [referral.is_lead for referral in standing] == [True, False]


def test_none_is_referred_while_one_cannot_be_and_the_reason_names_it(client, journey, office, department, department2):
    first, second = journey.referred(2)
    succeed(journey, second, department, department2, day(20))
    succeed(journey, second, department2, department, day(30))
    client.force_login(office)
    data = {"recommendations": [first.pk, second.pk], "successor": department2.pk, "reason": "机构改革"}

    page = client.post(reverse("recommendations_succeed", args=[department.pk]), data | {"happened_on": day(25)})

    [reason] = page.context["form"].errors["recommendations"]
    assert str(second) in reason
    assert department.referrals.standing().count() == 2


def test_correcting_a_verdict_gives_the_successor_its_time_back(journey, department, department2):
    [recommendation] = journey.referred(1)
    succeed(journey, recommendation, department, department2)
    journey.answer(recommendation, by="dept2_user", on=day(21))
    journey.take(recommendation, "send_back", "clerk", day(25), verdict="not_satisfied", comment="未见实效")

    journey.take(recommendation, "correct", "office", reason="误评")

    assert (recommendation.due_on, recommendation.due_basis) == due("answer_months", day(20))
