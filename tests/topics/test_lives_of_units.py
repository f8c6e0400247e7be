"""Lives in which people change: county level, a committee that ends, a member who leaves, a later record."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from members.models import Role
from tests import factories
from tests.journeys import day
from tests.topics.test_lives import stages
from topics.models import (
    Attendance,
    Body,
    ConsultationSession,
    Plan,
    RecommendationStage,
    SessionStage,
    Topic,
    TopicStage,
)
from topics.plans.versions import copy
from topics.reports.session_minutes import facts_of
from topics.rules import sees
from topics.tasks.table import tasks_of
from topics.workflow import may_take, offers, take


def test_county_level_topic_is_organised_by_the_office_without_a_committee(journey, office):
    topic = journey.accepted(organiser=None)
    plan = journey.drafted_plan(editor="office")
    journey.take(plan, "submit", "office", day(2))
    journey.decide(plan, Body.PARTY_GROUP)
    journey.decide(plan, Body.PRESIDIUM)

    offered = [offer.transition.name for offer in offers(factories.fresh(office), plan.topic)]

    assert topic.is_county_level
    assert stages(plan.topic) == (TopicStage.APPROVED,)
    assert "research" in offered
    with pytest.raises(PermissionDenied):
        journey.take(topic, "research", "clerk", day(5), findings="示例")


@pytest.fixture
def proposed_by_the_office(journey):
    """The journey of a topic that the office proposes and organises from its draft to its end."""
    fields = {"organiser": None, "proposer": Topic.Proposer.OFFICE, "proposing_committee": None}
    journey.cast["clerk"] = journey.cast["office"]
    topic = journey.draft(**{name: fields[name] for name in ("proposer", "proposing_committee")})
    journey.take(topic, "propose", "office", day(0))
    answers = {"organiser": None, "form": None, "category": topic.category, "is_planned": False}
    journey.take(topic, "accept", "office", day(1), **answers)
    return journey


@pytest.mark.long
def test_county_level_topic_reaches_its_archive(proposed_by_the_office):
    topic = proposed_by_the_office.closed()

    assert stages(topic) == (TopicStage.CLOSED,)
    assert {step.on_behalf_of for step in topic.steps.filter(lifecycle="session")} == {Role.OFFICE}


def test_committee_ends_in_mid_life_and_another_carries_its_topic_on(journey, committee, committee2):
    plan = journey.approved_plan()
    topic = journey.topic
    journey.take(topic, "hand_over", "office", day(5), organiser=committee2, reason="片区调整")
    committee.end(timezone.localdate() - timedelta(days=1))

    journey.cast["clerk"] = journey.cast["clerk2"]
    session = journey.completed_session(plan)
    journey.concluded(1)

    assert stages(session, topic) == (SessionStage.COMPLETED, TopicStage.CONCLUDED)
    assert list(Topic.objects.open_for(committee)) == []
    assert [(p.committee, p.starts_on, p.ends_on) for p in topic.organiser_periods.all()] == [
        (committee, day(1), day(5)),
        (committee2, day(5), None),
    ]


@pytest.mark.long
def test_session_and_plan_name_who_organised_them_though_the_topic_was_handed_over_since(journey, as_, committee2):
    session = journey.completed_session()
    journey.take(journey.topic, "hand_over", "office", day(20), organiser=committee2, reason="片区调整")

    pages = [as_("office").get(reverse(name, args=[session.pk])) for name in ("session_detail", "session_print")]
    plan = as_("office").get(reverse("plan_print", args=[session.plan_id]))

    said = [dict(facts_of(record))["承办单位"] for record in ConsultationSession.objects.all()]
    said += [page.context["session"].organising_unit for page in pages] + [plan.context["plan"].organising_unit]
    assert said == ["城东片区联络工委"] * 4


def test_staff_of_the_former_organiser_no_longer_act_for_the_topic(journey, committee2):
    plan = journey.drafted_plan()
    journey.take(journey.topic, "hand_over", "office", day(2), organiser=committee2, reason="片区调整")

    with pytest.raises(PermissionDenied):
        journey.take(plan, "submit", "clerk", day(3))
    journey.take(plan, "submit", "clerk2", day(3))

    assert stages(journey.topic) == (TopicStage.PLAN_REVIEW,)


def test_topic_is_never_handed_to_a_committee_that_has_ended(journey, committee2):
    topic = journey.accepted()
    committee2.end(timezone.localdate() - timedelta(days=1))
    committee2.refresh_from_db()

    with pytest.raises(ValidationError, match="已撤销"):
        journey.take(topic, "hand_over", "office", day(2), organiser=committee2, reason="片区调整")

    assert topic.organiser != committee2


def test_committee_that_ended_today_gets_no_topic_before_midnight(journey, committee2):
    topic = journey.accepted()
    committee2.end(timezone.localdate())
    committee2.refresh_from_db()

    with pytest.raises(ValidationError, match="已撤销"):
        journey.take(topic, "hand_over", "office", day(2), organiser=committee2, reason="片区调整")

    assert topic.organiser != committee2


def test_topic_is_not_handed_over_to_its_present_organiser(journey, committee):
    topic = journey.accepted()

    with pytest.raises(ValidationError, match="现承办单位"):
        journey.take(topic, "hand_over", "office", day(2), organiser=committee, reason="片区调整")

    assert topic.organiser_periods.count() == 1


def test_topic_may_be_handed_over_to_the_county_level(journey, cast):
    topic = journey.accepted()

    journey.take(topic, "hand_over", "office", day(2), organiser=None, reason="提级协商")

    assert topic.is_county_level
    assert "research" in [offer.transition.name for offer in offers(factories.fresh(cast["office"]), topic)]


def test_office_notes_the_lapsed_evaluation_of_a_committee_that_has_ended(journey, committee, committee2):
    [recommendation] = journey.answered(1)
    journey.take(journey.topic, "hand_over", "office", day(21), organiser=committee2, reason="片区调整")
    committee.end(timezone.localdate() - timedelta(days=1))

    with pytest.raises(PermissionDenied):
        journey.evaluate(recommendation)
    journey.take(recommendation, "lapse", "office", recommendation.evaluation_due_on + timedelta(days=1))
    journey.take(journey.topic, "close", "office", day(55), archive_number="示档-4")

    assert stages(recommendation, journey.topic) == (RecommendationStage.EVALUATED, TopicStage.CLOSED)


def leaves(member, on):
    """The member leaves on the day: membership, mandate and the account's part end."""
    member.memberships.update(ends_on=on)
    member.mandates.update(ends_on=on)


