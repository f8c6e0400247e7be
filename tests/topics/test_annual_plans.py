"""The life of an annual plan: drafted, reviewed, approved, issued, adjusted, finished; wrong entries put right."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from tests import factories
from tests.annual import YEAR, Year
from tests.journeys import day
from topics.history import broken_links
from topics.models import AnnualPlan, Candidate
from topics.tasks.waiting import annual_plans_to_finish
from topics.workflow import Moved, offers, take
from topics.workflow.annual_plan_drafts import changing

MEETING = {"meeting_number": 21}


def refusal(plan, name, year, by="office", **answers):
    """The words in which the step is refused."""
    with pytest.raises(ValidationError) as refused:
        year.take(plan, name, by, day(2), **answers)
    return " ".join(refused.value.messages)


def test_plan_goes_from_the_draft_to_the_joint_issue(year):
    plan = year.issued()

    plan.refresh_from_db()
    assert [(step.transition, step.to_stage) for step in plan.steps.all()] == [
        ("submit", "submitted"),
        ("pass", "presidium_reviewed"),
        ("approve", "committee_approved"),
        ("issue", "issued"),
    ]
    assert (plan.meeting_number, plan.decision_number, plan.document_number) == (
        21,
        "示委常〔1〕号",
        f"示办〔{YEAR}〕1号",
    )
    assert (plan.reviewed_on, plan.approved_on, plan.issued_on) == (day(0),) * 3
    assert broken_links() == []


def test_empty_plan_is_not_submitted(year):
    plan = year.drafted(items=0)

    assert "空" in refusal(plan, "submit", year)


def test_plan_with_a_gap_is_not_submitted_and_told_which(year):
    plan = year.drafted()
    plan.items.update(period="", is_county_level=False)

    assert "示例协商事项1（月份或季度、承办单位）" in refusal(plan, "submit", year)


def test_plan_is_not_submitted_while_a_candidate_waits(year):
    plan = year.drafted()
    year.candidate(plan)

    assert "1个备选议题" in refusal(plan, "submit", year)


def test_who_drafted_the_plan_does_not_review_it(year, office):
    plan = year.submitted()
    factories.appoint(office, "presidium")

    with pytest.raises(PermissionDenied, match="起草或送审"):
        year.take(plan, "pass", "office", day(0), term=factories.term(), **MEETING)


def test_who_drafted_an_earlier_version_does_not_review_its_adjustment(year, presidium):
    adjustment = year.adjusting()
    adjustment.adjusts.editors.add(presidium)
    year.item(adjustment, change="added", reason="新增")
    year.take(adjustment, "submit", "office", day(2))

    with pytest.raises(PermissionDenied, match="起草或送审"):
        year.take(adjustment, "pass", "presidium", day(2), term=factories.term(), **MEETING)


@pytest.mark.parametrize("missing", ["term", "meeting_number"])
def test_review_names_its_meeting(year, missing):
    plan = year.submitted()
    answers = {"term": factories.term(), "meeting_number": 21} | {missing: None}

    with pytest.raises(ValidationError) as refused:
        year.take(plan, "pass", "presidium", day(0), **answers)

    assert list(refused.value.error_dict) == [missing]


def test_presidium_returns_with_a_reason_and_the_draft_can_be_changed_again(year):
    plan = year.submitted()

    with pytest.raises(ValidationError, match="reason.*必填"):
        year.take(plan, "return", "presidium", day(0), term=factories.term(), **MEETING)
    year.take(plan, "return", "presidium", day(0), term=factories.term(), reason="补充民生议题", **MEETING)

    assert (plan.stage, plan.reviewed_on) == ("drafting", None)


def test_plan_that_the_standing_committee_sent_back_goes_through_the_presidium_again(year):
    plan = year.reviewed()

    year.take(plan, "send_back", "office", day(1), reason="与重点工作衔接")

    assert (plan.stage, plan.reviewed_on, plan.meeting) == ("drafting", None, "")


def test_a_plan_sent_back_by_a_slip_keeps_its_review_while_the_draft_is_untouched(year):
    plan = year.reviewed()
    review = (plan.stage, plan.reviewed_on, plan.meeting)
    year.take(plan, "send_back", "office", day(1), reason="点错了")

    with pytest.raises(PermissionDenied, match="本人"):
        year.take(plan, "unsend_back", "office", day(1), reason="误操作")
    year.take(plan, "unsend_back", "office2", day(1), reason="误操作")
    given_back = (plan.stage, plan.reviewed_on, plan.meeting)
    year.take(plan, "send_back", "office", day(1), reason="与重点工作衔接")
    with changing(plan, year.cast["office"]):
        plan.items.update(title="示例改动")

    assert given_back == review
    with pytest.raises(ValidationError, match="已有改动"):
        year.take(plan, "unsend_back", "office2", day(1), reason="误操作")


def test_issue_needs_its_document_number_which_no_other_plan_has(year):
    first = year.issued()
    plan = Year(year.cast, YEAR - 1).approved()

    with pytest.raises(ValidationError) as refused:
        year.take(plan, "issue", "office", day(0), document_number=" ")
    words = refusal(plan, "issue", year, document_number=first.document_number)

    assert list(refused.value.error_dict) == ["document_number"]
    assert str(first) in words


def test_first_version_is_not_issued_past_the_standing_committee(year):
    plan = year.reviewed()

    words = refusal(plan, "issue_adjustment", year, decision_number="示", document_number="示")

    assert "调整版" in words


def test_adjustment_copies_the_issued_plan_and_needs_a_reason(year, department):
    plan = year.issued()
    plan.items.get().departments.add(department)

    with pytest.raises(ValidationError, match="reason.*必填"):
        year.take(plan, "adjust", "office", day(1), reason=" ")
    adjustment = year.adjusting(plan)

    [item], [copy] = plan.items.all(), adjustment.items.all()
    assert (adjustment.number, adjustment.stage, adjustment.adjusted_because) == (2, "drafting", "县委部署新的重点工作")
    assert (copy.title, copy.origin, list(copy.departments.all()), copy.change) == (item.title, item, [department], "")


def test_issued_adjustment_replaces_the_version_before_which_stays_readable(year):
    plan = year.issued()
    adjustment = year.adjusting(plan)
    year.item(adjustment, "示例新增", change="added", reason="新增重点")
    year.reviewed(adjustment)

    year.take(adjustment, "issue_adjustment", "office", day(2), decision_number="示委函1号", document_number="示办2号")

    plan.refresh_from_db()
    assert (plan.stage, adjustment.stage) == ("adjusted", "issued")
    assert [item.title for item in plan.items.all()] == ["示例协商事项1"]


def test_adjustment_may_also_take_the_long_way(year):
    adjustment = year.adjusting()
    year.item(adjustment, "示例新增", change="added", reason="新增重点")

    year.issued(adjustment, on=day(2))

    assert [p.stage for p in AnnualPlan.objects.order_by("number")] == ["adjusted", "issued"]


def test_adjustment_that_changes_nothing_or_says_no_reason_is_not_submitted(year):
    adjustment = year.adjusting()

    nothing = refusal(adjustment, "submit", year)
    year.item(adjustment, "示例新增", change="added")
    bare = refusal(adjustment, "submit", year)

    assert "尚无变化" in nothing
    assert "示例新增" in bare


def test_second_adjustment_waits_for_the_first(year):
    plan = year.issued()
    year.adjusting(plan)

    assert "仍在办理" in refusal(plan, "adjust", year, reason="又有变化")
    assert AnnualPlan.objects.count() == 2


def test_draft_given_up_makes_room_for_another(year):
    plan = year.issued()
    adjustment = year.adjusting(plan)

    year.take(adjustment, "abandon", "office", day(2), reason="暂不调整")

    assert [offer.unmet for offer in offers(year.cast["office"], plan) if offer.transition.name == "adjust"] == [[]]


def test_year_is_finished_with_a_reason_for_what_was_not_done(year):
    last_year = Year(year.cast, YEAR - 1)
    plan = last_year.issued()
    item = plan.items.get()

    words = refusal(plan, "finish", year, undone=[{"item": item, "reason": " "}])
    year.take(plan, "finish", "office", day(2), undone=[{"item": item, "reason": "条件不成熟"}])

    assert item.title in words
    assert (plan.stage, plan.items.get().undone_reason) == ("finished", "条件不成熟")


def test_year_is_not_finished_before_its_last_month(year):
    plan = Year(year.cast, YEAR + 1).issued()

    assert "12月1日" in refusal(plan, "finish", year, undone=[])


@pytest.mark.parametrize(("month", "waits"), [(11, False), (12, True)])
def test_the_end_of_a_year_waits_for_the_office_from_its_last_month_on(year, monkeypatch, month, waits):
    plan = year.issued()
    monkeypatch.setattr("topics.tasks.waiting.timezone.localdate", lambda: date(plan.year, month, 5))

    assert list(annual_plans_to_finish()) == ([plan] if waits else [])


def test_second_person_takes_back_a_wrong_finish_and_the_reasons_go(year):
    plan = Year(year.cast, YEAR - 1).issued()
    year.take(plan, "finish", "office", day(2), undone=[{"item": plan.items.get(), "reason": "条件不成熟"}])

    with pytest.raises(PermissionDenied, match="本人"):
        year.take(plan, "correct", "office", day(3), reason="误办结")
    year.take(plan, "correct", "office2", day(3), reason="误办结")

    assert (plan.stage, plan.finished_on, plan.items.get().undone_reason) == ("issued", None, "")


def test_wrong_issue_of_an_adjustment_puts_the_version_before_in_force_again(year):
    plan = year.issued()
    adjustment = year.adjusting(plan)
    year.item(adjustment, change="added", reason="新增")
    year.issued(adjustment, on=day(2))

    year.take(adjustment, "correct", "office2", day(3), reason="文号有误")

    plan.refresh_from_db()
    assert (plan.stage, adjustment.stage) == ("issued", "committee_approved")
    assert (adjustment.document_number, adjustment.issued_on) == ("", None)
    assert broken_links() == []


def test_second_person_of_the_presidium_takes_back_a_wrong_review(year):
    plan = year.reviewed()

    with pytest.raises(PermissionDenied, match="本人"):
        year.take(plan, "revoke_review", "presidium", day(1), reason="届次有误")
    year.take(plan, "revoke_review", "presidium2", day(1), reason="届次有误")

    assert (plan.stage, plan.reviewed_on, plan.meeting_number) == ("submitted", None, None)


def test_two_of_the_presidium_at_once_review_it_once(year, presidium, presidium2):
    plan = year.submitted()
    seen_by_both = [AnnualPlan.objects.get(pk=plan.pk) for _each in range(2)]
    answers = {"term": factories.term(), "happened_on": day(0), **MEETING}

    take(seen_by_both[0], "pass", by=presidium, **answers)
    with pytest.raises(Moved, match="另一个窗口"):
        take(seen_by_both[1], "pass", by=presidium2, **answers)

    assert plan.steps.filter(transition="pass").count() == 1


def test_candidates_and_topics_are_taken_in_as_items(year, journey, department):
    plan, topic = year.drafted(items=0), journey.proposed()
    candidate = year.candidate(plan)
    candidate.departments.add(department)

    year.take(plan, "take_in", "office", candidates=[candidate], topics=[topic])

    candidate.refresh_from_db()
    first, second = plan.items.all()
    assert (first.title, first.organiser, list(first.departments.all())) == (
        "示例备选",
        candidate.committee,
        [department],
    )
    assert (second.title, second.taken_from, second.content) == ("示例议题", topic, topic.points)
    assert candidate.state == Candidate.State.TAKEN


def test_candidate_is_decided_on_once(year):
    plan = year.drafted()
    candidate = year.candidate(plan)
    year.take(plan, "leave_out", "office", candidate=candidate, reason="已列入提案办理")

    again = refusal(plan, "take_in", year, candidates=[candidate], topics=[])
    nothing = refusal(plan, "take_in", year, candidates=[], topics=[])

    candidate.refresh_from_db()
    assert (candidate.state, candidate.reason) == (Candidate.State.LEFT_OUT, "已列入提案办理")
    assert "已被处理" in again
    assert "至少" in nothing


def test_candidate_left_out_by_mistake_waits_again_and_both_lines_stay(year, as_):
    plan = year.drafted()
    candidate = year.candidate(plan)
    year.take(plan, "leave_out", "office", candidate=candidate, reason="误选")
    page = reverse("candidate_put_back", args=[plan.pk]) + f"?candidate={candidate.pk}"

    as_("office2").post(page, {"version": plan.version, "reason": "选错了备选"})

    candidate.refresh_from_db()
    assert (candidate.state, candidate.reason) == (Candidate.State.WAITING, "")
    assert list(plan.steps.values_list("transition", flat=True))[-2:] == ["leave_out", "put_back"]
    assert "已被处理" in refusal(plan, "put_back", year, candidate=candidate, reason="再次")


def test_history_tells_why_each_item_was_not_done(year, client, office):
    plan = Year(year.cast, YEAR - 1).issued()
    year.take(plan, "finish", "office", day(2), undone=[{"item": plan.items.get(), "reason": "条件不成熟"}])
    client.force_login(office)

    page = client.get(plan.get_absolute_url())

    assert ("未完成事项", f"{YEAR - 1} · 示例协商事项1：条件不成熟") in page.context["history"][0]["lines"]
