"""The office brings its roster in: two rows are wrong, it comes back marked, is mended, carried out, undone."""

from openpyxl import Workbook, load_workbook

from members.models import Member
from tests.members.rosters import HEADS, newcomer

GOOD, BAD_SECTOR, NO_NUMBER = newcomer("N1"), newcomer("N2", name="李四", sector="经济"), newcomer("", name="王五")


def roster(path):
    book = Workbook()
    for row in (["某县政协委员名册"], HEADS, GOOD, BAD_SECTOR, NO_NUMBER):
        book.active.append(row)
    book.active.merge_cells("A1:I1")
    book.save(path)
    return path


def mended(path):
    book = load_workbook(path)
    book.active["E4"], book.active["A5"] = "经济界", "N3"
    book.save(path)
    return path


def bring_in(page, path):
    page.set_input_files("[name=file]", path)
    page.click("main form button[type=submit]")
    page.wait_for_url("**/imports/*/")


def tabs(page):
    return [words.split() for words in page.locator(".tabs a").all_inner_texts()]


def test_a_roster_with_two_wrong_rows_is_mended_brought_in_and_undone(page, cast, complaints, as_seen_by, tmp_path):
    cast["member_user"]
    as_seen_by("office", "/members/")
    page.click("a[href='/imports/add/members/']")
    bring_in(page, roster(tmp_path / "名册.xlsx"))
    first, wrong = tabs(page), page.locator(".cell-line.wrong").count()
    with page.expect_download() as download:
        page.click("a[href$='/marked/']")
    download.value.save_as(tmp_path / "改.xlsx")
    marks = [cell.value is None for cell in load_workbook(tmp_path / "改.xlsx").active["J"]]

    page.click(".import-next a[href='/imports/add/members/']")
    bring_in(page, mended(tmp_path / "改.xlsx"))
    second = tabs(page)
    page.click("form[action$='/carry-out/'] button")
    page.wait_for_selector("a[href$='/undo/']")
    page.goto("/members/")
    there = page.locator("table.register").inner_text()
    page.go_back()
    page.click("a[href$='/undo/']")
    page.click("main form button[type=submit]")
    page.wait_for_selector("text=已撤销")

    assert first == [["全部", "3"], ["新增", "1"], ["变更", "0"], ["未变", "0"], ["有误", "2"]]
    assert (wrong, marks) == (2, [True, False, True, False, False])
    assert second == [["全部", "3"], ["新增", "3"], ["变更", "0"], ["未变", "0"], ["有误", "0"]]
    assert [name in there for name in ("张三", "李四", "王五")] == [True, True, True]
    assert not Member.objects.filter(number__in=["N1", "N2", "N3"]).exists()
    assert complaints == []