def test_member_who_leaves_in_mid_year_stays_in_the_attendance_as_of_that_day(journey, member_user, committee):
    member = member_user.as_member
    session = journey.completed_session()
    Attendance.objects.filter(session=session, member=member).update(committee=committee, sector="经济界")

    leaves(member, timezone.localdate() - timedelta(days=1))

    kept = session.attendances.get(member=member)
    assert factories.fresh(member_user).as_member is None
    assert (kept.name, kept.sector, kept.committee, kept.status) == ("示例委员甲", "经济界", committee, "present")


def test_who_leaves_is_expected_at_no_later_session_and_stays_on_the_list_of_the_past(journey, member_user):
    member, today = member_user.as_member, timezone.localdate()
    plan = journey.approved_plan()
    held, later, put_off = (journey.planned_session(plan, today + timedelta(days=days)) for days in (0, 1, 2))
    ConsultationSession.objects.filter(pk=put_off.pk).update(held_on=today - timedelta(days=9), stage="postponed")

    member.leave(today, "调离")

    invited = [member.attendances.filter(session=session).count() for session in (held, later, put_off)]
    assert invited == [1, 0, 0]
    assert later.attendances.count() == 1


@pytest.mark.long
def test_who_is_taken_back_is_expected_again_at_sessions_from_that_day_on(journey, member_user, committee2):
    member, today = member_user.as_member, timezone.localdate()
    plan = journey.approved_plan()
    held = journey.completed_session(plan, today)
    soon, later, put_off, logged = (journey.planned_session(plan, today + timedelta(days=n)) for n in (1, 3, 4, 5))
    ConsultationSession.objects.filter(pk=put_off.pk).update(held_on=today - timedelta(days=9), stage="postponed")
    journey.take(logged, "begin_record", "clerk", today)
    member.leave(today - timedelta(days=1), "误办离任")

    member.take_mandate(factories.sector("农业界"), "member", today + timedelta(days=2))
    back_later = set(member.attendances.exclude(session=held).values_list("session", flat=True))
    member.take_mandate(factories.sector("农业界"), "member", today)
    member.move_to(committee2, "member", today)

    assert back_later == {later.pk, logged.pk}
    rows = {row.session: (row.sector, row.committee, row.status) for row in member.attendances.all()}
    assert rows.pop(held)[0] == "经济界"
    assert rows == dict.fromkeys([soon, later, put_off, logged], ("农业界", committee2, "expected"))


