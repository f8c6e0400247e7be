"""The cover of the report: whose it is, of which days, by whom, which tables it has and how they are counted."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consult.context_processors import demo_data_is_loaded
from consult.exports.cell_text import kept_text
from consult.text_width import lines_of
from topics.reports.book_charts import chart_title, sheet_name
from topics.reports.book_pages import print_setup
from topics.statistics.sections import DEFINITIONS

WIDTHS = (6, 24, 40, 40)
WORDS_WIDTH = WIDTHS[2] + WIDTHS[3]
OF_THE_REPORT = (
    (gettext_lazy("Plans"), gettext_lazy(
        "Submitted: the day of the submission; passed and returned: the day of the body's decision that stands. Plan "
        "items: those of the plan in force that no adjustment dropped; done once their topic is concluded. A span "
        "takes the items whose month or quarter it touches, and of its years those without one."
    )),
    (gettext_lazy("Townships covered"), gettext_lazy(
        "Those that a topic consulted on in the period concerns; of a committee its own townships alone."
    )),
    (gettext_lazy("Members"), gettext_lazy(
        "In office on at least one day of the period; taking part: present at one session or more while in office. A "
        "member belongs to the committee of the last day of the period."
    )),
    (gettext_lazy("Checks"), gettext_lazy(
        "Before it was written: the sums of tables 3 and 5 equal table 1; the recommendations led by departments in "
        "table 7 equal the rows of table 6; adopted, partly adopted, not adopted and pending add up to those referred; "
        "the topics of each source add up to those collected, those inside and outside the annual plan to those "
        "accepted, with what is unknown of topics recorded afterwards in a line of its own."
    )),
)  # fmt: skip


def write_cover(book, formats, report, tables, by):
    sheet = book.add_worksheet(_("Cover"))
    print_setup(sheet)
    for place, width in enumerate(WIDTHS):
        sheet.set_column(place, place, width)
    at = write_title(sheet, formats, report, by)
    at = write_contents(sheet, formats, tables, at + 1)
    sheet.set_h_pagebreaks([at])
    write_definitions(sheet, formats, at)


def write_title(sheet, formats, report, by):
    at = 0
    if demo_data_is_loaded():
        sheet.set_row(at, 24)
        words = _("Sample data: names, units and activities are fictional.")
        sheet.merge_range(at, 0, at, 3, words, formats.banner)
        at += 1
    sheet.set_row(at, 80)
    sheet.merge_range(at, 0, at, 3, kept_text(report.title), formats.title)
    lines = [
        (_("Reporting unit (seal)"), report.reporting_unit),
        (_("Period"), report.span),
        (_("Compiled on"), date_format(timezone.localdate())),
        (_("Compiled by"), kept_text(by)),
        (_("Checked by"), ""),
        (_("Head of the unit"), ""),
    ]
    for place, (label, words) in enumerate(lines, at + 1):
        sheet.set_row(place, 28)
        sheet.merge_range(place, 0, place, 1, f"{label}：", formats.cover_label)
        sheet.write_string(place, 2, words, formats.cover_words)
    return at + len(lines) + 1


def write_contents(sheet, formats, tables, at):
    """The tables and their charts, each a link to its sheet."""
    sheet.set_row(at, 22)
    sheet.merge_range(at, 0, at, 3, _("Tables"), formats.head)
    listed = [(name_of(table), table.name, str(table.title)) for table in tables]
    if any(table.charts for table in tables):
        listed.append((sheet_name(), sheet_name(), chart_title()))
    for number, (sheet_of, name, title) in enumerate(listed, 1):
        sheet.set_row(at + number, 18)
        sheet.write_number(at + number, 0, number, formats.of_row["int"])
        sheet.write_url(at + number, 1, f"internal:'{sheet_of}'!A1", formats.link, string=name)
        sheet.merge_range(at + number, 2, at + number, 3, title, formats.words)
    return at + len(listed) + 1


def name_of(table):
    return f"{table.name} {table.title}"[:31]


def write_definitions(sheet, formats, at):
    sheet.set_row(at, 22)
    sheet.merge_range(at, 0, at, 3, _("Definitions"), formats.head)
    for place, (term, words) in enumerate((*DEFINITIONS, *OF_THE_REPORT), at + 1):
        sheet.set_row(place, 16 * lines_of(str(words), WORDS_WIDTH) + 4)
        sheet.merge_range(place, 0, place, 1, str(term), formats.words)
        sheet.merge_range(place, 2, place, 3, str(words), formats.words)
