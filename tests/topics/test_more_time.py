"""More time for an answer: asked for by the department, given or declined by the office, and told to both."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from tests import factories
from tests.journeys import Journey, day
from topics.tasks.due import time_words
from topics.tasks.next_steps import home_rows
from topics.workflow import offers

UNTIL = day(95)
ASKED = {"asked_until": UNTIL, "reason": "涉及下一年度预算"}


@pytest.fixture
def asked(journey):
    [record] = journey.referred(1, due_on=day(80))
    journey.take(record, "ask_extension", "dept_user", **ASKED)
    return record


def offered(journey, record, name):
    record.refresh_from_db()
    return {offer.transition.name: offer.unmet for offer in offers(factories.fresh(journey.cast[name]), record)}


def waits(journey, task="decide_extension"):
    return home_rows(factories.fresh(journey.cast["office"]), task)[0]


def step_url(record, name):
    return reverse("step", args=["recommendation", record.pk, name])


def test_a_request_waits_for_the_office_with_its_day_and_reason_and_changes_no_date(journey, asked):
    [row] = waits(journey)

    assert row["asked"] == f"申请延期至{date_format(UNTIL)}：{ASKED['reason']}"
    assert (row["url"], asked.due_on, asked.is_extended) == (asked.get_absolute_url(), day(80), False)


def test_the_office_extends_as_was_asked(journey, asked, as_):
    form = as_("office").get(step_url(asked, "extend")).context["form"]
    proposed = {name: form[name].value() for name in ("due_on", "reason")}

    journey.take(asked, "extend", "office", **proposed | {"due_on": UNTIL})

    assert proposed == {"due_on": UNTIL.isoformat(), "reason": ASKED["reason"]}
    assert (asked.due_on, asked.is_extended, waits(journey)) == (UNTIL, True, [])
    assert time_words(asked) == f"已延期至{date_format(UNTIL)}"
    assert offered(journey, asked, "dept_user")["ask_extension"]


def test_an_extension_leaves_the_time_of_other_recommendations_alone(journey):
    extended, other = journey.referred(2, due_on=day(80))
    before = other.due_basis

    journey.take(extended, "extend", "office", due_on=UNTIL, reason="示例")

    other.refresh_from_db()
    assert (other.due_on, other.is_extended, other.due_basis) == (day(80), False, before)


@pytest.mark.long
def test_what_the_office_declines_the_department_reads_at_home_at_its_desk_and_on_the_page(journey, asked, as_):
    journey.take(asked, "decline_extension", "office", reason="请按期答复")
    client = as_("dept_user")

    pages = [client.get(url) for url in (asked.get_absolute_url(), reverse("recommendation_list"), reverse("home"))]

    assert ["延期申请未获同意：请按期答复" in page.content.decode() for page in pages] == [True] * 3
    assert (asked.due_on, waits(journey)) == (day(80), [])


def test_more_time_is_asked_for_once_in_the_time_of_a_referral(journey, asked, department2):
    with pytest.raises(ValidationError, match="已申请"):
        journey.take(asked, "ask_extension", "dept_user", **ASKED)
    journey.take(asked, "decline_extension", "office", reason="请按期答复")
    with pytest.raises(ValidationError, match="已申请"):
        journey.take(asked, "ask_extension", "dept_user", **ASKED)
    journey.take(asked, "object", "dept_user", day(14), referral=asked.lead, reason="不属本局职责")
    journey.take(asked, "reassign", "office", department=department2, due_on=day(80), reason="改交")

    journey.take(asked, "ask_extension", "dept2_user", **ASKED)

    assert len(waits(journey)) == 1


@pytest.mark.long
def test_a_request_that_is_withdrawn_waits_no_more_and_can_be_made_anew(journey, asked):
    journey.take(asked, "withdraw_request", "dept_user")

    withdrawn = waits(journey)
    journey.take(asked, "ask_extension", "dept_user", **ASKED)

    assert (withdrawn, len(waits(journey))) == ([], 1)


@pytest.mark.long
def test_a_request_ends_with_the_answer_and_stands_again_when_that_is_taken_back(journey, asked):
    journey.answer(asked)
    ended = waits(journey)

    journey.take(asked, "correct", "office2", reason="录入有误")

    assert (ended, len(waits(journey))) == ([], 1)


@pytest.mark.parametrize(
    ("until", "told"), [(day(80), "晚于"), (day(13 + 250), "最迟"), (timezone.localdate(), "晚于")]
)
def test_a_day_that_cannot_be_given_is_not_asked_for(journey, until, told):
    [record] = journey.referred(1, due_on=day(80) if until > day(60) else day(50))

    with pytest.raises(ValidationError, match=told) as refused:
        journey.take(record, "ask_extension", "dept_user", asked_until=until, reason="示例")

    assert list(refused.value.error_dict) == ["asked_until"]


@pytest.mark.parametrize(
    ("name", "by", "answers"),
    [("ask_extension", "dept_user", ASKED), ("extend", "office", {"due_on": UNTIL, "reason": "示例"})],
)
def test_no_time_is_asked_for_or_given_before_the_referral(journey, name, by, answers):
    [record] = journey.referred(1, due_on=day(80))

    with pytest.raises(ValidationError, match="交办"):
        journey.take(record, name, by, day(12), **answers)


@pytest.mark.long
def test_the_lead_alone_asks_the_office_alone_decides_and_nobody_on_an_own_request(journey, asked, department2):
    factories.appointment(journey.cast["dept_user"], "office")
    moves = {"withdraw_request", "extend", "decline_extension"}
    seen = {name: moves & set(offered(journey, asked, name)) for name in ("office", "dept_user", "dept2_user", "clerk")}
    [other] = Journey(journey.cast).referred(1, co=[department2])

    with pytest.raises(PermissionDenied):
        journey.take(other, "ask_extension", "dept2_user", **ASKED)

    assert seen == {
        "office": {"extend", "decline_extension"},
        "dept_user": {"withdraw_request"},
        "dept2_user": set(),
        "clerk": set(),
    }


@pytest.mark.parametrize("name", ["extend", "ask_extension"])
def test_the_form_names_the_latest_day_before_one_errs(journey, as_, name):
    [record] = journey.referred(1, due_on=day(80))
    client = as_("office" if name == "extend" else "dept_user")

    form = client.get(step_url(record, name)).context["form"]

    field = form.fields["due_on" if name == "extend" else "asked_until"]
    assert "最迟" in field.help_text


def test_the_answer_that_follows_is_in_time_by_the_day_given(journey, asked):
    journey.take(asked, "extend", "office", due_on=UNTIL, reason="同意")

    journey.take(asked, "answer", "dept_user", decision="not_adopted", handling_result="D", reason_not_adopted="示例")

    assert asked.answer.is_on_time
