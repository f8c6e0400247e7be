"""The pages of an import: the file in, the rows to look at, the workbook back, the history."""

import re
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from consult.imports.carrying import bring_in
from consult.imports.kinds import kinds
from consult.models import Import
from members.models import Member
from tests import factories
from tests.cast import Cast
from tests.consult.imports.files import content_of, csv_file, sheet_of, upload
from tests.journeys import Journey
from tests.members.rosters import HEADS, newcomer


@pytest.fixture(scope="module", autouse=True)
def walked(lasting):
    """One member, who gives the term, the sector and the committee."""
    cast = Cast()
    cast["member_user"], cast["office"]
    return Journey(cast)


@pytest.fixture
def send(client, office):
    """Uploads rows as a file on the page of members; the page that answers."""
    client.force_login(office)

    def post(*rows, key="", file=None):
        data = {"file": file or sheet_of(HEADS, *rows), "form_key": key}
        return client.post(reverse("import_create", args=["members"]), data, follow=True)

    return post


def sheet(answer, at=0):
    book = load_workbook(BytesIO(answer.content))
    return book, [[cell.value for cell in row] for row in book.worksheets[at].iter_rows()]


@pytest.mark.parametrize(
    ("asked", "former"), [({}, "示例旧姓"), ({"renamed_on": "2026-01-02"}, "示例旧姓"), ({"was_mistaken": "on"}, "")]
)
def test_the_preview_asks_once_what_new_names_mean_and_takes_them_for_new_ones_else(send, client, asked, former):
    member = factories.member("示例旧姓", number="N8")
    page = send(newcomer("N8", name="示例新姓"))

    client.post(reverse("import_carry_out", args=[Import.objects.get().pk]), asked)

    member.refresh_from_db()
    assert "1 行更改名称" in page.text and 'name="was_mistaken"' in page.text
    assert (member.name, member.former_names) == ("示例新姓", former)
    assert member.renamed_on == ([asked.get("renamed_on", str(timezone.localdate()))] if former else [])


@pytest.mark.long
def test_a_file_is_looked_at_then_carried_out_then_undone(send, client):
    page = send(newcomer("N1"), newcomer("N2", name="李四"))
    found = Import.objects.get()
    assert "新增 2 条，变更 0 条" in page.text
    assert Member.objects.filter(number="N1").count() == 0
    assert client.get(reverse("import_undo", args=[found.pk])).status_code == 409

    done = client.post(reverse("import_carry_out", args=[found.pk]), follow=True)
    assert "导入完成：新增 2 条" in done.text
    assert Member.objects.filter(number__in=["N1", "N2"]).count() == 2

    assert "将删除（2 条）" in client.get(reverse("import_undo", args=[found.pk])).text
    undone = client.post(reverse("import_undo", args=[found.pk]), follow=True)
    assert "已撤销导入" in undone.text
    assert Member.objects.filter(number__in=["N1", "N2"]).count() == 0


def test_wrong_cells_are_shown_first_and_not_all_rows_can_be_carried_out(send, client):
    page = send(newcomer("N1"), newcomer("N2", sector="经济"))

    assert "有 1 个单元格有误" in page.text
    assert "界别 E3" in page.text
    assert [row["line"] for row in page.context["rows"]] == [3]
    assert "全部执行导入" not in page.text
    refused = client.post(reverse("import_carry_out", args=[Import.objects.get().pk]), follow=True)
    assert "请在文件中改正" in refused.text
    assert not Member.objects.filter(number="N1").exists()


@pytest.mark.long
def test_the_good_rows_are_carried_out_without_the_wrong_ones_which_come_in_with_the_mended_file(send, client):
    send(newcomer("N1"), newcomer("N2", sector="经济"), newcomer("N3", sector="经济"))
    found = Import.objects.get()

    done = client.post(reverse("import_carry_out", args=[found.pk]), {"good": "1"}, follow=True)
    book, _lines = sheet(client.get(reverse("import_marked", args=[found.pk])))
    book.worksheets[0]["E3"] = book.worksheets[0]["E4"] = "经济界"
    mended = send(file=upload(content_of(book)))

    assert "导入完成：新增 1 条" in done.text
    assert "2 行有误，未导入" in done.text
    assert list(Member.objects.filter(number__startswith="N").values_list("number", flat=True)) == ["N1"]
    assert mended.context["import"].counts == {"new": 2, "changed": 0, "same": 1, "error": 0}
    client.post(reverse("import_undo", args=[found.pk]))
    assert not Member.objects.filter(number="N1").exists()


def test_the_marked_workbook_is_mended_and_comes_in_again(send, client):
    send(newcomer("N1"), newcomer("N2", sector="经济"))
    answer = client.get(reverse("import_marked", args=[Import.objects.get().pk]))
    book, lines = sheet(answer)
    page = book.worksheets[0]

    assert lines[0] == [*HEADS, "错误"]
    assert [line[-1] for line in lines[1:]] == [None, "界别：无法识别“经济”，请填写“经济界”。"]
    assert [cell.coordinate for row in page.iter_rows() for cell in row if cell.fill.fill_type == "solid"] == [
        "E3",
        "J3",
    ]
    page["E3"].value = "经济界"
    stream = BytesIO()
    book.save(stream)
    assert "新增 2 条" in send(file=upload(stream.getvalue())).text


