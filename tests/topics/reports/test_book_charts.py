"""Where the charts of the annual report stand: below their table, where no page ends in them."""

from topics.reports.book_charts import Pages

HEAD, ROW, CHARTS = 30, 18, 225


def pages_of(width, rows):
    """A sheet with a head and so many rows, which fill the pages of each program differently."""
    pages = Pages((6, width))
    pages.add(HEAD, is_head=True)
    for _row in range(rows):
        pages.add(ROW)
    return pages


def uncut(pages, rows):
    return sum(page.has_room(CHARTS, rows, ROW) for page in pages.each)


def test_charts_stand_where_no_program_cuts_them():
    pages = pages_of(120, 20)

    rows = pages.rows_before(CHARTS, ROW)

    assert uncut(pages, rows) == len(pages.each)


def test_where_some_program_cuts_them_anyway_as_few_as_can_be_do():
    pages = pages_of(120, 66)

    rows = pages.rows_before(CHARTS, ROW)

    assert uncut(pages, rows) == max(uncut(pages, other) for other in range(1, pages.MOST_EMPTY)) > uncut(pages, 1)
