"""Notes made by mistake are struck by a second person: the row goes, both lines of the history stay."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from tests import factories
from tests.journeys import day
from tests.topics.test_corrections_of_decisions import lines
from topics.workflow import offers

NOTES = {
    "research": {"places": "示例村", "people": "示例", "findings": "写错了议题的调研"},
    "instruct": {"leader": "示例领导", "text": "写错了议题的批示"},
    "visit": {"findings": "写错了议题的走访"},
}


@pytest.mark.parametrize("name", NOTES)
def test_what_was_noted_by_mistake_is_struck_by_a_second_person_and_both_lines_stay(client, journey, name):
    topic = journey.approved_plan().topic if name == "research" else journey.referred(1)[0].topic
    journey.take(topic, name, "clerk", **NOTES[name])
    journey.take(topic, name, "clerk", **NOTES[name] | {list(NOTES[name])[-1]: "正确的记录"})
    note = topic.steps.filter(transition=name).first()
    client.force_login(factories.unasked(journey.cast["office"]))
    place = f"/steps/topic/{topic.pk}/strike/"

    said = {"note": note.pk, "reason": "记错议题", "version": topic.version, "happened_on": timezone.localdate()}
    answer = client.post(place, said)

    rows = [*topic.research.all(), *topic.follow_ups.all(), *topic.instructions.all()]
    assert (answer.status_code, len(rows)) == (302, 1)
    assert "正确的记录" in {getattr(rows[0], "findings", ""), getattr(rows[0], "text", "")}
    assert lines(topic, "topic")[-3:] == [name, name, "strike"]
    assert topic.steps.last().answers["struck"].endswith(list(NOTES[name].values())[-1])
    assert str(note.pk) not in [str(key) for key, _label in client.get(place).context["form"].fields["note"].choices]


@pytest.mark.parametrize("name", ["research", "visit"])
def test_of_two_notes_in_the_same_words_the_one_with_its_members_is_struck(journey, name):
    topic = journey.approved_plan().topic if name == "research" else journey.referred(1)[0].topic
    one, other = (journey.cast[who].as_member for who in ("member_user", "member2_user"))
    for members in ([one], [other]):
        journey.take(topic, name, "clerk", findings="现场已完工", members=members)

    journey.take(topic, "strike", "office", note=topic.steps.filter(transition=name).first(), reason="记错委员")

    [left] = [*topic.research.all(), *topic.follow_ups.all()]
    assert list(left.members.all()) == [other]


def test_nobody_strikes_an_own_note(journey):
    topic = journey.referred(1)[0].topic
    journey.take(topic, "instruct", "office", **NOTES["instruct"])
    note = topic.steps.get(transition="instruct")

    assert "strike" not in [offer.transition.name for offer in offers(factories.unasked(journey.cast["office"]), topic)]
    with pytest.raises(PermissionDenied, match="他人的记录"):
        journey.take(topic, "strike", "office", note=note, reason="记错")
    journey.take(topic, "strike", "office2", note=note, reason="记错")

    assert topic.instructions.count() == 0


@pytest.mark.long
def test_a_report_at_the_wrong_recommendation_is_struck_and_the_result_is_the_one_before(client, journey):
    [recommendation] = journey.answered(1)
    said = {"findings": "第一批已完工", "handling_result": "B"}
    journey.take(recommendation, "report", "dept_user", day(21), **said)
    journey.take(recommendation, "report", "office", day(22), findings="写错了建议的进展", handling_result="A")
    note = recommendation.steps.get(transition="report", answers__handling_result="A")
    place = f"/steps/recommendation/{recommendation.pk}/strike/"
    told = {"note": note.pk, "reason": "记错建议", "happened_on": timezone.localdate()}

    client.force_login(factories.unasked(journey.cast["office"]))
    own = client.post(place, told | {"version": recommendation.version})
    client.force_login(factories.unasked(journey.cast["office2"]))
    struck = client.post(place, told | {"version": recommendation.version})
    page = client.get(recommendation.get_absolute_url())

    recommendation.refresh_from_db()
    assert (own.status_code, struck.status_code) == (200, 302)
    assert [row.findings for row in recommendation.follow_ups.all()] == ["第一批已完工"]
    assert recommendation.handling_result == "B"
    assert recommendation.steps.last().answers["struck"].endswith("写错了建议的进展")
    assert page.content.decode().count("写错了建议的进展") == 2


def test_a_share_struck_leaves_the_result_of_the_lead(journey):
    [recommendation] = journey.referred(1, co=[journey.cast["department2"]])
    journey.take(recommendation, "report", "dept_user", day(21), findings="已开工", handling_result="B")
    journey.take(recommendation, "report_share", "dept2_user", day(22), findings="写错了建议")

    note = recommendation.steps.get(transition="report_share")
    journey.take(recommendation, "strike", "office", note=note, reason="记错建议")

    assert (recommendation.handling_result, recommendation.follow_ups.get().findings) == ("B", "已开工")


def test_striking_a_visit_leaves_the_report_of_a_department_in_the_same_words(journey):
    [recommendation] = journey.answered(1)
    topic, said = journey.topic, {"findings": "现场已完工", "evidence": "示例照片"}
    journey.take(topic, "visit", "clerk", day(22), **said)
    journey.take(recommendation, "report", "dept_user", day(22), handling_result="A", **said)

    journey.take(topic, "strike", "office", note=topic.steps.get(transition="visit"), reason="记错议题")

    assert [row.kind for row in topic.follow_ups.all()] == ["progress"]
