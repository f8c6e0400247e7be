"""The file that somebody brought in, given back with its wrong cells marked: everything else stays as it was."""

import re
from dataclasses import dataclass

from consult.imports.comments import comment
from consult.imports.grid import Grid, is_filled, write
from consult.imports.package import Package, Unmarkable
from consult.imports.readers import ERRORS, in_each_language
from consult.imports.styles import Styles

STYLES, WIDTH = "xl/styles.xml", 48
ROW_STARTS, END_OF_ROWS = re.compile(rb'<row [^>]*?\br="(\d+)"'), b"</sheetData>"


@dataclass
class Marks:
    """What is wrong in a sheet: `cells` by (line, column from 1), `lines` by line; rows stand from `head` to `last`."""

    sheet: str
    head: int
    last: int
    headings: list
    cells: dict
    lines: dict


def is_errors(heading):
    """Whether a column is called like one that an earlier marking appended."""
    return heading in in_each_language(ERRORS)


def marked_file(content, marks):
    """The bytes of the workbook with its marks; those of an earlier marking are gone. Else Unmarkable."""
    try:
        package = Package(content)
        part = package.sheet(marks.sheet)
        below = rows_below(package.parts[part], marks.last)
        package.parts[part] = package.parts[part].replace(below, b"") if below else package.parts[part]
        tree, styles = package.tree(part), Styles(package.tree(STYLES))
        mark(Grid(tree), styles, marks)
        comment(package, part, tree, marks)
    except (LookupError, TypeError, ValueError) as error:
        raise Unmarkable from error
    package.put(STYLES, styles.tree)
    package.put(part, tree)
    package.parts[part] = package.parts[part].replace(END_OF_ROWS, below + END_OF_ROWS)
    return package.packed()


def rows_below(content, last):
    """The rows that come after a line, as bytes, so that empty ones without end need not be held as a tree."""
    start = next((found.start() for found in ROW_STARTS.finditer(content) if int(found[1]) > last), None)
    below = content[start : content.rfind(END_OF_ROWS)] if start is not None else b""
    return below if below.isascii() else b""


def mark(grid, styles, marks):
    if marks.head not in grid.rows or not set(marks.lines) <= set(grid.rows):
        raise Unmarkable
    column, before = column_of_errors(grid, styles, marks)
    if before:
        unmark(grid, styles, marks.head, column)
    for line, at in marks.cells:
        cell = grid.cell(line, at)
        cell.set("s", styles.variant(cell.get("s", "0"), styles.wrong_fill()))
    if not before:
        like = grid.cells(marks.head).get(column - 1)
        head = grid.cell(marks.head, column)
        head.set("s", "0" if like is None else like.get("s", "0"))
    write(grid.cell(marks.head, column), str(ERRORS))
    for line, words in marks.lines.items():
        cell = grid.cell(line, column)
        cell.set("s", styles.variant("0", styles.wrong_fill()))
        write(cell, " ".join(words))
    grid.widen(column, WIDTH)


def column_of_errors(grid, styles, marks):
    """The column of the errors, and whether an earlier marking made it; a new one stands right of all that is used."""
    for at, heading in enumerate(marks.headings, 1):
        if is_errors(heading) and any(styles.is_marked(style_of(grid, line, at)) for line in grid.rows):
            return at, True
    used = [at for line in grid.rows if line >= marks.head for at, cell in grid.cells(line).items() if is_filled(cell)]
    return max(used) + 1, False


def style_of(grid, line, column):
    cell = grid.cells(line).get(column)
    return "0" if cell is None else cell.get("s", "0")


def unmark(grid, styles, head, column):
    for line in (line for line in grid.rows if line > head):
        for at, cell in grid.cells(line).items():
            if styles.is_marked(style := cell.get("s", "0")):
                cell.set("s", styles.variant(style, "0"))
            if at == column:
                write(cell, "")
