import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from members.models import User
from tests import factories
from tests.journeys import Journey, day
from tests.topics.test_official_papers import text_of
from topics.models import Document, RecommendationStage, Referral, TopicStage

PAPERS = ("referral-letter", "adoption-form")


def step_url(record, name):
    return reverse("step", args=["recommendation", record.pk, name])


def answer_data(record, **changes):
    data = {
        "version": record.version,
        "happened_on": timezone.localdate().isoformat(),
        "decision": "adopted",
        "handling_result": "B",
        "measures": "示例措施",
        "planned_on": "2099-01-01",
    }
    return data | changes


def test_department_receives_and_answers_in_the_browser(journey, cast, client):
    record = journey.referred(recommendations=1)[0]
    client.force_login(cast["dept_user"])

    client.post(step_url(record, "receive"), {"version": record.version, "happened_on": day(14).isoformat()})
    record.refresh_from_db()
    received = record.stage
    client.post(step_url(record, "answer"), answer_data(record))
    record.refresh_from_db()
    journey.topic.refresh_from_db()

    assert (received, record.stage, record.decision) == ("received", "answered", "adopted")
    assert journey.topic.stage == TopicStage.ANSWERED


def moves_on(page):
    """The names of the steps to which the buttons of a page lead."""
    return re.findall(r'class="btn [^"]*" href="/steps/recommendation/\d+/(\w+)/"', page.content.decode())


def test_steps_that_are_taken_on_one_page_have_one_button(journey, cast, client, department2):
    [record] = journey.referred(1, co=[department2])
    client.force_login(cast["dept_user"])
    of_department = moves_on(client.get(record.get_absolute_url()))
    journey.answer(record)
    client.force_login(cast["clerk"])

    of_proposer = moves_on(client.get(record.get_absolute_url()))

    assert of_department == ["receive", "answer", "assign", "ask_extension", "contact", "report"]
    assert of_proposer == ["evaluate", "carry_out"]


def test_an_answer_not_adopted_without_reason_keeps_what_was_typed(journey, cast, client):
    record = journey.referred(recommendations=1)[0]
    client.force_login(cast["dept_user"])

    page = client.post(step_url(record, "answer"), answer_data(record, decision="not_adopted", measures="打好的字"))
    record.refresh_from_db()

    assert (page.status_code, record.stage) == (200, "referred")
    assert "打好的字" in page.content.decode() and [*page.context["form"].errors] == ["reason_not_adopted"]


def test_another_department_finds_nothing(journey, cast, client):
    record = journey.referred(recommendations=1)[0]
    client.force_login(cast["dept2_user"])

    statuses = [client.get(url).status_code for url in (record.get_absolute_url(), step_url(record, "answer"))]

    assert statuses == [404, 404]
    assert client.get(reverse("recommendation_list")).context["total"] == 0


def test_a_late_second_answer_is_told_what_happened(journey, cast, client):
    record = journey.referred(recommendations=1)[0]
    seen = answer_data(record)
    journey.answer(record)
    client.force_login(cast["dept_user"])

    page = client.post(step_url(record, "answer"), seen)

    assert page.status_code == 409
    assert record.answers.count() == 1


def test_department_objects_and_the_office_refers_to_another(journey, cast, client, department2):
    record = journey.referred(recommendations=1)[0]
    client.force_login(cast["dept_user"])
    form = client.get(step_url(record, "object")).context["form"]
    data = {
        "version": record.version,
        "referral": form["referral"].value(),
        "reason": "不属本局职责",
        "happened_on": day(15).isoformat(),
    }
    client.post(step_url(record, "object"), data)
    record.refresh_from_db()
    client.force_login(cast["office"])
    data = {
        "version": record.version,
        "department": department2.pk,
        "letter_number": "",
        "due_on": day(100).isoformat(),
        "reason": "改交",
        "happened_on": day(16).isoformat(),
    }
    client.post(step_url(record, "reassign"), data)
    record.refresh_from_db()

    assert (record.stage, record.lead.department) == (RecommendationStage.REFERRED, department2)


