"""After a step the user reads what happens next, by whom and until when."""

import pytest
from django.contrib.messages import get_messages

from tests import factories
from tests.desks import join, submitted
from tests.journeys import Journey, day, entry
from topics.models import Topic
from topics.views.step_messages import coming_of, in_words


def said(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def test_a_step_says_who_acts_next_and_until_when(client, clerk, journey):
    plan = journey.drafted_plan()
    client.force_login(clerk)

    place = f"/steps/plan/{plan.pk}/submit/"
    answer = client.post(place, {"version": plan.version, "happened_on": day(5)})

    assert said(answer) == ["已办理：送审。下一步：排入会议议程（政协办公室）。"]


def test_a_due_date_is_named(client, clerk, journey):
    topic = journey.draft()
    client.force_login(clerk)

    client.post(f"/steps/topic/{topic.pk}/propose/", {"version": topic.version, "happened_on": day(0)})

    assert "下一步：初审（政协办公室），期限 " in in_words(coming_of(topic, clerk))


def test_who_acts_next_on_another_page_is_led_there(client, clerk, journey):
    session = journey.drafted_session()
    session.topic.organiser.short_name = "<城东>"
    session.topic.organiser.save()
    client.force_login(clerk)

    place = f"/steps/session/{session.pk}/complete/"
    page = client.post(place, {"version": session.version, "happened_on": day(10)}, follow=True)

    assert f'<a href="/topics/{session.topic_id}/outcome/">去办理</a>' in page.text
    assert "形成成果（&lt;城东&gt;）" in page.text


def test_where_nothing_waits_nothing_is_said(office, journey):
    assert coming_of(journey.closed(), office) is None


def test_of_a_topic_that_the_user_sees_no_more_nothing_is_told(dept2_user, journey):
    assert coming_of(journey.accepted(), dept2_user) is None


def test_the_page_of_a_step_names_the_stage_to_come(client, office, journey):
    topic = journey.proposed()
    client.force_login(office)

    leads = {name: client.get(f"/steps/topic/{topic.pk}/{name}/").context["leads_to"] for name in ("accept", "return")}

    assert leads == {"accept": "已立项", "return": "退回修改"}
    assert Topic.objects.get(pk=topic.pk).stage == "proposed"


def test_of_a_merged_topic_whose_plan_was_withdrawn_the_page_names_where_it_will_stand(client, office2, journey):
    topic, target = journey.submitted_plan().topic, Journey(journey.cast).accepted(title="另一议题")
    journey.take(topic, "merge", "office", merged_into=target, reason="内容相近")
    client.force_login(office2)

    page = client.get(f"/steps/topic/{topic.pk}/reinstate/")
    journey.take(topic, "reinstate", "office2", reason="恢复")

    assert (page.context["leads_to"], topic.get_stage_display()) == ("已立项", "已立项")
    assert "随之撤回的方案" in page.text


def test_the_record_itself_goes_before_the_rest_of_its_topic(dept_user, office, journey):
    first, second = journey.referred(2)
    journey.take(first, "receive", "dept_user", day(14))
    journey.take(second, "object", "dept_user", day(14), referral=second.lead, reason="不属本单位")

    assert "答复（" in in_words(coming_of(first, dept_user))
    assert in_words(coming_of(second, dept_user)) == "下一步：处理异议（政协办公室）。"


def test_the_next_recommendation_of_the_topic_is_named(clerk, journey):
    first, _second = journey.answered(2)
    journey.evaluate(first)

    assert in_words(coming_of(first, clerk)).startswith("下一步：评价答复 · 第2条（")


def test_who_comes_too_late_is_led_back_to_the_record(client, office, journey):
    topic = journey.accepted()
    client.force_login(office)

    answer = client.get(f"/steps/topic/{topic.pk}/return/")

    assert answer.status_code == 409
    assert f'href="{topic.get_absolute_url()}"' in answer.content.decode()


@pytest.mark.long
def test_who_finds_a_step_that_is_not_open_now_reads_why_and_goes_back_to_the_record(client, journey, clerk, dept_user):
    join(journey, "head", is_head=True)
    first, second = journey.referred(2)
    submitted(journey, first)
    topic = first.topic
    told = {
        f"/steps/recommendation/{first.pk}/submit_draft/": "拟稿已送审，或本答复无须他人审签、会签。",
        f"/steps/recommendation/{second.pk}/withdraw_draft/": "此处没有送审的拟稿可撤回：可能已发出或已退回。",
        f"/steps/recommendation/{second.pk}/countersign/": "此处不待贵单位会签：可能已会签，或尚无送审的拟稿。",
        f"/steps/recommendation/{second.pk}/withdraw_objection/": "目前处于“已交办”，不能进行此操作",
    }
    client.force_login(dept_user)

    pages = {url: client.get(url) for url in told}
    client.force_login(clerk)
    deletion = client.get(f"/topics/{topic.pk}/delete/")

    for url, words in told.items():
        assert words in pages[url].text and "您的任职" not in pages[url].text
        assert f'href="{(first if str(first.pk) in url else second).get_absolute_url()}"' in pages[url].text
    assert [page.status_code for page in pages.values()] == [403, 403, 403, 409]
    assert deletion.status_code == 403 and "只有从未提出的草稿可以删除" in deletion.text
    assert f'href="{topic.get_absolute_url()}"' in deletion.text


def test_what_is_given_to_a_unit_that_nobody_serves_is_told(client, office, journey, committee2):
    topic, empty = journey.proposed(), factories.committee("示例空缺工委", short_name="示例空缺工委")
    client.force_login(office)
    answers = {"version": topic.version, "organiser": empty.pk, "form": entry("form").pk, "category": topic.category_id}

    accepted = client.post(
        f"/steps/topic/{topic.pk}/accept/", answers | {"is_planned": "no", "happened_on": day(1).isoformat()}
    )

    assert Topic.objects.get(pk=topic.pk).stage == "accepted"
    assert "示例空缺工委今日无人任职，无人能看到；请安全管理员授予任职。" in said(accepted)


def test_of_several_departments_those_are_named_that_nobody_serves(client, office, journey, dept_user):
    topic, empty = journey.concluded(recommendations=1), factories.department("示例空缺局")
    served, row = dept_user.appointments.get().department, f"r{topic.recommendations.get().pk}"
    letter = {"version": topic.version, "letter_number": "示〔1〕", "happened_on": day(13).isoformat()}
    client.force_login(office)

    sent = client.post(
        f"/topics/{topic.pk}/refer/",
        letter | {f"{row}-lead": served.pk, f"{row}-co": [empty.pk], f"{row}-due_on": day(99).isoformat()},
    )

    assert "示例空缺局今日无人任职，无人能看到；请安全管理员授予任职。" in said(sent)
