"""Where the pages of a table end: each row has its height, so that the breaks can be set by hand."""

from collections import deque

from django.utils.translation import gettext as _

from consult.text_width import units_of

PIXELS_PER_DIGIT, PADDING, POINTS_PER_PIXEL = 7, 5, 0.75
# A4 across, within the margins of the sheets, in points; programs differ by some of them.
PAGE_WIDTH, PAGE_HEIGHT = 805, 515
MOST_BREAKS = 1023
KEPT_ROWS = 2
LEAST_GAP = 4
NEARLY_ONE = 1.25
# What each of a few pages may take more than it holds, so that the last rows need none of their own.
SPARE, FEW_PAGES = 0.045, 5


def print_setup(sheet):
    """A4 landscape, one page wide, page numbers below."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(0.25, 0.25, 0.5, 0.5)
    sheet.center_horizontally()
    sheet.set_footer(f"&C{_('Page &P of &N')}")


def pixels(widths):
    return sum(int(width * PIXELS_PER_DIGIT + PADDING) for width in widths)


class Pages:
    """Counts the rows onto pages as they are written; `repeated` is the height of the head that each page repeats."""

    def __init__(self, widths):
        scale = min(1, PAGE_WIDTH / (pixels(widths) * POINTS_PER_PIXEL))
        self.room, self.repeated, self.used, self.whole = PAGE_HEIGHT / scale, 0, 0, 0
        self.ends, self.last = [], deque(maxlen=KEPT_ROWS)

    def add(self, at, height):
        if self.used + height > self.room:
            self.begin(at)
        self.used += height
        self.whole += height
        self.last.append((at, height))

    def begin(self, at):
        self.ends.append(at)
        self.used = self.repeated + sum(height for row, height in self.last if row >= at)

    def keep_end(self, height):
        """What is written below the rows, of this height, stands on a page with the last of them."""
        before = self.ends[-1] if self.ends else 0
        movable = [row for row, _height in self.last if row > before]
        if movable and self.used + height > self.room:
            self.begin(movable[0])

    @property
    def can_spare_the_last(self):
        """Whether the others, if not drawn smaller for their width, can take what stands on the last page."""
        spare = SPARE * len(self.ends) * self.room
        return self.room == PAGE_HEIGHT and len(self.ends) < FEW_PAGES and self.used - self.repeated <= spare

    def set_on(self, sheet):
        if self.whole <= NEARLY_ONE * self.room:
            sheet.fit_to_pages(1, 1)
        elif self.can_spare_the_last:
            sheet.fit_to_pages(1, len(self.ends))
        else:
            sheet.set_h_pagebreaks(self.ends[-MOST_BREAKS:])


def signatures(width):
    """The line for who signs, its parts spread over a sheet of this width in characters."""
    parts = [
        f"{label}："
        for label in (_("Head of the unit"), _("Checked by"), _("Compiled by"), _("Telephone"), _("Compiled on"))
    ]
    gap = int((width - sum(map(units_of, parts))) / len(parts) / units_of("　"))
    return ("　" * max(LEAST_GAP, gap)).join(parts)
