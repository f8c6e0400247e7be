"""Native charts on a sheet of their own, drawn by the program that opens the workbook from the cells of the tables.

Below a table no program broke the page where another one did, so that a chart was cut; a sheet is printed as one page.
"""

from django.utils.translation import gettext as _

from consult.context_processors import demo_data_is_loaded
from topics.reports.book_formats import print_setup

WIDTH, HEIGHT, GAP, BANNER = 500, 300, 16, 30


def write_charts(book, formats, charted):
    """The charts of each table side by side; `charted` has tables with the name of their sheet and its first line."""
    sheet = book.add_worksheet(_("Charts"))
    print_setup(sheet, high=1)
    if demo_data_is_loaded():
        sheet.write_string(0, 0, _("Sample data"), formats.banner_line)
    for line, (table, name, first) in enumerate(charted):
        for place, chart in enumerate(table.charts):
            offset = {"x_offset": place * (WIDTH + GAP), "y_offset": BANNER + line * (HEIGHT + GAP)}
            sheet.insert_chart(0, 0, drawn(book, name, first, chart, table), offset)


def drawn(book, name, first, chart, table):
    shown = book.add_chart({"type": "column"})
    lines = first + chart.first, first + chart.last
    names = [name, lines[0], chart.names + 1, lines[1], chart.names + 1]
    for column in chart.columns:
        values = [name, lines[0], column + 1, lines[1], column + 1]
        head = [name, first - 1, column + 1]
        shown.add_series({"name": head, "categories": names, "values": values, "data_labels": {"value": True}})
    shown.set_title({"name": f"{table.name} {chart.title}", "name_font": {"size": 12}})
    shown.set_legend({"position": "bottom"})
    shown.set_y_axis({"major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}, "min": 0})
    shown.set_size({"width": WIDTH, "height": HEIGHT})
    return shown
