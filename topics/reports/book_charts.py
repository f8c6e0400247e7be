"""Native charts under a table, drawn by the program that opens the workbook from the cells of the table."""

from copy import copy

HEIGHT, GAP = 300, 12
POINTS_PER_PIXEL = 0.75


def add_charts(book, sheet, table, first, at, width):
    """Puts the charts of the table side by side at the row; `first` is that of its first line, `width` is in pixels."""
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
        sheet.insert_chart(at, 0, drawn, {"x_offset": place * (each + GAP)})


class Page:
    """How far a printed page is filled, where a digit of the font is so many pixels wide."""

    PAPER, MARGINS, POINTS_PER_INCH, PIXELS_PER_INCH = (11.69, 8.27), (0.8, 1.2), 72, 96

    def __init__(self, widths, digit):
        self.width = sum(int(width * digit + 5) for width in widths)
        wide, high = (paper - margin for paper, margin in zip(self.PAPER, self.MARGINS, strict=True))
        self.height = high * self.POINTS_PER_INCH / min(1, wide * self.PIXELS_PER_INCH / self.width)
        self.used, self.head = 0, 0

    def add(self, height, is_head=False):
        """Counts a row in; the head comes again on each page."""
        if self.used + height > self.height:
            self.used = self.head
        self.used += height
        self.head = height if is_head else self.head

    def has_room(self, height, rows=0, of=0):
        """Whether something of the height is not cut, below so many rows more."""
        then = copy(self)
        for _row in range(rows):
            then.add(of)
        return then.used + height <= then.height


class Pages:
    """The pages as programs lay them out, with the font of the columns (Excel) or with another."""

    DIGITS, MOST_EMPTY = (6.8, 7, 7.2, 8.4, 8.7, 9, 9.3, 9.6, 10), 80

    def __init__(self, widths):
        self.each = [Page(widths, digit) for digit in self.DIGITS]
        self.width = self.each[1].width

    def add(self, height, is_head=False):
        for page in self.each:
            page.add(height, is_head)

    def rows_before(self, height, of):
        """How many empty rows it takes before something of the height so that no page ends in it, or the fewest can."""
        return max(range(1, self.MOST_EMPTY), key=lambda rows: sum(p.has_room(height, rows, of) for p in self.each))
