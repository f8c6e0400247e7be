from io import BytesIO
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from consult.models import RegisterSettings
from tests import factories
from tests.cast import Cast
from tests.journeys import Journey, day
from topics.models import DictionaryEntry, Topic
from topics.sheets.columns import TOPIC_COLUMNS


@pytest.fixture
def register(client, cast):
    def get(name="office", **query):
        client.force_login(factories.fresh(cast[name]))
        return client.get(f"{reverse('topic_list')}?{urlencode(query, doseq=True)}")

    return get


TITLES = {
    "proposed": "园区招工难",
    "county": "停车场规划",
    "foreign": "饮用水源保护",
    "pending": "场镇垃圾处理",
    "adopted": "香椿滞销",
    "refused": "香椿加工",
}


@pytest.fixture(scope="module", autouse=True)
def walked(lasting):
    """Six topics that differ in all that the register filters by."""
    cast = Cast()

    def walk(name, leg=None, *args, **fields):
        journey = Journey(cast)
        journey.accepted(title=TITLES[name], **fields)
        if leg:
            getattr(journey, leg)(*args)

    by_member = Journey(cast)
    fields = {"source": "member_recommended", "proposer": "members", "origin_document": "报告"}
    by_member.draft(title=TITLES["proposed"], **fields)
    by_member.topic.recommenders.add(cast["member_user"].as_member)
    by_member.take(by_member.topic, "propose", "member_user", day(0))
    walk("county", organiser=None, category=last_category())
    walk("foreign", organiser=cast["committee2"], is_livelihood=True)
    walk("pending", "referred", 1)
    walk("adopted", "answered", 1)
    walk("refused", "answered", 1, "not_adopted")
    return Journey(cast)


@pytest.fixture
def topics(journey):
    by_title = {topic.title: topic for topic in Topic.objects.all()}
    return {name: by_title[title] for name, title in TITLES.items()}


def last_category():
    return DictionaryEntry.objects.of("category").last()


def found(response, topics):
    names = {topic.pk: name for name, topic in topics.items()}
    return {names[topic.pk] for topic in response.context["object_list"]}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, {"proposed", "county", "foreign", "pending", "adopted", "refused"}),
        ({"q": "香椿"}, {"adopted", "refused"}),
        ({"q": "香椿 滞销"}, {"adopted"}),
        ({"q": "示例背景 加工"}, {"refused"}),
        ({"stage": "proposed"}, {"proposed"}),
        ({"stage": ["proposed", "referred"]}, {"proposed", "pending"}),
        ({"source": "member_recommended"}, {"proposed"}),
        ({"organiser": "county"}, {"county"}),
        ({"livelihood": "True"}, {"foreign"}),
        ({"planned": "False"}, set()),
        ({"result": "adopted"}, {"adopted"}),
        ({"result": "not_adopted"}, {"refused"}),
        ({"result": "pending"}, {"pending"}),
        ({"result": "partly"}, set()),
        ({"result": "none"}, {"proposed", "county", "foreign"}),
        ({"proposer": "members"}, {"proposed"}),
        ({"year": "1999"}, set()),
    ],
)
def test_filters_find_exactly_what_they_say(register, topics, query, expected):
    assert found(register(**query), topics) == expected


@pytest.mark.long
def test_filters_by_rows_find_exactly_theirs(register, topics, committee, committee2, department, department2):
    assert found(register(organiser=committee2.pk), topics) == {"foreign"}
    assert found(register(organiser=committee.pk), topics) == {"pending", "adopted", "refused"}
    assert found(register(department=department.pk), topics) == {"pending", "adopted", "refused"}
    assert found(register(department=department2.pk), topics) == set()
    assert found(register(category=last_category().pk), topics) == {"county"}
    assert found(register(year=day(1).year), topics) == set(topics)


def test_export_holds_exactly_the_filtered_rows(register, topics):
    shown = register(q="香椿")
    book = load_workbook(BytesIO(register(q="香椿", export="xlsx").content))

    rows = [row for row in book.worksheets[0].iter_rows(values_only=True) if isinstance(row[0], int)]

    assert [row[2] for row in rows] == [topic.title for topic in shown.context["object_list"]]
    assert len(rows) == shown.context["total"] == 2


@pytest.mark.long
def test_department_gets_a_summary_without_results_and_filters_on_them(register, topics):
    response = register("dept_user")

    assert found(response, topics) == {"pending", "adopted", "refused"}
    assert {"sessions", "result", "due"} & {column.name for column in response.context["columns"]} == set()
    assert {"result", "department"} & set(response.context["filter"].form.fields) == set()
    assert found(register("dept_user", result="adopted"), topics) == {"pending", "adopted", "refused"}
    assert "还按“采纳结论”筛选" in register("dept_user", result="adopted").text
    assert "筛选，您的" not in register("dept_user").text


@pytest.mark.long
def test_department_export_has_no_columns_on_results(client, register, topics):
    def header(name):
        register(name)
        client.post(reverse("topic_list"), {"keep": "all_columns"})
        book = load_workbook(BytesIO(register(name, export="xlsx").content))
        return next(row for row in book.worksheets[0].iter_rows(values_only=True) if row[2])

    left_out = set(header("office")) - set(header("dept_user"))

    assert len(left_out) == 7


@pytest.mark.parametrize("name", ["sysadmin", "secadmin", "outsider"])
def test_who_has_no_part_in_topics_is_refused_the_register(register, topics, name):
    page = register(name)

    assert page.status_code == 403


def test_stage_sorts_along_the_path(register, topics):
    stages = [topic.stage for topic in register(sort="stage").context["object_list"]]

    assert stages == ["proposed", "accepted", "accepted", "referred", "answered", "answered"]


@pytest.mark.parametrize("q", ["%", "_", "'; drop table", "x" * 5000, "<script>alert(1)</script>"])
def test_odd_words_find_nothing_and_break_nothing(register, topics, q):
    response = register(q=q)

    assert response.status_code == 200
    assert response.context["total"] == 0
    assert "<script>alert(1)" not in response.text


def test_nul_byte_among_the_words_is_a_bad_request(register, topics):
    assert register(q="\0").status_code == 400


def test_script_in_a_title_is_shown_as_text(register, topics):
    Topic.objects.filter(pk=topics["county"].pk).update(title="<script>alert(1)</script>")

    assert "<script>alert(1)" not in register().text


@pytest.mark.long
def test_query_count_does_not_grow_with_the_rows(client, register, topics, django_assert_max_num_queries):
    register()
    with django_assert_max_num_queries(8) as few:
        client.get(reverse("topic_list"))
    for number in range(20):
        factory = topics["adopted"]
        factory.pk, factory.number = None, f"2020-{number:03}"
        factory.save()
    with django_assert_max_num_queries(8) as many:
        client.get(reverse("topic_list"))

    assert len(many) == len(few)


@pytest.mark.parametrize("query", ["", "?export=csv"])
def test_no_column_asks_for_each_row(client, cast, register, topics, query):
    names = [column.name for column in TOPIC_COLUMNS]
    RegisterSettings.objects.create(user=cast["office"], register="topic_list", columns=names)
    register()

    with CaptureQueriesContext(connection) as asked:
        client.get(f"{reverse('topic_list')}{query}").getvalue()

    assert [one["sql"] for one in asked if '"id" = ' in one["sql"] and "LIMIT 21" in one["sql"]][1:] == []
