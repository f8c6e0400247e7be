"""Word files in the form of GB/T 9704: headings, tables, forms, photos, signatures."""

import math
from datetime import date
from typing import NamedTuple

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.image.exceptions import UnrecognizedImageError
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt

from consult.differences import with_plain_breaks
from consult.exports.workbook import NOT_IN_XML
from consult.official.rows import bind, bind_end, cell, is_unbroken, paragraph, part, row, set_margins
from consult.official.sheet import blank
from consult.official.styles import CENTRE, LEFT, RIGHT, TITLE_SIZE
from consult.options import held

TEXT_WIDTH = 156
# Six characters of a label and eleven of a department stand on one line each.
LABEL_WIDTH, FORM_MARGIN = 28.6, Mm(1)
PHOTO_WIDTH, PHOTO_HEIGHT = 74, 56
LEAST_ROW = Mm(8.5)
HEAD, BODY = "TableHead", "TableCell"
# So many characters of a form stand on a page below a title.
ON_ONE_PAGE = 500
DIGITS = "零一二三四五六七八九"
TWO_CHARACTERS, TWO_CHARACTERS_IN_TWIPS = "200", "640"


class Layout(NamedTuple):
    """How a form is set: styles of labels and values, least heights of rows, the space above a signature."""

    head: str
    body: str
    row: Length
    signed: Length
    above: Length


WIDE = Layout(HEAD, BODY, LEAST_ROW, Mm(24), Pt(10))
CLOSE = Layout("CloseHead", "CloseCell", Mm(6), Mm(15), Pt(6))


def in_chinese(number):
    """A number from 1 to 99 as headings count: 一, 十, 十二, 二十一; a larger one in figures."""
    if number > 99:
        return str(number)
    tens, ones = divmod(number, 10)
    words = (DIGITS[tens] if tens > 1 else "") + ("十" if tens else "")
    return words + (DIGITS[ones] if ones else "")


def in_words(value):
    """What stands in the file for a value: days in words, a dash for nothing, no character that would break it."""
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return date_format(value)
    return NOT_IN_XML.sub("", with_plain_breaks(str(value)))


def joined(*parts):
    """What is known of the parts in one sentence."""
    return "，".join(in_words(part) for part in parts if part)