def test_new_day_of_a_session_expects_those_of_the_invited_who_are_in_office_then(journey, member_user):
    member, today = member_user.as_member, timezone.localdate()
    session = journey.planned_session(on=today + timedelta(days=1))
    member.leave(today - timedelta(days=1), "误办离任")
    member.take_mandate(factories.sector("农业界"), "member", today + timedelta(days=5))

    listed = []
    for days in (5, 4):
        journey.take(session, "edit", "clerk", held_on=today + timedelta(days=days))
        listed.append(member.attendances.filter(session=session).count())

    assert listed == [1, 0]


def test_record_begins_with_the_committees_of_its_day(journey, member_user, committee2):
    session = journey.planned_session()
    member_user.as_member.move_to(committee2, "member", session.held_on)

    journey.take(session, "begin_record", "clerk", session.held_on)

    assert session.attendances.get(member=member_user.as_member).committee == committee2


def test_plan_with_a_member_who_left_is_not_submitted_and_its_copy_leaves_them_out(journey, member_user):
    plan = journey.drafted_plan()
    member_user.as_member.leave(timezone.localdate() - timedelta(days=1), "调离")
    Plan.objects.filter(pk=plan.pk).update(planned_on=timezone.localdate() + timedelta(days=1))

    with pytest.raises(ValidationError, match="示例委员甲"):
        journey.take(plan, "submit", "clerk")

    Plan.objects.filter(pk=plan.pk).update(stage="withdrawn")
    assert [str(invitee) for invitee in copy(plan, journey.cast["clerk"]).invitees.all()] == ["示例委员乙"]


def test_plan_at_a_venue_that_ended_or_under_a_leader_who_left_is_not_submitted(journey):
    venue, leader = factories.venue(), factories.member("副主席", post="vice_chair")
    plan = journey.drafted_plan(venue=venue, leading_vice_chair=leader)
    venue.end(timezone.localdate())
    leader.leave(timezone.localdate() - timedelta(days=1), "退休")

    with pytest.raises(ValidationError) as refused:
        journey.take(plan, "submit", "clerk")

    assert [str(venue) in words or "副主席" in words for words in refused.value.messages] == [True, True]
    assert ConsultationSession.under(plan).venue is None


def test_session_expects_those_alone_of_the_invited_who_are_in_office_on_its_day(journey, member_user):
    plan = journey.approved_plan()
    member_user.as_member.leave(timezone.localdate() - timedelta(days=1), "调离")
    session = ConsultationSession.under(plan)
    session.held_on = timezone.localdate()
    session.save()

    session.expect_invited()

    assert [row.name for row in session.attendances.all()] == ["示例委员乙"]


@pytest.mark.long
def test_topic_of_a_member_who_left_is_carried_on_and_its_evaluation_lapses(journey, member_user):
    member = member_user.as_member
    fields = {"source": Topic.Source.MEMBER_RECOMMENDED, "proposer": Topic.Proposer.MEMBERS, "created_by": member_user}
    draft = journey.draft(proposing_committee=None, origin_document="社情民意信息第1期", **fields)
    draft.recommenders.add(member)
    journey.take(draft, "propose", "member_user", day(0))
    answers = {"organiser": journey.cast["clerk"].current_appointments[0].committee, "form": None}
    journey.take(draft, "accept", "office", day(1), category=draft.category, is_planned=False, **answers)
    [recommendation] = journey.answered(1)

    leaves(member, timezone.localdate() - timedelta(days=1))

    with pytest.raises(PermissionDenied):
        journey.evaluate(recommendation, by="member_user")
    journey.take(recommendation, "lapse", "office", recommendation.evaluation_due_on + timedelta(days=1))
    assert stages(recommendation) == (RecommendationStage.EVALUATED,)


