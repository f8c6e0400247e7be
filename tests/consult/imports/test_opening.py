"""Twenty-five hostile files: refused with their reason, in two seconds and 200 MB at most."""

import time
import tracemalloc
import zipfile
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from openpyxl import load_workbook

from consult.files.uploads import HAS_MACROS, MEGABYTE, NOT_WHAT_IT_SAYS, OLD_OFFICE, UNPACKS_TOO_LARGE
from consult.imports import opening
from consult.imports.text_files import NO_TEXT
from tests.consult.imports.files import (
    GOOD,
    SHEET,
    TYPES,
    changed,
    part_of,
    rebuilt,
    strings,
    upload,
    with_parts,
    with_strings,
)

RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
BOMB = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
ENTITIES = changed(GOOD, SHEET, ("<worksheet", f"{BOMB}<worksheet"), ("示例委员甲", "&b;"))


def sheet_with(row="", tail=""):
    part = part_of(GOOD, SHEET)
    return rebuilt(
        GOOD, {SHEET: part.replace("</row>", f"{row}</row>", 1).replace("</worksheet>", f"{tail}</worksheet>")}
    )


HOSTILE = {
    "entities in a sheet": (lambda: ENTITIES, opening.HAS_ENTITIES),
    "entities in the strings": (
        lambda: with_strings(f"{BOMB}{strings('<si><t>&b;</t></si>')}"),
        opening.HAS_ENTITIES,
    ),
    "more than 50 MB": (lambda: with_parts(xl__media__a=bytes(range(256)) * 4096 * 51), UNPACKS_TOO_LARGE),
    "a ratio over 100": (lambda: with_parts(xl__media__a=b"0" * 30 * MEGABYTE), UNPACKS_TOO_LARGE),
    "more than 200 parts": (
        lambda: rebuilt(GOOD, {f"xl/media/{number}": b"" for number in range(200)}),
        UNPACKS_TOO_LARGE,
    ),
    "a row without end": (lambda: sheet_with(row='<c r="A1"/>' * 250_000), UNPACKS_TOO_LARGE),
    "a tail without end": (lambda: sheet_with(tail="<mergeCells/>" * 500_000), UNPACKS_TOO_LARGE),
    "strings without end": (lambda: with_strings(strings("<si/>" * 250_000)), UNPACKS_TOO_LARGE),
    "a theme without end": (
        lambda: rebuilt(GOOD, {"xl/theme/theme1.xml": "<" + "".join(map(str, range(1_000_000)))}),
        UNPACKS_TOO_LARGE,
    ),
    "macros": (lambda: rebuilt(GOOD, {"xl/vbaProject.bin": b"x"}), HAS_MACROS),
    "macros of old": (lambda: rebuilt(GOOD, {"xl/macrosheets/sheet1.xml": b"x"}), HAS_MACROS),
    "a renamed .xlsm": (
        lambda: changed(GOOD, TYPES, ("officedocument.spreadsheetml.sheet.main", "ms-excel.sheet.macroEnabled.main")),
        HAS_MACROS,
    ),
    "links to other files": (lambda: rebuilt(GOOD, {"xl/externalLinks/externalLink1.xml": b"x"}), opening.HAS_LINKS),
    "a connection": (lambda: rebuilt(GOOD, {"xl/connections.xml": b"x"}), opening.HAS_LINKS),
    "an embedded object": (lambda: rebuilt(GOOD, {"xl/embeddings/oleObject1.bin": b"x"}), opening.HAS_LINKS),
    "an old workbook": (lambda: OLD_OFFICE + b"\xa1\xb1\x1a\xe1" + b"0" * 600, opening.OLD_FORMAT),
    "a password": (lambda: OLD_OFFICE + "EncryptedPackage".encode("utf-16-le"), opening.HAS_PASSWORD),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + b"0" * 600, NOT_WHAT_IT_SAYS),
    "a web page": (lambda: b"<html><table><tr><td>=1+1</td></tr></table></html>", NOT_WHAT_IT_SAYS),
    "half a file": (lambda: GOOD[: len(GOOD) // 2], NOT_WHAT_IT_SAYS),
    "a way out of the folder": (lambda: rebuilt(GOOD, {"../../etc/passwd": b"x"}), NOT_WHAT_IT_SAYS),
    "a sheet that is none": (lambda: rebuilt(GOOD, {SHEET: b"<worksheet><sheetData><row"}), NOT_WHAT_IT_SAYS),
    "a string that is not there": (
        lambda: with_strings(strings("")),
        NOT_WHAT_IT_SAYS,
    ),
}


def refusal(file):
    with pytest.raises(ValidationError) as refused:
        opening.opened(file, any)
    return refused.value.messages[0]


@pytest.mark.long
@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_workbook_is_refused_with_its_reason_at_little_cost(what):
    make, reason = HOSTILE[what]
    file = upload(make())
    tracemalloc.start()
    began = time.process_time()

    said = refusal(file)

    seconds, (_now, peak) = time.process_time() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert said == str(reason)
    assert seconds < 2
    assert peak < 200 * MEGABYTE


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (GOOD, "委员.xlsm", HAS_MACROS),
        (b"\x00\x01\x02\xff" * 200, "委员.csv", NO_TEXT),
        ("姓名\0编号".encode(), "委员.csv", NO_TEXT),
        (b'"' + b"x" * 200_000, "委员.csv", NO_TEXT),
        (b"", "委员.csv", "文件是空的。"),
        *((GOOD, f"委员{suffix}", opening.OLD_FORMAT) for suffix in (".xls", ".ET", ".ods")),
    ],
)
def test_other_files_are_refused_with_their_reason(content, name, reason):
    assert refusal(upload(content, name)) == str(reason)


