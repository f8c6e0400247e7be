"""One search over the registers that somebody may open."""

import pytest
from django.urls import resolve, reverse

from tests import factories
from tests.journeys import Journey
from tests.topics.test_names import rename
from topics.models import Topic


@pytest.fixture
def found(as_):
    def ask(who, words):
        """What the search tells somebody: by the name of each register's page how many it holds and its first rows."""
        page = as_(who).get(reverse("search"), {"q": words})
        assert page.status_code == 200
        pages = [resolve(hits["url"].partition("?")[0]).url_name for hits in page.context["found"]]
        return dict(zip(pages, [(hits["total"], hits["rows"]) for hits in page.context["found"]], strict=True))

    return ask


def test_each_register_that_holds_the_words_tells_how_many_and_its_first_rows(journey, found):
    journey.referred(1)
    Topic.objects.filter(pk=journey.topic.pk).update(title="示例渡口码头安全")

    registers = found("office", "渡口码头")

    assert list(registers) == ["topic_list", "recommendation_list", "plan_list", "session_list"]
    assert [total for total, _rows in registers.values()] == [1, 1, 1, 1]
    assert "示例渡口码头安全" in registers["topic_list"][1]


def test_a_person_is_found_by_pinyin_and_a_unit_by_its_name(cast, committee, department, found):
    factories.member(name="张三丰", committee=committee)

    assert list(found("clerk", "zsf")) == ["member_list"]
    assert "department_list" in found("clerk", department.name)
    assert found("clerk", committee.short_name)["committee_list"][0] == 1


@pytest.mark.parametrize("name", ["committee", "department", "venue", "member"])
def test_what_is_found_by_a_former_name_tells_it_beside_the_present_one(name, found):
    unit = getattr(factories, name)("示例旧称")
    rename(unit, *["示例今称"] * len(unit.NAMES))

    [(total, rows)] = found("office", "旧称").values()

    assert total == 1
    assert "示例今称" in rows
    assert "原示例旧称" in rows


def test_topics_and_recommendations_are_found_by_the_numbers_of_their_letters_and_archive(journey, found):
    [recommendation] = journey.referred(1)
    recommendation.referrals.update(letter_number="示函〔2026〕77号")
    Topic.objects.filter(pk=journey.topic.pk).update(letter_number="示委〔2026〕88号", archive_number="示档2026-99")

    assert list(found("office", "〔2026〕77")) == ["recommendation_list"]
    assert list(found("office", "〔2026〕88")) == list(found("office", "示档2026-99")) == ["topic_list"]


def test_nobody_finds_what_they_may_not_see(journey, found):
    journey.proposed(title="示例尚未立项的渡口")

    told = {
        who: list(found(who, "尚未立项的渡口")) for who in ("office", "clerk2", "member2_user", "dept_user", "sysadmin")
    }

    assert told == {
        "office": ["topic_list"],
        "clerk2": ["topic_list"],
        "member2_user": [],
        "dept_user": [],
        "sysadmin": [],
    }


def test_the_page_leads_on_to_all_that_a_register_found_and_ticks_nothing(journey, as_):
    journey.proposed(title="示例渡口")

    page = as_("office").get(reverse("search"), {"q": "渡口"}).content.decode()

    assert f'href="{reverse("topic_list")}?q=%E6%B8%A1%E5%8F%A3"' in page
    assert 'name="row"' not in page


@pytest.mark.parametrize("words", ["", "  ", "%", "'", "全无此词"])
def test_odd_words_find_nothing_and_say_what_to_type(as_, journey, words):
    journey.proposed()

    page = as_("office").get(reverse("search"), {"q": words})

    assert page.context["found"] == []
    assert "拼音" in page.content.decode()


@pytest.mark.long
def test_a_search_takes_as_many_queries_for_many_rows_as_for_one(journey, cast, as_, queries_of):
    journey.referred(1)
    as_("office")
    address = f"{reverse('search')}?q=示例"
    few = queries_of(address)
    Journey(cast).referred(2)

    assert queries_of(address) == few