def test_topic_returned_to_who_left_goes_back_to_screening_as_it_was_changed_last(journey, member_user):
    member = member_user.as_member
    fields = {"source": Topic.Source.MEMBER_RECOMMENDED, "proposer": Topic.Proposer.MEMBERS, "created_by": member_user}
    topic = journey.draft(proposing_committee=None, origin_document="社情民意信息第3期", **fields)
    topic.recommenders.add(member)
    journey.take(topic, "propose", "member_user", day(0))
    journey.take(topic, "return", "office", day(1), reason="请补充")
    topic.title = "补充后的题目"
    topic.save()

    with pytest.raises(ValidationError, match="已作修改"):
        journey.take(topic, "unreturn", "office", reason="无需补充")
    leaves(member, timezone.localdate() - timedelta(days=1))
    waiting = {task.name: records for task, records in tasks_of(factories.fresh(journey.cast["office"]))}
    assert (waiting, may_take(journey.cast["office"], topic, "pass_on")) == ({"settle_returned": [topic]}, True)
    journey.take(topic, "unreturn", "office", reason="荐题委员已离任")

    assert stages(topic) == (TopicStage.PROPOSED,)


def test_topic_returned_to_a_committee_that_ended_goes_back_to_screening(journey, committee):
    topic = journey.proposed()
    journey.take(topic, "return", "office", day(1), reason="请补充")
    topic.save()
    committee.end(timezone.localdate() - timedelta(days=1))

    journey.take(topic, "unreturn", "office", reason="工委已撤销")

    assert stages(topic) == (TopicStage.PROPOSED,)


@pytest.mark.long
def test_topic_returned_to_a_committee_that_is_to_end_is_given_to_another_unit(
    client, journey, cast, committee, committee2
):
    topic = journey.proposed()
    journey.take(topic, "return", "office", day(1), reason="请补充")
    client.force_login(cast["office"])
    url = reverse("step", args=["topic", topic.pk, "pass_on"])
    form = client.get(url).context["form"]
    data = {"version": topic.version, "reason": "片区调整", "happened_on": timezone.localdate()}

    own = client.post(url, data | {"proposer": f"committee-{committee.pk}"})
    client.post(url, data | {"proposer": f"committee-{committee2.pk}"})

    topic.refresh_from_db()
    assert [key for key, _label in form.fields["proposer"].choices] == ["", "office", f"committee-{committee2.pk}"]
    assert (list(own.context["form"].errors), topic.stage) == (["proposer"], TopicStage.RETURNED)
    assert (topic.proposer, topic.proposing_committee) == (Topic.Proposer.COMMITTEE, committee2)
    history = client.get(topic.get_absolute_url()).text
    assert f"{committee} → {committee2}" in history
    assert "片区调整" in history
    assert {task.name for task, _records in tasks_of(factories.fresh(cast["clerk2"]))} == {"complete_draft"}
    with pytest.raises(ValidationError, match="现提出单位"):
        journey.take(topic, "pass_on", "office", proposer="committee", proposing_committee=committee2, reason="示例")
    assert not Topic.objects.returned_to(committee)


@pytest.fixture
def left_draft(journey, committee):
    draft = journey.draft()
    committee.end(timezone.localdate() - timedelta(days=1))
    return draft


@pytest.mark.long
def test_draft_of_a_committee_that_ended_waits_for_the_office_alone(client, journey, cast, left_draft):
    own = journey.draft(proposer=Topic.Proposer.OFFICE, proposing_committee=None)
    seen = {name for name, user in cast.items() if sees(factories.fresh(user), left_draft)}
    client.force_login(cast["office"])

    page = client.get(left_draft.get_absolute_url())

    assert seen == {"office", "office2"}
    waiting = {task.name: records for task, records in tasks_of(factories.fresh(cast["office"]))}
    assert waiting == {"settle_draft": [left_draft], "complete_draft": [own]}
    assert page.context["next"]["url"] == reverse("draft_hand_over", args=[left_draft.pk])
    assert (page.context["may_delete"], page.context["may_edit"]) == (True, False)


def told(client, auditor):
    """What the auditor reads of drafts, the latest line first."""
    client.force_login(auditor)
    found = client.get(reverse("trail"), {"q": "草稿"}).context["page_obj"]
    return [(line.get_deed_display(), line.subject, line.said, line.place) for line in found]


def test_draft_of_a_committee_that_ended_is_handed_over(client, journey, cast, left_draft, committee2):
    client.force_login(cast["office"])
    place = reverse("draft_hand_over", args=[left_draft.pk])

    response = client.post(place, {"unit": f"committee-{committee2.pk}", "version": left_draft.version})

    assert response.url == reverse("topic_list")
    assert told(client, cast["auditor"]) == [
        ("移交草稿", "议题草稿", f"单位：{left_draft.proposing_committee} → {committee2}", place)
    ]
    assert (client.get(place).status_code, client.get(left_draft.get_absolute_url()).status_code) == (404, 404)
    journey.take(left_draft, "propose", "clerk2")
    assert (left_draft.stage, left_draft.proposing_committee) == (TopicStage.PROPOSED, committee2)


