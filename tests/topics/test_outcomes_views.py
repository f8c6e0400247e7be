import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.journeys import day, entry
from topics.models import ConsultationSession, DictionaryEntry, Plan, Recommendation, TopicStage


def outcome_data(*texts, **changes):
    """What the outcome page posts: the outcome and one row per text."""
    data = {
        "version": "1",
        "kind": entry("outcome").pk,
        "number": "示协纪〔1〕号",
        "issued_on": day(12).isoformat(),
        "summary": "",
        "rows-TOTAL_FORMS": str(len(texts)),
        "rows-INITIAL_FORMS": "0",
    }
    for number, text in enumerate(texts):
        data |= {f"rows-{number}-id": "", f"rows-{number}-text": text, f"rows-{number}-opinion": ""}
    return data | changes


def outcome_url(topic):
    return reverse("outcome", args=[topic.pk])


def test_opinions_of_the_session_are_offered_as_recommendations(journey, cast, client):
    session = journey.completed_session()
    client.force_login(cast["clerk"])

    page = client.get(outcome_url(journey.topic))

    assert [form.initial.get("text") for form in page.context["formset"].forms] == [
        *session.opinions.values_list("text", flat=True),
        None,
    ]


def test_a_new_outcome_is_offered_the_kind_that_the_plan_names(journey, cast, client):
    session = journey.completed_session()
    kind = DictionaryEntry.objects.of("outcome").last()
    Plan.objects.filter(pk=session.plan_id).update(outcome_kind=kind)
    client.force_login(cast["clerk"])

    page = client.get(outcome_url(journey.topic))

    assert page.context["form"]["kind"].value() == kind.pk


def test_what_was_promised_on_the_spot_stands_beside_the_outcome(journey, cast, client):
    session = journey.completed_session()
    ConsultationSession.objects.filter(pk=session.pk).update(promises="示例局一周内清理")
    client.force_login(cast["clerk"])

    page = client.get(outcome_url(journey.topic)).content.decode()

    assert "示例局一周内清理" in page


def test_an_offered_opinion_left_as_it_is_becomes_a_recommendation(journey, cast, client):
    opinion = journey.completed_session().opinions.get()
    client.force_login(cast["clerk"])

    untouched = {"rows-0-opinion": opinion.pk, "conclude": "1"}
    client.post(outcome_url(journey.topic), outcome_data(opinion.text, **untouched))

    assert list(journey.topic.recommendations.values_list("text", "opinion")) == [(opinion.text, opinion.pk)]


def test_clerk_saves_the_outcome_and_concludes_with_numbered_recommendations(journey, cast, client):
    journey.completed_session()
    client.force_login(cast["clerk"])

    client.post(outcome_url(journey.topic), outcome_data("第一条", "第二条", conclude="1"))
    journey.topic.refresh_from_db()

    assert journey.topic.stage == TopicStage.CONCLUDED
    assert list(journey.topic.recommendations.values_list("number", "text")) == [(1, "第一条"), (2, "第二条")]


def test_an_outcome_bears_its_own_day_where_the_record_of_the_session_was_completed_later(journey, cast, client):
    journey.take(journey.drafted_session(), "complete", "clerk", day(20))
    client.force_login(cast["clerk"])

    client.post(outcome_url(journey.topic), outcome_data("第一条", conclude="1"))
    journey.topic.refresh_from_db()

    assert (journey.topic.outcomes.get().issued_on, journey.topic.concluded_on) == (day(12), day(20))


def test_an_outcome_may_have_no_recommendation(journey, cast, client):
    journey.completed_session()
    client.force_login(cast["clerk"])

    client.post(outcome_url(journey.topic), outcome_data("", conclude="1"))
    journey.topic.refresh_from_db()

    assert (journey.topic.stage, journey.topic.recommendations.count()) == (TopicStage.CONCLUDED, 0)


def test_removing_a_row_renumbers_the_others_without_a_gap(journey, cast, client):
    topic = journey.concluded(recommendations=3)
    rows = list(topic.recommendations.all())
    data = outcome_data(*(row.text for row in rows), **{"rows-INITIAL_FORMS": "3", "rows-0-DELETE": "on"})
    data |= {f"rows-{number}-id": row.pk for number, row in enumerate(rows)}
    client.force_login(cast["clerk"])

    client.post(outcome_url(topic), data)

    assert list(topic.recommendations.values_list("number", "pk")) == [(1, rows[1].pk), (2, rows[2].pk)]
    assert topic.steps.last().transition == "amend_outcome"


@pytest.mark.parametrize("removal", [{"rows-0-DELETE": "on"}, {"rows-0-text": ""}])
def test_a_recommendation_that_was_referred_by_mistake_is_reworded_not_removed(journey, cast, client, removal):
    [row] = journey.referred(1)
    topic = journey.topic
    journey.take(topic, "unrefer", "office", reason="意见写错")
    data = outcome_data(row.text, number="示协纪〔2〕号", **{"rows-INITIAL_FORMS": "1", "rows-0-id": row.pk})
    client.force_login(cast["clerk"])

    refused = client.post(outcome_url(topic), data | removal)
    client.post(outcome_url(topic), data | {"rows-0-text": "改过的建议"})

    [row_form] = refused.context["formset"].forms
    assert (refused.status_code, [*row_form.errors], refused.context["form"]["number"].value()) == (
        200,
        ["text"],
        "示协纪〔2〕号",
    )
    assert topic.recommendations.get().text == "改过的建议"