def title_indent(words):
    """From both margins, so that the lines of a longer title are of about one length; None for a title of one line."""
    characters = sum(0.5 if each.isascii() else 1 for each in words)
    # Fonts differ: the last of the characters that should fit into a line may not.
    lines = math.ceil(characters / (Mm(TEXT_WIDTH) // TITLE_SIZE - 1))
    if lines < 2:
        return None
    return max(0, Mm(TEXT_WIDTH) - (math.ceil(characters / lines) + 1) * TITLE_SIZE) // 2


class OfficialPaper:
    """A file written from top to bottom; headings count themselves anew after each title."""

    def __init__(self, name):
        self.document = blank()
        self.counts = [0, 0]
        self.is_empty, self.last = True, None
        properties = self.document.core_properties
        properties.title, properties.author = in_words(name)[:255], in_words(held("county"))
        properties.comments = ""
        properties.created = properties.modified = timezone.now().replace(tzinfo=None)

    def save(self, stream):
        self.document.save(stream)

    def mark(self, words):
        """A line below the page number of each page."""
        (section,) = self.document.sections
        for footer in (section.footer, section.even_page_footer):
            line = dressed(footer.add_paragraph(in_words(words)), "Footer")
            line.alignment, line.runs[0].font.size = CENTRE, Pt(9)

    def title(self, words, number=""):
        """The title of a document, on a page of its own where one stands before it; `number` is its document number."""
        paragraph = self.write(words, "Title")
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = title_indent(paragraph.text)
        paragraph.paragraph_format.page_break_before = not self.is_empty
        paragraph.paragraph_format.space_after = Pt(4 if number else 18)
        if number:
            self.write(number, alignment=CENTRE).paragraph_format.space_after = Pt(14)
        self.counts, self.is_empty, self.last = [0, 0], False, None

    def heading(self, words, level=1):
        self.counts[level - 1] += 1
        self.counts[level:] = [0] * len(self.counts[level:])
        count = in_chinese(self.counts[level - 1])
        paragraph = self.write(f"{count}、{words}" if level == 1 else f"（{count}）{words}", f"Heading {level}")
        indent(paragraph)

    def text(self, words):
        """Paragraphs, each line of the text one."""
        for line in in_words(words).split("\n"):
            indent(self.write(line))

    def flush(self, words):
        """A line without indent, like the one that names the addressee."""
        self.write(words, alignment=LEFT)

    def points(self, texts):
        for number, words in enumerate(texts, start=1):
            self.text(f"{number}. {in_words(words)}")

    def facts(self, pairs):
        """A line per fact: label and value."""
        for label, value in pairs:
            self.text(f"{label}：{in_words(value)}")

    def write(self, words, style="Normal", alignment=None):
        paragraph = self.last = dressed(self.document.add_paragraph(in_words(words)), style)
        paragraph.alignment = alignment
        return paragraph

    def form(self, rows, is_whole=False, layout=WIDE):
        """A form: each row a list of one or two pairs of label and value; a whole one stands on one page if it can.

        One of texts longer than that goes on on the next page, and leaves none empty before it.
        """
        table = self.framed([LABEL_WIDTH, TEXT_WIDTH / 2 - LABEL_WIDTH] * 2)
        set_margins(table, FORM_MARGIN.twips)
        made = [form_row(twips_of(table), pairs, layout) for pairs in rows]
        is_short = sum(len(in_words(value)) for pairs in rows for _label, value in pairs) < ON_ONE_PAGE
        for each in made[:-1]:
            if (is_whole and is_short) or (each is made[-2] and is_unbroken(each)):
                bind(each)
        table._tbl.extend(made)
        self.space()

    def table(self, head, rows, shares):
        """A table with borders, its first row repeated on each page, its last one never alone there; `shares` are the
        widths of its columns."""
        table = self.framed([TEXT_WIDTH * share / sum(shares) for share in shares])
        widths = twips_of(table)
        made = [row(cells(widths, values), values, height=LEAST_ROW) for values in rows]
        if len(made) > 1:
            bind(made[-2])
        table._tbl.extend([row(cells(widths, head, HEAD), head, "tblHeader"), *made])
        self.space()

    def framed(self, widths):
        if self.last is not None:
            self.last.paragraph_format.space_after = Pt(6)
        table = self.document.add_table(0, len(widths), "Table Grid")
        table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        self.is_empty = False
        return table

    def space(self):
        """Word joins two tables that nothing stands between."""
        form = self.write(" ").paragraph_format
        form.line_spacing, form.space_after = Pt(1), Pt(9)
        self.last = None

    def photos(self, pictures):
        """Pictures two in a row, as pairs of an open file and a caption; one that cannot be read leaves its caption."""
        pictures = list(pictures)
        if not pictures:
            return
        table = self.document.add_table(0, 2)
        table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
        for first in range(0, len(pictures), 2):
            pair = table.add_row()
            pair._tr.get_or_add_trPr().append(part("cantSplit"))
            for place, (file, caption) in zip(pair.cells, pictures[first : first + 2], strict=False):
                hang(place, file, caption)
        self.space()

    def signature(self, *lines):
        """Who signs and when, at the right below the text and on a page with the end of it."""
        bind_end(self.document.element.body)
        for number, words in enumerate(lines):
            paragraph = self.write(words, alignment=RIGHT)
            paragraph.paragraph_format.right_indent = Pt(32)
            paragraph.paragraph_format.space_before = Pt(28 if number == 0 else 0)
            paragraph.paragraph_format.keep_with_next = number < len(lines) - 1


class Signed(str):
    """A value of a form with room for the signature and seal below it; nothing printed where it is empty."""


def dressed(paragraph, style):
    """The paragraph in the style: by its id, as the search for a style by its name reads all of them each time."""
    paragraph._p.style = None if style == "Normal" else style.replace(" ", "")
    return paragraph


def indent(paragraph):
    """The first line by two characters."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_ind()
    properties.set(qn("w:firstLineChars"), TWO_CHARACTERS)
    properties.set(qn("w:firstLine"), TWO_CHARACTERS_IN_TWIPS)


def twips_of(table):
    return [column.w.twips for column in table._tbl.tblGrid.gridCol_lst]


def cells(widths, values, style=BODY):
    return [cell([width], in_words(value), style) for width, value in zip(widths, values, strict=True)]


def form_row(widths, pairs, layout):
    label_width, *value_widths = widths if len(pairs) == 1 else widths[:2]
    made = []
    for label, value in pairs:
        made += [cell([label_width], in_words(label), layout.head), value_cell(value_widths, value, layout)]
    values = [value for _label, value in pairs]
    is_signed = any(isinstance(value, Signed) for value in values)
    return row(made, values, height=layout.signed if is_signed else layout.row)


def value_cell(widths, value, layout):
    if not isinstance(value, Signed):
        return cell(widths, in_words(value), layout.body)
    line = _("(signature and seal)        year    month    day")
    below = paragraph(line, layout.body, part("spacing", before=layout.above.twips), part("jc", val="right"))
    return cell(widths, in_words(value or " "), layout.body, below)


def hang(place, file, caption):
    """A picture in a cell, as large as fits, with its caption below."""
    frame = place.paragraphs[0]
    frame.style = "Picture"
    shape = picture_in(frame, file)
    if shape is None:
        frame.text = _("(the picture cannot be read)")
    elif shape.height > Mm(PHOTO_HEIGHT):
        shape.width, shape.height = int(shape.width * Mm(PHOTO_HEIGHT) / shape.height), Mm(PHOTO_HEIGHT)
    place.add_paragraph(in_words(caption), "Picture").paragraph_format.space_after = Pt(8)


def picture_in(frame, file):
    """The picture put into the paragraph, its file closed; None for one that is gone or cannot be read."""
    if file is None:
        return None
    try:
        with file:
            return frame.add_run().add_picture(file, width=Mm(PHOTO_WIDTH))
    except (OSError, UnrecognizedImageError):
        return None
