"""The annual report: every table in the browser, the workbook, and what was frozen of it."""

from itertools import islice

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.temp import NamedTemporaryFile
from django.http import FileResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from committees.models import Committee
from consult.choices import key_in
from consult.files.names import safe_name
from consult.files.storage import CONTENT_TYPES, serve_private
from consult.forms.sent_once import sent_before, sent_once
from topics.dimensions import NONE
from topics.forms.frozen import FreezeForm
from topics.forms.statistics import StatisticsForm
from topics.models import FrozenReport
from topics.reports.annual import AnnualReport
from topics.reports.annual_book import write_workbook
from topics.reports.frozen import differences, freeze, verify
from topics.reports.order_kinds import asked_of
from topics.reports.papers import OFFICIAL_LANGUAGE
from topics.statistics.counting import Counting
from topics.statistics.figures import TOPICS
from topics.statistics.period import Period
from topics.views.fetch import fetch
from topics.views.ordering import ordered
from topics.views.statistics import years

LAST_MONTH_OF_REPORTING = 3
MOST_ROWS = 500
MOST_DIFFERENCES = 200


class Asked:
    """Of which days and which unit the address asks for the report."""

    def __init__(self, request):
        if not request.user.has_perm("topics.view_frozenreport"):
            raise PermissionDenied
        self.user, self.counting = request.user, Counting(request.user)
        self.units = self.named_units()
        self.form = StatisticsForm(request.GET, units=self.units, usual_year=year_to_report(timezone.localdate()))

    def named_units(self):
        return [(value, label) for value, label in self.counting.choices(TOPICS, "unit") if value != NONE]

    @property
    def is_valid(self):
        return self.form.is_valid()

    @cached_property
    def report(self):
        """The report; to be asked for where Chinese is spoken."""
        period, unit = self.form.cleaned_data["period"], self.form.cleaned_data["unit"]
        committee = Committee.objects.filter(pk=unit).first() if unit.isdecimal() else None
        name = committee.name_on(period.end) if committee else dict(self.units).get(unit, "")
        return AnnualReport(self.user, period, unit, name, self.counting)

    @property
    def query(self):
        """The address of this report, whatever is asked of it."""
        days = {"start": self.report.period.start, "end": self.report.period.end}
        return urlencode(days | ({"unit": self.report.unit} if self.report.unit else {}))

    @cached_property
    def frozen(self):
        """What was frozen of the same days and unit, the newest first."""
        return list(FrozenReport.objects.visible_to(self.user).of(self.report.period, self.report.unit))

    @property
    def newest(self):
        return self.frozen[0] if self.frozen else None


def year_to_report(today):
    """The year that is over, while its report is written; then the present one."""
    return today.year - (today.month <= LAST_MONTH_OF_REPORTING)


@require_http_methods(["GET", "HEAD", "POST"])
def annual_report(request):
    """One table at a time, with the number that the address names; or the workbook."""
    asked = Asked(request)
    if not asked.is_valid:
        return render(request, "topics/annual_report.html", {"form": asked.form})
    if request.GET.get("export") == "xlsx":
        return workbook(request, asked)
    with translation.override(OFFICIAL_LANGUAGE):
        context = tables_of(asked, request.GET.get("table", ""))
    context["form"] = StatisticsForm(
        {"start": asked.report.period.start, "end": asked.report.period.end, "unit": asked.report.unit},
        units=asked.units,
    )
    context["years"] = years(asked.counting.choices(TOPICS, "year"), asked.report.period)
    return render(request, "topics/annual_report.html", context)


def workbook(request, asked):
    """The download; of a large report the way to have it made."""
    with translation.override(OFFICIAL_LANGUAGE):
        if not asked.report.is_large:
            return download(asked)
        parameters, title = asked_of(asked.report), f"{asked.report.title}.xlsx"
    return ordered(request, "annual-report", parameters, title)


def download(asked):
    file = NamedTemporaryFile()
    write_workbook(asked.report, file, str(asked.user))
    file.seek(0)
    name = safe_name(f"{asked.report.title}.xlsx")
    return FileResponse(file, as_attachment=True, filename=name, content_type=CONTENT_TYPES[".xlsx"])


