"""Nobody changes what is not theirs, by forged ids, forged fields or stale rights; evidence stays."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.hostile.hands import document, page
from tests.journeys import day
from topics.models import Document, Recommendation, Topic


def may_remove(user, paper):
    return factories.fresh(user).has_perm("topics.delete_document", Document.objects.get(pk=paper.pk))


def test_a_department_adds_no_file_to_what_was_taken_from_it(client, journey, dept_user, dept2_user):
    taken, kept = journey.referred(2)
    taken.referrals.update(ended_on=timezone.localdate())
    client.force_login(dept_user)

    form = client.get(reverse("document_upload", args=[taken.topic_id])).context["form"]

    assert list(form.fields["recommendation"].queryset) == [kept]


def test_a_department_from_which_everything_was_taken_adds_no_file_at_all(client, journey, dept_user):
    (taken,) = journey.referred(1)
    taken.referrals.update(ended_on=timezone.localdate())
    client.force_login(dept_user)

    assert client.get(reverse("document_upload", args=[taken.topic_id])).status_code == 403


def test_who_only_proposed_a_topic_adds_files_to_nothing_but_the_topic(client, journey, clerk2):
    (recommendation,) = journey.referred(1)
    foreign = clerk2.current_appointments[0].committee
    Topic.objects.filter(pk=recommendation.topic_id).update(proposing_committee=foreign)
    client.force_login(clerk2)

    form = client.get(reverse("document_upload", args=[recommendation.topic_id])).context["form"]

    assert set(form.fields) == {"title", "file", "is_internal"}


def test_nobody_but_the_office_adds_files_to_an_archived_topic(journey):
    topic = journey.closed()

    may_add = [
        factories.fresh(journey.cast[who]).has_perm("topics.add_document", topic)
        for who in ("office", "clerk", "dept_user")
    ]

    assert may_add == [True, False, False]


@pytest.mark.parametrize("stage", ["closed", "stopped", "merged", "rejected", "withdrawn"])
def test_the_files_of_a_topic_that_has_left_its_path_stay(journey, stage):
    topic = journey.accepted()
    paper = document(topic, journey.cast["office"])
    before = may_remove(journey.cast["office"], paper)
    Topic.objects.filter(pk=topic.pk).update(stage=stage)

    assert (before, may_remove(journey.cast["office"], paper)) == (True, False)


def test_the_files_on_which_an_answer_was_given_stay(journey, dept_user):
    recommendation = journey.referred(2)[0]
    paper = document(recommendation.topic, dept_user, recommendation=recommendation)
    before = may_remove(dept_user, paper)
    journey.answer(recommendation)

    assert (before, may_remove(dept_user, paper)) == (True, False)


@pytest.mark.long
def test_a_page_of_a_recommendation_offers_an_upload_to_those_only_who_may_add_a_file(client, journey, member_user):
    (recommendation,) = journey.referred(1)
    upload = reverse("document_upload", args=[recommendation.topic_id])

    assert upload not in page(client, member_user, "recommendation_detail", recommendation.pk)
    assert upload in page(client, journey.cast["dept_user"], "recommendation_detail", recommendation.pk)


def test_fields_that_a_form_does_not_have_are_not_written(client, office, committee):
    client.force_login(office)
    forged = {
        "stage": "closed",
        "number": "2020-001",
        "organiser": committee.pk,
        "accepted_on": "2020-01-01",
        "year": 2020,
    }

    client.post(reverse("topic_draft", args=["cppcc_selected"]), {"title": "示例议题", "version": 1} | forged)

    topic = Topic.objects.get()
    assert (topic.stage, topic.number, topic.organiser, topic.accepted_on, topic.year) == (
        "draft",
        None,
        None,
        None,
        None,
    )


def test_the_scanned_reply_to_one_recommendation_does_not_answer_another(client, journey):
    first, second = journey.referred(2)
    paper = document(first.topic, journey.cast["office"], recommendation=first)
    client.force_login(journey.cast["office"])
    answer = {"decision": "adopted", "handling_result": "A", "measures": "示例", "completed_on": "2026-01-05"}
    url = reverse("step", args=["recommendation", second.pk, "answer_on_behalf"])

    response = client.post(url, answer | {"version": second.version, "happened_on": day(20), "document": paper.pk})

    assert "document" in response.context["form"].errors
    assert Recommendation.objects.get(pk=second.pk).stage == "referred"


@pytest.mark.long
def test_a_row_of_another_topics_outcome_is_neither_changed_nor_deleted(client, journey):
    foreign = journey.referred(1)[0]
    journey.topic = None
    journey.completed_session()
    client.force_login(journey.cast["clerk"])
    form = {
        "kind": foreign.outcome.kind_id, "number": "示协纪〔9〕号", "issued_on": day(12), "version": 1,
        "rows-TOTAL_FORMS": 1, "rows-INITIAL_FORMS": 1, "rows-0-id": foreign.pk,
        "rows-0-text": "改写", "rows-0-DELETE": "on",
    }  # fmt: skip

    client.post(reverse("outcome", args=[journey.topic.pk]), form)

    assert Recommendation.objects.get(pk=foreign.pk).text == foreign.text
