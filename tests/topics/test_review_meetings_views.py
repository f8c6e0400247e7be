"""The pages of review meetings: register, facts, agenda."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from members.models import Term
from tests import factories
from tests.journeys import day
from topics.models import AgendaItem, Body, MeetingStage, Plan, ReviewMeeting
from topics.workflow import take

pytestmark = pytest.mark.django_db


def planned(body=Body.PARTY_GROUP, on=None, number=1, **facts):
    on = on or timezone.localdate() + timedelta(days=10)
    return ReviewMeeting.objects.create(body=body, term=factories.term(), number=number, meets_on=on, **facts)


def facts(**fields):
    return {
        "body": "presidium",
        "term": factories.term().pk,
        "number": "",
        "meets_on": "2030-05-06",
        "version": 1,
    } | fields


def put_on(client, meeting, *plans, version=None):
    keys = {"plan": [plan.pk for plan in plans], "version": version or meeting.version}
    return client.post(reverse("agenda_add", args=[meeting.pk]), keys, follow=True)


def listed(meeting):
    return [item.plan for item in meeting.items.exclude(state="taken_down")]


def told(response):
    return [str(message) for message in response.context["messages"]]


def test_a_meeting_without_a_number_takes_the_next_one_of_its_body(as_):
    planned(Body.PRESIDIUM, number=27)
    planned(Body.PARTY_GROUP, number=40)

    response = as_("office").post(reverse("review_meeting_create"), facts(place="三楼会议室"))

    meeting = ReviewMeeting.objects.get(place="三楼会议室")
    assert response.url == meeting.get_absolute_url()
    assert (meeting.number, meeting.stage) == (28, MeetingStage.PLANNED)
    assert [(step.transition, step.actor_name, step.answers["place"]) for step in meeting.steps.all()] == [
        ("schedule", "office", "三楼会议室")
    ]
    assert ("审核机构", "主席会议") in as_("office").get(response.url).context["history"][0]["lines"]


def test_the_form_proposes_term_number_place_and_host_of_the_body(as_):
    term = factories.term()
    planned(Body.PRESIDIUM, number=27, place="三楼会议室", host="示例主席")
    planned(Body.PARTY_GROUP, number=40, place="二楼会议室")

    form = as_("office").get(reverse("review_meeting_create"), {"body": "presidium"}).context["form"]

    assert (form.initial["body"], form.initial["term"], form.initial["number"]) == ("presidium", term, 28)
    assert (form.initial["place"], form.initial["host"]) == ("三楼会议室", "示例主席")


def test_the_first_meeting_entered_of_a_term_bears_any_number_and_the_next_ones_follow_it(as_):
    url, offered = reverse("review_meeting_create"), {"body": "presidium"}
    first = as_("office").get(url, offered).context["form"].fields["number"].help_text

    as_("office").post(url, facts(number=37))

    planned(Body.PARTY_GROUP, number=40)
    form = as_("office").get(url, offered).context["form"]
    assert (form.initial["number"], "首次录入" in first, "首次录入" in str(form.fields["number"].help_text)) == (
        38,
        True,
        False,
    )


def test_choosing_the_other_body_takes_the_next_number_of_that_body(as_):
    planned(Body.PRESIDIUM, number=27)
    planned(Body.PARTY_GROUP, number=40)

    as_("office").post(reverse("review_meeting_create") + "?body=party_group", facts(number=41, place="三楼会议室"))

    assert ReviewMeeting.objects.get(place="三楼会议室").number == 28


def test_a_number_shown_for_one_term_is_not_taken_into_the_next(as_, cast):
    meeting, coming = planned(number=96), factories.term(90, starts_on="2030-01-01")
    Term.objects.filter(pk=meeting.term_id).update(ends_on="2029-12-31")
    add = f"{reverse('review_meeting_create')}?body=party_group"
    form = as_("office").get(add).context["form"]

    shown = {"body": Body.PARTY_GROUP, "number": form["number"].value(), "term": coming.pk}
    made = as_("office").post(add, facts(**shown))
    postponed = facts(body=Body.PARTY_GROUP, number=96, term=coming.pk)
    edit = reverse("review_meeting_update", args=[meeting.pk])
    told = [as_("office").get(edit).text, as_("office").post(edit, postponed, follow=True).text]

    assert (shown["number"], made.status_code) == (97, 302)
    assert "改选机构、届次而不改次数的，自动取该机构在所选届次的下一次数" in told[0]
    assert f"已保存：{coming}第2次党组会议" in told[1]
    assert [one.number for one in coming.review_meetings.order_by("pk")] == [2, 1]


def test_a_number_that_is_taken_is_refused_and_the_rest_kept(as_):
    planned(Body.PRESIDIUM, number=27)

    page = as_("office").post(reverse("review_meeting_create"), facts(number=27, place="三楼会议室"))

    assert page.status_code == 200
    assert "三楼会议室" in page.content.decode()
    assert ReviewMeeting.objects.count() == 1


@pytest.mark.parametrize(
    "who", ["clerk", "party_group", "presidium", "auditor", "member_user", "dept_user", "sysadmin"]
)
def test_only_the_office_schedules(as_, who):
    response = as_(who).post(reverse("review_meeting_create"), facts())

    assert response.status_code == 403
    assert not ReviewMeeting.objects.exists()


def test_readers_see_meetings_and_nobody_else(as_):
    meeting = planned()

    seen = {who: as_(who).get(meeting.get_absolute_url()).status_code for who in ("clerk", "presidium", "auditor")}
    unseen = {
        who: as_(who).get(meeting.get_absolute_url()).status_code for who in ("member_user", "dept_user", "sysadmin")
    }

    assert set(seen.values()) == {200}
    assert set(unseen.values()) == {404}


def test_an_edit_goes_into_the_history_with_old_and_new(as_):
    meeting = planned()
    url = reverse("review_meeting_update", args=[meeting.pk])

    as_("office").post(url, facts(body="party_group", number=1, place="新会议室", version=meeting.version))

    meeting.refresh_from_db()
    step = meeting.steps.get(transition="edit")
    assert meeting.place == "新会议室"
    assert step.answers["place"] == {"from": "", "to": "新会议室"}
    assert "新会议室" in as_("clerk").get(meeting.get_absolute_url()).content.decode()


def test_the_second_of_two_editors_is_told(as_):
    meeting = planned()
    url = reverse("review_meeting_update", args=[meeting.pk])
    seen = facts(body="party_group", number=1, version=meeting.version)

    as_("office").post(url, seen | {"place": "甲"})
    conflict = as_("office2").post(url, seen | {"place": "乙"})

    meeting.refresh_from_db()
    assert conflict.status_code == 409
    assert meeting.place == "甲"


def test_body_and_date_stay_once_plans_hang_on_them(journey, as_):
    plan = journey.submitted_plan()
    meeting = planned()
    put_on(as_("office"), meeting, plan)

    fields = as_("office").get(reverse("review_meeting_update", args=[meeting.pk])).context["form"].fields

    assert ("body" in fields, "meets_on" in fields) == (False, True)


def test_a_meeting_is_not_moved_before_what_it_decides_on(journey, as_):
    plan = journey.party_passed_plan()
    meeting = planned(Body.PRESIDIUM)
    put_on(as_("office"), meeting, plan)
    meeting.refresh_from_db()
    edit = facts(number=1, meets_on=day(1).isoformat(), version=meeting.version)

    page = as_("office").post(reverse("review_meeting_update", args=[meeting.pk]), edit)

    meeting.refresh_from_db()
    assert page.context["form"].errors["meets_on"]
    assert meeting.meets_on == timezone.localdate() + timedelta(days=10)


def test_a_closed_meeting_is_not_edited(journey, as_):
    plan = journey.submitted_plan()
    journey.decide(plan, Body.PARTY_GROUP)
    meeting = ReviewMeeting.objects.get()
    journey.take(meeting, "close", "office", minutes_number="示纪〔1〕号")

    url = reverse("review_meeting_update", args=[meeting.pk])

    assert as_("office").get(url).status_code == 409
    assert as_("office").post(url, facts()).status_code == 409


@pytest.mark.long
def test_conclusions_count_before_the_minutes_number_comes_and_a_reopened_meeting_offers_its_own(journey, as_):
    plan = journey.submitted_plan()
    meeting = journey.decide(plan, Body.PARTY_GROUP).meeting
    after = planned(Body.PRESIDIUM)
    put_on(as_("office"), after, plan)
    home, url = as_("office").get("/").text, reverse("step", args=["review_meeting", meeting.pk, "close"])
    journey.take(meeting, "close", "party_group", minutes_number="示纪〔1〕号")
    journey.take(meeting, "reopen", "party_group2", reason="录入有误")

    assert list(listed(after)) == [plan]
    assert "填写纪要文号，结束会议" in home
    assert as_("office").get(url).context["form"]["minutes_number"].value() == "示纪〔1〕号"
    assert {step.on_behalf_of for step in meeting.steps.filter(transition__in=["close", "reopen"])} == {"party_group"}


def test_several_plans_are_put_on_at_once_with_a_line_in_the_history(journey, as_):
    one = journey.submitted_plan()
    journey.topic = None
    two = journey.submitted_plan()
    meeting = planned()

    page = put_on(as_("office"), meeting, one, two)

    assert [plan.pk for plan in listed(meeting)] == [one.pk, two.pk]
    assert [said["text"] for said in meeting.steps.get().answers["plans"]] == [str(one), str(two)]
    assert page.context["ready"] == []


def test_two_at_once_put_a_plan_on_one_agenda_only(journey, as_):
    plan = journey.submitted_plan()
    first, second = planned(), planned(number=2)

    put_on(as_("office"), first, plan)
    put_on(as_("office2"), second, plan)
    stale = put_on(as_("office2"), first, plan, version=1)

    assert AgendaItem.objects.get().meeting == first
    assert stale.status_code == 409


def test_a_plan_without_the_party_groups_decision_cannot_get_on_a_presidium_agenda(journey, as_):
    plan = journey.submitted_plan()
    meeting = planned(Body.PRESIDIUM)

    page = put_on(as_("office"), meeting, plan)

    assert told(page) != []
    assert not AgendaItem.objects.exists()


def test_a_plan_with_an_open_condition_cannot_get_on_a_presidium_agenda(journey, as_):
    plan = journey.submitted_plan()
    journey.decide(plan, Body.PARTY_GROUP, "after_revision", "补充代表")
    meeting = planned(Body.PRESIDIUM)

    put_on(as_("office"), meeting, plan)

    assert meeting.items.count() == 0


def test_a_presidium_before_the_party_groups_day_is_too_early_for_the_plan(journey, as_):
    plan = journey.party_passed_plan()
    meeting = planned(Body.PRESIDIUM, on=day(1))

    page = put_on(as_("office"), meeting, plan)

    assert len(told(page)) == 1
    assert [reason is None for _plan, reason in page.context["ready"]] == [False]
    assert "data-tick-all" not in page.text
    assert meeting.items.count() == 0


@pytest.mark.long
def test_meetings_sort_by_what_is_undecided_and_by_minutes_number_the_ones_without_last(journey, as_):
    open_one = planned(number=9)
    put_on(as_("office"), open_one, journey.submitted_plan())
    numbered, bare = (planned(number=number) for number in (7, 8))
    ReviewMeeting.objects.filter(pk=numbered.pk).update(minutes_number="示纪〔1〕号")

    def first(sort):
        return as_("office").get(reverse("review_meeting_list"), {"sort": sort}).context["object_list"][0]

    assert first("-undecided") == open_one
    assert [first("minutes"), first("-minutes")] == [numbered, numbered]


@pytest.mark.long
def test_a_deferred_plan_waits_for_the_next_meeting(journey, as_):
    plan = journey.submitted_plan()
    item = journey.decide(plan, Body.PARTY_GROUP, "deferred", "再调研")
    later = planned(number=9)
    offered = [as_("office").get(meeting.get_absolute_url()).context["may_put"] for meeting in (item.meeting, later)]

    put_on(as_("office"), item.meeting, plan)
    put_on(as_("office"), later, plan)

    assert offered == [False, True]
    assert [item.state for item in plan.agenda_items.order_by("pk")] == ["deferred", "pending"]
    assert plan.agenda_items.get(state="pending").meeting == later


def test_late_papers_are_warned_of_and_not_refused(journey, as_):
    plan = journey.submitted_plan()
    meeting = planned(on=timezone.localdate() + timedelta(days=1))

    page = put_on(as_("office"), meeting, plan)

    assert len(told(page)) == 1
    assert page.text.count("材料送达") == 1
    assert meeting.items.count() == 1


@pytest.mark.long
def test_a_plan_moves_up_and_down(journey, as_):
    plans = []
    for _each in range(3):
        journey.topic = None
        plans.append(journey.submitted_plan())
    one, two, three = plans
    meeting = planned()
    put_on(as_("office"), meeting, *plans)
    url = reverse("agenda_order", args=[meeting.pk])

    as_("office").post(url, {"up": three.pk, "version": 2})
    as_("office").post(url, {"down": one.pk, "version": 3})
    as_("office").post(url, {"down": "nothing", "version": 4})
    html = as_("office").get(meeting.get_absolute_url()).text

    assert [html.count(f'name="{way}"') for way in ("up", "down")] == [2, 2]
    assert [plan.pk for plan in listed(meeting)] == [three.pk, one.pk, two.pk]
    assert as_("office").post(url, {"up": two.pk, "version": 1}).status_code == 409


def test_a_plan_is_taken_down_with_the_reason_and_waits_again(journey, as_):
    plan = journey.submitted_plan()
    meeting = planned()
    put_on(as_("office"), meeting, plan)
    url = f"{reverse('agenda_remove', args=[meeting.pk])}?plan={plan.pk}"

    without = as_("office").post(url, {"version": 2, "reason": " "})
    done = as_("office").post(url, {"version": 2, "reason": "材料不全"})

    assert without.context["form"].errors["reason"]
    assert done.url == meeting.get_absolute_url()
    assert plan.agenda_items.get().state == "taken_down"
    assert list(Plan.objects.awaiting(Body.PARTY_GROUP)) == [plan]
    assert meeting.steps.get(transition="take_down").answers["reason"] == "材料不全"


def test_a_decided_item_is_not_taken_down_nor_added_to_a_closed_agenda(journey, as_):
    plan = journey.submitted_plan()
    item = journey.decide(plan, Body.PARTY_GROUP)
    meeting = item.meeting
    down = f"{reverse('agenda_remove', args=[meeting.pk])}?plan={plan.pk}"
    journey.take(meeting, "close", "office", minutes_number="示纪〔1〕号")

    assert as_("office").get(down).status_code == 409
    assert put_on(as_("office"), meeting, plan).status_code == 409


@pytest.mark.parametrize("version", ["", "x", "9" * 5000, "-1"])
def test_a_version_that_makes_no_sense_changes_nothing(journey, as_, version):
    meeting = planned()
    plan = journey.submitted_plan()

    response = as_("office").post(reverse("agenda_add", args=[meeting.pk]), {"plan": [plan.pk], "version": version})

    assert response.status_code == 409
    assert not meeting.items.exists()


@pytest.mark.parametrize("who", ["clerk", "party_group", "presidium", "auditor"])
def test_only_the_office_arranges_an_agenda(journey, as_, who):
    plan = journey.submitted_plan()
    meeting = planned()
    put_on(as_("office"), meeting, plan)
    client = as_(who)

    codes = {
        client.post(reverse(name, args=[meeting.pk]), {"version": 2}).status_code
        for name in ("agenda_add", "agenda_order")
    }
    codes.add(client.post(f"{reverse('agenda_remove', args=[meeting.pk])}?plan={plan.pk}", {"reason": "x"}).status_code)

    assert codes == {403}
    assert [item.state for item in meeting.items.all()] == ["pending"]


def test_the_register_filters_by_body_year_and_stage(as_):
    party = planned(Body.PARTY_GROUP, on=day(0))
    planned(Body.PRESIDIUM)
    query = {"body": "party_group", "year": str(day(0).year), "stage": "planned"}

    page = as_("clerk").get(reverse("review_meeting_list"), query)

    assert list(page.context["object_list"]) == [party]
    assert as_("member_user").get(reverse("review_meeting_list")).status_code == 403


def test_the_register_is_exported(as_):
    planned()

    response = as_("office").get(reverse("review_meeting_list"), {"export": "xlsx"})

    assert response["Content-Type"].endswith("spreadsheetml.sheet")


@pytest.mark.long
def test_register_and_page_ask_no_more_for_more_plans(journey, as_, django_assert_max_num_queries):
    one, two = planned(), planned(number=2)
    for meeting, count in ((one, 1), (two, 4)):
        for _each in range(count):
            journey.topic = None
            put_on(
                as_("office"),
                meeting,
                journey.submitted_plan(),
                version=ReviewMeeting.objects.get(pk=meeting.pk).version,
            )
    client = as_("clerk")
    client.get(one.get_absolute_url())
    asked = []
    for meeting in (one, two):
        with django_assert_max_num_queries(100) as queries:
            client.get(meeting.get_absolute_url())
        asked.append(len(queries))

    assert asked[0] == asked[1]


def test_a_cancelled_meeting_gives_its_number_to_the_next_one_and_does_not_take_it_back(as_, cast):
    planned(Body.PRESIDIUM, number=26)
    cancelled = planned(Body.PRESIDIUM, number=27)
    take(cancelled, "cancel", by=cast["office"], reason="改期另议")

    as_("office").post(reverse("review_meeting_create"), facts(place="三楼会议室"))

    assert ReviewMeeting.objects.get(place="三楼会议室").number == 27
    with pytest.raises(ValidationError, match="另一次会议使用"):
        take(cancelled, "reinstate", by=cast["office2"], reason="误操作")


def test_a_meeting_edited_without_its_number_keeps_it(as_):
    meeting = planned()

    url = reverse("review_meeting_update", args=[meeting.pk])
    as_("office").post(url, facts(body="party_group", place="三楼会议室", version=meeting.version))

    meeting.refresh_from_db()
    assert (meeting.place, meeting.number) == ("三楼会议室", 1)


def test_a_day_outside_the_term_is_refused_at_its_field(as_, cast):
    meeting, before = planned(), factories.term().starts_on - timedelta(days=1)

    page = as_("office").post(reverse("review_meeting_create"), facts(meets_on=before))

    assert list(page.context["form"].errors) == ["meets_on"]
    take(meeting, "postpone", by=cast["office"], reason="改期")
    with pytest.raises(ValidationError):
        take(meeting, "reschedule", by=cast["office"], meets_on=before)


def test_a_meeting_postponed_beyond_its_term_is_first_made_one_of_the_next(as_, cast):
    meeting, today = planned(number=95, stage=MeetingStage.POSTPONED), timezone.localdate()
    Term.objects.filter(pk=meeting.term_id).update(ends_on=today)
    coming, office = factories.term(90, starts_on=today + timedelta(days=1)), as_("office")
    reschedule = reverse("step", args=["review_meeting", meeting.pk, "reschedule"])
    later = {"meets_on": today + timedelta(days=9), "happened_on": today}

    refused = office.post(reschedule, later | {"version": 1}).context["form"].errors["meets_on"]
    edited = facts(body=Body.PARTY_GROUP, number=95, term=coming.pk)
    office.post(reverse("review_meeting_update", args=[meeting.pk]), edited)
    meeting.refresh_from_db()
    office.post(reschedule, later | {"version": meeting.version})

    assert "“编辑”" in refused[0]
    meeting.refresh_from_db()
    assert (meeting.term, meeting.number, meeting.stage) == (coming, 1, MeetingStage.PLANNED)
