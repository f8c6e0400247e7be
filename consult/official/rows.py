"""The rows of tables in official documents, put together part by part: the library looks for the place of each one.

A row of short texts stands on one page; one of long ones may go on on the next.
"""

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

SHORT = 200


def part(name, *inner, **values):
    made = OxmlElement(f"w:{name}", {qn(f"w:{key}"): str(value) for key, value in values.items()})
    made.extend(inner)
    return made


def row(cells, texts, *marks, height=None):
    heights = [part("trHeight", val=height.twips)] if height else []
    whole = [part("cantSplit")] if all(len(str(words)) < SHORT for words in texts) else []
    return part("tr", part("trPr", *heights, *map(part, marks), *whole), *cells)


def cell(columns, words, style, *below):
    """A cell over columns of these widths in twips, with a paragraph for each line and those that stand below them."""
    span = [part("gridSpan", val=len(columns))] if len(columns) > 1 else []
    properties = part("tcPr", part("tcW", type="dxa", w=sum(columns)), *span, part("vAlign", val="center"))
    return part("tc", properties, *(paragraph(line, style) for line in words.split("\n")), *below)


def paragraph(words, style, *properties):
    made = part("p", part("pPr", part("pStyle", val=style), *properties))
    if words:
        run = part("r")
        run.text = words
        made.append(run)
    return made


def is_unbroken(made):
    return made.find(f".//{qn('w:cantSplit')}") is not None


def set_margins(table, twips):
    margins = part("tblCellMar", part("left", w=twips, type="dxa"), part("right", w=twips, type="dxa"))
    table._tblPr.insert_element_before(margins, "w:tblLook")


def bind_end(body):
    """Keeps what stands last so far, a text or the last row of a table, on the page of what follows."""
    for block in reversed(body):
        if block.tag == qn("w:p"):
            block.get_or_add_pPr().get_or_add_keepNext()
            if block.getprevious() is None or block.getprevious().tag != qn("w:tbl"):
                return
        elif block.tag == qn("w:tbl"):
            return bind(block.tr_lst[-1])


def bind(made):
    """Keeps the row on the page of the next one."""
    first = made.find(qn("w:tc"))
    for properties in first.iterfind(f"{qn('w:p')}/{qn('w:pPr')}"):
        properties.insert(1, part("keepNext"))
