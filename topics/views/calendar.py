"""The working-day calendar of the office: what it holds, days entered and taken out, due dates that follow."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consult.calendar import holidays
from consult.calendar.workdays import workdays_of
from consult.forms.sent_once import sent_before, sent_once
from consult.models import CalendarDay, digest_of
from consult.options import note_change
from consult.trail import Deed, record
from topics.forms.calendar import DaysForm, NoticeForm, SeenCalendar
from topics.workflow.recount import recount, shifts
from topics.workflow.refusals import Moved, changed_meanwhile

ENTERED, CHANGED = gettext_lazy("calendar of {} entered"), gettext_lazy("calendar of {} changed")
RECOUNTED = gettext_lazy("counted anew by the calendar that holds")


for_the_office = permission_required("topics.change_settings", raise_exception=True)


@require_safe
@for_the_office
def calendar_page(request):
    """A year's days off and make-up working days, and how many open due dates do not follow the calendar yet."""
    years, year = years_of(request)
    version, known = holidays.version(), holidays.as_entered()
    context = {
        "version": version,
        "years": years,
        "year": year,
        "spans": holidays.spans_of(year),
        "is_known": known.knows(year),
        "workdays": workdays_of(year, known),
        "astray": moving(known),
    }
    return render(request, "topics/calendar.html", context)


def years_of(request):
    """The years to choose from, and the chosen one: the missing one, this one, or what the address says."""
    today = timezone.localdate()
    this_year = today.year
    years = {this_year - 1, this_year, this_year + 1, *(day.year for day in holidays.entered())}
    usual = holidays.missing_year(today) or this_year
    return sorted(years), next((year for year in years if str(year) == request.GET.get("year")), usual)


def moving(known):
    return sum(1 for _shift in shifts(known))


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_office
def enter_notice(request):
    return enter_days(request, NoticeForm, _("Enter the calendar of %(year)s"))


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_office
def add_days(request):
    return enter_days(request, DaysForm, _("Add days to the calendar"))


def enter_days(request, form_class, title):
    """The days that a form names, first shown with what they move, then entered."""
    if answer := sent_before(request):
        return answer
    _years, year = years_of(request)
    form = form_class(request.POST or None, year=year)
    context = {
        "form": form,
        "title": title % {"year": year},
        "cancel_url": page_of(year),
        "version": holidays.version(),
    }
    if request.method == "POST" and form.is_valid():
        days = form.days
        known = holidays.calendar_of(holidays.entered() | {day.date: day.is_workday for day in days})
        spans, seen = holidays.in_spans(days), digest_of({str(day.date): [day.is_workday, day.holiday] for day in days})
        if request.POST.get("seen") == seen:
            is_new = known.knows(form.year) and not holidays.as_entered().knows(form.year)
            why = format_lazy(ENTERED if is_new else CHANGED, form.year)
            try:
                return sent_once(request, lambda: carry_out(request, form.year, why, spans, lambda: holidays.put(days)))
            except Moved as moved:
                context |= {"moved": moved.message}
        context |= {"spans": spans, "seen": seen, "moving": words_of_moving(moving(known))}
        context |= {"incomplete": not known.knows(form.year) and form.year, "replaced": replaced_by(spans)}
    return render(request, "topics/calendar_days.html", context, status=409 if "moved" in context else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_office
def remove_days(request, pk):
    """Takes days of the office out again, all in a row; what is known of them without the office holds again."""
    shown = SeenCalendar(initial={"version": holidays.version()})
    if request.method == "POST" and not CalendarDay.objects.filter(pk=pk).exists():
        raise moved_on()
    day = get_object_or_404(CalendarDay, pk=pk).date
    span = holidays.span_at(day)
    days = [one for one in holidays.entered() if span.first <= one <= span.last]
    if request.method == "POST":
        why = format_lazy(CHANGED, day.year)
        return carry_out(request, day.year, why, [span], lambda: holidays.remove(days))
    kept = {one: kind for one, kind in holidays.entered().items() if one not in days}
    context = {
        "form": shown,
        "title": _("Take out of the calendar: %(days)s") % {"days": span.days},
        "explain": words_of_moving(moving(holidays.calendar_of(kept))),
        "facts": [(span.kind, span.name)],
        "submit_label": _("Take out"),
        "danger": False,
        "cancel_url": page_of(day.year),
    }
    return render(request, "components/confirm_page.html", context)


@require_POST
@for_the_office
def recount_due_dates(request):
    """For those counted before the platform itself brought a newer calendar."""
    return carry_out(request, None, RECOUNTED)


@transaction.atomic
def carry_out(request, year, why, spans=(), change=lambda: None):
    """Change the calendar, note what changed, and move the due dates; Moved where another version of it was seen."""
    if not holidays.move_on(request.POST.get("version")):
        raise moved_on(year)
    years = {day.year for span in spans for day in (span.first, span.last)}
    before = spans_of_years(years)
    change()
    after = spans_of_years(years)
    for span in spans:
        was, holds = told(before, span), told(after, span)
        if was != holds:
            note_change(CalendarDay._meta.label_lower, span.days, was, holds, request.user)
    count = recount(holidays.as_entered(), by=request.user, why=why)
    record(request, Deed.CHANGED, CalendarDay._meta.verbose_name, step=why, fields=[span.days for span in spans])
    moved = words_of_moved(count)
    messages.success(request, _("The calendar is saved. %(moved)s") % {"moved": moved} if spans else moved)
    return redirect(page_of(year))


def moved_on(year=None):
    return changed_meanwhile(None, CalendarDay._meta.verbose_name, back_url=page_of(year))


def spans_of_years(years):
    return [span for year in sorted(years) for span in holidays.spans_of(year)]


def replaced_by(spans):
    """What the calendar says so far of days to be entered, where it is another thing."""
    before = spans_of_years({day.year for span in spans for day in (span.first, span.last)})
    was = [(told(before, span), f"{span.kind} · {span.name}") for span in spans]
    return "、".join(dict.fromkeys(old for old, new in was if old not in {"", new}))


def told(spans, about):
    """What the spans say of these days."""
    near = [span for span in spans if span.first <= about.last and about.first <= span.last]
    return "、".join(dict.fromkeys(f"{span.kind} · {span.name}" for span in near))


def words_of_moving(count):
    words = ngettext("%(count)d open due date moves.", "%(count)d open due dates move.", count) % {"count": count}
    return words if count else _("No open due date moves.")


def words_of_moved(count):
    words = ngettext(
        "%(count)d open due date has moved, as its history says.",
        "%(count)d open due dates have moved, as their histories say.",
        count,
    )
    return words % {"count": count} if count else _("No open due date has moved.")


def page_of(year):
    return reverse("calendar") + (f"?year={year}" if year else "")
