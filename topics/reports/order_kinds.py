"""What is made apart where it is large: workbooks, frozen reports, archives, each from the parameters of its order."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.core.files import File

from consult.files.storage import checksum_of
from topics.models import FrozenReport
from topics.reports.annual import AnnualReport
from topics.reports.annual_book import write_workbook
from topics.reports.bundle import BUNDLED, Bundle
from topics.reports.frozen import freeze
from topics.statistics.period import Period


@dataclass(frozen=True)
class OrderKind:
    """`make(order, file, tell)` gives a function that keeps what was made and names its fields of the order."""

    may: Callable
    make: Callable


def report_of(order):
    asked = order.parameters
    period = Period(date.fromisoformat(asked["start"]), date.fromisoformat(asked["end"]))
    return AnnualReport(order.ordered_by, period, asked["unit"], asked["unit_name"])


def asked_of(report):
    days = {"start": report.period.start.isoformat(), "end": report.period.end.isoformat()}
    return days | {"unit": report.unit, "unit_name": report.unit_name}


def make_workbook(order, file, tell):
    write_workbook(report_of(order), file, str(order.ordered_by), tell)
    return lambda: stored(order, file)


def make_archive(order, file, tell):
    Bundle(record_of(order.ordered_by, order), order.ordered_by).write(file, tell)
    return lambda: stored(order, file)


def make_frozen(order, file, tell):
    asked = order.parameters
    corrects = FrozenReport.objects.filter(pk=asked["corrects"]).first()
    keep = freeze(report_of(order), order.ordered_by, corrects, asked["reason"], tell)
    return lambda: {"led_to": keep().get_absolute_url()}


def stored(order, file):
    checksum = checksum_of(file)
    order.file.save(order.title, File(file), save=False)
    return {"file": order.file.name, "checksum": checksum}


def record_of(user, order):
    return BUNDLED[order.kind].objects.visible_to(user).filter(pk=order.parameters["pk"]).first()


def reads_reports(user, order):
    return user.has_perm("topics.view_frozenreport")


def freezes_reports(user, order):
    return user.has_perm("topics.add_frozenreport")


def sees_record(user, order):
    return record_of(user, order) is not None


KINDS = {
    "annual-report": OrderKind(reads_reports, make_workbook),
    "frozen-report": OrderKind(freezes_reports, make_frozen),
    **{kind: OrderKind(sees_record, make_archive) for kind in BUNDLED},
}
