"""The columns of a register: declared once, drawn on the screen and written into a workbook alike."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.forms.utils import flatatt
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from consult.exports.workbook import Column

NOTHING, CHECKED = "—", " checked"


@dataclass(frozen=True, kw_only=True)
class ListColumn(Column):
    """A column of a list page.

    `sort` names its order; `part` the part of a record that one must see to see it; `under` the column in whose cell it
    stands on the screen as a second line, or alone with its value where that one is not shown. A `fixed` one is always
    there, a `standard` one unless the user chose others. `cell(row)` gives what the screen shows in place of the value.
    `css` is num, nowrap, whole (names break between words only), place, main or main-name; a `bare` one says enough
    on a phone without its label; a `linked` one leads to the record; of a `named` one, names of people or accounts, no
    browser makes a translation.
    """

    name: str
    sort: str = ""
    part: str = ""
    under: str = ""
    cell: Callable | None = None
    css: str = ""
    fixed: bool = False
    standard: bool = True
    bare: bool = False
    linked: bool = False
    named: bool = False

    @property
    def is_kept(self):
        """Whether it is shown as long as the user chose nothing."""
        return self.fixed or self.standard

    @property
    def classes(self):
        return " ".join(filter(None, [self.css, {"int": "num", "percent": "num", "date": "nowrap"}.get(self.kind)]))

    def on_screen(self, row):
        """What the screen shows of the row; empty where there is nothing."""
        return as_shown(self.cell(row) if self.cell else self.of(row))


def as_shown(value):
    """A value as a dense table shows it; a datetime to the minute in local time."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        value = timezone.localtime(value) if timezone.is_aware(value) else value
        return f"{value:%Y-%m-%d %H:%M}"
    return value.isoformat() if isinstance(value, date) else value


def chosen_of(columns, names):
    """The columns of these names and the fixed ones, in the order as declared; the standard ones for no name."""
    if not names:
        return tuple(column for column in columns if column.is_kept)
    return tuple(column for column in columns if column.fixed or column.name in names)


@dataclass(frozen=True)
class Cell:
    """Where a column stands in the rows of a table, with those that stand under it."""

    column: ListColumn
    under: tuple = field(default=())

    @cached_property
    def frames(self):
        """A filled and an empty cell with a place for the content, made once for all rows."""
        label, translate = "" if self.column.bare else self.column.label, "no" if self.column.named else ""
        said = {"data-label": label, "translate": translate}
        attributes = flatatt({name: value for name, value in said.items() if value})
        return [
            format_html('<td class="{}"{}>', classes, attributes).replace("{", "{{").replace("}", "}}") + "{}</td>"
            for classes in (self.column.classes, f"{self.column.classes} blank".strip())
        ]

    def drawn(self, row):
        filled, blank = self.frames
        content = as_shown(self.column.of(row)) if self.column.under else self.column.on_screen(row)
        if self.column.linked:
            content = format_html('<a href="{}">{}</a>', row.get_absolute_url(), content)
        words = [(words,) for column in self.under if (words := column.on_screen(row)) != ""]
        if words:
            second = format_html_join(" ", "<span>{}</span>", words)
            first = NOTHING if content == "" else content
            return filled, format_html('{}<span class="minor dotted">{}</span>', first, second)
        return (blank, NOTHING) if content == "" else (filled, content)


def cells_of(columns):
    """The cells of a row: a column stands under its own only where that one is shown too."""
    names = {column.name for column in columns}
    return [
        Cell(column, tuple(other for other in columns if other.under == column.name))
        for column in columns
        if column.under not in names
    ]


def table_rows(records, columns, action=None, ticked=None):
    """The rows of the table: each with its box first where there are any `ticked`, with its action last."""
    cells = cells_of(columns)
    first = (lambda row: tick_box(row, row.pk in ticked)) if ticked is not None else (lambda row: "")
    last = (lambda row: format_html('<td class="nowrap act">{}</td>', action(row))) if action else (lambda row: "")
    return format_html_join(
        "\n", "<tr>{}{}{}</tr>", ((first(row), drawn_row(cells, row), last(row)) for row in records)
    )


def drawn_row(cells, row):
    frames, contents = zip(*(cell.drawn(row) for cell in cells), strict=True)
    return format_html("".join(frames), *contents)


def tick_box(row, is_ticked):
    """The box of a row, which belongs to the form of the ticked ones (components/ticked.html)."""
    box = '<td class="tick"><input class="form-check-input" type="checkbox" name="row" value="{}" form="ticked"'
    return format_html(box + ' aria-label="{}"{}></td>', row.pk, row, CHECKED if is_ticked else "")
