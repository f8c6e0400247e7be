"""A frozen report stays what it was: its file, its figures, its checksum; what differs today is told cell by cell."""

import hashlib
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import translation

from consult.models import AppendOnly
from tests.cast import Cast
from tests.journeys import Journey, entry
from tests.report_year import report_year, unanswered
from tests.small_year import SPAN
from topics.models import FrozenReport, Topic
from topics.reports import annual
from topics.reports import frozen as freezing
from topics.views import annual_report as views

QUERY = f"?start={SPAN.start}&end={SPAN.end}"


@pytest.fixture(scope="module", autouse=True)
def walked(lasting):
    return report_year(Cast())


@pytest.fixture(scope="module")
def keep(walked):
    """The report as the office froze it, to be kept again by each test."""
    office = walked.cast["office"]
    with translation.override("zh-hans"):
        return freezing.freeze(annual.AnnualReport(office, SPAN), office)


@pytest.fixture
def frozen(keep, journey):
    row = keep()
    yield row
    row.pk, row._state.adding = None, True


@pytest.fixture
def freeze(as_):
    def post(name="office", **answers):
        return as_(name).post(reverse("frozen_report_create") + QUERY, answers)

    return post


def content_of(response):
    return b"".join(response.streaming_content)


def test_the_office_freezes_and_everybody_who_reads_can_download_the_same_file(freeze, as_):
    sent = freeze()
    frozen = FrozenReport.objects.get()

    kept = content_of(as_("auditor").get(reverse("frozen_report_download", args=[frozen.pk])))

    assert sent.url == frozen.get_absolute_url()
    assert kept.startswith(b"PK")
    assert hashlib.sha256(kept).hexdigest() == frozen.checksum
    assert frozen.checksum in as_("clerk2").get(frozen.get_absolute_url()).text


@pytest.mark.long
def test_what_changes_later_shows_as_a_difference_of_that_cell(frozen, as_, journey):
    page = as_("presidium").get(frozen.get_absolute_url())
    assert page.context["differences"] == []

    Journey(journey.cast).answer(unanswered(), "adopted", SPAN.end)

    found = as_("presidium").get(frozen.get_absolute_url()).context["differences"]
    of_overview = [(one.row, one.frozen, one.now) for one in found if one.table == "表1" and one.column == str(SPAN)]
    assert of_overview[:2] == [("采纳", "2", "3"), ("待反馈", "1", "0")]
    report = as_("presidium").get(reverse("annual_report") + QUERY)
    assert report.context["differing"] == len(found)
    assert f"与固化报表有 {len(found)} 处差异" in report.text


def told(found, table):
    return [(one.row, one.column, one.frozen, one.now) for one in found if one.table == table]


@pytest.mark.long
def test_of_registers_the_rows_and_cells_that_differ_are_named(frozen, as_, journey):
    late = unanswered()
    number = f"{late.topic.number} · {late.number}"
    Journey(journey.cast).answer(late, "adopted", SPAN.end)
    Topic.objects.filter(pk=late.topic.pk).update(title="改名的议题")
    Journey(journey.cast).proposed(title="补报的议题")

    page = as_("presidium").get(frozen.get_absolute_url())

    assert page.text.count('<td data-label="固化时">') == len(page.context["differences"])
    found = page.context["differences"]
    renamed = f"{late.topic.number} 改名的议题"
    assert ("补报的议题", "整行", "—", "有") in told(found, "表2")
    assert (renamed, "议题", late.topic.title, "改名的议题") in told(found, "表2")
    assert (renamed, "采纳结论", "待反馈", "部分采纳") in told(found, "表2")
    assert (f"{number} 改名的议题", "采纳情况", "待反馈", "采纳") in told(found, "表6")
    assert [line[1:] for line in told(found, "表11") if late.text[:4] in line[0]] == [("整行", "有", "—")]
    assert told(found, "表8") == []


@pytest.mark.long
def test_a_long_list_of_differences_ends_with_how_many_more_there_are(frozen, as_, monkeypatch):
    Topic.objects.exclude(number=None).update(title="都改名了")
    monkeypatch.setattr(views, "MOST_DIFFERENCES", 2)

    page = as_("office").get(frozen.get_absolute_url())

    assert len(page.context["differences"]) == 2
    assert f"另有 {page.context['more']} 处差异未列出" in page.text


@pytest.mark.long
def test_registers_of_a_large_report_are_compared_by_their_rows(frozen, as_, monkeypatch):
    Topic.objects.exclude(number=None).update(title="都改名了")
    monkeypatch.setattr(annual, "MOST_ROWS_AT_ONCE", 1)

    page = as_("office").get(frozen.get_absolute_url())

    assert page.context["differences"] == []
    assert "其中的台账只比较行数" in page.text


@pytest.mark.long
def test_a_second_person_corrects_with_a_reason_and_both_stay(freeze, frozen, as_):
    own, without, done = freeze("office", reason="补录"), freeze("office2"), freeze("office2", reason="补录了一件")

    assert (own.status_code, without.status_code, done.status_code) == (403, 200, 302)
    second = FrozenReport.objects.exclude(pk=frozen.pk).get()
    assert (second.corrects, second.reason) == (frozen, "补录了一件")
    assert "补录了一件" in as_("clerk").get(frozen.get_absolute_url()).text


@pytest.mark.parametrize("change", ["update", "delete", "save", "delete_one"])
def test_a_frozen_report_is_never_changed_or_deleted(frozen, change):
    changes = {
        "update": lambda: FrozenReport.objects.update(title="x"),
        "delete": lambda: FrozenReport.objects.all().delete(),
        "save": frozen.save,
        "delete_one": frozen.delete,
    }

    with pytest.raises(AppendOnly):
        changes[change]()


@pytest.mark.parametrize("statement", ["UPDATE topics_frozenreport SET title = 'x'", "DELETE FROM topics_frozenreport"])
def test_the_database_itself_refuses_to_change_it(frozen, statement):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_file_that_is_no_longer_the_frozen_one_is_not_given_out(frozen, as_):
    address = reverse("frozen_report_download", args=[frozen.pk])
    Path(frozen.file.path).write_bytes(b"PK something else")
    changed = as_("office").get(address)
    Path(frozen.file.path).unlink()

    gone = as_("office").get(address)

    assert (changed.status_code, gone.status_code) == (409, 409)
    assert frozen.checksum in changed.text


@pytest.mark.parametrize("name", ["clerk", "presidium", "party_group", "auditor", "member_user"])
def test_nobody_else_freezes(freeze, name):
    assert freeze(name).status_code == 403
    assert not FrozenReport.objects.exists()


@pytest.mark.long
def test_sums_that_do_not_agree_are_neither_written_nor_frozen(freeze, as_):
    Topic.objects.filter(title="县级议题").update(form=entry("category"))
    named = "表3“按形式 · 征集”合计：8 ≠ 表1“征集议题”：9"

    page = as_("office").get(reverse("annual_report") + QUERY)
    download = as_("office").get(reverse("annual_report") + QUERY + "&export=xlsx")

    assert (page.status_code, download.status_code, freeze().status_code) == (200, 409, 409)
    assert named in page.text
    assert named in download.text
    assert not FrozenReport.objects.exists()


@pytest.mark.long
def test_the_same_days_of_another_unit_are_another_report(frozen, as_):
    other = as_("office").post(reverse("frozen_report_create") + QUERY + "&unit=county")

    assert other.status_code == 302
    assert FrozenReport.objects.filter(unit="county", corrects=None).count() == 1
