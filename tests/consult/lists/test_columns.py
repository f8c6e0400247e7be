from datetime import UTC, date, datetime
from types import SimpleNamespace

from django.utils.html import format_html

from consult.lists.columns import ListColumn, chosen_of, table_rows

NUMBER = ListColumn("编号", "number", name="number", fixed=True, bare=True)
TITLE = ListColumn("名称", "title", name="title", css="main", bare=True, linked=True, fixed=True)
SOURCE = ListColumn("来源", "source", name="source", under="title", cell=lambda row: row.source.upper())
COUNT = ListColumn("场次", "count", 8, "int", name="count")
DAY = ListColumn("日期", "day", 12, "date", name="day", standard=False)
ALL = (NUMBER, TITLE, SOURCE, COUNT, DAY)


def row(**values):
    defaults = {"number": "2026-001", "title": "停车", "source": "member", "count": 2, "day": date(2026, 3, 1)}
    return SimpleNamespace(**defaults | values, get_absolute_url=lambda: "/topics/1/")


def test_columns_chosen_come_in_the_order_declared_with_the_fixed_ones():
    assert chosen_of(ALL, ["day", "count"]) == (NUMBER, TITLE, COUNT, DAY)
    assert chosen_of(ALL, ["gone"]) == (NUMBER, TITLE)
    assert chosen_of(ALL, []) == (NUMBER, TITLE, SOURCE, COUNT)


def test_a_row_has_its_cells_with_labels_for_the_phone_and_a_second_line():
    html = table_rows([row()], ALL)

    assert html == (
        '<tr><td class="">2026-001</td>'
        '<td class="main"><a href="/topics/1/">停车</a><span class="minor dotted"><span>MEMBER</span></span></td>'
        '<td class="num" data-label="场次">2</td>'
        '<td class="nowrap" data-label="日期">2026-03-01</td></tr>'
    )


def test_an_empty_cell_is_a_dash_that_a_phone_leaves_out():
    assert table_rows([row(day=None)], (DAY,)) == '<tr><td class="nowrap blank" data-label="日期">—</td></tr>'


def test_zero_is_shown():
    assert table_rows([row(count=0)], (COUNT,)) == '<tr><td class="num" data-label="场次">0</td></tr>'


def test_a_second_line_whose_own_line_is_not_shown_stands_alone_with_its_value():
    assert table_rows([row()], (NUMBER, SOURCE)) == (
        '<tr><td class="">2026-001</td><td class="" data-label="来源">member</td></tr>'
    )


def test_what_was_typed_is_shown_as_text():
    html = table_rows([row(title="<script>", source="<b>")], (TITLE, SOURCE))

    assert "<script>" not in html
    assert "&lt;script&gt;</a>" in html
    assert "&lt;B&gt;" in html


def test_a_datetime_is_shown_in_local_time_to_the_minute():
    html = table_rows([row(day=datetime(2026, 3, 1, 20, 30, tzinfo=UTC))], (DAY,))

    assert ">2026-03-02 04:30<" in html


def test_the_action_of_a_row_comes_last():
    html = table_rows([row()], (NUMBER,), lambda one: format_html('<a href="/x/">{}</a>', one.number))

    assert html.endswith('<td class="nowrap act"><a href="/x/">2026-001</a></td></tr>')


def test_a_row_that_can_be_ticked_has_its_box_first():
    html = table_rows([row(pk=1), row(pk=2)], (NUMBER,), ticked=[2])

    first, second = html.split("\n")
    assert first.startswith('<tr><td class="tick"><input class="form-check-input" type="checkbox" name="row" value="1"')
    assert ("checked" in first, "checked" in second) == (False, True)


def test_names_are_kept_from_the_translations_of_browsers():
    column = ListColumn("人", "name", name="person", named=True)

    assert str(table_rows([SimpleNamespace(name="clerk01")], [column])) == (
        '<tr><td class="" data-label="人" translate="no">clerk01</td></tr>'
    )
