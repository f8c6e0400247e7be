"""Departments that went or came by mistake: all stands again as it was."""

from importlib import import_module
from io import BytesIO

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone, translation
from docx import Document as Word

from tests import factories
from tests.desks import draft, submitted
from tests.journeys import day
from tests.small_year import SPAN
from tests.topics.test_lives_of_recommendations import objected
from tests.topics.test_successors import succeed
from topics.deadlines import due_fields
from topics.models import Countersign, Referral
from topics.models.more_time import asking_for_time, time_request
from topics.reports.annual import AnnualReport
from topics.sheets.cells import own_part
from topics.workflow import may_take


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

    with pytest.raises(PermissionDenied, match="本人"):
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


def test_a_contact_of_the_wrong_successor_that_was_struck_does_not_keep_it(journey, department, department2):
    [recommendation] = journey.referred(1)
    before = all_of_it(recommendation)
    succeed(journey, recommendation, department, department2)
    journey.take(recommendation, "contact", "dept2_user", way="visit", agreed="记错了")
    journey.take(recommendation, "strike_contact", "office", reason="记错了")

    journey.take(recommendation, "unsucceed", "office2", reason="选错单位")

    assert all_of_it(recommendation) == before


def give_back(journey, recommendation, department, by="office2"):
    journey.take(recommendation, "unsucceed_share", by, back_to=department, reason="选错单位")


def test_successors_of_successors_are_taken_back_last_first(journey, department, department2):
    third = factories.department("示例交通局")
    [recommendation] = journey.referred(1, co=[department2])
    journey.take(recommendation, "receive", "dept_user", day(14))
    first = all_of_it(recommendation)
    succeed(journey, recommendation, department, department2)
    second = all_of_it(recommendation)
    succeed(journey, recommendation, department2, third)

    journey.take(recommendation, "unsucceed", "office2", reason="选错单位")
    between = all_of_it(recommendation)
    journey.take(recommendation, "unsucceed", "office2", reason="选错单位")

    assert (between, all_of_it(recommendation)) == (second, first)
    lines = ["succeed", "succeed", "unsucceed", "unsucceed"]
    assert [step.transition for step in recommendation.steps.order_by("sequence")][-4:] == lines


def test_a_request_for_more_time_outlasts_successors_of_successors_taken_back(journey, department, department2):
    third = factories.department("示例交通局")
    [recommendation] = journey.referred(1)
    journey.take(recommendation, "ask_extension", "dept_user", asked_until=day(95), reason="涉及下一年度预算")
    succeed(journey, recommendation, department, department2)
    succeed(journey, recommendation, department2, third)

    for _each in range(2):
        journey.take(recommendation, "unsucceed", "office2", reason="选错单位")

    assert list(asking_for_time()) == [recommendation]


@pytest.mark.parametrize("had_as", ["lead", "co"])
def test_share_given_to_a_department_that_had_it_already_comes_back_as_it_was(journey, department, department2, had_as):
    third = factories.department("示例交通局")
    [recommendation] = journey.referred(1, co=[department2, third])
    before = all_of_it(recommendation)
    # On the day of the referral itself, so that days alone tell nothing.
    succeed(journey, recommendation, department2, {"lead": department, "co": third}[had_as], day(13), share=True)

    with pytest.raises(PermissionDenied, match="另一人"):
        give_back(journey, recommendation, department2, by="office")
    give_back(journey, recommendation, department2)

    assert all_of_it(recommendation) == before
    assert recommendation.steps.last().answers["back_to"]["text"] == str(department2)


def test_a_successor_in_a_share_no_longer_sees_it_and_the_succession_before_can_be_taken_back(
    journey, department, department2
):
    third, fourth = factories.department("示例交通局"), factories.department("示例商务局")
    [recommendation] = journey.referred(1, co=[third])
    before = all_of_it(recommendation)
    succeed(journey, recommendation, department, department2)
    succeed(journey, recommendation, third, fourth, share=True)

    give_back(journey, recommendation, third)
    journey.take(recommendation, "unsucceed", "office2", reason="选错单位")

    assert all_of_it(recommendation) == before
    assert not fourth.referrals.exists()


def test_a_share_given_on_comes_back_last_first(journey, department2):
    third, fourth = factories.department("示例交通局"), factories.department("示例商务局")
    [recommendation] = journey.referred(1, co=[department2])
    before = all_of_it(recommendation)
    succeed(journey, recommendation, department2, third, share=True)
    succeed(journey, recommendation, third, fourth, share=True)

    with pytest.raises(ValidationError, match="请选择"):
        give_back(journey, recommendation, fourth)
    with pytest.raises(ValidationError, match="再改交"):
        give_back(journey, recommendation, department2)
    give_back(journey, recommendation, third)
    give_back(journey, recommendation, department2)

    assert all_of_it(recommendation) == before


