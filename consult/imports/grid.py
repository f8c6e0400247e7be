"""The rows and cells of a sheet, as they stand in its part of a workbook."""

from copy import deepcopy

from lxml import etree
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from consult.exports.cell_text import storable
from consult.imports.package import Unmarkable, main

ROW, CELL = main("row"), main("c")
KEEP_SPACES = "{http://www.w3.org/XML/1998/namespace}space"


class Grid:
    """The cells of a sheet by line and column, both from 1, also where the file left their numbers out."""

    def __init__(self, tree):
        self.tree, self.data = tree, tree.find(main("sheetData"))
        if self.data is None:
            raise Unmarkable
        self.rows = dict(self.counted(self.data, ROW, lambda row: int(row.get("r"))))

    @staticmethod
    def counted(parent, tag, number_of):
        at = 0
        for one in parent.iterchildren(tag):
            at = number_of(one) if one.get("r") else at + 1
            yield at, one

    def cells(self, line):
        """The cells of a line by column."""
        row = self.rows.get(line)
        return {} if row is None else dict(self.counted(row, CELL, column_of))

    def cell(self, line, column):
        """The cell, made where there is none in a line that is there."""
        cells = self.cells(line)
        if column not in cells:
            row = self.rows[line]
            row.attrib.pop("spans", None)
            name = f"{get_column_letter(column)}{line}"
            made = etree.Element(CELL, {"r": name, "s": self.style_of_column(row, column)})
            after = [one for at, one in cells.items() if at > column]
            after[0].addprevious(made) if after else row.append(made)
            cells[column] = made
        return cells[column]

    def style_of_column(self, row, column):
        if row.get("customFormat") == "1":
            return row.get("s", "0")
        return next((one.get("style", "0") for one in self.columns() if spans(one, column)), "0")

    def columns(self):
        return list(self.tree.iter(main("col")))

    def widen(self, column, width):
        """Gives one column a width, taking it out of a run of columns that had one in common."""
        made = etree.Element(main("col"), {"min": str(column), "max": str(column)})
        made.attrib.update({"width": str(width), "customWidth": "1"})
        for one in self.columns():
            if spans(one, column):
                first, last = int(one.get("min")), int(one.get("max"))
                made.set("style", one.get("style", "0"))
                for low, high in ((first, column - 1), (column + 1, last)):
                    if low <= high:
                        part = deepcopy(one)
                        part.attrib.update({"min": str(low), "max": str(high)})
                        one.addprevious(part)
                one.getparent().remove(one)
        parent = self.tree.find(main("cols"))
        if parent is None:
            parent = etree.Element(main("cols"))
            self.data.addprevious(parent)
        parent.append(made)
        parent[:] = sorted(parent, key=lambda one: int(one.get("min")))


def spans(one, column):
    return int(one.get("min")) <= column <= int(one.get("max"))


def column_of(cell):
    return column_index_from_string(coordinate_from_string(cell.get("r"))[0])


def is_filled(cell):
    return any(child.tag in (main("v"), main("is"), main("f")) for child in cell)


def write(cell, words):
    del cell[:]
    cell.attrib.pop("t", None)
    if words:
        cell.set("t", "inlineStr")
        text = etree.SubElement(etree.SubElement(cell, main("is")), main("t"))
        text.text = storable(words)
        text.set(KEEP_SPACES, "preserve")
