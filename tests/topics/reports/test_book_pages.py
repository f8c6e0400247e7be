"""Where the pages of a table of the annual report end."""

import pytest

from topics.reports.book_pages import MOST_BREAKS, Pages, signatures


class Paper:
    """Takes what would be set on a sheet."""

    def __init__(self):
        self.fit, self.breaks = None, []

    def fit_to_pages(self, across, down):
        self.fit = (across, down)

    def set_h_pagebreaks(self, breaks):
        self.breaks = breaks


def paged(rows, height, end, widths=(50,)):
    """The rows before which a page begins, for a head of one row and rows of a height."""
    pages, paper = Pages(widths), Paper()
    pages.repeated = 15
    pages.add(0, 15)
    for at in range(1, rows + 1):
        pages.add(at, height)
    pages.keep_end(end)
    pages.add(rows + 1, end)
    pages.set_on(paper)
    return paper


@pytest.mark.parametrize(("rows", "breaks"), [(40, [26]), (49, [26, 48]), (50, [26, 49]), (51, [26, 51])])
def test_what_is_below_a_table_stands_with_its_last_rows(rows, breaks):
    # A page holds the head and 25 rows.
    assert paged(rows, 20, end=30).breaks == breaks


def test_a_table_hardly_taller_than_a_page_is_drawn_smaller():
    assert (paged(27, 20, end=30).fit, paged(27, 20, end=30).breaks) == ((1, 1), [])


def test_a_few_rows_too_many_for_its_pages_take_no_page_of_their_own():
    assert (paged(51, 20, end=20).fit, paged(51, 20, end=20).breaks) == ((1, 2), [])
    assert (paged(60, 20, end=20, widths=(100, 100)).fit, paged(52, 20, end=20).fit) == (None, None)


def test_a_wide_table_is_drawn_smaller_and_more_of_its_rows_stand_on_a_page():
    assert paged(80, 20, end=0, widths=(100, 100)).breaks == [34, 67]


def test_no_more_breaks_than_programs_take():
    breaks = paged(30000, 20, end=0).breaks

    assert (len(breaks), breaks[-1]) == (MOST_BREAKS, 29976)


@pytest.mark.parametrize("width", [40, 200])
def test_the_line_to_sign_spreads_over_a_wide_sheet(width):
    gap = signatures(width).split("：")[1].count("　")

    assert (gap == 4, gap > 8) == (width == 40, width == 200)
