"""The page and the styles of official documents, after GB/T 9704."""

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

TITLE, BODY, BLACK, KAI, SONG = "方正小标宋简体", "仿宋", "黑体", "楷体", "宋体"
BODY_SIZE, TITLE_SIZE, TABLE_SIZE, CLOSE_SIZE, FOOT_SIZE = Pt(16), Pt(22), Pt(12), Pt(10.5), Pt(14)
PITCH, TITLE_PITCH, TABLE_PITCH, CLOSE_PITCH = Pt(28.8), Pt(34), Pt(20), Pt(14.5)
LEFT, CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT

# Name of the style in the file: font, size, line pitch (None: as the line needs), alignment.
STYLES = {
    "Normal": (BODY, BODY_SIZE, PITCH, WD_ALIGN_PARAGRAPH.JUSTIFY),
    "Title": (TITLE, TITLE_SIZE, TITLE_PITCH, CENTRE),
    "Heading 1": (BLACK, BODY_SIZE, PITCH, LEFT),
    "Heading 2": (KAI, BODY_SIZE, PITCH, LEFT),
    "Header": (BLACK, TABLE_SIZE, None, CENTRE),
    "Footer": (SONG, FOOT_SIZE, None, LEFT),
    "Table Cell": (BODY, TABLE_SIZE, TABLE_PITCH, LEFT),
    "Table Head": (BLACK, TABLE_SIZE, TABLE_PITCH, CENTRE),
    "Close Cell": (BODY, CLOSE_SIZE, CLOSE_PITCH, LEFT),
    "Close Head": (BLACK, CLOSE_SIZE, CLOSE_PITCH, CENTRE),
    "Picture": (KAI, TABLE_SIZE, None, CENTRE),
}


def set_page(document, head):
    """A4 with the type area of the standard, 156 × 225 mm; the page number outside, as pages are bound; `head` is the
    line above the text of each page, if any."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = (
        Mm(37),
        Mm(35),
        Mm(28),
        Mm(26),
    )
    section.header_distance, section.footer_distance = Mm(20), Mm(25)
    document.settings.odd_and_even_pages_header_footer = True
    for footer, alignment in ((section.footer, RIGHT), (section.even_page_footer, LEFT)):
        number_pages(footer.paragraphs[0], alignment)
    if head:
        for header in (section.header, section.even_page_header):
            header.paragraphs[0].text = head


def number_pages(paragraph, alignment):
    paragraph.alignment, paragraph.style = alignment, "Footer"
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = FOOT_SIZE
    paragraph.add_run("— ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
    field.append(paragraph.add_run("1")._r)
    paragraph.add_run(" —")


def set_styles(document):
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    defaults.find(qn("w:lang")).set(qn("w:eastAsia"), "zh-CN")
    for name, (font, size, pitch, alignment) in STYLES.items():
        known = name in document.styles
        style = document.styles[name] if known else document.styles.add_style(name, 1)
        if not known:
            style.base_style = document.styles["Normal"]
        set_font(style, font, size)
        lines = style.paragraph_format
        lines.alignment, lines.space_before, lines.space_after = alignment, Pt(0), Pt(0)
        lines.line_spacing_rule = WD_LINE_SPACING.EXACTLY if pitch else WD_LINE_SPACING.SINGLE
        if pitch:
            lines.line_spacing = pitch
        lines.keep_with_next = name.startswith("Heading")
    for name in ("Table Cell", "Close Cell"):
        set_close(document.styles[name])
    border = document.styles["Title"].element.pPr.find(qn("w:pBdr"))
    if border is not None:
        document.styles["Title"].element.pPr.remove(border)


def set_close(style):
    """No space between figures and characters, so that a day fits its column."""
    properties = style.element.get_or_add_pPr()
    for name in ("w:autoSpaceDE", "w:autoSpaceDN"):
        element = OxmlElement(name)
        element.set(qn("w:val"), "0")
        properties.insert_element_before(element, "w:spacing", "w:ind", "w:jc")


def set_font(style, font, size):
    """The font in each script, without the theme's, which would win over it."""
    style.font.size, style.font.bold, style.font.italic = size, False, False
    style.font.color.rgb = RGBColor(0, 0, 0)
    style.font.name = font
    fonts = style.element.rPr.rFonts
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), font)
