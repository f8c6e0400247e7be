"""Native charts under a table, drawn by the program that opens the workbook from the cells of the table."""

HEIGHT, GAP = 300, 12
PIXELS_PER_DIGIT, PADDING = 7, 5


def add_charts(book, sheet, table, first, at, widths):
    """Puts the charts of the table side by side at the row, over columns of these widths; `first` is its first line."""
    width = sum(int(each * PIXELS_PER_DIGIT + PADDING) for each in widths)
    each = (width - GAP * (len(table.charts) - 1)) // max(1, len(table.charts))
    for place, chart in enumerate(table.charts):
        drawn = book.add_chart({"type": "column"})
        # The number of the row comes first.
        names, *columns = (table.place(key) + 1 for key in (chart.names, *chart.columns))
        start, end = first + chart.first, first + chart.last
        categories = [sheet.name, start, names, end, names]
        for column in columns:
            head, values = [sheet.name, first - 1, column], [sheet.name, start, column, end, column]
            drawn.add_series({"name": head, "categories": categories, "values": values, "data_labels": {"value": True}})
        drawn.set_title({"name": chart.title, "name_font": {"size": 12}})
        drawn.set_legend({"position": "bottom"})
        drawn.set_y_axis({"major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}, "min": 0})
        drawn.set_size({"width": each, "height": HEIGHT})
        sheet.insert_chart(at, 0, drawn, {"x_offset": place * (each + GAP), "y_offset": GAP})
