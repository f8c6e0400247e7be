"""The form of GB/T 9704, read from the file as Word reads it."""

from io import BytesIO

import pytest
from django.core.cache import cache
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from consult.context_processors import DEMO_KEY
from consult.models import LoadedData
from consult.official.paper import CLOSE, FORM_MARGIN, WIDE, OfficialPaper, Signed, in_chinese
from consult.official.styles import STYLES, TABLE_SIZE
from tests.consult.conftest import picture

pytestmark = pytest.mark.django_db


def written(write):
    stream = BytesIO()
    paper = OfficialPaper("示例")
    write(paper)
    paper.save(stream)
    return Document(stream)


def every_style(paper):
    paper.title("题目", "示协〔2026〕1号")
    paper.heading("一级")
    paper.heading("二级", 2)
    paper.text("正文")


def words_of(document):
    return [paragraph.text for paragraph in document.paragraphs]


def test_a_day_in_a_cell_has_no_space_between_figures_and_characters():
    cell = written(every_style).styles["Table Cell"].element.pPr

    assert [cell.find(qn(name)).get(qn("w:val")) for name in ("w:autoSpaceDE", "w:autoSpaceDN")] == ["0", "0"]


def test_the_last_row_of_a_table_never_stands_alone_on_a_page():
    [table] = written(lambda paper: paper.table(["项目"], [["甲"], ["乙"], ["合计"]], [1])).tables

    bound = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in table.rows]
    assert bound == [None, None, True, None]


def test_a_table_that_fills_its_page_is_not_followed_by_an_empty_one():
    after = written(lambda paper: paper.form([[("议题", "示例")]])).paragraphs[-1].paragraph_format

    assert (after.line_spacing, after.space_after) == (Pt(1), Pt(9))


def test_page_is_a4_with_the_margins_of_the_standard_and_its_number_outside():
    document = written(every_style)

    section = document.sections[0]
    sizes = (section.page_width, section.page_height, section.top_margin, section.left_margin)
    fields = section.footer._element.findall(f".//{qn('w:fldSimple')}")
    assert [round(size.mm) for size in sizes] == [210, 297, 37, 28]
    assert section.page_width - section.left_margin - section.right_margin == pytest.approx(Mm(156), rel=0.001)
    assert [field.get(qn("w:instr")) for field in fields] == ["PAGE"]
    assert section.footer.paragraphs[0].text == section.even_page_footer.paragraphs[0].text == "—  —"
    assert (section.footer.paragraphs[0].alignment, section.even_page_footer.paragraphs[0].alignment) == (2, 0)


@pytest.mark.parametrize(
    ("place", "style", "font", "size", "pitch"),
    [
        (0, "Title", "方正小标宋简体", 22, 34),
        (2, "Heading 1", "黑体", 16, 28.8),
        (3, "Heading 2", "楷体", 16, 28.8),
        (4, "Normal", "仿宋", 16, 28.8),
    ],
)
def test_each_part_has_its_font_size_and_line_pitch(place, style, font, size, pitch):
    paragraph = written(every_style).paragraphs[place]

    fonts = paragraph.style.element.rPr.rFonts
    assert paragraph.style.name == style
    assert set(fonts.attrib.values()) == {font}
    assert (paragraph.style.font.size, paragraph.style.paragraph_format.line_spacing) == (Pt(size), Pt(pitch))


def test_headings_count_themselves_and_begin_anew_after_a_title():
    def write(paper):
        for title in ("甲", "乙"):
            paper.title(title)
            paper.heading("一")
            paper.heading("二", 2)
            paper.heading("三", 2)
            paper.heading("四")
            paper.heading("五", 2)

    document = written(write)

    counted = ["一、一", "（一）二", "（二）三", "二、四", "（一）五"]
    assert words_of(document) == ["甲", *counted, "乙", *counted]
    assert [p.paragraph_format.page_break_before for p in document.paragraphs if p.style.name == "Title"] == [
        False,
        True,
    ]
    assert [in_chinese(n) for n in (1, 10, 11, 20, 35, 99, 100)] == [
        "一", "十", "十一", "二十", "三十五", "九十九", "100",
    ]  # fmt: skip


@pytest.mark.parametrize(("characters", "in_a_line"), [(19, 20), (20, 11), (21, 12), (41, 15)])
def test_a_longer_title_leaves_no_single_character_to_its_last_line(characters, in_a_line):
    [title] = written(lambda paper: paper.title("题" * characters)).paragraphs

    indents = [title.paragraph_format.left_indent or 0, title.paragraph_format.right_indent or 0]
    assert (Mm(156) - sum(indents)) // Pt(22) == in_a_line
    assert characters % in_a_line != 1


def test_table_repeats_its_head_and_keeps_short_rows_whole():
    [table] = written(lambda paper: paper.table(["序号", "内容"], [[1, "短"], [2, "长" * 300]], [1, 9])).tables

    marks = [[mark.tag for mark in row._tr.trPr] for row in table.rows]
    assert [qn("w:tblHeader") in each for each in marks] == [True, False, False]
    assert [qn("w:cantSplit") in each for each in marks] == [True, True, False]
    assert sum(column.width for column in table.columns) == pytest.approx(Mm(156), rel=0.001)