@pytest.mark.long
def test_the_page_says_who_acts_next_where_that_is_another(journey, cast, client):
    record = journey.referred(recommendations=1)[0]
    journey.take(record, "object", "dept_user", day(14), referral=record.referrals.get(), reason="不属职责")
    told = {}
    for name in ("dept_user", "office"):
        client.force_login(cast[name])
        told[name] = client.get(record.get_absolute_url()).context["next"]

    assert (str(told["dept_user"]["what"]), str(told["dept_user"]["who"])) == ("处理异议", "政协办公室")
    assert told["office"] is None


def test_a_new_due_date_starts_from_the_present_one(journey, cast, client):
    [record] = journey.referred(1)
    client.force_login(cast["office"])
    offered = [client.get(step_url(record, "extend")).context["form"]["due_on"].value()]
    journey.take(record, "object", "dept_user", day(14), referral=record.lead, reason="不属本局职责")

    offered.append(client.get(step_url(record, "reassign")).context["form"]["due_on"].value())

    assert offered == [record.due_on, record.due_on]


def test_office_without_the_scanned_reply_is_told_to_upload_it_first(journey, cast, client):
    [record] = journey.referred(1)
    client.force_login(cast["office"])

    response = client.post(
        step_url(record, "answer_on_behalf"), answer_data(record, document="", happened_on=day(20).isoformat())
    )

    assert response.context["form"].errors["document"] == ["请先上传答复扫描件，再在此选择。"]


def test_office_answers_on_behalf_with_the_scanned_reply(journey, cast, client):
    record = journey.referred(recommendations=1)[0]
    scan = Document.objects.create(
        topic=record.topic, recommendation=record, title="复函", name="a.pdf", size=1, uploaded_by=cast["office"]
    )
    client.force_login(cast["office"])

    client.post(
        step_url(record, "answer_on_behalf"), answer_data(record, document=scan.pk, happened_on=day(20).isoformat())
    )
    answer = record.answers.get()

    assert (answer.is_on_behalf, answer.document, answer.replied_on) == (True, scan, day(20))


def test_not_satisfied_sends_the_answer_back_once_and_then_is_final(journey, cast, client):
    record = journey.answered(recommendations=1)[0]
    client.force_login(cast["clerk"])
    url = reverse("evaluate", args=[record.pk])

    def verdict():
        data = {"verdict": "not_satisfied", "comment": "不实", "happened_on": timezone.localdate().isoformat()}
        return client.post(url, data | {"version": record.version})

    verdict()
    record.refresh_from_db()
    first = record.stage
    journey.answer(record, on=timezone.localdate())
    verdict()
    record.refresh_from_db()

    assert (first, record.stage, record.evaluations.count()) == ("reworking", "evaluated", 2)


def test_who_decides_on_an_objection_reads_it_beside_the_form(journey, cast, client):
    record = journey.referred(recommendations=1)[0]
    journey.take(record, "object", "dept_user", day(14), referral=record.lead, reason="属水务部门职责")
    client.force_login(cast["office"])

    pages = [client.get(step_url(record, name)).content.decode() for name in ("reassign", "uphold")]

    assert all(record.text in page and "属水务部门职责" in page for page in pages)


def test_who_evaluates_reads_the_whole_answer_beside_the_form(journey, cast, client):
    record = journey.answered(recommendations=1)[0]
    client.force_login(cast["clerk"])

    page = client.get(reverse("evaluate", args=[record.pk])).content.decode()

    answer = record.answers.get()
    told = (record.text, answer.measures, answer.get_handling_result_display(), date_format(answer.planned_on))
    assert all(words in page for words in told)


def test_only_the_proposing_unit_evaluates(journey, cast, client):
    record = journey.answered(recommendations=1)[0]

    statuses = {}
    for name in ("clerk", "clerk2", "office", "dept_user", "member_user", "dept2_user"):
        client.force_login(cast[name])
        statuses[name] = client.get(reverse("evaluate", args=[record.pk])).status_code

    assert statuses == {
        "clerk": 200, "clerk2": 403, "office": 403, "dept_user": 403, "member_user": 403, "dept2_user": 404,
    }  # fmt: skip