def test_office_takes_over_or_deletes_the_draft_of_a_committee_that_ended(client, journey, cast, left_draft):
    deleted = journey.draft()
    client.force_login(cast["office"])

    taken = client.post(reverse("draft_hand_over", args=[left_draft.pk]), {"unit": "office", "version": 1})
    client.post(reverse("topic_delete", args=[deleted.pk]))

    journey.take(left_draft, "propose", "office")
    assert (taken.url, left_draft.proposer) == (left_draft.get_absolute_url(), Topic.Proposer.OFFICE)
    assert not Topic.objects.filter(pk=deleted.pk).exists()
    assert [line[:3] for line in told(client, cast["auditor"])] == [
        ("删去", "议题草稿", f"单位：{deleted.proposing_committee}"),
        ("移交草稿", "议题草稿", f"单位：{deleted.proposing_committee} → 政协办公室"),
    ]


def test_draft_of_members_who_left_waits_for_the_office_too(client, journey, cast, member_user, member2_user):
    fields = {"source": Topic.Source.MEMBER_RECOMMENDED, "proposer": Topic.Proposer.MEMBERS, "created_by": member_user}
    draft = journey.draft(proposing_committee=None, **fields)
    draft.recommenders.add(member2_user.as_member)
    client.force_login(cast["office"])
    seen = []
    for member in (member_user.as_member, member2_user.as_member):
        seen.append(client.get(draft.get_absolute_url()).status_code)
        leaves(member, timezone.localdate() - timedelta(days=1))

    page = client.get(draft.get_absolute_url())
    client.post(reverse("draft_hand_over", args=[draft.pk]), {"unit": "office", "version": draft.version})

    assert (seen, page.context["next"]["url"]) == ([404, 404], reverse("draft_hand_over", args=[draft.pk]))
    assert (page.context["may_delete"], page.context["may_edit"]) == (True, False)
    draft.refresh_from_db()
    assert draft.proposer == Topic.Proposer.OFFICE


def test_draft_whose_only_member_in_office_has_no_account_waits_for_the_office(client, journey, cast, member_user):
    fields = {"source": Topic.Source.MEMBER_RECOMMENDED, "proposer": Topic.Proposer.MEMBERS, "created_by": member_user}
    draft = journey.draft(proposing_committee=None, **fields)
    draft.recommenders.set([member_user.as_member, factories.member("无账号委员")])
    leaves(member_user.as_member, timezone.localdate() - timedelta(days=1))
    client.force_login(cast["office"])

    assert client.get(draft.get_absolute_url()).context["may_delete"] is True


def test_history_keeps_the_person_and_the_unit_of_that_day(journey, clerk, committee):
    topic = journey.proposed()

    clerk.name = "改名后"
    clerk.save()
    committee.short_name = "新简称"
    committee.save()

    step = topic.steps.get()
    assert (step.actor_name, step.on_behalf_of) == ("clerk", "城东片区联络工委")


def test_office_records_afterwards_what_happened_before_the_platform(journey, cast):
    fields = {"proposer": Topic.Proposer.OFFICE, "proposing_committee": None, "background": "", "points": ""}
    topic = journey.draft(category=None, created_by=cast["office"], **fields)

    with pytest.raises(ValidationError, match="能证明"):
        journey.take(topic, "record", "office", day(1))
    Topic.objects.filter(pk=topic.pk).update(proof="公开讲话")
    journey.take(topic, "record", "office", day(1))

    assert (topic.stage, topic.number, topic.accepted_on) == (TopicStage.RECORDED, None, None)
    assert [offer.transition.name for offer in offers(cast["office"], topic)] == ["unrecord"]


def test_topic_recommended_by_members_alone_is_theirs_to_propose(journey, member_user, member2_user):
    fields = {"source": Topic.Source.MEMBER_RECOMMENDED, "proposer": Topic.Proposer.MEMBERS, "created_by": member_user}
    topic = journey.draft(proposing_committee=None, origin_document="社情民意信息第2期", **fields)
    topic.recommenders.add(member_user.as_member)

    with pytest.raises(PermissionDenied):
        take(topic, "propose", by=member2_user)
    take(topic, "propose", by=member_user)

    assert stages(topic) == (TopicStage.PROPOSED,)
