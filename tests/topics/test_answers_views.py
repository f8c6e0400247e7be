"""The page on which a department writes, submits, checks and sends an answer."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.desks import draft, join, send, submitted
from tests.journeys import Journey, day
from topics.models import AnswerDraft, Recommendation

TODAY = timezone.localdate()


@pytest.fixture
def headed(journey):
    join(journey, "head", is_head=True)
    return journey


def url_of(record):
    return reverse("answer", args=[record.pk])


def typed(record, **changes):
    record.refresh_from_db()
    answer = {"decision": "adopted", "handling_result": "B", "measures": "示例措施", "planned_on": "2099-01-01"}
    return {"version": record.version, "happened_on": TODAY.isoformat()} | answer | changes


def at(client, journey, name):
    client.force_login(journey.cast[name])
    return client


@pytest.mark.long
def test_a_draft_is_kept_unfinished_and_found_again(headed, client):
    [record] = headed.referred(1)
    at(client, headed, "dept_user")

    client.post(url_of(record), {"version": record.version, "measures": "写到一半", "keep": "1"})

    form = client.get(url_of(record)).context["form"]
    assert (form["measures"].value(), record.drafts.get().state) == ("写到一半", "drafted")


@pytest.mark.long
def test_a_draft_lacking_something_is_submitted_with_its_reason_shown_and_nothing_lost(headed, client):
    [record] = headed.referred(1)
    at(client, headed, "dept_user")

    page = client.post(url_of(record), typed(record, decision="partly", measures="打好的字", submit="1"))

    assert page.status_code == 200
    assert page.context["form"].errors == {"reason_not_adopted": ["部分采纳和未采纳须说明理由。"]}
    assert page.context["form"]["measures"].value() == "打好的字"
    assert AnswerDraft.objects.count() == 0


@pytest.mark.long
def test_who_may_not_send_is_refused_and_writes_nothing(headed, client):
    [record] = headed.referred(1)
    at(client, headed, "dept_user")

    refused = client.post(url_of(record), typed(record))

    assert (refused.status_code, AnswerDraft.objects.count(), record.answers.count()) == (403, 0, 0)


@pytest.mark.long
def test_submitting_leads_on_to_the_next_one_due(headed, client):
    first, second, unreceived = headed.referred(3)
    for record in (first, second):
        headed.take(record, "receive", "dept_user")
    at(client, headed, "dept_user")

    response = client.post(url_of(first), typed(first, submit="1"))
    [said] = client.get(response.url).context["messages"]
    last = client.post(url_of(second), typed(second, submit="1"))

    assert (response.url, last.url) == (url_of(second), second.get_absolute_url())
    assert f'href="{first.get_absolute_url()}"' in said.message
    assert [draft.state for draft in AnswerDraft.objects.all()] == ["submitted", "submitted"]
    assert unreceived.drafts.count() == 0


@pytest.mark.long
def test_after_an_answer_the_next_one_of_its_topic_is_offered_though_it_was_not_received_yet(journey, client):
    first, second, third = journey.referred(3)
    for record in (first, third):
        journey.take(record, "receive", "dept_user")
    third.due_on = second.due_on + timedelta(days=1)
    third.save()
    at(client, journey, "dept_user")

    page = client.post(url_of(first), typed(first), follow=True)

    assert page.redirect_chain == [(first.get_absolute_url(), 302)]
    assert f'<a href="{url_of(second)}">答复下一条（第2条）</a>' in page.text


@pytest.mark.long
def test_the_next_one_of_the_same_topic_goes_before_one_of_another_that_is_due_earlier(journey, client):
    first, second = journey.referred(2)
    [elsewhere] = Journey(journey.cast).referred(1)
    for record in (elsewhere, first, second):
        journey.take(record, "receive", "dept_user")
    Recommendation.objects.filter(pk=elsewhere.pk).update(due_on=TODAY)
    at(client, journey, "dept_user")

    response = client.post(url_of(first), typed(first))

    assert response.url == url_of(second)


@pytest.mark.long
def test_the_head_reads_the_draft_and_sends_it_unchanged(headed, client):
    first, second = headed.referred(2)
    for record in (first, second):
        submitted(headed, record, measures=f"示例措施{record.number}")
    at(client, headed, "head")

    page = client.get(url_of(first))
    first.refresh_from_db()
    data = {"version": first.version, "happened_on": TODAY.isoformat(), "measures": "塞进来的字"}
    response = client.post(url_of(first), data)

    first.refresh_from_db()
    assert "示例措施1" in page.text and list(page.context["form"].fields) == ["version", "alone_reason", "happened_on"]
    assert (first.stage, first.answer.measures, response.url) == ("answered", "示例措施1", url_of(second))


def test_a_liaison_reads_the_submitted_draft_and_cannot_send_it(headed, client):
    [record] = headed.referred(1)
    submitted(headed, record)
    record.refresh_from_db()
    at(client, headed, "dept_user")

    page = client.get(url_of(record))
    data = {"version": record.version, "happened_on": TODAY.isoformat()}

    assert [offer.transition.name for offer in page.context["offers"]] == ["withdraw_draft"]
    assert client.post(url_of(record), data).status_code == 403


def test_a_returned_draft_opens_with_the_reason_and_what_was_written(headed, client):
    [record] = headed.referred(1)
    submitted(headed, record, measures="首稿")
    headed.take(record, "return_draft", "head", reason="补充时限")
    at(client, headed, "dept_user")

    page = client.get(url_of(record))

    assert "补充时限" in page.text
    assert page.context["form"]["measures"].value() == "首稿"


def test_who_answers_anew_reads_why_and_what_was_answered(journey, client):
    [record] = journey.answered(1)
    journey.evaluate(record, "not_satisfied")
    client.force_login(journey.cast["dept_user"])

    page = client.get(reverse("answer", args=[record.pk]))

    assert page.context["verdict"] == record.evaluations.get()
    assert [words in page.text for words in ("示例评价", "示例措施", "最终评价")] == [True] * 3


def test_a_form_sent_twice_is_carried_out_once(headed, client):
    [record] = headed.referred(1)
    data = typed(record, submit="1") | {"form_key": "a" * 32}
    at(client, headed, "dept_user")

    first, again = client.post(url_of(record), data), client.post(url_of(record), data)

    assert (first.status_code, again.status_code, record.drafts.count()) == (302, 302, 1)


def test_two_who_write_at_once_are_told(headed, client):
    [record] = headed.referred(1)
    seen = typed(record, keep="1")
    submitted(headed, record)
    headed.take(record, "withdraw_draft", "dept_user")
    at(client, headed, "dept_user")

    assert client.post(url_of(record), seen).status_code == 409


def test_two_who_write_at_once_read_both_texts_with_their_choices_and_go_on_with_the_own(headed, client):
    [record] = headed.referred(1)
    mine = typed(record, decision="partly", measures="我的措施", keep="1")
    draft(headed, record, measures="同事的措施")
    at(client, headed, "dept_user")

    page = client.post(url_of(record), mine)
    told = {each.label: (each.stored, each.mine) for each in page.context["differences"]}
    again = client.post(url_of(record), mine | {"version": page.context["version"], "look_again": "1"})
    client.post(url_of(record), mine | {"version": page.context["version"]})

    assert page.status_code == 409
    assert (told["采纳情况"], told["采取措施"]) == (("采纳", "部分采纳"), ("同事的措施", "我的措施"))
    assert again.context["form"]["measures"].value() == "我的措施"
    assert record.drafts.get().measures == "我的措施"


@pytest.mark.long
def test_the_answer_shows_who_signed_and_the_draft_to_its_departments_alone(headed, client, department2):
    [record] = headed.referred(1, co=[department2])
    submitted(headed, record)
    draft_page = {name: at(client, headed, name).get(record.get_absolute_url()).context["drafts"] for name in READERS}
    headed.take(record, "countersign", "dept2_user", agreement="opinion", remark="请衔接")
    send(headed, record, "head")

    pages = {name: at(client, headed, name).get(record.get_absolute_url()).text for name in READERS}

    assert {name: len(drafts) for name, drafts in draft_page.items()} == READERS
    assert {name for name, text in pages.items() if "会签部门" not in text} == set()
    assert {name for name, text in pages.items() if "请衔接" in text} == {"dept_user", "dept2_user"}


READERS = {"office": 0, "clerk": 0, "member_user": 0, "dept_user": 1, "dept2_user": 1}


@pytest.mark.long
def test_a_co_department_reads_the_draft_beside_its_countersign(headed, client, department2):
    [record] = headed.referred(1, co=[department2])
    submitted(headed, record, measures="待会签的措施")
    record.refresh_from_db()
    at(client, headed, "dept2_user")
    url = reverse("step", args=["recommendation", record.pk, "countersign"])

    page = client.get(url)
    data = {"version": record.version, "happened_on": TODAY.isoformat(), "agreement": "agrees", "remark": ""}
    client.post(url, data)

    assert "待会签的措施" in page.text
    assert record.drafts.get().countersigns.get().agreement == "agrees"


def sent_back(journey):
    """An answer that was evaluated as not satisfying."""
    [record] = journey.referred(1)
    said = {"decision": "partly", "handling_result": "B", "measures": "原措施", "reason_not_adopted": "原理由"}
    journey.take(record, "answer", "dept_user", day(20), planned_on=day(90), **said)
    journey.take(record, "send_back", "clerk", day(22), verdict="not_satisfied", comment="太笼统")
    return record


@pytest.mark.long
def test_an_answer_that_was_sent_back_is_written_anew_from_its_former_text(journey, as_):
    record = sent_back(journey)
    page = reverse("answer", args=[record.pk])
    pages = [
        as_("dept_user").get(page),
        as_("office").get(reverse("step", args=["recommendation", record.pk, "answer_on_behalf"])),
    ]
    kept = {"version": record.version, "happened_on": "", "measures": "改过的措施", "keep": "1"}
    as_("dept_user").post(page, kept)

    drafted = as_("dept_user").get(page)

    for names in pages:
        form = names.context["form"]
        begun = [form[name].value() for name in ("decision", "handling_result", "measures", "reason_not_adopted")]
        assert begun == ["partly", "B", "原措施", "原理由"]
        assert ("已带入原答复" in names.text, names.text.count("太笼统") > 0) == (True, True)
    assert (drafted.context["form"]["measures"].value(), "已带入原答复" in drafted.text) == ("改过的措施", False)


@pytest.mark.long
def test_an_answer_that_was_taken_back_is_written_anew_from_its_former_text_by_the_same_department_alone(
    journey, as_, department2
):
    [record] = journey.referred(1)
    journey.take(
        record, "answer", "dept_user", day(14), decision="not_adopted", handling_result="D", reason_not_adopted="原理由"
    )
    journey.take(record, "correct", "office", day(15), reason="录入有误")
    own = as_("dept_user").get(reverse("answer", args=[record.pk])).context["form"]["reason_not_adopted"].value()
    journey.take(record, "object", "dept_user", day(16), referral=record.lead, reason="不属本局职责")
    journey.take(record, "reassign", "office", day(17), department=department2, due_on=day(80), reason="改交")

    other = as_("dept2_user").get(reverse("answer", args=[record.pk])).context["form"]

    assert (own, other["reason_not_adopted"].value()) == ("原理由", None)


def test_what_a_decision_demands_is_told_at_the_fields(journey, as_):
    [record] = journey.referred(1)

    form = as_("dept_user").get(url_of(record)).context["form"]

    assert {name: form[name].help_text for name in ("measures", "reason_not_adopted", "planned_on")} == {
        "measures": "选择采纳、部分采纳时必填。",
        "reason_not_adopted": "选择部分采纳、未采纳时必填。",
        "planned_on": "选择采纳、部分采纳时必填；已完成的填实际完成时间。",
    }
    assert 'data-demanded="decision partly not_adopted"' in str(form["reason_not_adopted"])
