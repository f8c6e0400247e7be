"""The charts of all tables on a sheet of their own, drawn from the cells of the tables by the program that opens it."""

from django.utils.translation import gettext as _

from consult.context_processors import demo_data_is_loaded
from topics.reports.book_pages import print_setup

WIDTH, HEIGHT, GAP = 452, 300, 12
PER_ROW, COLUMN_WIDTH, ROW_HEIGHT = 2, 66, 237


def sheet_name():
    return _("Charts")


def chart_title():
    return _("Charts of the tables")


def write_charts(book, formats, drawn, origin):
    """`drawn` are the charts, each with the name of the sheet of its table, the first line there and the table.

    Each stands in a column of its own: where the letters are wider than here a program cuts one column that is wider
    than the page, and draws several smaller.
    """
    if not drawn:
        return
    sheet = book.add_worksheet(sheet_name())
    print_setup(sheet)
    sheet.fit_to_pages(1, 1)
    sheet.set_column(0, PER_ROW - 1, COLUMN_WIDTH)
    heads = [(formats.banner, 20, _("Sample data"))] if demo_data_is_loaded() else []
    heads += [(formats.title, 36, chart_title()), (formats.line, 20, origin)]
    for at, (form, height, words) in enumerate(heads):
        sheet.set_row(at, height)
        sheet.merge_range(at, 0, at, PER_ROW - 1, words, form)
    for place, (name, first, chart, table) in enumerate(drawn):
        row, column = divmod(place, PER_ROW)
        sheet.set_row(len(heads) + row, ROW_HEIGHT)
        sheet.write_blank(len(heads) + row, 0, None, formats.line)
        offset = {"x_offset": GAP / 2, "y_offset": GAP / 2}
        sheet.insert_chart(len(heads) + row, column, made(book, name, first, chart, table, place + 1), offset)


def made(book, name, first, chart, table, number):
    drawn = book.add_chart({"type": "column"})
    # The number of the row comes first.
    names, *columns = (table.place(key) + 1 for key in (chart.names, *chart.columns))
    start, end = first + chart.first, first + chart.last
    categories = [name, start, names, end, names]
    for column in columns:
        head, values = [name, first - 1, column], [name, start, column, end, column]
        drawn.add_series({"name": head, "categories": categories, "values": values, "data_labels": {"value": True}})
    title = _("Figure %(number)d: %(title)s") % {"number": number, "title": chart.title}
    drawn.set_title({"name": title, "name_font": {"size": 12}})
    drawn.set_legend({"position": "bottom"})
    drawn.set_y_axis({"major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}, "min": 0})
    drawn.set_size({"width": WIDTH, "height": HEIGHT})
    return drawn