def test_an_amendment_tells_in_the_history_what_it_changed(journey, cast, client):
    topic = journey.concluded(recommendations=1)
    row = topic.recommendations.get()
    outcome = row.outcome
    data = outcome_data("改过的建议", **{"rows-INITIAL_FORMS": "1", "rows-0-id": row.pk})
    client.force_login(cast["clerk"])

    client.post(outcome_url(topic), data | {"version": outcome.version})
    client.post(outcome_url(topic), data | {"version": outcome.version + 1})

    [step] = topic.steps.filter(transition="amend_outcome")
    assert step.answers["changes"]["from"][-1] == row.text
    assert step.answers["changes"]["to"][-1] == "改过的建议"


@pytest.mark.long
def test_an_outcome_is_dated_neither_before_its_last_session_nor_once_concluded_in_the_future(journey, cast, client):
    journey.completed_session(on=day(10))
    journey.completed_session(journey.plan, on=day(14))
    topic, errors = journey.topic, []
    client.force_login(cast["clerk"])

    def sent(**changes):
        version = topic.outcomes.first().version if topic.outcomes.exists() else 1
        response = client.post(outcome_url(topic), outcome_data("第一条", version=version, **changes))
        errors.append(response.context["form"].errors.get("issued_on") if response.context else None)

    sent(issued_on=day(12).isoformat(), conclude="1")
    sent(issued_on=day(15).isoformat(), conclude="1")
    sent(issued_on="2099-01-01")
    sent(issued_on=day(13).isoformat())

    assert [bool(error) for error in errors] == [True, False, True, True]
    assert topic.outcomes.get().issued_on == day(15)


def test_add_a_row_saves_nothing_and_keeps_what_was_typed(journey, cast, client):
    journey.completed_session()
    client.force_login(cast["clerk"])

    page = client.post(outcome_url(journey.topic), outcome_data("打了一半", add_row="1"))

    assert [form["text"].value() for form in page.context["formset"].forms] == ["打了一半", None]
    assert re.findall(r'name="([^"]+)"[^>]* autofocus', page.content.decode()) == ["rows-1-text"]
    assert Recommendation.objects.count() == 0


def test_two_people_editing_the_outcome_see_both_texts(journey, cast, client):
    topic = journey.concluded(recommendations=1)
    topic.outcomes.update(version=2, summary="别人写的")
    client.force_login(cast["clerk"])

    page = client.post(outcome_url(topic), outcome_data("我的建议", summary="我写的"))

    assert page.status_code == 409
    told = [(row.mine, row.stored) for row in page.context["differences"]]
    assert [("我写的", "别人写的") in told, told[-1]] == [True, ("我的建议", topic.recommendations.get().text)]
    assert "<del>别人</del>写的" in page.text and "<ins>我</ins>写的" in page.text


def test_the_outcome_of_another_committee_is_not_editable(journey, cast, client):
    journey.completed_session()
    client.force_login(cast["clerk2"])

    page = client.post(outcome_url(journey.topic), outcome_data("第一条"))

    assert page.status_code == 403
    assert Recommendation.objects.count() == 0


def test_office_refers_each_recommendation_to_its_departments(journey, cast, client, department, department2):
    topic = journey.concluded(recommendations=1)
    item = topic.recommendations.get()
    data = {
        "version": topic.version,
        "letter_number": "示办〔2〕号",
        "happened_on": day(13).isoformat(),
        f"r{item.pk}-lead": department.pk,
        f"r{item.pk}-co": [department2.pk],
        f"r{item.pk}-due_on": day(100).isoformat(),
    }
    client.force_login(cast["office"])

    client.post(reverse("refer", args=[topic.pk]), data)
    topic.refresh_from_db()
    item.refresh_from_db()

    assert (topic.stage, item.stage, item.due_on) == (TopicStage.REFERRED, "referred", day(100))
    assert list(item.referrals.values_list("department", "is_lead", "letter_number")) == [
        (department.pk, True, "示办〔2〕号"),
        (department2.pk, False, "示办〔2〕号"),
    ]


def test_one_line_fills_all_recommendations_of_a_topic_and_each_is_changed_still(
    journey, cast, client, department, department2
):
    topic = journey.concluded(recommendations=2)
    topic.departments.add(department2)
    first, second = topic.recommendations.all()
    due_on = day(100).isoformat()
    data = {"version": topic.version, "letter_number": "示办〔4〕号", "happened_on": day(13).isoformat()}
    client.force_login(cast["office"])

    line = {"all-lead": department2.pk, "all-due_on": due_on, "fill": "1"}
    page = client.post(reverse("refer", args=[topic.pk]), data | line)
    shown = [[form[name].value() for name in ("lead", "due_on")] for form in page.context["rows"]]
    groups = [[words for _key, words in group] for _name, group in page.context["rows"][0].fields["lead"].choices[1:]]
    typed = {f"r{first.pk}-lead": department.pk, f"r{second.pk}-lead": department2.pk}
    typed |= {f"r{item.pk}-due_on": due_on for item in (first, second)}
    client.post(reverse("refer", args=[topic.pk]), data | typed)

    assert shown == [[str(department2.pk), due_on]] * 2
    assert "示办〔4〕号" in page.text and groups == [[department2.name], [department.name]]
    assert [item.lead.department for item in topic.recommendations.all()] == [department, department2]


