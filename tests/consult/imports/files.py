"""Files as people and attackers send them, made for one test."""

import csv
import re
import zipfile
from io import BytesIO, StringIO

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook


def upload(content, name="委员.xlsx"):
    return SimpleUploadedFile(name, content)


def content_of(book):
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def workbook(*rows):
    """The bytes of a workbook whose first sheet has these rows."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return content_of(book)


def sheet_of(*rows, name="委员.xlsx"):
    return upload(workbook(*rows), name)


def csv_file(*rows, encoding="utf-8-sig", name="委员.csv"):
    stream = StringIO(newline="")
    csv.writer(stream).writerows(rows)
    return upload(stream.getvalue().encode(encoding), name)


GOOD = workbook(["委员编号", "姓名"], ["W1", "示例委员甲"])
SHEET, STRINGS, TYPES = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "[Content_Types].xml"


def with_parts(content=GOOD, **parts):
    """The workbook with further parts, or with others in their place; `__` stands for a slash in a name."""
    return rebuilt(content, {name.replace("__", "/"): part for name, part in parts.items()})


def rebuilt(content, parts):
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename not in parts:
                new.writestr(part, old.read(part))
        for name, part in parts.items():
            new.writestr(name, part)
    return stream.getvalue()


def part_of(content, name):
    with zipfile.ZipFile(BytesIO(content)) as parts:
        # The writer has put a reference in place of each Chinese character.
        words = re.sub(r"&#(\d+);", lambda found: chr(int(found[1])), parts.read(name).decode())
    return words.replace("<v />", "<v></v>")


def changed(content, name, *pairs):
    """The workbook with words of one part replaced."""
    part = part_of(content, name)
    for old, new in pairs:
        assert old in part
        part = part.replace(old, new)
    return rebuilt(content, {name: part})


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OF_STRINGS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"


def with_strings(table):
    """A workbook whose heads stand in a table of strings, as most programs write them."""
    override = f'<Override PartName="/{STRINGS}" ContentType="{OF_STRINGS}"/></Types>'
    shared = changed(GOOD, SHEET, ('t="inlineStr"><is><t>委员编号</t></is>', 't="s"><v>0</v>'))
    shared = changed(shared, TYPES, ("</Types>", override))
    return rebuilt(shared, {STRINGS: table})


def strings(words):
    return f'<sst xmlns="{MAIN}">{words}</sst>'
