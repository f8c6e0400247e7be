"""What waits for somebody as a sheet, from the rows of a home page."""

from operator import itemgetter

from django.utils.translation import gettext_lazy as _

from consult.exports.workbook import Column


def matter(row):
    """What of the topic waits, of a topic itself its stage; its title stands in a column of its own."""
    if row["topic"] is None:
        return row["title"]
    return row["record"].get_stage_display() if row["topic"] == row["record"] else row["why"]


WAITING_COLUMNS = (
    Column(_("Due on"), itemgetter("due_on"), 12, "date"),
    Column(_("Time left"), itemgetter("due"), 12),
    Column(_("Matter"), matter, 40),
    Column(_("Topic"), itemgetter("topic"), 40),
    Column(_("What to do"), itemgetter("what"), 26),
    Column(_("Waiting since"), itemgetter("since"), 30),
    Column(_("Unit"), itemgetter("unit"), 22),
)
