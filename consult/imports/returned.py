"""The file of an import given back with its errors marked, or a workbook of its rows where there is no such file."""

from openpyxl import Workbook

from consult.exports.workbook import packed, reporting_unit
from consult.imports.marking import Marks, marked_file
from consult.imports.package import Unmarkable
from consult.imports.workbooks import explain, offer_choices, put, sheet_name, start
from consult.punctuation import labelled


def marked(kind, found):
    """The bytes of the file that was brought in, its errors marked; else of a workbook of its rows, marked alike."""
    lines = [row["line"] for row in found.rows]
    if found.file:
        try:
            with found.file.open() as file:
                return marked_file(file.read(), marks_of(kind, found, found.table["sheet"], found.table["head"], lines))
        except (Unmarkable, FileNotFoundError):
            pass
    content = rows_again(kind, found)
    return marked_file(content, marks_of(kind, found, sheet_name(kind), 1, range(2, len(lines) + 2)))


def marks_of(kind, found, sheet, head, lines):
    """What is wrong in each row, which stands in the line given for it."""
    marks, places = Marks(sheet, head, max(lines), found.table["headings"], {}, {}), found.table["places"]
    for line, row in zip(lines, found.rows, strict=True):
        if row["wrong"]:
            marks.lines[line] = [labelled(column.label, words) for column, words in kind.told(row["wrong"])]
        for name, words in row["wrong"].items():
            if name in places:
                marks.cells[line, places[name] + 1] = words
    return marks


def rows_again(kind, found):
    """The bytes of the import's own rows under their headings, with the drop-downs and the explanation."""
    book = Workbook()
    worksheet = book.active
    start(worksheet, sheet_name(kind), found.table["headings"])
    for at, row in enumerate(found.rows, 2):
        for column, raw in enumerate(row["raw"], 1):
            put(worksheet, at, column, (raw.get("value") if isinstance(raw, dict) else raw))
    offer_choices(book, worksheet, kind, found.table["places"])
    explain(book, kind)
    return packed(book, kind.label, reporting_unit())