@pytest.mark.long
def test_the_list_takes_the_same_number_of_queries_for_two_rows_and_for_twenty(journey, cast, client, queries_of):
    client.force_login(cast["office"])
    journey.referred(recommendations=2)
    few = queries_of(reverse("recommendation_list"))
    Journey(cast).referred(recommendations=18)

    assert queries_of(reverse("recommendation_list")) == few


def test_recommendations_sort_by_their_lead_department(journey, client, office):
    one, two = journey.referred(2)
    first = factories.department(order=0)
    Referral.objects.filter(recommendation=two).update(department=first)
    client.force_login(office)

    def rows(sort):
        return list(client.get(reverse("recommendation_list"), {"sort": sort}).context["object_list"])

    assert (rows("lead"), rows("-lead")) == ([two, one], [one, two])


@pytest.mark.long
def test_the_filters_narrow_the_inbox(journey, cast, client):
    first, second = journey.referred(recommendations=2)
    journey.answer(first)
    second.refresh_from_db()
    type(second).objects.filter(pk=second.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    client.force_login(cast["dept_user"])

    found = {
        state: [row.pk for row in client.get(reverse("recommendation_list"), {"state": state}).context["object_list"]]
        for state in ("overdue", "owed", "done")
    }

    assert found == {"overdue": [second.pk], "owed": [second.pk], "done": [first.pk]}


def test_each_verdict_stands_below_the_answer_it_is_on(journey, cast, client):
    [record] = journey.referred(recommendations=1)
    journey.answer(record)
    journey.take(record, "send_back", "clerk", verdict="not_satisfied", comment="没有时间安排", public_not=3)
    journey.answer(record, on=timezone.localdate())
    journey.evaluate(record, on=timezone.localdate())
    client.force_login(cast["clerk"])

    page = client.get(record.get_absolute_url()).content.decode()

    second, first = page.split('<article class="answer">')[1:3]
    assert "示例评价" in second and "没有时间安排" not in second
    assert "没有时间安排" in first.split("</article>")[0]
    assert (page.count("群众 0、0、3 人"), page.count("群众 0、0、0 人")) == (1, 0)


def errors_of(answer):
    return [*answer.context["form"].errors]


@pytest.mark.long
def test_a_refusal_stands_at_the_field_that_it_is_about(journey, as_):
    answered, referred = journey.answered(1)[0], Journey(journey.cast).referred(1)[0]
    today = timezone.localdate().isoformat()
    unhappy = {"version": answered.version, "happened_on": today, "verdict": "not_satisfied"}
    extended = {"version": referred.version, "happened_on": today, "reason": "示例", "due_on": today}

    refused = [
        as_("clerk").post(reverse("evaluate", args=[answered.pk]), unhappy),
        as_("dept_user").post(step_url(referred, "answer"), answer_data(referred, measures="")),
        as_("office").post(step_url(referred, "extend"), extended),
    ]

    assert [errors_of(answer) for answer in refused] == [["comment"], ["measures"], ["due_on"]]


def test_all_that_is_wrong_with_an_answer_is_told_at_once(journey, as_):
    record = journey.referred(1)[0]
    bare = {"measures": "", "planned_on": "", "completed_on": "", "reason_not_adopted": ""}
    sent = [
        answer_data(record, decision="not_adopted", handling_result="") | {"reason_not_adopted": ""},
        answer_data(record, decision="partly") | bare,
    ]
    client = as_("dept_user")

    refused = [errors_of(client.post(reverse("answer", args=[record.pk]), data)) for data in sent]

    assert refused == [
        ["handling_result", "reason_not_adopted"],
        ["reason_not_adopted", "measures", "planned_on"],
    ]


def test_other_steps_tell_all_that_is_wrong_at_once_too(journey, as_):
    record, today = journey.referred(1)[0], timezone.localdate()
    late = {"version": record.version, "happened_on": today + timedelta(days=1), "reason": "", "due_on": today}

    answer = as_("office").post(step_url(record, "extend"), late)

    assert sorted(errors_of(answer)) == ["due_on", "happened_on", "reason"]


def test_the_history_of_a_recommendation_does_not_link_to_its_own_page(journey, client, office):
    [record] = journey.referred(recommendations=1)
    client.force_login(office)

    history = client.get(record.get_absolute_url()).context["history"]

    assert [line.get("url") for line in history] == [None]


@pytest.mark.long
def test_the_page_names_the_telephone_of_the_department_to_ask(journey, cast, client, department):
    type(department).objects.update(phone="0000-0000212")
    record = journey.referred(recommendations=1)[0]
    client.force_login(cast["office"])

    assert "0000-0000212" in client.get(record.get_absolute_url()).text


@pytest.mark.long
@pytest.mark.parametrize("own", ["", "0000-0000301"])
def test_who_answers_is_named_with_a_telephone_of_the_own_or_of_the_department(journey, cast, client, department, own):
    type(department).objects.update(phone="0000-0000212")
    User.objects.filter(pk=cast["dept_user"].pk).update(office_phone=own)
    record = journey.referred(recommendations=1)[0]
    journey.take(record, "assign", "dept_user", handler=cast["dept_user"])
    client.force_login(cast["office"])

    page, unit = (client.get(one.get_absolute_url()).text for one in (record, department))
    papers = [text_of(client.get(reverse("official_paper", args=[kind, record.pk]))) for kind in PAPERS]

    told = f"{cast['dept_user']} · {own or '0000-0000212'}"
    assert [told in " ".join(re.sub("<[^>]*>", "", text).split()) for text in (page, unit)] == [True, True]
    assert [told in paper for paper in papers] == [True, True]


def test_what_carrying_out_demands_bears_the_star_of_a_required_field(client, journey, cast):
    [record] = journey.answered(1)
    client.force_login(cast["clerk"])

    form = client.get(step_url(record, "carry_out")).context["form"]
    page = client.post(step_url(record, "carry_out"), {"version": record.version, "happened_on": day(40).isoformat()})

    assert [field.field.required for field in form.visible_fields()] == [True, True, True, False]
    assert sorted(page.context["form"].errors) == ["evidence", "measures"]
    with pytest.raises(ValidationError, match="evidence.*必填"):
        journey.take(record, "carry_out", "clerk", day(40), measures="示例")


def test_office_adds_the_scanned_reply_in_the_form_of_the_answer_and_loses_nothing_typed(journey, cast, client):
    [record] = journey.referred(1)
    url, typed = step_url(record, "answer_on_behalf"), answer_data(record, happened_on=day(20).isoformat())
    scan = {"document": "", "new_reply": SimpleUploadedFile("复函.pdf", b"%PDF-1.7 %%EOF")}
    client.force_login(cast["office"])

    refused = client.post(url, typed | scan | {"decision": ""})
    wrong = client.post(url, typed | {"document": "", "new_reply": SimpleUploadedFile("复函.exe", b"MZ")})
    client.post(url, typed | {"document": refused.context["form"]["document"].value()})

    kept, answer = record.documents.get(), record.answers.get()
    assert list(refused.context["form"].errors) == ["decision"]
    assert refused.context["form"]["measures"].value() == typed["measures"]
    assert {"new_reply", "document"} <= wrong.context["form"].errors.keys()
    assert (answer.document, kept.title, kept.is_internal) == (kept, "复函.pdf", True)


def test_a_reply_added_in_the_form_stands_before_the_one_that_was_chosen(journey, cast, client):
    [record] = journey.referred(1)
    old = Document.objects.create(
        topic=record.topic, recommendation=record, title="旧", name="a.pdf", size=1, uploaded_by=cast["office"]
    )
    client.force_login(cast["office"])
    page = answer_data(record, document=old.pk, happened_on=day(20).isoformat())

    client.post(
        step_url(record, "answer_on_behalf"), page | {"new_reply": SimpleUploadedFile("新.pdf", b"%PDF-1.7 %%EOF")}
    )

    assert record.answers.get().document.title == "新.pdf"
