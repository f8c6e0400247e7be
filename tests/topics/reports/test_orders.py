"""Large files: ordered in one click, made one after another by another process, waiting for their owner alone."""

import hashlib
import sqlite3
import time
from contextlib import closing
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from consult.models import OrderedFile
from tests import factories
from tests.cast import Cast
from tests.databases import copy_to
from tests.report_year import report_year
from tests.small_year import SPAN
from topics.models import FrozenReport, Topic
from topics.reports import annual, bundle
from topics.reports.making import Superseded, Told, claim, make
from topics.reports.orders import start

QUERY = f"?start={SPAN.start}&end={SPAN.end}"
WORKBOOK = f"{QUERY}&export=xlsx"


@pytest.fixture(scope="module", autouse=True)
def walked(lasting):
    return report_year(Cast())


@pytest.fixture
def small_pages(monkeypatch):
    """What is large elsewhere is so here from the second row on."""
    monkeypatch.setattr(annual, "MOST_ROWS_AT_ONCE", 1)
    monkeypatch.setattr(bundle, "MOST_DOCUMENTS_AT_ONCE", 1)


@pytest.fixture
def signed_in(client, cast):
    def enter(name="office"):
        client.force_login(factories.fresh(cast[name]))
        return client

    return enter


@pytest.fixture
def order(signed_in, small_pages):
    """The order that a post to the address makes."""

    def post(name="office", address=None, **answers):
        response = signed_in(name).post(address or reverse("annual_report") + WORKBOOK, answers)
        assert response.status_code == 302, response.text
        return OrderedFile.objects.latest("pk")

    return post


def made(order):
    call_command("make_files")
    order.refresh_from_db()
    return order


def content_of(response):
    return b"".join(response.streaming_content)


@pytest.mark.long
def test_a_large_workbook_is_ordered_by_one_press_and_waits_under_my_files(order, signed_in):
    page = signed_in("clerk").get(reverse("annual_report") + QUERY)
    asked = order("clerk")
    waiting = signed_in("clerk").get(asked.get_absolute_url()).text

    ready = made(asked)

    assert 'method="post"' in page.text
    assert ("排队中" in waiting, "刷新进度" in waiting, 'hx-trigger="every 2s"' in waiting) == (True,) * 3
    assert (ready.state, ready.error) == ("ready", "")
    assert ready.title in signed_in("clerk").get(reverse("my_files")).text
    shown = signed_in("clerk").get(ready.get_absolute_url()).text
    assert ("hx-trigger" in shown, "刷新进度" in shown) == (False, False)
    content = content_of(signed_in("clerk").get(reverse("ordered_file_download", args=[ready.pk])))
    assert hashlib.sha256(content).hexdigest() == ready.checksum
    assert len(load_workbook(BytesIO(content)).sheetnames) == 13


def test_a_workbook_of_ordinary_size_downloads_at_once(signed_in):
    page = signed_in().get(reverse("annual_report") + QUERY).text

    response = signed_in().get(reverse("annual_report") + WORKBOOK)

    assert "export=xlsx" in page
    assert content_of(response).startswith(b"PK")
    assert not OrderedFile.objects.exists()


def test_the_address_of_a_large_download_explains_and_orders_nothing(signed_in, small_pages):
    response = signed_in().get(reverse("annual_report") + WORKBOOK)

    assert "我的文件" in response.text
    assert not OrderedFile.objects.exists()


@pytest.mark.long
def test_who_orders_the_same_again_is_led_to_the_open_order(order):
    first, second, others = order(), order(), order("office2")

    assert first == second != others


@pytest.mark.long
def test_nobody_else_finds_an_ordered_file(order, signed_in):
    ready = made(order())

    pages = [signed_in("office2").get(url) for url in (
        ready.get_absolute_url(), reverse("ordered_file_download", args=[ready.pk]))]  # fmt: skip

    assert [page.status_code for page in pages] == [404, 404]
    assert ready.title not in signed_in("office2").get(reverse("my_files")).text


@pytest.mark.long
def test_an_ended_appointment_no_longer_downloads(order, signed_in, cast):
    ready = made(order("clerk"))
    yesterday = timezone.localdate() - timedelta(days=1)
    cast["clerk"].appointments.update(ends_on=yesterday)
    factories.appoint(cast["clerk"], "auditor")

    page = signed_in("clerk").get(ready.get_absolute_url())
    download = signed_in("clerk").get(reverse("ordered_file_download", args=[ready.pk]))

    assert (page.status_code, download.status_code) == (200, 403)
    assert "权限" in page.text


def test_what_was_ordered_with_rights_that_ended_is_not_made(order, cast):
    asked = order("clerk")
    cast["clerk"].appointments.update(ends_on=timezone.localdate() - timedelta(days=1))

    done = made(asked)

    assert (done.state, done.error, bool(done.file)) == ("failed", "您已不再具有提交该文件时的权限。", False)