def test_the_office_gets_its_own_workbook_back_and_it_comes_in_again(send, client):
    book = Workbook()
    for row in (["某县委员名册"], HEADS, newcomer("N1"), newcomer("N2", sector="经济")):
        book.active.append(row)
    book.active.merge_cells("A1:I1")
    book.create_sheet("另一张")
    send(file=upload(content_of(book), "名册.xlsx"))

    answer = client.get(reverse("import_marked", args=[Import.objects.get().pk]))
    back, lines = sheet(answer)
    page = send(file=upload(answer.content))

    assert (back.sheetnames, str(back.worksheets[0].merged_cells)) == (["Sheet", "另一张"], "A1:I1")
    assert lines[3][-1] == "界别：无法识别“经济”，请填写“经济界”。"
    assert re.search(
        r"%E5%BE%85%E6%94%B9%E6%AD%A3-%E5%90%8D%E5%86%8C\d{8}-\d{4}-office\.xlsx$", answer["Content-Disposition"]
    )
    assert page.context["import"].table["ignored"] == []
    assert page.context["import"].counts["error"] == 1


def test_rows_of_a_csv_and_of_a_file_that_is_gone_come_back_as_a_workbook(send, client):
    send(file=csv_file(HEADS, newcomer("N1", sector="经济")))
    send(newcomer("N1", sector="经济"))
    gone, of_text = Import.objects.all()
    gone.file.storage.delete(gone.file.name)

    for found in (gone, of_text):
        page = sheet(client.get(reverse("import_marked", args=[found.pk])))[0].worksheets[0]
        assert (page["E2"].comment.text[:4], page["J1"].value, page["J2"].value[:2]) == ("【错误】", "错误", "界别")


def test_a_file_is_kept_only_while_it_has_errors(send):
    send(newcomer("N1"))
    send(newcomer("N1", sector="经济"))

    assert [bool(found.file) for found in Import.objects.all()] == [True, False]


def test_the_template_has_the_columns_their_drop_downs_and_a_sheet_that_explains_them(client, office):
    client.force_login(office)
    answer = client.get(reverse("import_template", args=["members"]))
    book, lines = sheet(answer)

    assert lines[0][:3] == ["委员编号 *", "姓名 *", "性别 *"]
    assert "C2:C5000" in str([rule.sqref for rule in book.worksheets[0].data_validations.dataValidation])
    assert [(page.title, page.sheet_state) for page in book.worksheets] == [
        ("委员", "visible"),
        ("选项", "hidden"),
        ("填写说明", "visible"),
    ]
    assert "表头也可写作" in str(sheet(answer, 2)[1])


def test_a_file_that_cannot_be_read_is_answered_at_its_field(send):
    page = send(file=upload(b"\x89PNG" * 99, "照片.xlsx"))

    assert "文件内容与扩展名不符" in page.text
    assert not Import.objects.exists()


def test_sheets_that_were_not_read_and_hidden_rows_are_told_before_anything_is_carried_out(send):
    book = Workbook()
    for row in (HEADS, newcomer("N1"), newcomer("N2", name="李四")):
        book.active.append(row)
    book.active.row_dimensions[3].hidden = True
    for name in ("城西", "城南"):
        book.create_sheet(name).append(HEADS)

    page = send(file=upload(content_of(book)))

    assert "只读取了工作表“Sheet”。以下工作表也有此类表格：城西、城南。" in page.text
    assert "文件中有 1 行因筛选或手动操作被隐藏" in page.text
    assert page.context["import"].counts["new"] == 2


def test_a_form_sent_twice_brings_the_file_in_once(send):
    for _time in range(2):
        send(newcomer("N1"), key="a" * 32)

    assert Import.objects.count() == 1


def test_the_history_says_who_brought_in_what(send, client):
    send(newcomer("N1"))

    [found] = client.get(reverse("import_list")).context["object_list"]

    assert (found.by_name, found.file_name, found.counts["new"], len(found.checksum)) == ("office", "委员.xlsx", 1, 64)


@pytest.mark.parametrize("name", ["import_list", "import_detail"])
def test_pages_take_as_many_queries_for_many_rows_as_for_few(send, client, queries_of, office, name):
    def taken(number):
        file = sheet_of(HEADS, *(newcomer(f"N{at}") for at in range(number)))
        found = bring_in(kinds()["members"], file, office)
        return queries_of(reverse(name, args=[found.pk] if name == "import_detail" else []))

    assert taken(1) == taken(40) <= 10


def test_registers_lead_to_their_import_for_the_office_alone(client, office, clerk):
    answers = []
    for user in (office, clerk):
        client.force_login(user)
        answers.append(reverse("import_create", args=["members"]) in client.get(reverse("member_list")).text)

    assert answers == [True, False]