@pytest.mark.parametrize("number", [1, 6])
def test_departments_are_read_once_however_many_recommendations_are_referred(journey, cast, client, number):
    topic = journey.concluded(recommendations=number)
    client.force_login(cast["office"])

    with CaptureQueriesContext(connection) as queries:
        page = client.get(reverse("refer", args=[topic.pk]))

    asked = [one for one in queries.captured_queries if 'FROM "committees_department"' in one["sql"]]
    assert (len(page.context["rows"]), len(asked)) == (number, 1)


def test_what_is_wrong_in_a_referral_stands_in_one_box_that_leads_to_the_fields(journey, cast, client):
    topic = journey.concluded(recommendations=2)
    client.force_login(cast["office"])

    page = client.post(reverse("refer", args=[topic.pk]), {"version": topic.version}).content.decode()

    first, second = topic.recommendations.all()
    [box] = re.findall('<div class="error-summary".*?</div>', page, re.DOTALL)
    assert re.findall(r'<a href="#id_(\S+)">(.*?)</a>', box) == [
        ("happened_on", "交办日期"),
        (f"r{first.pk}-lead", "意见建议第1条 · 主办部门"),
        (f"r{first.pk}-due_on", "意见建议第1条 · 办理期限"),
        (f"r{second.pk}-lead", "意见建议第2条 · 主办部门"),
        (f"r{second.pk}-due_on", "意见建议第2条 · 办理期限"),
    ]


def test_departments_and_days_that_do_not_suit_are_told_at_the_fields_of_every_recommendation(
    journey, cast, client, department
):
    topic = journey.concluded(recommendations=2)
    data = {"version": topic.version, "happened_on": day(13).isoformat()}
    for item in topic.recommendations.all():
        data |= {f"r{item.pk}-lead": department.pk, f"r{item.pk}-co": department.pk}
        data[f"r{item.pk}-due_on"] = day(13).isoformat()
    batch = {name: value for name, value in data.items() if name[0] == "r"}
    batch |= {"row": topic.pk, f"t{topic.pk}-version": topic.version, f"t{topic.pk}-happened_on": data["happened_on"]}
    client.force_login(cast["office"])

    pages = [
        client.post(reverse("refer", args=[topic.pk]), data),
        client.post(reverse("batch_create", args=["refer"]), batch),
    ]

    wrong = [(f"意见建议第{number}条", label) for number in (1, 2) for label in ("办理期限", "协办部门")]
    assert [(form.legend, form[name].label) for form in pages[0].context["rows"] for name in form.errors] == wrong
    assert [error[1] for _row, error in pages[1].context["wrong"]] == [" · ".join(names) for names in wrong]
    topic.refresh_from_db()
    assert topic.stage == "concluded"


@pytest.mark.parametrize("days", [-1, 190], ids=["before the referral", "beyond the longest time"])
def test_a_due_date_that_cannot_be_is_refused_and_what_was_typed_stays(journey, cast, client, department, days):
    topic = journey.concluded(recommendations=1)
    item = topic.recommendations.get()
    data = {
        "version": topic.version,
        "letter_number": "示办〔3〕号",
        "happened_on": day(13).isoformat(),
        f"r{item.pk}-lead": department.pk,
        f"r{item.pk}-due_on": (day(13) + timedelta(days=days)).isoformat(),
    }
    client.force_login(cast["office"])

    page = client.post(reverse("refer", args=[topic.pk]), data)
    topic.refresh_from_db()

    assert (page.status_code, topic.stage) == (200, TopicStage.CONCLUDED)
    assert list(page.context["rows"][0].errors) == ["due_on"] and "示办〔3〕号" in page.content.decode()


@pytest.mark.long
def test_more_rows_than_an_outcome_can_have_are_refused_and_nothing_is_saved(journey, cast, client):
    topic = journey.completed_session().topic
    client.force_login(cast["clerk"])

    page = client.post(outcome_url(topic), outcome_data(*(f"示例建议{number}" for number in range(301))))

    errors = page.context["formset"].non_form_errors()
    assert page.status_code == 200 and errors[0] in page.text
    assert len(page.context["formset"].forms) <= 301
    assert topic.recommendations.count() == 0


def test_the_date_of_a_new_outcome_is_filled_in_beforehand(journey, as_):
    journey.completed_session()

    form = as_("clerk").get(reverse("outcome", args=[journey.topic.pk])).context["form"]

    assert form["issued_on"].value() == timezone.localdate()