@pytest.mark.parametrize(
    ("begun", "words"), [("objects", "应当协办"), ("assigns", "应当协办"), ("signs", "应当协办"), ("ends", "终止")]
)
def test_a_share_stays_with_a_successor_that_has_acted_or_where_the_former_has_ended(
    journey, department2, begun, words
):
    third = factories.department("示例交通局")
    [recommendation] = journey.referred(1, co=[third])
    succeed(journey, recommendation, third, department2, day(14), share=True)
    match begun:
        case "objects":
            objected(journey, recommendation, "dept2_user")
            journey.take(recommendation, "uphold", "office", day(16), reason="职责明确")
        case "assigns":
            journey.take(recommendation, "assign", "dept2_user", handler=journey.cast["dept2_user"])
        case "signs":
            submitted(journey, recommendation)
            journey.take(recommendation, "countersign", "dept2_user", agreement="agrees")
        case "ends":
            third.end(timezone.localdate())
            third.refresh_from_db()

    with pytest.raises(ValidationError, match=words):
        give_back(journey, recommendation, third)


def test_a_share_comes_back_though_its_successor_that_had_begun_leads_by_now(journey, department, department2):
    third = factories.department("示例交通局")
    [recommendation] = journey.referred(1, co=[third])
    succeed(journey, recommendation, third, department2, share=True)
    journey.take(recommendation, "assign", "dept2_user", handler=journey.cast["dept2_user"])
    succeed(journey, recommendation, department, department2)

    give_back(journey, recommendation, third)

    standing = [(referral.department, referral.is_lead) for referral in recommendation.standing_referrals]
    assert standing == [(department2, True), (third, False)]


@pytest.mark.parametrize(("after", "words"), [("relieve", "已被免除"), ("reassign_share", "由另一单位接替")])
def test_a_share_whose_successor_objected_comes_back_last_first(journey, department2, after, words):
    third, fourth = factories.department("示例交通局"), factories.department("示例商务局")
    [recommendation] = journey.referred(1, co=[third])
    before = all_of_it(recommendation)
    succeed(journey, recommendation, third, department2, day(14), share=True)
    objected(journey, recommendation, "dept2_user")
    named = {"department": fourth} if after == "reassign_share" else {}
    journey.take(recommendation, after, "office", day(16), reason="点错了", **named)

    with pytest.raises(ValidationError, match=words):
        give_back(journey, recommendation, third)
    journey.take(recommendation, {"relieve": "unrelieve"}.get(after, "unreassign"), "office2", reason="误操作")
    journey.take(recommendation, "withdraw_objection", "dept2_user", reason="误提")
    give_back(journey, recommendation, third)

    assert all_of_it(recommendation) == before


def test_a_share_taken_back_while_its_successor_led_does_not_stand_again_with_it(journey, department, department2):
    third = factories.department("示例交通局")
    [recommendation] = journey.referred(1, co=[third])
    before = all_of_it(recommendation)
    succeed(journey, recommendation, third, department2, share=True)
    succeed(journey, recommendation, department, department2)

    give_back(journey, recommendation, third)
    journey.take(recommendation, "unsucceed", "office2", reason="选错单位")

    assert all_of_it(recommendation) == before


def test_a_share_that_its_successor_has_begun_is_referred_back_instead(journey, department, department2):
    third = factories.department("示例交通局")
    [recommendation] = journey.referred(1, co=[third])
    succeed(journey, recommendation, third, department2, share=True)
    said = {"findings": "已会商", "evidence": "", "next_check_on": None}
    journey.take(recommendation, "report_share", "dept2_user", **said)

    with pytest.raises(ValidationError, match="应当协办"):
        give_back(journey, recommendation, third)
    succeed(journey, recommendation, department2, third, timezone.localdate(), share=True)

    assert [referral.department for referral in recommendation.co_referrals] == [third]
    with pytest.raises(ValidationError, match="现已承办"):
        give_back(journey, recommendation, third)


def test_a_share_is_begun_though_the_name_was_put_right_under_which_its_successor_told_of_it(
    journey, department, department2
):
    third = factories.department("示例交通局")
    [recommendation] = journey.referred(1, co=[third])
    succeed(journey, recommendation, third, department2, share=True)
    said = {"findings": "已会商", "evidence": "", "next_check_on": None}
    journey.take(recommendation, "report_share", "dept2_user", **said)
    type(department2).objects.filter(pk=department2.pk).update(name="示例教育体育局")

    with pytest.raises(ValidationError, match="应当协办"):
        give_back(journey, recommendation, third)


def test_a_share_that_comes_back_countersigns_the_submitted_draft_in_the_usual_time(journey, department, department2):
    third = factories.department("示例交通局")
    [recommendation] = journey.referred(1, co=[department2, third])
    succeed(journey, recommendation, department2, department, share=True)
    submitted(journey, recommendation)
    recommendation.drafts.update(countersign_due_on=day(20))

    give_back(journey, recommendation, department2)

    [draft] = recommendation.drafts.all()
    assert draft.countersign_due_on == due_fields("countersign", timezone.localdate())["countersign_due_on"]
    assert [referral.department for referral in draft.awaited(recommendation.co_referrals)] == [department2, third]


