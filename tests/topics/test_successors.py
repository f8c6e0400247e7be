"""A department that ends in mid-life: what it has to answer goes to its successor."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.desks import draft, submitted
from tests.journeys import day
from topics.deadlines import due
from topics.models import Countersign
from topics.models import RecommendationStage as R
from topics.models.more_time import asking_for_time, time_request
from topics.workflow import may_take


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
    with pytest.raises(ValidationError):
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

    with pytest.raises(PermissionDenied):
        journey.take(recommendation, "unuphold", "office2", day(21), reason="更正")


@pytest.mark.parametrize("wrong", ["same", "ended", "foreign"])
def test_successor_is_another_that_lasts_and_the_former_has_it(journey, department, department2, wrong):
    [recommendation] = journey.referred(1)
    ended = factories.department("示例局")
    ended.end(timezone.localdate())
    ended.refresh_from_db()
    pair = {"same": (department, department), "ended": (department, ended), "foreign": (department2, ended)}[wrong]

    with pytest.raises(ValidationError):
        succeed(journey, recommendation, *pair)


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


def all_of_it(recommendation):
    recommendation.refresh_from_db()
    told = (recommendation.stage, recommendation.due_on, recommendation.due_basis, recommendation.is_extended)
    drafts = list(recommendation.drafts.values("state", "measures", "countersign_due_on"))
    return told, list(recommendation.referrals.values()), drafts, Countersign.objects.count()


def test_wrong_successor_is_taken_back_by_a_second_person_and_nothing_is_lost(journey, department, department2):
    [recommendation] = journey.referred(1, co=[department2])
    journey.take(recommendation, "contact", "dept_user", day(14), way="visit", agreed="已沟通")
    journey.take(recommendation, "receive", "dept_user", day(14))
    journey.take(recommendation, "extend", "office", day(15), due_on=day(120), reason="情况复杂")
    submitted(journey, recommendation)
    journey.take(recommendation, "countersign", "dept2_user", agreement="agrees")
    before = all_of_it(recommendation)
    succeed(journey, recommendation, department, department2, timezone.localdate())

    with pytest.raises(PermissionDenied):
        journey.take(recommendation, "unsucceed", "office", reason="选错单位")
    journey.take(recommendation, "unsucceed", "office2", reason="选错单位")

    assert all_of_it(recommendation) == before
    assert [step.transition for step in recommendation.steps.all()][-2:] == ["succeed", "unsucceed"]


def test_request_for_more_time_stands_again_with_the_former_department(journey, department, department2):
    [recommendation] = journey.referred(1)
    journey.take(recommendation, "ask_extension", "dept_user", asked_until=day(95), reason="涉及下一年度预算")
    before = all_of_it(recommendation)
    succeed(journey, recommendation, department, department2)

    journey.take(recommendation, "unsucceed", "office2", reason="选错单位")

    assert all_of_it(recommendation) == before
    assert time_request(recommendation) is not None
    assert list(asking_for_time()) == [recommendation]
    assert not may_take(factories.unasked(journey.cast["office2"]), recommendation, "unsucceed")


def test_answer_sent_back_waits_again_for_the_former_department_in_its_time(journey, department, department2):
    [recommendation] = journey.answered(1)
    journey.take(recommendation, "send_back", "clerk", day(25), verdict="not_satisfied", comment="未见实效")
    before = all_of_it(recommendation)
    succeed(journey, recommendation, department, department2, day(26))

    journey.take(recommendation, "unsucceed", "office2", reason="选错单位")

    assert all_of_it(recommendation) == before


@pytest.mark.long
def test_share_that_the_wrong_successor_had_given_away_that_day_stays_with_the_other(journey, department, department2):
    third = factories.department("示例交通局")
    [recommendation] = journey.referred(1, co=[department2])
    succeed(journey, recommendation, department2, third, share=True)
    succeed(journey, recommendation, department, department2)

    journey.take(recommendation, "unsucceed", "office2", reason="选错单位")

    standing = [(referral.department, referral.is_lead) for referral in recommendation.standing_referrals]
    assert standing == [(department, True), (third, False)]


@pytest.mark.parametrize(("begun", "reason"), [("contact", "首次联系"), ("draft", "起草"), ("end", "终止")])
def test_successor_that_has_begun_stays(journey, department, department2, begun, reason):
    [recommendation] = journey.referred(1)
    succeed(journey, recommendation, department, department2)
    if begun == "contact":
        journey.take(recommendation, "contact", "dept2_user", way="visit", agreed="已沟通")
    elif begun == "end":
        department.end(timezone.localdate())
    else:
        draft(journey, recommendation, "dept2_user")

    with pytest.raises(ValidationError, match=reason):
        journey.take(recommendation, "unsucceed", "office2", reason="选错单位")
