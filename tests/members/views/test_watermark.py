"""A copy of people's data says itself who took it out and when, wherever it is found again."""

import re
from io import BytesIO

import pytest
from docx import Document
from openpyxl import load_workbook

from consult.exports.workbook import Column, Sheet, workbook

TAKEN_OUT = re.compile(r"导出人：office　导出时间：\d{4}年\d+月\d+日 \d\d:\d\d")


@pytest.fixture
def office_now(client, office, member_user):
    client.force_login(office)
    return client


def test_a_list_of_members_says_it_above_its_head_and_on_each_printed_page(office_now):
    sheet = load_workbook(BytesIO(office_now.get("/members/?export=xlsx").content)).worksheets[0]

    assert TAKEN_OUT.search(sheet["A2"].value)
    assert TAKEN_OUT.search(sheet.oddFooter.left.text)
    assert sheet["A3"].value == "序号"


def test_lines_of_text_alone_say_it_in_the_name_of_the_file(office_now):
    answer = office_now.get("/members/?export=csv")

    assert re.search(r"\d{8}-\d{4}-office\.csv$", answer["Content-Disposition"])
    assert answer.content.decode("utf-8-sig").startswith("委员编号,")


def test_a_duty_record_says_it_on_each_page_of_its_file_and_of_its_print(office_now, member_user):
    member = member_user.as_member
    file = Document(BytesIO(office_now.get(f"/papers/duty-file/{member.pk}/").getvalue()))
    (section,) = file.sections

    for footer in (section.footer, section.even_page_footer):
        assert TAKEN_OUT.fullmatch(footer.paragraphs[-1].text)
    for page in ("record/print/", ""):
        assert "由 office 于 " in office_now.get(f"/members/{member.pk}/{page}").text


def test_the_code_for_the_door_names_nobody(office_now, journey):
    session = journey.planned_session()
    office_now.force_login(journey.cast["clerk"])

    text = office_now.get(f"/sessions/{session.pk}/door/").text

    assert 'class="printed"' not in text and "签到二维码" in text


@pytest.mark.django_db
def test_no_name_breaks_the_footer():
    long = "&" * 200

    sheet = load_workbook(BytesIO(workbook([Sheet("a", (Column("a", "b"),))], title="t", user=long))).worksheets[0]

    assert len(sheet.oddFooter.left.text) <= 240
