"""Nobody reads, counts or finds out by a search what is hidden from them."""

import pytest
from django.urls import reverse

from tests import factories
from tests.hostile.hands import document, page
from tests.journeys import day, entry
from topics.models import Body, Document, Topic


def seen_documents(user):
    return list(Document.objects.visible_to(factories.fresh(user)))


@pytest.mark.long
def test_a_member_reads_no_opinion_of_a_body_on_an_approved_plan(client, journey, member_user):
    plan = journey.party_passed_plan()
    journey.decide(plan, Body.PRESIDIUM, "after_revision", opinion="内部意见甲")

    assert "内部意见甲" not in page(client, member_user, "plan_detail", plan.pk)
    assert "内部意见甲" in page(client, journey.cast["clerk"], "plan_detail", plan.pk)


@pytest.mark.long
def test_a_member_reads_in_the_history_that_a_plan_moved_but_not_why(client, journey, member_user):
    plan = journey.submitted_plan()
    journey.take(plan, "withdraw", "clerk", day(3), reason="内部理由乙")

    text = page(client, member_user, "topic_detail", plan.topic_id)

    assert "内部理由乙" not in text
    assert reverse("plan_detail", args=[plan.pk]) not in text
    assert "内部理由乙" in page(client, journey.cast["clerk2"], "topic_detail", plan.topic_id)


@pytest.mark.long
def test_a_member_reads_neither_places_nor_people_of_research(client, journey, member_user):
    topic = journey.accepted()
    said = {"places": "示例地点甲", "people": "示例人员", "findings": "示例发现"}
    journey.take(topic, "research", "clerk", day(2), **said)

    text = page(client, member_user, "topic_detail", topic.pk)

    assert [words for words in said.values() if words in text] == []


def test_the_record_of_a_session_cancelled_while_it_was_drafted_stays_inside(journey, member_user):
    session = journey.drafted_session()
    journey.take(session, "cancel", "clerk", session.held_on, reason="示例理由")

    sessions = type(session).objects

    assert not sessions.visible_to(member_user).exists()
    assert sessions.visible_to(journey.cast["clerk2"]).exists()


def test_an_open_file_of_a_session_is_read_by_members_once_its_record_is_complete(journey, member_user):
    session = journey.drafted_session()
    paper = document(session.topic, journey.cast["clerk"], session=session, is_internal=False)
    before = seen_documents(member_user)
    journey.take(session, "complete", "clerk", session.held_on)

    assert (before, seen_documents(member_user)) == ([], [paper])


@pytest.mark.long
def test_an_outcome_is_read_by_members_once_it_is_concluded(client, journey, member_user):
    journey.completed_session()
    outcome = journey.topic.outcomes.create(kind=entry("outcome"), number="示协纪〔7〕号", issued_on=day(12))
    journey.topic.recommendations.create(outcome=outcome, number=1, text="尚未定稿的建议")
    address = ("topic_detail", journey.topic.pk)
    before, inside = page(client, member_user, *address), page(client, journey.cast["clerk2"], *address)
    journey.take(journey.topic, "conclude", "clerk", day(12))
    after = page(client, member_user, *address)

    assert [[words in text for words in (outcome.number, "尚未定稿的建议")] for text in (before, inside, after)] == [
        [False, False],
        [True, True],
        [True, True],
    ]


@pytest.mark.long
def test_a_merged_topic_without_a_number_is_not_named_to_members(client, journey, member_user):
    merged = journey.proposed(title="未立项的示例议题")
    target = journey.accepted()
    journey.take(merged, "merge", "office", day(5), merged_into=target, reason="示例理由")

    assert "未立项的示例议题" not in page(client, member_user, "topic_detail", target.pk)
    assert "未立项的示例议题" in page(client, journey.cast["clerk2"], "topic_detail", target.pk)


def test_a_topic_merged_into_one_that_is_not_accepted_does_not_name_it_to_members(client, journey, member_user):
    target = journey.proposed(title="未立项的目标议题")
    merged = journey.accepted()
    journey.take(merged, "merge", "office", day(5), merged_into=target, reason="示例理由")

    assert reverse("topic_detail", args=[target.pk]) not in page(client, member_user, "topic_detail", merged.pk)


def test_who_recommends_a_topic_reads_the_own_files_but_no_internal_ones_of_others(journey, member_user):
    topic = journey.draft(
        proposer="members", source="member_recommended", proposing_committee=None, created_by=member_user
    )
    topic.recommenders.add(member_user.as_member)
    own, internal = document(topic, member_user), document(topic, journey.cast["office"])
    opened = document(topic, journey.cast["office"], is_internal=False)
    Topic.objects.filter(pk=topic.pk).update(stage="accepted", number="2026-001")

    assert seen_documents(member_user) == [own, opened]
    assert internal in seen_documents(journey.cast["office"])


def test_members_who_recommend_together_read_each_others_files(journey, member_user, member2_user):
    topic = journey.draft(
        proposer="members", source="member_recommended", proposing_committee=None, created_by=member_user
    )
    topic.recommenders.add(member_user.as_member, member2_user.as_member)
    added = document(topic, member_user)

    assert seen_documents(member2_user) == [added]


@pytest.mark.long
def test_an_internal_reply_is_neither_named_nor_linked_for_members(client, journey, member_user):
    (recommendation,) = journey.referred(1)
    paper = document(recommendation.topic, journey.cast["office"], recommendation=recommendation)
    answer = {"decision": "adopted", "handling_result": "A", "measures": "示例措施", "completed_on": day(20)}
    journey.take(recommendation, "answer_on_behalf", "office", day(20), document=paper, **answer)
    link, address = reverse("document_download", args=[paper.pk]), ("recommendation_detail", recommendation.pk)

    outside, inside = page(client, member_user, *address), page(client, journey.cast["clerk2"], *address)

    assert [words in outside for words in (link, paper.title)] == [False, False]
    assert [words in inside for words in (link, paper.title)] == [True, True]


def test_the_government_side_reads_the_file_that_it_added(journey, government):
    topic = journey.draft(proposer="government", source="party_assigned", proposing_committee=None)
    added = document(topic, government)

    assert seen_documents(government) == [added]


@pytest.mark.long
def test_a_department_learns_from_the_next_step_nothing_of_other_departments(client, journey, dept_user, dept2_user):
    first, second = journey.referred(2)
    foreign = dept2_user.current_appointments[0].department
    first.referrals.update(department=foreign)

    text = page(client, dept_user, "topic_detail", second.topic_id)

    assert str(foreign) not in text


def test_a_hidden_member_number_cannot_be_found_out_by_searching(client, dept_user, office):
    factories.member("示例某某", number="W9001")

    assert "示例某某" not in page(client, dept_user, "member_list", q="W9001")
    assert "示例某某" in page(client, office, "member_list", q="W9001")


def test_a_department_cannot_sort_by_the_due_dates_that_it_does_not_see(client, journey, dept_user):
    journey.referred(1)
    client.force_login(dept_user)

    response = client.get(reverse("topic_list"), {"sort": "due"})

    assert response.context["sort"] == "-proposed"
