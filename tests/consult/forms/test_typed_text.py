"""Text is kept while it is typed, offered again on the same page, and let go once it is saved or discarded."""

import pytest
from django.urls import reverse

from consult.forms.typed_text import LONGEST, MOST_TEXTS, keep
from consult.models import TypedText
from tests import factories
from topics.models import Topic


@pytest.fixture
def draft(journey):
    return journey.draft(title="原题")


@pytest.fixture
def place(draft):
    return f"/topics/{draft.pk}/edit/"


def typed(draft, place, **fields):
    """What the page of the draft sends while somebody types."""
    return {"typed_place": place, "keeps_typed": "1", "version": draft.version, "title": "改过的题"} | fields


def test_what_is_typed_is_kept_and_offered_to_who_typed_it(client, clerk, draft, place):
    client.force_login(clerk)

    answer = client.post("/typed/", typed(draft, place))

    assert "已自动暂存" in answer.text
    assert "接着填写" in client.get(place).text
    draft.refresh_from_db()
    assert (draft.title, draft.version) == ("原题", 1)


def test_nobody_else_is_offered_it(client, clerk, committee, draft, place):
    client.force_login(clerk)
    client.post("/typed/", typed(draft, place))

    client.force_login(factories.clerk_of(committee, "colleague"))

    assert "接着填写" not in client.get(place).text


def test_going_on_shows_the_text_and_saves_nothing(client, clerk, draft, place):
    client.force_login(clerk)

    page = client.post(place, typed(draft, place, look_again="1"))

    assert page.context["form"]["title"].value() == "改过的题"
    assert Topic.objects.get(pk=draft.pk).title == "原题"


def test_saving_lets_the_text_go(client, clerk, draft, place):
    client.force_login(clerk)
    client.post("/typed/", typed(draft, place))

    client.post(place, typed(draft, place))

    assert Topic.objects.get(pk=draft.pk).title == "改过的题"
    assert not TypedText.objects.exists()


def test_text_that_arrives_after_its_form_was_sent_is_not_offered(client, clerk, draft, place):
    client.force_login(clerk)
    said = typed(draft, place, typed_key="a" * 32)
    client.post(place, said)

    answer = client.post("/typed/", said)

    assert "已提交" in answer.text
    assert not TypedText.objects.exists()


def test_a_form_with_errors_keeps_its_text(client, clerk, draft, place):
    client.force_login(clerk)
    client.post("/typed/", typed(draft, place))

    client.post(place, typed(draft, place, title=""))

    assert TypedText.objects.get().place == place


def test_text_that_somebody_else_was_quicker_than_meets_the_page_with_both(client, clerk, draft, place):
    client.force_login(clerk)
    client.post("/typed/", typed(draft, place))
    Topic.objects.filter(pk=draft.pk).update(title="同事改的题", version=2)

    answer = client.post(place, typed(draft, place))

    assert answer.status_code == 409
    assert [(one.mine, one.stored) for one in answer.context["differences"]][0] == ("改过的题", "同事改的题")
    assert TypedText.objects.exists()


def test_two_windows_keep_a_text_each_and_saving_one_leaves_the_other(client, clerk, draft, place):
    client.force_login(clerk)
    for key, title in (("a" * 32, "甲窗口的题"), ("b" * 32, "乙窗口的题")):
        client.post("/typed/", typed(draft, place, typed_key=key, title=title))
    offered = client.get(place).text

    client.post(place, typed(draft, place, typed_key="a" * 32, title="甲窗口的题"))
    left = client.get(place).text
    answer = client.post(place, typed(draft, place, typed_key="b" * 32, title="乙窗口的题"))

    assert [offered.count("接着填写"), left.count("接着填写")] == [2, 1]
    assert [f'<span class="muted">{words}</span>' in offered for words in ("甲窗口的题", "乙窗口的题")] == [True, True]
    assert (answer.status_code, answer.context["differences"][0].mine) == (409, "乙窗口的题")
    assert TypedText.objects.get().key == "b" * 32


def test_several_texts_stand_in_one_bar_and_are_discarded_at_once(client, clerk, draft, place):
    client.force_login(clerk)
    for key in "abc":
        client.post("/typed/", typed(draft, place, typed_key=key))
    offered = client.get(place).text

    client.post("/typed/discard/", {"typed_place": place, "typed_key": ["a", "b"]})

    assert (offered.count("typed-before"), "本页另有2份内容尚未保存" in offered) == (1, True)
    assert TypedText.objects.get().key == "c"


def test_a_form_shown_again_keeps_its_key(client, clerk, draft, place):
    client.force_login(clerk)

    page = client.post(place, typed(draft, place, typed_key="c" * 32, title=""))

    assert f'name="typed_key" value="{"c" * 32}"' in page.text


def test_discarding_leads_back_to_the_page_as_it_is_stored(client, clerk, draft, place):
    client.force_login(clerk)
    client.post("/typed/", typed(draft, place))

    answer = client.post("/typed/discard/", {"typed_place": place})

    assert (answer.url, TypedText.objects.count()) == (place, 0)