def test_orders_are_made_one_after_another(order):
    first, second = order(), order("clerk")

    running = claim()
    meanwhile = claim()

    assert (running, meanwhile) == (first, None)
    assert made(second).state == "waiting"


@pytest.mark.long
def test_a_run_that_died_is_recognised_and_asked_for_again(order, signed_in):
    died = order()
    claim()
    OrderedFile.objects.filter(pk=died.pk).update(beat_at=timezone.now() - 2 * OrderedFile.PATIENCE)
    page = signed_in().get(died.get_absolute_url()).text

    again = signed_in().post(reverse("ordered_file_again", args=[died.pk]))

    assert ("已中断" in page, "重新生成" in page, again.status_code) == (True, True, 302)
    assert made(died).state == "ready"


def test_progress_is_noted_and_a_run_that_was_taken_over_stops(order):
    order()
    behind = order("clerk")
    OrderedFile.objects.filter(pk=behind.pk).update(beat_at=timezone.now() - OrderedFile.PATIENCE)
    running = claim()

    Told(running)(3, 11)

    behind.refresh_from_db()
    assert not behind.is_stuck
    assert OrderedFile.objects.filter(pk=running.pk, done=3, whole=11).exists()
    OrderedFile.objects.filter(pk=running.pk).update(run=7)
    with pytest.raises(Superseded):
        Told(running)(4, 11)


@pytest.mark.long
def test_what_a_run_made_after_it_was_taken_over_is_dropped(order):
    order()
    running = claim()
    OrderedFile.objects.filter(pk=running.pk).update(run=7)

    make(running)

    running.refresh_from_db()
    assert (running.state, running.run, bool(running.file)) == ("running", 7, False)


@pytest.mark.long
def test_sums_that_do_not_agree_are_said_and_nothing_is_kept(order, signed_in, journey):
    asked = order()
    Topic.objects.filter(title="县级议题").update(form=Topic.objects.exclude(category=None).first().category)

    done = made(asked)

    assert done.state == "failed"
    assert "表1“征集议题”" in signed_in().get(done.get_absolute_url()).text


@pytest.mark.long
def test_a_large_report_is_frozen_apart_and_leads_to_what_was_frozen(order, signed_in):
    asked = order("office", reverse("frozen_report_create") + QUERY)

    done = made(asked)

    frozen = FrozenReport.objects.get()
    assert (done.state, done.led_to) == ("ready", frozen.get_absolute_url())
    assert frozen.get_absolute_url() in signed_in().get(done.get_absolute_url()).text


@pytest.mark.long
def test_a_file_that_is_gone_is_said(order, signed_in):
    ready = made(order())
    OrderedFile.objects.filter(pk=ready.pk).update(checksum="0" * 64)

    assert signed_in().get(reverse("ordered_file_download", args=[ready.pk])).status_code == 409


@pytest.mark.long
def test_the_archive_of_a_large_topic_is_ordered_too(order, signed_in):
    topic = Topic.objects.get(stage="closed")
    address = reverse("official_papers", args=["topic-papers", topic.pk])
    explained = signed_in().get(address)

    ready = made(order("office", address))

    assert "我的文件" in explained.text
    content = content_of(signed_in().get(reverse("ordered_file_download", args=[ready.pk])))
    assert any(name.endswith(".docx") for name in ZipFile(BytesIO(content)).namelist())


@pytest.mark.long
@pytest.mark.skipif(connection.vendor != "sqlite", reason="the rows of the test are seen by no other connection")
def test_the_work_is_done_by_a_process_that_nobody_waits_for(order, tmp_path, monkeypatch):
    asked, database = order(), tmp_path / "orders.sqlite3"
    copy_to(database)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{database}")
    monkeypatch.setenv("CONSULT_MEDIA", str(tmp_path))

    start()

    assert state_in(database, asked.pk) == "ready"
    assert len(list((tmp_path / "ordered").iterdir())) == 1


def state_in(database, pk):
    """How the order stands once it is no longer open, or after a minute."""
    for _tenth in range(600):
        time.sleep(0.1)
        with closing(sqlite3.connect(database)) as rows:
            [(state,)] = rows.execute("SELECT state FROM consult_orderedfile WHERE id = ?", [pk])
        if state not in OrderedFile.OPEN:
            break
    return state


@pytest.mark.long
def test_the_list_takes_as_many_queries_whatever_there_is(order, signed_in, queries_of):
    order()
    few = queries_of(reverse("my_files"))

    made(order())
    order()

    assert few == queries_of(reverse("my_files"))
    assert OrderedFile.objects.count() == 2
