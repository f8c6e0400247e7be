"""Which topics count as similar, by pairs judged by hand, and whom they are shown to and where."""

import pytest
from django.urls import reverse

from tests import factories
from tests.journeys import day
from tests.queries import queries_of
from tests.topics.likeness_pairs import ALIKE, APART
from topics.likeness.comparing import Likeness, Subject
from topics.likeness.similar import ALIKE as THRESHOLD
from topics.likeness.similar import most_alike, similar_topics
from topics.models import Topic

EVERY = [Subject(*topic) for pair in ALIKE + APART for topic in pair]
PARKING = Subject("县城停车难问题", "下班后找不到停车位。")


def named(pair):
    return f"{pair[0][0]} – {pair[1][0]}"


def score(one, other):
    return Likeness().of(Subject(*one), Subject(*other))


@pytest.fixture
def topics_titled(journey):
    """Proposed topics with these titles."""

    def make(*titles):
        return [journey.proposed(title=title) for title in titles]

    return make


@pytest.mark.parametrize("pair", ALIKE, ids=named)
def test_topics_about_the_same_are_alike_both_ways_round(pair):
    one, other = pair

    assert score(one, other) >= THRESHOLD
    assert score(one, other) == pytest.approx(score(other, one))


@pytest.mark.parametrize("pair", APART, ids=named)
def test_topics_that_share_only_filler_or_a_common_word_are_not_alike(pair):
    assert score(*pair) < THRESHOLD / 2


@pytest.mark.parametrize("pair", ALIKE, ids=named)
def test_the_other_one_of_a_pair_is_found_among_all(pair):
    one, other = Subject(*pair[0]), Subject(*pair[1])
    others = {subject: subject for subject in EVERY if subject != one}

    assert other in most_alike(one, others, places=[])
    assert one in most_alike(other, {subject: subject for subject in EVERY if subject != other}, places=[])


@pytest.mark.parametrize("pair", APART, ids=named)
def test_what_is_apart_is_never_shown_for_each_other(pair):
    one, other = Subject(*pair[0]), Subject(*pair[1])

    assert other not in most_alike(one, {subject: subject for subject in EVERY if subject != one}, places=[])


def test_the_title_weighs_more_than_the_background():
    in_title, in_background = Subject("老街停车", "示例"), Subject("老街夜市", "夜间停车占道")

    assert Likeness().of(PARKING, in_title) > Likeness().of(PARKING, in_background)


def test_a_word_of_many_titles_weighs_less():
    one, other = Subject("柑橘储藏"), Subject("柑橘品种")
    rare, usual = Likeness(frequent={"柑橘": 1}, among=2000), Likeness(frequent={"柑橘": 900}, among=2000)

    assert rare.of(one, other) > usual.of(one, other)


def test_the_name_of_a_township_makes_no_topics_alike():
    one, other = Subject("乌有镇赶场秩序"), Subject("乌有镇柑橘品牌")

    assert Likeness().of(one, other) > Likeness(places=["乌有镇"]).of(one, other)
    assert most_alike(one, {1: other}, places=["乌有镇"]) == []


@pytest.mark.parametrize("title", ["", "  ", "关于进一步加强我县管理工作的建议", "农村", "%_'\"", "Parking"])
def test_a_title_without_a_word_of_its_own_finds_nothing(office, topics_titled, title):
    topics_titled("农村停车场建设")

    assert similar_topics(Subject(title, "示例"), office) == []


def test_at_most_three_are_found_the_likest_first_and_not_the_topic_itself(office, topics_titled):
    itself, *_rest = topics_titled("县城停车难问题", "停车收费", "停车场改造", "夜间停车秩序与占道整治", "柑橘品牌")

    found = similar_topics(PARKING, office, apart_from=itself.pk)

    assert [topic.title for topic in found] == ["停车场改造", "停车收费", "夜间停车秩序与占道整治"]


def test_nobody_learns_of_a_topic_that_is_hidden(cast, journey):
    journey.draft(title="停车难草稿")
    journey.proposed(title="停车难未立项")
    accepted = journey.accepted(title="停车难已立项")

    assert similar_topics(PARKING, factories.fresh(cast["member_user"])) == [accepted]
    assert len(similar_topics(PARKING, factories.fresh(cast["office"]))) == 2


