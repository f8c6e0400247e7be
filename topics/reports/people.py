"""Tables 8 and 9: what each member did for the consultations, and who the members are."""

from collections import Counter
from functools import cache, partial
from itertools import islice

from django.db.models import Exists, OuterRef, Prefetch
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.belonging import committee_on
from members.models import CommitteeMembership, Mandate, Member
from topics.duty.counting import Duty, duties
from topics.duty.points import points_of
from topics.reports.registers import summed, text
from topics.reports.tables import NAME, TITLE, Column, Sum, Table
from topics.statistics import figures as of
from topics.statistics.counting import Share

CHUNK = 100
AGES = ((0, 30, gettext_lazy("under 30")), (30, 40, "30–39"), (40, 50, "40–49"), (50, 60, "50–59"),
        (60, 200, gettext_lazy("60 and older")))  # fmt: skip


def duty(statistics):
    """Table 8: everybody in office on at least one day of the period."""
    found = Member.objects.filter(pk__in=statistics.counting.rows(of.IN_OFFICE, statistics.period))
    columns = (
        text(_("Member number"), 12, NAME), text(_("Full name"), 10, TITLE), text(_("Sector"), 20),
        text(_("Committee"), 19), summed(_("invited")), summed(_("present")), summed(_("on leave")),
        summed(_("absent")), Column(_("attendance rate"), 9, "percent"), summed(_("speeches")),
        summed(_("topics recommended"), 8), summed(_("of these accepted in the period"), 9),
        summed(_("recommendations adopted"), 9), summed(_("points"), 8),
    )  # fmt: skip
    return Table(
        8, gettext_lazy("Members' duty"), columns, lambda: duty_rows(found, statistics.period), True, found.count(),
        note=_("Invited counts sessions to which a member was invited while in office; points by each year's rules."),
    )  # fmt: skip


def duty_rows(members, period):
    until = {"starts_on__lte": period.end}
    held = Prefetch("mandates", Mandate.objects.filter(**until).select_related("sector"), to_attr="held")
    places = CommitteeMembership.objects.filter(**until).select_related("committee")
    rows = members.prefetch_related(held, Prefetch("memberships", places, to_attr="places")).order_by("order", "pk")
    remaining = rows.iterator(CHUNK)
    while some := list(islice(remaining, CHUNK)):
        found = duties(period.start, period.end, [member.pk for member in some])
        by_member = {}
        for (pk, year), done in found.items():
            by_member.setdefault(pk, {})[year] = done
        for member in some:
            yield duty_row(member, by_member.get(member.pk, {}), period.end)


def duty_row(member, by_year, end):
    done = sum(by_year.values(), Duty())
    points = sum(points_of(of_year, year) for year, of_year in by_year.items())
    sector = member.held[0].sector.name if member.held else ""
    place = member.places[0].committee.name_on(end) if member.places else ""
    rate = Share(done.present, done.due)
    return [
        member.number, member.name_on(end), sector, place, done.due, done.present, done.leave, done.absent, rate,
        done.speeches, done.recommended, done.accepted, done.adopted, points,
        _("came uninvited: %d") % done.uninvited if done.uninvited else "",
    ]  # fmt: skip


def make_up(statistics):
    """Table 9: the members in office on the last day of the period, or today while it lasts."""
    day = min(statistics.period.end, timezone.localdate())
    members = Member.objects.in_office(day)
    if unit := statistics.counting.unit:
        members = members.alias(unit=committee_on(day)).filter(unit=unit)
    columns = (
        text(_("Feature"), 24, NAME), text(_("Item"), 36, NAME), Column(_("Members"), 14),
        Column(_("Share"), 14, "percent"),
    )  # fmt: skip
    words = {"day": date_format(day), "end": date_format(statistics.period.end)}
    note = _("Members in office on %(day)s; ages on %(end)s; the base of the shares are all these members.") % words
    rows = cache(partial(make_up_rows, members, day, statistics.period.end))
    return Table(9, gettext_lazy("Who the members are"), columns, rows, note=note, remarks_width=30)


def make_up_rows(members, day, end):
    counted, whole, rows = counted_members(members, day, end), members.count(), []
    for name, numbers in counted.items():
        rows += [[str(name), str(value), number, Share(number, whole)] for value, number in numbers]
        rows.append(Sum([str(name), _("Total"), sum(n for _value, n in numbers), Share(whole, whole)]))
    return rows


def counted_members(members, day, end):
    """The members by each of their features, as {feature: [(value, number)]}, none left out."""
    fields = ("gender", "ethnicity", "party", "birth_month", "education")
    numbers = [Counter() for _field in fields]
    for row in members.order_by().values_list(*fields).iterator(CHUNK):
        for counter, value in zip(numbers, row, strict=True):
            counter[value] += 1
    genders, ethnicities, parties, births, educations = numbers
    ages = Counter()
    for born, number in births.items():
        ages[age_band(born, end)] += number
    mandates = Mandate.objects.in_force(day).filter(member__in=members.order_by().values("pk"))
    sectors, novices = standing_of(mandates)
    return {
        _("Gender"): [(label, genders[value]) for value, label in Member.Gender.choices],
        _("Ethnicity"): ethnicities.most_common(),
        _("Party or political status"): [
            (label, parties[value]) for value, label in Member.Party.choices if parties[value]
        ],
        _("Age"): [(label, ages[label]) for *_ends, label in AGES] + some(_("unknown"), ages[None]),
        _("Education"): [(value or _("unknown"), number) for value, number in educations.most_common()],
        _("Sector"): sectors,
        _("Term"): novices,
    }


def some(label, number):
    return [(label, number)] if number else []


def age_band(born, day):
    """The band of the age in full years on the day, by the month of birth; None where that is not known."""
    if born is None:
        return None
    age = day.year - born.year - (born.month > day.month)
    return next(label for least, most, label in AGES if least <= age < most)


def standing_of(mandates):
    """The members by the sector of their mandate, and how many sit for the first time."""
    earlier = Mandate.objects.filter(member=OuterRef("member"), term__number__lt=OuterRef("term__number"))
    rows = mandates.annotate(is_again=Exists(earlier)).order_by("sector__order", "sector")
    sectors, terms = Counter(), Counter()
    for sector, is_again in rows.values_list("sector__name", "is_again").iterator(CHUNK):
        sectors[sector] += 1
        terms[is_again] += 1
    return list(sectors.items()), [(_("new"), terms[False]), (_("re-appointed"), terms[True])]
