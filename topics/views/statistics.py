"""The statistics of a period: the page and its workbook."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consult.exports.workbook import workbook_response
from topics.dimensions import NONE
from topics.forms.statistics import StatisticsForm
from topics.models.annual_plan_item import QUARTERS
from topics.statistics.charts import chart_of_section, chart_of_table
from topics.statistics.counting import Counting
from topics.statistics.figures import TOPICS
from topics.statistics.period import Period
from topics.statistics.results import Statistics
from topics.statistics.sections import DEFINITIONS
from topics.statistics.sheets import definitions, sheets


@require_safe
def statistics(request):
    """The figures of a year or a span, against the one before; without any for a span that makes no sense."""
    if not request.user.has_perm("topics.view_statistics"):
        raise PermissionDenied
    counting = Counting(request.user)
    units = [(value, label) for value, label in counting.choices(TOPICS, "unit") if value != NONE]
    form = StatisticsForm(request.GET, units=units)
    if not form.is_valid():
        return render(request, "topics/statistics.html", {"form": form})
    period, unit = form.cleaned_data["period"], form.cleaned_data["unit"]
    found = Statistics(counting.of_unit(unit), period)
    unit_name = dict(units).get(unit, "")
    if request.GET.get("export") == "xlsx":
        return workbook(request.user, found, unit_name)
    form = StatisticsForm({"start": period.start, "end": period.end, "unit": unit}, units=units)
    context = {
        "form": form,
        "period": period,
        "before": period.before,
        "so_far": period.until(timezone.localdate()),
        "unit": unit,
        "unit_name": unit_name,
        "spans": spans(period, timezone.localdate()),
        "years": years(counting.choices(TOPICS, "year"), period),
        "highlights": found.highlights(),
        "sections": [section_of(found, section) for section in found.sections],
        "definitions": DEFINITIONS,
    }
    return render(request, "topics/statistics.html", context)


def years(choices, period):
    """The years to choose from, the newest first, as (year, whether it is shown)."""
    known = {int(value) for value, _label in choices} | {timezone.localdate().year}
    return [(year, period.is_year and period.start.year == year) for year in sorted(known, reverse=True)]


def spans(period, today):
    """The begun quarters of the year shown, and the month before this one, as (label, span, whether it is shown)."""
    year, last = period.start.year, today.replace(day=1) - timedelta(days=1)
    quarters = [(quarter.label, Period.months(year, *quarter.months)) for quarter in QUARTERS]
    found = [(label, span) for label, span in quarters if span.start <= today]
    found.append((_("last month"), Period.months(last.year, last.month, last.month)))
    return [(label, span, span == period) for label, span in found]


def section_of(found, section):
    tables = [found.filled(table) for table in section.tables]
    return {
        "section": section,
        "lines": found.lines(section.figures),
        "chart": chart_of_section(found, section),
        "tables": [{"filled": filled, "chart": chart_of_table(found, filled)} for filled in tables],
    }


def workbook(user, found, unit_name):
    title = _("Statistics of %s") % found.period
    filters = [(_("Period"), str(found.period)), *([(_("Committee"), str(unit_name))] if unit_name else [])]
    return workbook_response(list(sheets(found)), title=title, user=user, filters=filters, note=definitions())