@pytest.mark.long
def test_the_number_of_queries_does_not_grow(office, topics_titled, django_assert_num_queries):
    topics_titled("停车收费", "停车场改造")
    office.as_member, office.current_appointments, Topic.objects.visible_to(office)
    with django_assert_num_queries(3):
        similar_topics(PARKING, office)
    topics_titled(*(f"停车秩序示例{number}" for number in range(20)))

    with django_assert_num_queries(3):
        similar_topics(PARKING, office)


@pytest.mark.long
def test_what_became_of_a_topic_is_shown_with_its_year(client, cast, journey):
    journey.draft(title="停车难")
    [recommendation] = journey.answered(1)
    Topic.objects.filter(pk=recommendation.topic_id).update(title="停车场改造")
    client.force_login(cast["clerk"])

    page = client.post(reverse("topic_similar"), {"title": "停车难问题"})

    [found] = page.context["similar"]
    assert (found.year, found.adoption) == (day(0).year, "adopted")
    assert str(Topic.Result(found.adoption).label) in page.text
    assert str(found.year) in page.text


def test_while_typing_the_same_list_is_not_sent_again(client, cast, topics_titled):
    [topic] = topics_titled("停车场改造")
    client.force_login(cast["clerk"])

    first = client.post(reverse("topic_similar"), {"title": "停车难"})
    again = client.post(reverse("topic_similar"), {"title": "停车难题", "shown": topic.pk})
    none = client.post(reverse("topic_similar"), {"title": "柑橘", "shown": topic.pk})

    assert topic.title in first.text
    assert again.status_code == 204
    assert (none.status_code, none.text.strip()) == (200, "")


def test_a_returned_topic_is_not_like_itself_while_it_is_edited(client, cast, journey):
    topic = journey.proposed(title="停车场改造")
    journey.take(topic, "return", "office", day(2), reason="补充依据")
    client.force_login(cast["clerk"])

    typed = client.post(reverse("topic_similar"), {"title": topic.title, "topic": topic.pk})
    form = client.get(reverse("topic_update", args=[topic.pk]))

    assert typed.text.strip() == ""
    assert form.context["similar"] == []


def test_without_scripts_the_list_stands_on_the_page_of_the_saved_draft_and_on_its_form(client, cast, journey):
    other = journey.proposed(title="停车场改造")
    draft = journey.draft(title="停车难")
    client.force_login(cast["clerk"])

    page, form = client.get(draft.get_absolute_url()), client.get(reverse("topic_update", args=[draft.pk]))

    assert page.context["similar"] == form.context["similar"] == [other]
    assert other.get_absolute_url() in page.text
    assert other.get_absolute_url() in form.text


def test_screening_offers_to_merge_into_what_is_open_with_the_target_chosen(client, cast, journey):
    gone = journey.proposed(title="停车场改造旧议题")
    journey.take(gone, "reject", "office", day(2), goes_instead="reference", reason="已办")
    target = journey.proposed(title="停车场改造")
    topic = journey.proposed(title="停车难")
    client.force_login(cast["office"])

    screening = client.get(reverse("step", args=["topic", topic.pk, "accept"]))
    merging = client.get(reverse("step", args=["topic", topic.pk, "merge"]), {"merged_into": target.pk})

    address = reverse("step", args=["topic", topic.pk, "merge"])
    assert {found.pk for found in screening.context["similar"]} == {gone.pk, target.pk}
    assert f"{address}?merged_into={target.pk}" in screening.text
    assert f"{address}?merged_into={gone.pk}" not in screening.text
    assert f'<option value="{target.pk}" selected>' in merging.text


@pytest.mark.parametrize("named", ["0", "nonsense", "99999999"])
def test_a_target_that_does_not_exist_is_not_chosen(client, cast, journey, named):
    topic = journey.proposed(title="停车难")
    client.force_login(cast["office"])

    page = client.get(reverse("step", args=["topic", topic.pk, "merge"]), {"merged_into": named})

    assert page.status_code == 200


def test_other_steps_look_for_nothing(client, cast, journey):
    topic = journey.accepted(title="停车难")
    client.force_login(cast["office"])

    assert "similar" not in client.get(reverse("step", args=["topic", topic.pk, "suspend"])).context


@pytest.mark.long
def test_screening_takes_the_same_number_of_queries_with_more_similar_topics(client, cast, journey, topics_titled):
    topic = journey.proposed(title="停车难")
    topics_titled("停车场建设")
    client.force_login(cast["office"])
    address = reverse("step", args=["topic", topic.pk, "return"])
    before = queries_of(client, address)
    topics_titled("停车收费", "停车场改造", "停车秩序")

    assert queries_of(client, address) == before
