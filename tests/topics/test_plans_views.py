"""The pages of plans: register, page, drafts, invitations, print."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.journeys import day
from topics.models import Body, Plan, PlanStage, ReviewMeeting

pytestmark = pytest.mark.django_db


def formset(prefix, rows):
    data = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0}
    return data | {f"{prefix}-{index}-{name}": value for index, row in enumerate(rows) for name, value in row.items()}


def typed(plan, agenda=(), guests=(), **fields):
    values = {
        "purpose": "新的目的",
        "points": "新的要点",
        "host": "示例主持人",
        "place": "示例院坝",
        "version": plan.version,
    }
    return values | formset("agenda", agenda) | formset("guests", guests) | fields


def test_a_first_draft_has_the_usual_agenda_the_committees_room_and_its_maker_as_editor(journey, as_, committee):
    topic = journey.accepted()
    topic.departments.add(factories.department("示例水务局二"))
    room = factories.venue("示例议事室", kind="room", committee=committee)

    response = as_("clerk").post(reverse("plan_create", args=[topic.pk]))

    plan = topic.plans.get()
    assert response.url == reverse("plan_update", args=[plan.pk])
    assert (plan.round, plan.number, plan.stage, plan.venue) == (1, 1, PlanStage.DRAFT, room)
    assert [(part.title, part.is_free_dialogue) for part in plan.agenda.all()] == [
        ("情况通报", False), ("发言", False), ("自由互动", True), ("小结", False),
    ]  # fmt: skip
    assert [(guest.category, guest.names) for guest in plan.guests.all()] == [("departments", "示例水务局二")]
    assert list(plan.editors.all()) == [journey.cast["clerk"]]
    assert plan.outcome_kind.is_default


@pytest.mark.long
def test_a_first_draft_begins_from_an_earlier_plan_without_its_days_and_who_left_office(journey, as_, committee2):
    earlier = journey.approved_plan()
    member, leaver = (journey.cast[name].as_member for name in ("member_user", "member2_user"))
    earlier.guests.create(category="public", names="示例张三", count=7)
    leaver.leave(timezone.localdate() - timedelta(days=1), "示例原因")
    journey.topic = None
    topic = journey.accepted()
    url = reverse("plan_create", args=[topic.pk])
    journey.topic = None
    foreign = journey.drafted_plan()

    offered = list(as_("clerk").get(url).context["form"].offered.values())
    refused = as_("clerk").post(url, {"earlier": foreign.pk})
    as_("clerk").post(url, {"earlier": earlier.pk})

    plan = topic.plans.get()
    assert (offered, bool(refused.context["form"].errors)) == ([earlier], True)
    assert [part.title for part in plan.agenda.all()] == [part.title for part in earlier.agenda.all()]
    assert {part.speaker for part in plan.agenda.all()} == {""}
    assert [invitee.member for invitee in plan.invitees.all()] == [member]
    assert ("public", "", 7) in plan.guests.values_list("category", "names", "count")
    assert (plan.planned_on, plan.purpose, plan.copied_from, plan.number) == (None, "", None, 1)


def test_a_second_draft_is_refused_with_the_reason_and_not_made(journey, as_):
    plan = journey.drafted_plan()
    url = reverse("plan_create", args=[plan.topic_id])

    page, posted = as_("clerk").get(url), as_("clerk").post(url)

    assert plan.label in page.context["refused"]
    assert posted.status_code == 409
    assert Plan.objects.count() == 1


def test_a_topic_that_is_not_accepted_takes_no_plan(journey, as_):
    topic = journey.proposed()

    assert as_("office").post(reverse("plan_create", args=[topic.pk])).status_code == 403
    assert not topic.plans.exists()


def test_saving_a_draft_writes_fields_agenda_and_guests_and_names_the_editor(journey, as_, cast, committee):
    plan = journey.drafted_plan()
    colleague = factories.clerk_of(committee, "colleague")
    client = as_("clerk")
    client.force_login(colleague)
    agenda = [
        {"title": "第二", "ORDER": 2, "minutes": 20},
        {"title": "第一", "ORDER": 1, "is_free_dialogue": "on"},
        {"title": "", "ORDER": 3},
        {"title": "不要", "ORDER": 4, "DELETE": "on"},
    ]
    guests = [{"category": "public", "names": "村民代表", "count": 12}]

    response = client.post(reverse("plan_update", args=[plan.pk]), typed(plan, agenda, guests))

    plan.refresh_from_db()
    assert response.url == reverse("plan_detail", args=[plan.pk])
    assert plan.purpose == "新的目的"
    assert [(p.order, p.title, p.minutes, p.is_free_dialogue) for p in plan.agenda.all()] == [
        (1, "第一", None, True), (2, "第二", 20, False),
    ]  # fmt: skip
    assert [(g.category, g.names, g.count) for g in plan.guests.all()] == [("public", "村民代表", 12)]
    assert set(plan.editors.all()) == {cast["clerk"], colleague}


def test_add_a_row_shows_one_more_row_and_saves_nothing(journey, as_):
    plan = journey.drafted_plan()
    data = typed(plan, [{"title": "第一"}], add_row="agenda", purpose="还没保存")

    page = as_("clerk").post(reverse("plan_update", args=[plan.pk]), data)

    assert page.context["agenda"].total_form_count() == 2
    assert page.context["guests"].total_form_count() == 0
    assert "还没保存" in page.content.decode()
    assert re.findall(r'name="([^"]+)"[^>]* autofocus', page.content.decode()) == ["agenda-1-title"]
    assert Plan.objects.get(pk=plan.pk).purpose == "示例目的"


@pytest.mark.parametrize("total", ["x", "-3", "999999999999", ""])
def test_a_broken_row_count_is_no_server_error(journey, as_, total):
    plan = journey.drafted_plan()
    data = typed(plan) | {"agenda-TOTAL_FORMS": total, "add_row": "agenda"}

    assert as_("clerk").post(reverse("plan_update", args=[plan.pk]), data).status_code == 200


def test_guests_without_a_name_are_at_least_one(journey, as_):
    plan = journey.drafted_plan()
    data = typed(plan, guests=[{"category": "public", "names": "", "count": "0"}])

    page = as_("clerk").post(reverse("plan_update", args=[plan.pk]), data)

    assert list(page.context["guests"].errors[0]) == ["count"]
    assert not plan.guests.exists()


def test_guests_of_a_plan_of_whom_the_number_alone_is_typed_are_not_lost(journey, as_):
    plan = journey.drafted_plan()

    page = as_("clerk").post(
        reverse("plan_update", args=[plan.pk]), typed(plan, guests=[{"category": "", "names": "", "count": "12"}])
    )

    assert list(page.context["guests"].errors[0]) == ["category"]


def test_wrong_rows_are_named_and_what_was_typed_stays(journey, as_):
    plan = journey.drafted_plan()
    guests, agenda = [{"category": "", "names": "谁呢", "count": "abc"}], [{"title": "发言", "minutes": "-5"}]
    data = typed(plan, agenda=agenda, guests=guests, purpose="写了很久的目的")

    page = as_("clerk").post(reverse("plan_update", args=[plan.pk]), data)

    html = page.content.decode()
    assert page.status_code == 200
    assert page.context["guests"].total_error_count() == 2
    assert html.count("error-summary") == 1
    assert re.findall(r'<li><a href="#id_([^"]+)', html) == ["agenda-0-minutes", "guests-0-category", "guests-0-count"]
    assert ("写了很久的目的" in html, "谁呢" in html, "abc" in html) == (True, True, True)
    assert Plan.objects.get(pk=plan.pk).purpose == "示例目的"


def test_the_second_of_two_editors_sees_both_texts_of_fields_and_rows(journey, as_):
    plan = journey.drafted_plan()
    url = reverse("plan_update", args=[plan.pk])
    first = typed(plan, [{"title": "先来的议程"}], purpose="先来的目的", points="同一\r\n要点")
    second = typed(plan, [{"title": "后来的议程"}], purpose="后来的目的", points="同一\r\n要点")

    as_("clerk").post(url, first)
    conflict = as_("clerk").post(url, second)

    pairs = {(row.mine, row.stored) for row in conflict.context["differences"]}
    assert conflict.status_code == 409
    assert pairs == {("后来的目的", "先来的目的"), ("后来的议程", "先来的议程")}
    again = {**dict(conflict.context["typed"]), "version": conflict.context["version"]}
    assert as_("clerk").post(url, again).status_code == 302
    assert [part.title for part in plan.agenda.all()] == ["后来的议程"]


def test_a_submitted_version_is_frozen(journey, as_):
    plan = journey.submitted_plan()

    edited = as_("clerk").post(reverse("plan_update", args=[plan.pk]), typed(plan))
    invited = as_("clerk").post(reverse("plan_invite", args=[plan.pk]), {"add_all": "1"})

    assert (edited.status_code, invited.status_code) == (409, 409)
    assert Plan.objects.get(pk=plan.pk).purpose == "示例目的"
    assert plan.invitees.count() == 2


@pytest.mark.long
def test_a_submitted_version_keeps_the_committees_and_sectors_of_its_day(journey, as_, committee, committee2):
    plan = journey.submitted_plan()
    mover, leaver = (journey.cast[name].as_member for name in ("member_user", "member2_user"))
    url = reverse("plan_detail", args=[plan.pk])
    before = as_("office").get(url).context
    mover.move_to(committee2, "member", timezone.localdate())
    leaver.leave(timezone.localdate() - timedelta(days=1), "示例原因")

    after = as_("office").get(url).context

    assert (after["groups"], after["figures"]) == (before["groups"], before["figures"])
    assert committee in dict(after["groups"])


@pytest.mark.long
def test_only_the_organiser_edits_and_strangers_do_not_see_a_draft(journey, as_):
    plan = journey.drafted_plan()
    names = ("plan_update", "plan_invite", "plan_copy", "plan_revise", "plan_delete")

    def answers(who):
        return {as_(who).post(reverse(name, args=[plan.pk]), {}).status_code for name in names}

    assert answers("office") == {403}
    for who in ("clerk2", "member_user", "dept_user", "government", "sysadmin", "outsider", "presidium"):
        assert answers(who) == {404}, who
    assert Plan.objects.get(pk=plan.pk).version == plan.version


def test_a_returned_version_is_copied_with_everything(journey, as_):
    plan = journey.submitted_plan()
    journey.decide(plan, Body.PARTY_GROUP, "returned", "参加部门不全")
    plan.guests.create(category="experts", names="示例专家", count=2)

    response = as_("clerk").post(reverse("plan_copy", args=[plan.pk]))

    copy = Plan.objects.get(topic=plan.topic, number=2)
    assert response.url == reverse("plan_update", args=[copy.pk])
    assert (copy.copied_from, copy.revises, copy.purpose, copy.outcome_kind) == (
        plan, None, plan.purpose, plan.outcome_kind,
    )  # fmt: skip
    assert [part.title for part in copy.agenda.all()] == [part.title for part in plan.agenda.all()]
    assert [i.member for i in copy.invitees.all()] == [i.member for i in plan.invitees.all()]
    assert [(g.names, g.count) for g in copy.guests.all()] == [("示例专家", 2)]


def test_a_version_under_review_is_not_copied(journey, as_):
    plan = journey.submitted_plan()

    assert as_("clerk").post(reverse("plan_copy", args=[plan.pk])).status_code == 409
    assert Plan.objects.count() == 1


@pytest.mark.long
def test_a_condition_is_answered_by_a_revision_that_the_office_confirms(journey, as_):
    plan = journey.submitted_plan()
    journey.decide(plan, Body.PARTY_GROUP, "after_revision", "补充种植户代表")
    page = as_("clerk").get(plan.get_absolute_url())

    as_("clerk").post(reverse("plan_revise", args=[plan.pk]))
    revision = Plan.objects.get(revises=plan)
    step = reverse("step", args=["plan", revision.pk, "submit_revision"])
    as_("clerk").post(step, {"version": revision.version, "happened_on": day(5)})
    confirm = reverse("step", args=["plan", revision.pk, "confirm_party_group"])
    as_("office").post(confirm, {"version": revision.version + 1, "happened_on": day(6)})

    revision.refresh_from_db()
    plan.refresh_from_db()
    assert "补充种植户代表" in page.content.decode()
    assert (revision.stage, plan.stage) == (PlanStage.PARTY_PASSED, PlanStage.SUPERSEDED)
    assert as_("clerk").post(reverse("plan_revise", args=[revision.pk])).status_code == 409


def test_a_revision_that_the_office_sends_back_shows_the_reason(journey, as_):
    plan = journey.submitted_plan()
    journey.decide(plan, Body.PARTY_GROUP, "after_revision", "补充代表")
    revision = journey.drafted_plan(revises=plan)
    journey.take(revision, "submit_revision", "clerk", day(4))
    journey.take(revision, "refuse_revision", "office", day(5), reason="改动超出会议要求")

    page = as_("clerk").get(revision.get_absolute_url())

    assert page.context["sent_back"] == "改动超出会议要求"
    assert [offer.transition.name for offer in page.context["next"]["offers"]] == ["submit_revision"]
    assert [offer.transition.name for offer in page.context["offers"]] == ["withdraw_revision"]
    assert as_("clerk").post(reverse("plan_delete", args=[revision.pk])).status_code == 403


@pytest.mark.long
def test_the_office_is_led_from_a_waiting_plan_to_the_meetings_that_can_take_it(journey, as_):
    plan = journey.party_passed_plan()
    soon = timezone.localdate() + timedelta(days=5)
    fields = {"body": Body.PRESIDIUM, "term": factories.term()}
    fitting = ReviewMeeting.objects.create(number=1, meets_on=soon, **fields)
    ReviewMeeting.objects.create(number=2, meets_on=day(1), **fields)

    office, clerk = (as_(who).get(plan.get_absolute_url()).context for who in ("office", "clerk"))

    assert (office["waits_for"], office["meetings"]) == (Body.PRESIDIUM, [fitting])
    assert (clerk["waits_for"], clerk["meetings"]) == (None, [])


def test_a_draft_that_was_never_submitted_can_be_deleted_and_another_not(journey, as_):
    draft = journey.drafted_plan()

    response = as_("clerk").post(reverse("plan_delete", args=[draft.pk]))
    submitted = journey.submitted_plan()

    assert response.url == draft.topic.get_absolute_url()
    assert list(Plan.objects.all()) == [submitted]
    assert as_("clerk").post(reverse("plan_delete", args=[submitted.pk])).status_code == 403


@pytest.mark.long
def test_readers_see_the_opinion_and_members_of_an_approved_plan_do_not(journey, as_):
    plan = journey.submitted_plan()
    journey.decide(plan, Body.PARTY_GROUP, "passed", "内部意见甲")
    assert as_("member_user").get(plan.get_absolute_url()).status_code == 404
    journey.decide(plan, Body.PRESIDIUM, "passed", "内部意见乙")

    seen = {
        who: tuple(
            text in as_(who).get(reverse(name, args=[plan.pk])).content.decode()
            for name in ("plan_detail", "plan_print")
            for text in ("内部意见甲", "内部意见乙")
        )
        for who in ("clerk2", "member_user", "government")
    }

    assert seen == {"clerk2": (True,) * 4, "member_user": (False,) * 4, "government": (False,) * 4}


def test_the_page_warns_of_a_near_date_and_refuses_nothing(journey, as_):
    plan = journey.drafted_plan(planned_on=timezone.localdate() + timedelta(days=2))

    page = as_("clerk").get(plan.get_absolute_url())

    assert page.context["late"]
    assert "submit" in [offer.transition.name for offer in page.context["next"]["offers"] if not offer.unmet]


def test_the_next_step_of_a_draft_stands_once_in_the_gold_card_for_who_takes_it(journey, as_):
    plan = journey.drafted_plan()
    own, others = (as_(name).get(plan.get_absolute_url()) for name in ("clerk", "office"))

    way = reverse("step", args=["plan", plan.pk, "submit"])
    assert [page.text.partition('aria-labelledby="next-heading"')[2].count(way) for page in (own, others)] == [1, 0]
    assert (own.text.count(way), own.context["offers"]) == (1, [])


def test_a_plan_for_a_day_before_its_submission_is_refused_with_the_reason(journey, as_):
    plan = journey.drafted_plan(planned_on=day(1))

    page = as_("clerk").post(
        reverse("step", args=["plan", plan.pk, "submit"]), {"version": plan.version, "happened_on": day(2)}
    )

    plan.refresh_from_db()
    assert plan.stage == PlanStage.DRAFT
    assert "早于送审日期，请编辑草稿另定日期" in page.text


def test_two_versions_are_compared_field_by_field(journey, as_):
    first = journey.submitted_plan()
    journey.decide(first, Body.PARTY_GROUP, "returned", "理由")
    second = journey.drafted_plan(purpose="更清楚的目的")
    second.agenda.filter(is_free_dialogue=False).delete()

    page = as_("clerk").get(reverse("plan_changes", args=[second.pk, first.pk]))
    backwards = as_("clerk").get(reverse("plan_changes", args=[first.pk, second.pk]))

    changed = {(change.before, change.after) for change in page.context["comparison"].changes}
    assert changed == {("示例目的", "更清楚的目的"), ("情况通报", "")}
    assert backwards.url == reverse("plan_changes", args=[second.pk, first.pk])


def test_the_register_shows_exactly_what_waits_for_a_body(journey, as_):
    waiting = journey.submitted_plan()
    url = reverse("plan_list")

    ready = as_("office").get(url, {"waits": "party_group"})
    journey.meeting(Body.PARTY_GROUP, day(3), waiting)
    on_agenda = as_("office").get(url, {"waits": "party_group"})

    assert list(ready.context["object_list"]) == [waiting]
    assert list(on_agenda.context["object_list"]) == []


def test_the_register_is_exported(journey, as_):
    journey.submitted_plan()

    response = as_("office").get(reverse("plan_list"), {"export": "xlsx"})

    assert response["Content-Type"].endswith("spreadsheetml.sheet")


@pytest.mark.long
def test_the_register_and_the_page_ask_no_more_for_more_plans(journey, as_, django_assert_max_num_queries):
    client, url = as_("office"), reverse("plan_list")
    journey.submitted_plan()
    client.get(url)
    with django_assert_max_num_queries(100) as few:
        client.get(url)
    for _each in range(4):
        journey.topic = None
        journey.submitted_plan()
    with django_assert_max_num_queries(100) as many:
        client.get(url)

    assert len(many) == len(few)


@pytest.mark.long
@pytest.mark.parametrize("name", ["plan_detail", "plan_print", "plan_invite"])
def test_a_page_asks_no_more_for_more_people(journey, as_, committee, committee2, name, django_assert_max_num_queries):
    plan, asked = journey.drafted_plan(), []
    client, url = as_("clerk"), reverse(name, args=[plan.pk])
    client.get(url)
    for _each in range(2):
        with django_assert_max_num_queries(100) as queries:
            client.get(url)
        asked.append(len(queries))
        for number in range(6):
            home = committee if number % 2 else committee2
            person = factories.member(committee=home, sector=factories.sector(f"示例界{number % 3}"))
            plan.invitees.create(member=person)
            plan.guests.create(category="public")
            plan.agenda.create(title="环节")

    assert asked[0] == asked[1]


@pytest.mark.long
def test_more_rows_than_a_plan_can_have_are_refused_and_nothing_is_saved(journey, as_):
    plan = journey.drafted_plan()
    guests = [{"category": "public", "unit": f"示例单位{number}", "count": 1} for number in range(101)]

    response = as_("clerk").post(reverse("plan_update", args=[plan.pk]), typed(plan, guests=guests))

    plan.refresh_from_db()
    formset = response.context["guests"]
    assert response.status_code == 200 and formset.non_form_errors()
    assert len(formset.forms) <= 100 and formset.non_form_errors()[0] in response.text
    assert plan.guests.count() == 0 and plan.purpose != "新的目的"


def test_who_speaks_to_a_part_is_called_the_same_where_it_is_typed_and_where_it_is_read(journey, as_):
    plan = journey.drafted_plan()
    plan.agenda.get_or_create(order=9, title="示例环节")
    client = as_("clerk")

    pages = [client.get(reverse(name, args=[plan.pk])).content.decode() for name in ("plan_update", "plan_detail")]

    assert all('<th scope="col">主讲人</th>' in page for page in pages)