@pytest.mark.parametrize("elsewhere", ["//evil.example/", "https://evil.example/", "javascript:alert(1)", ""])
def test_discarding_leads_nowhere_else(client, clerk, elsewhere):
    client.force_login(clerk)

    assert client.post("/typed/discard/", {"typed_place": elsewhere}).url == "/"


def test_a_chosen_file_is_no_text(client, clerk):
    client.force_login(clerk)

    client.post("/typed/", {"typed_place": "/x/", "text": "现场", "files": ["[object File]", "[object File]"]})

    assert TypedText.objects.get().typed == [["text", "现场"]]


def test_text_too_long_is_said_not_to_be_kept(client, clerk):
    client.force_login(clerk)

    answer = client.post("/typed/", {"typed_place": "/x/", "text": "长" * (LONGEST + 1)})

    assert (answer.status_code, TypedText.objects.count()) == (413, 0)


def test_an_ended_session_is_told_to_the_page_and_not_followed(client):
    assert client.post("/typed/", {"typed_place": "/x/"}, headers={"HX-Request": "true"}).status_code == 401


def test_what_is_sent_after_the_session_ended_is_offered_to_whom_signs_in_there(client, clerk, draft, place):
    signed_out = client.post(place, typed(draft, place, title="院坝停车怎么管", propose="1"))
    late = {"late": signed_out.context["sent_late"]}
    sign_in = signed_out.context["sign_in"]
    asked = client.post(sign_in, late)
    wrong = client.post(sign_in, late | {"username": clerk.username, "password": "falsch-falsch"})

    led = client.post(sign_in, late | {"username": clerk.username, "password": factories.PASSWORD}, follow=True)

    assert (asked.status_code, asked.context["form"].errors, asked.context["sent_late"]) == (200, {}, late["late"])
    assert wrong.context["sent_late"] == late["late"]
    assert led.request["PATH_INFO"] == place
    [kept] = TypedText.objects.filter(user=clerk, place=place)
    assert ["title", "院坝停车怎么管"] in kept.typed
    assert "接着填写" in led.text


def test_a_late_form_that_is_too_long_to_be_kept_is_told_so_with_its_texts(client, draft, place):
    signed_out = client.post(place, typed(draft, place, background="长" * (LONGEST + 1)))

    assert (signed_out.context["sent_late"], signed_out.context["texts"][-1][:1]) == ("", "长")
    assert "内容过长，无法随登录一并带入" in signed_out.text


def test_another_language_on_the_way_through_the_sign_in_takes_along_what_was_sent_too_late(
    client, clerk, draft, place
):
    signed_out = client.post(place, typed(draft, place, title="院坝停车怎么管", propose="1"))
    late = {"late": signed_out.context["sent_late"]}

    said = {"language": "en", "next": signed_out.context["sign_in"]}
    asked = client.post(reverse("set_language"), late | said, follow=True)
    name, at = {"username": clerk.username, "password": factories.PASSWORD}, asked.request["PATH_INFO"]
    led = client.post(at, late | name | {"next": asked.context["next"]}, follow=True)

    assert (asked.context["sent_late"], "<h1>Sign in</h1>" in asked.text) == (late["late"], True)
    assert 'name="late"' in asked.text.partition('class="language"')[2]
    assert led.request["PATH_INFO"] == place
    assert ["title", "院坝停车怎么管"] in TypedText.objects.get(user=clerk, place=place).typed


def test_only_the_latest_places_are_kept(rf, clerk):
    for number in range(MOST_TEXTS + 2):
        keep(clerk, f"/{number}/", rf.post("/", {"a": "b"}).POST)

    assert TypedText.objects.count() == MOST_TEXTS
    assert not TypedText.objects.filter(place="/0/").exists()


def test_a_new_topic_is_gone_on_with_and_then_saved_once(client, clerk):
    client.force_login(clerk)
    place = "/topics/add/cppcc_selected/"
    said = {"typed_place": place, "keeps_typed": "1", "title": "新题", "form_key": "0" * 32}
    client.post("/typed/", said)

    page = client.post(place, said | {"look_again": "1"})
    client.post(place, said)

    assert page.context["form"]["title"].value() == "新题"
    assert (Topic.objects.count(), TypedText.objects.count()) == (1, 0)


def test_a_step_is_gone_on_with_and_not_taken(client, office, journey):
    topic = journey.proposed()
    client.force_login(office)
    place = f"/steps/topic/{topic.pk}/return/"
    said = {"version": topic.version, "reason": "写到一半", "happened_on": "2026-01-02", "look_again": "1"}

    page = client.post(place, said)

    assert page.context["form"]["reason"].value() == "写到一半"
    topic.refresh_from_db()
    assert topic.stage == "proposed"


def test_what_is_offered_again_is_told_by_its_longest_text_and_not_by_a_day_or_a_code(client, clerk, draft, place):
    client.force_login(clerk)
    fields = {"planned_on": "2026-11-29", "source": "cppcc_selected", "points": "怎样分期改造"}

    client.post("/typed/", typed(draft, place, **fields))

    assert TypedText.objects.get().excerpt == "怎样分期改造"
