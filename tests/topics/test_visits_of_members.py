"""Visits that members note themselves: who may, and what they count for."""

import pytest
from django.urls import reverse

from tests.journeys import Journey, day
from tests.topics.test_evidence import pdf, said, step_url
from topics.duty.counting import duty_of
from topics.models import Attendance, Topic
from topics.workflow import may_take


def visitors(cast, topic):
    return [
        who for who in ("member_user", "member2_user", "dept_user", "government") if may_take(cast[who], topic, "visit")
    ]


def test_members_who_were_at_a_completed_session_may_note_a_visit(journey, cast):
    topic = journey.referred(1)[0].topic
    both = visitors(cast, topic)
    attendances = Attendance.objects.filter(session__topic=topic)

    attendances.filter(member=cast["member_user"].as_member).update(status=Attendance.Status.ABSENT)
    one = visitors(cast, topic)
    topic.sessions.update(stage="drafted")

    assert (both, one, visitors(cast, topic)) == (["member_user", "member2_user"], ["member2_user"], [])


def test_members_who_recommended_it_or_what_was_merged_into_it_may_note_a_visit(journey, cast):
    topic = journey.referred(1)[0].topic
    Attendance.objects.filter(session__topic=topic).delete()
    topic.recommenders.add(cast["member_user"].as_member)
    merged = Journey(journey.cast).proposed()
    Topic.objects.filter(pk=merged.pk).update(stage="merged", merged_into=topic)
    before = visitors(cast, topic)

    merged.recommenders.add(cast["member2_user"].as_member)

    assert (before, visitors(cast, topic)) == (["member_user"], ["member_user", "member2_user"])


@pytest.mark.long
def test_a_visit_counts_for_the_member_who_notes_it_and_for_nobody_else(as_, journey, cast):
    topic, other = journey.referred(1)[0].topic, cast["member2_user"].as_member
    member, url = as_("member_user"), step_url(topic, "visit")
    offered = member.get(topic.get_absolute_url()).text

    answer = member.post(url, said(topic, members=[other.pk], files=[pdf("走访.pdf")]))

    visit, line = topic.follow_ups.get(), topic.steps.filter(transition="visit").get()
    counted = [duty_of(cast[who].as_member, day(0), day(60))[1].visited for who in ("member_user", "member2_user")]
    assert (answer.status_code, url in offered, counted) == (302, True, [1, 0])
    assert (line.actor, line.on_behalf_of, line.answers["members"][0]["text"]) == (
        cast["member_user"],
        "",
        "示例委员甲",
    )
    assert [each.name for each in visit.documents.all()] == ["走访.pdf"]
    assert "已完成过半" in as_("member2_user").get(topic.get_absolute_url()).text
    assert as_("member_user").get(reverse("document_upload", args=[topic.pk])).status_code == 403


def test_a_visit_of_a_member_is_struck_by_the_office(journey, cast):
    topic = journey.referred(1)[0].topic
    journey.take(topic, "visit", "member_user", findings="已完成过半", members=[cast["member_user"].as_member])

    note = topic.steps.get(transition="visit")
    journey.take(topic, "strike", "office", note=note, reason="记错议题")

    assert not topic.follow_ups.exists()


@pytest.mark.long
def test_a_file_of_somebody_who_may_note_no_visit_is_not_kept(as_, journey, cast):
    topic = journey.referred(1)[0].topic
    Attendance.objects.filter(session__topic=topic).delete()

    answer = as_("member_user").post(step_url(topic, "visit"), said(topic, files=[pdf("走访.pdf")]))

    assert "仅限推荐该议题" in answer.text
    assert f'href="{topic.get_absolute_url()}"' in answer.text
    assert (answer.status_code, topic.documents.count(), topic.follow_ups.count()) == (403, 0, 0)