def tables_of(asked, number):
    """The context of the page: the table of the number with its rows, and what is frozen."""
    report = asked.report
    table = report.tables.get(key_in(number), report.tables[1])
    lines = list(islice(table.lines(), MOST_ROWS + 1))
    return {
        "report": report,
        "title": report.title,
        "period": report.period,
        "before": report.period.before,
        "unit": report.unit,
        "query": asked.query,
        "tables": list(report.tables.values()),
        "table": table,
        "sheet": f"{table.name} {table.title}",
        "heads": heads_of(table),
        "lines": lines[:MOST_ROWS],
        "is_cut": len(lines) > MOST_ROWS,
        "disagreements": [str(check) for check in report.disagreements],
        "frozen": asked.frozen,
        "differing": len(differences(asked.newest, report)) if asked.newest else 0,
        "is_own": bool(asked.newest) and asked.newest.frozen_by_id == asked.user.pk,
        "is_large": report.is_large,
        "is_over": report.period.end < timezone.localdate(),
    }


def heads_of(table):
    """The heads of the columns with their classes."""
    columns = [(column.label, "words" if column.kind == "text" else "num") for column in table.columns]
    return [(_("No."), "num"), *columns, (_("Remarks"), "words")]


@require_http_methods(["GET", "HEAD", "POST"])
def frozen_report_create(request):
    """The office keeps the report as it is; a second person corrects what is frozen already, with a reason."""
    asked = Asked(request)
    if not request.user.has_perm("topics.add_frozenreport"):
        raise PermissionDenied
    if not asked.is_valid:
        return redirect("annual_report")
    if sent := sent_before(request):
        return sent
    with translation.override(OFFICIAL_LANGUAGE):
        newest, title, query = asked.newest, asked.report.title, asked.query
    if newest and newest.frozen_by_id == request.user.pk:
        raise PermissionDenied(_("You froze this report yourself; a second person of the office corrects it."))
    form = FreezeForm(request.POST if request.method == "POST" else None, corrects=newest)
    if request.method == "POST" and form.is_valid():
        if asked.report.is_large:
            return frozen_apart(request, asked, form.cleaned_data.get("reason", ""))
        with translation.override(OFFICIAL_LANGUAGE):
            keep = freeze(asked.report, request.user, newest, form.cleaned_data.get("reason", ""))
        return sent_once(request, lambda: kept(request, keep))
    context = {"form": form, "report": asked.report, "report_title": title, "query": query, "newest": newest}
    return render(request, "topics/frozen_report_form.html", context)


def frozen_apart(request, asked, reason):
    """A large report is frozen like one is downloaded: made apart, its progress shown."""
    with translation.override(OFFICIAL_LANGUAGE):
        newest, title = asked.newest, asked.report.title
        parameters = asked_of(asked.report) | {"corrects": newest and newest.pk, "reason": reason}
    return ordered(request, "frozen-report", parameters, _("Frozen: %(title)s") % {"title": title})


def kept(request, keep):
    frozen = keep()
    messages.success(request, _("Frozen: %(title)s.") % {"title": frozen})
    return redirect(frozen)


@require_safe
def frozen_report_detail(request, pk):
    """A frozen report: who, when, its checksum, and what differs today."""
    frozen = fetch(FrozenReport, request.user, pk)
    with translation.override(OFFICIAL_LANGUAGE):
        counting, period = Counting(request.user), Period(frozen.start, frozen.end)
        name = dict(counting.choices(TOPICS, "unit")).get(frozen.unit, "")
        report = AnnualReport(request.user, period, frozen.unit, name, counting)
        found, is_large = differences(frozen, report), report.is_large
    query = urlencode({"start": frozen.start, "end": frozen.end} | ({"unit": frozen.unit} if frozen.unit else {}))
    context = {
        "frozen": frozen,
        "differences": found[:MOST_DIFFERENCES],
        "more": len(found[MOST_DIFFERENCES:]),
        "is_large": is_large,
        "query": query,
    }
    return render(request, "topics/frozen_report_detail.html", context)


@require_safe
def frozen_report_download(request, pk):
    """The kept workbook, after its checksum was verified."""
    frozen = fetch(FrozenReport, request.user, pk)
    verify(frozen)
    return serve_private(frozen.file, f"{frozen.title}.xlsx")