def test_nothing_is_written_as_a_dash_and_a_signature_as_free_room():
    document = written(
        lambda paper: paper.form([[("甲", None), ("乙", "")], [("丙", 0)], [("丁", Signed())], [("戊", False)]])
    )

    cells = [[cell.text for cell in dict.fromkeys(row.cells)] for row in document.tables[0].rows]
    assert cells == [
        ["甲", "—", "乙", "—"],
        ["丙", "0"],
        ["丁", " \n（签章）　　　　年　　月　　日"],
        ["戊", "否"],
    ]


HOSTILE = "a & b <w:p/> ]]> 𬱖㛃 {{ x }} =1+1 \x00\x0e\x1f\ufffe\ud800‮"


def test_hostile_and_very_long_texts_survive():
    long = "很长的文字，" * 20_000

    def write(paper):
        paper.title(HOSTILE)
        paper.text(HOSTILE + "\r\n第二段")
        paper.table([HOSTILE], [[HOSTILE], [long]], [1])
        paper.form([[(HOSTILE, long)]])
        paper.photos([(None, HOSTILE), (BytesIO(b"no picture"), "甲"), (BytesIO(b""), "乙")])
        paper.text("\tx" + "连" * 100_000)

    document = written(write)

    clean = "a & b <w:p/> ]]> 𬱖㛃 {{ x }} =1+1 ‮"
    assert words_of(document)[:3] == [clean, clean, "第二段"]
    assert [cell.text for cell in document.tables[0].columns[0].cells] == [clean, clean, long]
    assert document.tables[2].cell(0, 0).text == f"（照片无法读取）\n{clean}"
    assert len(document.paragraphs[-1].text) == 100_002


def test_pictures_are_closed_once_they_are_in():
    files = [BytesIO(picture()), BytesIO(b"no picture")]

    written(lambda paper: paper.photos([(file, "示例") for file in files]))

    assert [file.closed for file in files] == [True, True]


@pytest.fixture
def forgotten_demo():
    yield
    cache.delete(DEMO_KEY)


@pytest.mark.usefixtures("forgotten_demo")
@pytest.mark.parametrize("is_demo", [True, False])
def test_sample_data_is_said_on_every_page_while_it_is_loaded(is_demo):
    if is_demo:
        LoadedData.objects.create(name=LoadedData.DEMO, anchor="2026-01-01")

    section = written(every_style).sections[0]

    said = "示例数据 · 人名、单位与活动均为虚构" if is_demo else ""
    assert [header.paragraphs[0].text for header in (section.header, section.even_page_header)] == [said, said]


def test_no_document_holds_words_of_another_or_styles_that_none_uses():
    written(every_style)

    document = written(lambda paper: paper.text("另一份"))

    twins = {"Title Char", "Heading 1 Char", "Heading 2 Char", "Header Char", "Footer Char"}
    defaults = {"Default Paragraph Font", "Normal Table", "No List"}
    assert words_of(document) == ["另一份"]
    assert {style.name for style in document.styles} == {*STYLES, "Table Grid", *twins, *defaults}


@pytest.mark.parametrize(("length", "is_bound"), [(20, True), (900, False)])
def test_a_form_stands_whole_on_a_page_unless_its_texts_are_longer(length, is_bound):
    found = written(lambda paper: paper.form([[("意见", "长" * length)], [("签章", "")]], is_whole=True))

    assert (found.tables[0]._tbl.find(f".//{qn('w:keepNext')}") is not None) is is_bound


def test_a_close_form_takes_smaller_letters_and_lower_rows():
    rows = [[("背景", "短")], [("意见", Signed("同意"))]]

    tables = [written(lambda paper, how=how: paper.form(rows, layout=how)).tables[0] for how in (WIDE, CLOSE)]

    styles = [[paragraph.style for cell in table.rows[1].cells for paragraph in cell.paragraphs] for table in tables]
    assert [{style.font.size.pt for style in found} for found in styles] == [{12}, {10.5}]
    wide, close = ([row.height for row in table.rows] for table in tables)
    assert all(low < high for low, high in zip(close, wide, strict=True))


def bound_rows(table):
    return [row.find(f".//{qn('w:keepNext')}") is not None for row in table._tbl.tr_lst]


def test_the_last_row_of_a_long_form_has_a_row_beside_it():
    rows = [[("背景", "长" * 900)], [("单位", "短")], [("签章", "")]]

    assert bound_rows(written(lambda paper: paper.form(rows)).tables[0]) == [False, True, False]


def test_a_signature_stands_on_a_page_with_the_end_of_what_is_signed():
    def write(paper):
        paper.table(["序号"], [["1"], ["2"], ["3"]], [1])
        paper.signature("某县政协", "2026年1月1日")

    document = written(write)

    assert bound_rows(document.tables[0]) == [False, False, True, True]
    assert [each.paragraph_format.keep_with_next for each in document.paragraphs] == [True, True, False]


def test_eleven_characters_of_a_department_fit_beside_six_of_a_label():
    table = written(
        lambda paper: paper.form([[("计划完成时间", "无"), ("主办部门", "县人力资源和社会保障局")]])
    ).tables[0]

    room = [column.width - 2 * FORM_MARGIN for column in table.columns]

    assert (room[0] >= 6 * TABLE_SIZE, room[3] >= 11 * TABLE_SIZE) == (True, True)