def test_referrals_of_before_learn_which_steps_began_and_ended_them(journey, department, department2):
    third = factories.department("示例交通局")
    one, two = journey.referred(2, co=[third])
    succeed(journey, one, third, department, share=True)
    succeed(journey, one, department, department2)
    journey.take(two, "object", "dept_user", day(15), referral=two.lead, reason="非本单位职责")
    journey.take(two, "reassign", "office", day(16), department=third, due_on=day(80), reason="改主办")
    told = list(Referral.objects.values_list("pk", "ended_by"))
    begun = list(Referral.objects.exclude(referred_on=day(13)).values_list("pk", "begun_by"))
    Referral.objects.update(begun_by=None, ended_by=None)

    import_module("topics.migrations.0017_which_step_began_and_ended_a_referral").tell_all(apps, None)

    assert list(Referral.objects.values_list("pk", "ended_by")) == told
    assert list(Referral.objects.exclude(referred_on=day(13)).values_list("pk", "begun_by")) == begun


def test_a_co_department_that_became_the_lead_by_mistake_has_its_share_again(journey, department2):
    [recommendation] = journey.referred(1, co=[department2])
    journey.take(recommendation, "assign", "dept2_user", handler=journey.cast["dept2_user"])
    journey.take(recommendation, "receive", "dept_user", day(14))
    draft(journey, recommendation)
    journey.take(recommendation, "ask_extension", "dept_user", day(14), asked_until=day(100), reason="涉及预算")
    objected(journey, recommendation)
    before = all_of_it(recommendation)
    journey.take(recommendation, "reassign", "office", day(16), department=department2, due_on=day(80), reason="改主办")
    handler = recommendation.lead.handler

    with pytest.raises(PermissionDenied, match="本人"):
        journey.take(recommendation, "unreassign", "office", reason="选错单位")
    journey.take(recommendation, "unreassign", "office2", reason="选错单位")

    assert handler == journey.cast["dept2_user"]
    assert all_of_it(recommendation) == before
    assert recommendation.objection.department == journey.cast["department"]


def test_another_co_department_named_by_mistake_no_longer_sees_it(journey, department2):
    third = factories.department("示例交通局")
    [recommendation] = journey.referred(1, co=[department2])
    journey.take(recommendation, "receive", "dept_user", day(14))
    objected(journey, recommendation, "dept2_user")
    before = all_of_it(recommendation)
    journey.take(recommendation, "reassign_share", "office", day(16), department=third, reason="改交")

    journey.take(recommendation, "unreassign", "office2", reason="选错单位")

    assert all_of_it(recommendation) == before
    assert not third.referrals.exists()


def test_the_page_says_that_a_former_co_department_leads(journey, client, department2):
    [recommendation] = journey.referred(1, co=[department2])
    objected(journey, recommendation)
    journey.take(recommendation, "reassign", "office", day(16), department=department2, due_on=day(80), reason="改主办")
    client.force_login(journey.cast["office"])

    page = client.get(recommendation.get_absolute_url()).text

    assert page.index("此后主办") > page.index("改交其他部门")


def rows_of(journey, number, *places):
    table = AnnualReport(journey.cast["office"], SPAN).tables[number]
    return [[row[at] for at in places] for _number, row in table.lines()]


def test_all_places_say_alike_that_a_former_co_department_leads(journey, client, department, department2):
    third = factories.department("示例交通局")
    recommendation, other = journey.referred(2, co=[department2, third])
    objected(journey, recommendation)
    answers = {"department": department2, "letter_number": "示办〔2〕号", "due_on": day(80), "reason": "改主办"}
    journey.take(recommendation, "reassign", "office", day(16), **answers)
    client.force_login(journey.cast["dept2_user"])

    inbox = client.get(reverse("recommendation_list")).context["object_list"]
    letter = client.get(reverse("official_paper", args=["referral-letter", recommendation.pk]))

    first, second = (str(one) for one in (department, department2))
    assert {row.pk: own_part(row) for row in inbox} == {recommendation.pk: "主办部门", other.pk: "协办部门"}
    paper = "\n".join(paragraph.text for paragraph in Word(BytesIO(letter.getvalue())).paragraphs)
    said = (f"{second}：", "示办〔2〕号", "抄送：示例交通局", first)
    assert [text in paper for text in said] == [True, True, True, False]
    with translation.override("zh-hans"):
        led = rows_of(journey, 6, 4, 5, 6)
        counted = {row[0]: (row[1].value, row[2]) for row in rows_of(journey, 7, 0, 1, 2)}
    assert led == [[second, "示例交通局", day(16)], [first, f"{second}、示例交通局", day(13)]]
    assert counted == {first: (1, 0), second: (1, 1), "示例交通局": (0, 2), "合计": (2, 3)}
