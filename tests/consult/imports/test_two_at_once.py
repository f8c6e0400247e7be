"""Two persons of the office press the button at the same moment."""

import threading

import pytest
from django.db import connection
from openpyxl import Workbook

from consult.exceptions import Conflict
from consult.imports.carrying import bring_in, carry_out
from consult.imports.kinds import kinds
from consult.imports.undoing import undo
from tests.consult.imports.files import content_of, upload

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time by itself"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def brought(office):
    def bring(slug, *rows):
        book = Workbook()
        for row in rows:
            book.active.append(row)
        return bring_in(kinds()[slug], upload(content_of(book)), office)

    return bring


def at_once(*acts):
    """What each act gives or refuses, all begun together, each on a connection of its own."""
    results, start = [None] * len(acts), threading.Barrier(len(acts))

    def run(place, act):
        start.wait()
        try:
            results[place] = act()
        except Conflict:
            results[place] = Conflict
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(map(str, results))


@pytest.mark.parametrize("slug", ["departments", "topics"])
def test_one_preview_and_two_of_the_same_file_have_one_effect(brought, office, office2, slug):
    heads = {"departments": ["部门", "电话"], "topics": ["议题名称", "佐证材料"]}[slug]
    rows = [[f"示例记录{at}", "0818-110"] for at in range(30)]
    before = kinds()[slug].rows().count()
    first, twin = brought(slug, heads, *rows), brought(slug, heads, *rows)

    same = at_once(*(lambda by=by: carry_out(first.pk, by) for by in (office, office2)))
    late = carry_out(twin.pk, office2)

    assert same == [str(Conflict), "True"]
    assert late is False
    assert kinds()[slug].rows().count() == before + 30


@pytest.mark.parametrize("slug", ["departments", "topics"])
def test_two_previews_of_the_same_file_have_one_effect(brought, office, office2, slug):
    heads = {"departments": ["部门", "电话"], "topics": ["议题名称", "佐证材料"]}[slug]
    rows = [[f"示例记录{at}", "0818-110"] for at in range(30)]
    pks = [brought(slug, heads, *rows).pk for _time in range(2)]
    before = kinds()[slug].rows().count()

    results = at_once(*(lambda pk=pk: carry_out(pk, office) for pk in pks))

    assert results == ["False", "True"]
    assert kinds()[slug].rows().count() == before + 30


def test_an_undoing_pressed_twice_is_done_once(brought, office, office2):
    found = brought("departments", ["部门", "电话"], ["示例局", "0818-110"])
    carry_out(found.pk, office)

    results = at_once(*(lambda by=by: undo(found.pk, by) for by in (office, office2)))

    assert results == [str(Conflict), "None"]
