"""The first contact 首次联系 of the lead department with the proposing unit, before it answers."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from consult.calendar.workdays import add_workdays
from consult.options import put
from tests import factories
from tests.journeys import day
from topics.models import Referral
from topics.tasks.next_steps import home_rows, next_step
from topics.tasks.table import tasks_of
from topics.workflow import offers

REGISTER = reverse("recommendation_list")
SAID = {"way": "visit", "agreed": "先修缮东门一段"}


@pytest.fixture
def recommendation(journey):
    journey.everybody()
    [recommendation] = journey.referred(1, co=[journey.cast["department2"]])
    return recommendation


def offered(user, record):
    record.refresh_from_db()
    return {offer.transition.name for offer in offers(factories.unasked(user), record) if not offer.unmet}


def waiting(user):
    return [task.name for task, _records in tasks_of(factories.fresh(user))]


def page(client, user, record):
    client.force_login(user)
    return client.get(record.get_absolute_url()).text


def owe_until(record, due_on):
    Referral.objects.filter(recommendation=record, is_lead=True).update(contact_due_on=due_on)


def test_the_lead_owes_its_first_contact_some_working_days_after_the_referral(journey, recommendation):
    put("contact_workdays", 7, journey.cast["office"])

    journey.take(recommendation, "object", "dept_user", day(15), referral=recommendation.lead, reason="不属本单位")
    third = factories.department("示例三局")
    said = {"department": third, "due_on": day(120), "reason": "应由其办理"}
    journey.take(recommendation, "reassign", "office", day(16), **said)

    assert [(r.is_lead, r.contact_due_on) for r in recommendation.referrals.order_by("pk")] == [
        (True, add_workdays(day(13), 15)), (False, None), (True, add_workdays(day(16), 7)),
    ]  # fmt: skip


@pytest.mark.long
def test_the_lead_notes_when_and_how_it_met_the_proposing_unit_and_what_was_agreed(journey, client, recommendation):
    cast, version = journey.cast, recommendation.version
    client.force_login(cast["dept_user"])
    url = reverse("step", args=["recommendation", recommendation.pk, "contact"])

    answer = client.post(url, SAID | {"happened_on": day(16), "version": version})

    assert answer.status_code == 302
    step = recommendation.steps.last()
    assert (step.transition, step.from_stage, step.to_stage) == ("contact", "referred", "referred")
    assert (step.happened_on, step.acted_for) == (day(16), str(cast["department"]))
    for who in ("dept_user", "dept2_user", "clerk", "office"):
        told = page(client, cast[who], recommendation)
        assert told.count("先修缮东门一段") == 2, who
        assert "走访" in told
    assert "contact" not in offered(cast["dept_user"], recommendation)


@pytest.mark.parametrize(("on", "words"), [(day(12), "交办"), (timezone.localdate() + timedelta(1), "尚未到来")])
def test_a_contact_is_neither_before_the_referral_nor_to_come(journey, recommendation, on, words):
    with pytest.raises(ValidationError, match=words):
        journey.take(recommendation, "contact", "dept_user", on, **SAID)


def test_it_is_noted_once_with_way_and_agreement(journey, recommendation):
    with pytest.raises(ValidationError) as bare:
        journey.take(recommendation, "contact", "dept_user")
    journey.take(recommendation, "contact", "office", **SAID)
    with pytest.raises(ValidationError, match="首次联系"):
        journey.take(recommendation, "contact", "dept_user", **SAID)
    journey.answer(recommendation)
    with pytest.raises(PermissionDenied):
        journey.take(recommendation, "contact", "dept_user", **SAID)

    assert bare.value.error_dict.keys() == {"way", "agreed"}


def test_a_wrong_entry_is_struck_by_a_second_person_of_the_office(journey, recommendation):
    cast = journey.cast
    journey.take(recommendation, "contact", "office", **SAID)

    seen = [
        name for name in ("office", "office2", "dept_user") if "strike_contact" in offered(cast[name], recommendation)
    ]
    with pytest.raises(PermissionDenied, match="本人"):
        journey.take(recommendation, "strike_contact", "office", reason="记错")
    journey.take(recommendation, "strike_contact", "office2", reason="记错")

    assert seen == ["office2"]
    assert [step.transition for step in recommendation.steps.order_by("sequence")][-2:] == ["contact", "strike_contact"]
    assert (recommendation.lead.contacted_on, recommendation.lead.agreed) == (None, "")
    assert "contact" in offered(cast["dept_user"], recommendation)


def test_what_was_struck_or_forgotten_is_noted_after_the_answer_with_a_day_before_it(journey, recommendation):
    journey.take(recommendation, "contact", "office", day(16), **SAID)
    journey.answer(recommendation, on=day(20))
    journey.take(recommendation, "strike_contact", "office2", reason="记错")

    with pytest.raises(ValidationError, match="答复") as late:
        journey.take(recommendation, "contact", "dept_user", day(21), **SAID)
    journey.take(recommendation, "contact", "dept_user", day(15), **SAID)

    assert late.value.error_dict.keys() == {"happened_on"}
    assert (recommendation.stage, recommendation.lead.contacted_on) == ("answered", day(15))
    assert waiting(journey.cast["dept_user"]) == []
    assert "contact" not in offered(journey.cast["office"], recommendation)


@pytest.mark.long
def test_the_lead_alone_is_told_at_home_beside_the_answer_it_owes(journey, recommendation):
    cast = journey.cast
    rows, counts = home_rows(factories.fresh(cast["dept_user"]))
    card = next_step(journey.topic, factories.fresh(cast["dept_user"]))
    others = waiting(cast["dept2_user"])

    journey.take(recommendation, "contact", "dept_user", **SAID)

    assert [(row["action"], row["due_on"]) for row in rows] == [
        ("登记首次联系", add_workdays(day(13), 15)), ("签收并答复", recommendation.due_on),
    ]  # fmt: skip
    assert [(count["name"], count["count"]) for count in counts] == [("receive", 1), ("contact", 1)]
    assert (card["due_on"], others) == (recommendation.due_on, [])
    assert waiting(cast["dept_user"]) == ["receive"]


@pytest.mark.long
def test_page_and_inbox_say_until_when_and_that_it_is_late(journey, client, recommendation):
    cast, today = journey.cast, timezone.localdate()
    said = {}
    for name, due_on in {"late": today - timedelta(3), "soon": today + timedelta(3)}.items():
        owe_until(recommendation, due_on)
        said[name] = page(client, cast["dept_user"], recommendation), client.get(REGISTER).text

    client.force_login(cast["dept2_user"])

    assert ("首次联系期限" in said["late"][0], "超期 3 天" in said["late"][0]) == (True, True)
    assert f"提出单位 {journey.topic.proposing_committee} ·" in said["late"][0]
    assert "首次联系：超期 3 天" in said["late"][1]
    assert "首次联系：还剩 3 天" in said["soon"][1]
    assert "首次联系：" not in client.get(REGISTER).text


def test_an_answer_without_it_says_that_none_was_recorded(journey, client, recommendation):
    office = journey.cast["office"]
    journey.answer(recommendation)

    told = page(client, office, recommendation)

    assert "未登记" in told
    assert "首次联系期限" not in told


def test_who_reads_inside_has_its_column_and_finds_what_is_overdue(journey, client, recommendation):
    cast, query = journey.cast, {"state": "uncontacted"}
    client.force_login(cast["office"])
    client.post(REGISTER, {"keep": "columns", "column": ["contact"]})
    late = client.get(REGISTER, query)
    export = client.get(REGISTER, query | {"export": "csv"}).content.decode("utf-8-sig")
    owe_until(recommendation, timezone.localdate())
    on_time = client.get(REGISTER, query)
    client.force_login(cast["member_user"])

    due_on = add_workdays(day(13), 15).isoformat()

    assert (f"{due_on}前" in late.text, f"{due_on}前" in export) == (True, True)
    assert (list(late.context["object_list"]), list(on_time.context["object_list"])) == ([recommendation], [])
    assert "contact" not in [column.name for column in client.get(REGISTER).context["view"].seen_columns]


@pytest.mark.long
def test_referrals_from_before_owe_no_contact_and_lack_none(journey, client, recommendation):
    office, lead = journey.cast["office"], journey.cast["dept_user"]
    owe_until(recommendation, None)
    before = page(client, lead, recommendation), waiting(lead)
    journey.answer(recommendation)

    after = page(client, office, recommendation)

    assert "首次联系期限" not in before[0]
    assert before[1] == ["receive"]
    assert "未登记" not in after
    assert "contact" not in offered(lead, recommendation)
