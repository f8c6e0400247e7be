"""What the security administrator sees to: units and roles that nobody holds, and appointments that soon end."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from committees.models import Committee, Department
from members.models import Appointment, Role

SHARED = (Role.OFFICE, Role.PARTY_GROUP, Role.PRESIDIUM, Role.GOVERNMENT, Role.SYSADMIN, Role.AUDITOR)
NOTICE = timedelta(days=30)


def held_today():
    return Appointment.objects.current(timezone.localdate()).filter(user__is_active=True)


def vacancies():
    """Pairs of a label and the names of those for which no account that is open is appointed today."""
    held = held_today()
    roles = set(held.order_by().values_list("role", flat=True).distinct())
    served = {unit: held.filter(**{f"{unit}__isnull": False}).values(unit) for unit in ("committee", "department")}
    groups = [
        (_("roles"), [role.label for role in SHARED if role not in roles]),
        (_("committees"), Committee.objects.choosable().exclude(pk__in=served["committee"])),
        (_("departments"), Department.objects.choosable().exclude(pk__in=served["department"])),
    ]
    return [(label, "、".join(map(str, names))) for label, names in groups if names]


def unserved(units):
    """Those of the committees and departments for which no account that is open is appointed today, in their order."""
    served = set(held_today().order_by().values_list("committee", "department")) if units else ()
    return [unit for unit in units if key_of(unit) not in served]


def key_of(unit):
    return (unit.pk, None) if isinstance(unit, Committee) else (None, unit.pk)


def ending_soon():
    ending = held_today().filter(ends_on__lte=timezone.localdate() + NOTICE)
    return ending.select_related("user", "committee", "department").order_by("ends_on", "pk")