def test_more_rows_than_the_bound_are_refused():
    lines = "\n".join(f"W{number}" for number in range(opening.MOST_LINES + 1))

    assert refusal(upload(lines.encode(), "委员.csv")) == str(opening.TOO_MANY_LINES % opening.MOST_LINES)


def test_a_good_one_is_read():
    sheet = opening.opened(upload(GOOD), bool)

    assert [(number, row[:2]) for number, row in sheet.lines] == [(1, ["委员编号", "姓名"]), (2, ["W1", "示例委员甲"])]
    assert opening.opened(upload(with_strings(strings("<si><t>编号</t></si>"))), bool).lines[0][1][0] == "编号"


def test_cells_merged_over_far_more_lines_than_a_list_has_are_left_as_they_are(monkeypatch):
    content = sheet_with(tail='<mergeCell ref="A1:A2"/>')
    asked = []

    for most in (3, 2):
        monkeypatch.setattr(opening, "MOST_MERGED", most)
        asked.append(
            [number for number, _top, _bottom in opening.merges_of(load_workbook(BytesIO(content), True).active)]
        )

    assert asked == [[0], []]


def test_a_part_that_a_workbook_names_as_many_sheets_is_read_once():
    asked = []
    named = '<sheet name="{}" sheetId="{}" r:id="rId1" xmlns:r="{}"/></sheets>'
    sheets = (("</sheets>", named.format(number, number, RELATED)) for number in range(2, 9))

    assert opening.opened(upload(changed(GOOD, "xl/workbook.xml", *sheets)), asked.append) is None
    assert len(asked) == 2


@pytest.mark.parametrize(
    ("bound", "most", "name", "content"),
    [
        ("LARGEST_ROW", 50, SHEET, b"<sheetData><row>" + b"x" * 60 + b"</row><row/></sheetData>"),
        ("LARGEST_PART", 50, SHEET, b"<sheetData><row/></sheetData>" + b"x" * 60),
        ("MOST_CELLS", 2, SHEET, b"<sheetData><row><c/><x:c/></row><row/><row><c/></row></sheetData>"),
        ("MOST_BESIDES", 3, SHEET, b"<sheetData><row/></sheetData><mergeCells><mergeCell/><mergeCell/><mergeCell/>"),
        ("MOST_BESIDES", 3, SHEET, b"<worksheet><cols><col/><col/></cols><sheetData><row/></sheetData>"),
        ("MOST_BESIDES", 3, SHEET, b"<sst><row/><si/><si/></sst>"),
        ("MOST_BESIDES", 3, "xl/media/picture.png", b"\xef\xbb\xbf <a><b/><b/><b/></a>"),
        ("MOST_IN_STRINGS", 3, "xl/sharedStrings.xml", b"<sst><si><r/><r/></si></sst>"),
        ("MOST_NAMED", 2, "xl/workbook.xml", b"<sheets><sheet/><x:sheet/><sheet/></sheets>"),
        ("MOST_NAMED", 2, "xl/workbook.xml", "<sheets/>".encode("utf-16")),
        ("MOST_NAMED", 2, "xl/workbook.xml", b"<?xml version='1.0' encoding='utf-7'?><sheets/>"),
        ("MOST_NAMED", 2, "xl/workbook.xml", "<sheets/>".encode("cp037")),
    ],
)
def test_each_bound_holds_where_a_file_is_hardly_packed(monkeypatch, bound, most, name, content):
    monkeypatch.setattr(opening, bound, most)
    with zipfile.ZipFile(BytesIO(), "w") as archive:
        archive.writestr(name, content)

        with pytest.raises(ValidationError):
            opening.check_insides(archive)
