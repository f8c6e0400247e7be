"""What an adjustment changes in an annual plan, item by item."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from topics.models import AnnualPlanItem

COMPARED = ("title", "source", "form", "content", "period", "leading_vice_chair", "outcome_kind")


@dataclass(frozen=True)
class Change:
    """A field in which an item differs from the version before, with both texts."""

    label: str
    before: str
    after: str


def differences(before, after):
    """What differs between an item and its copy in the next version, field by field."""
    old, new = contents(before), contents(after)
    return [Change(str(label), old[label], text) for label, text in new.items() if text != old[label]]


def contents(item):
    """An item as label and text; its departments prefetched or not."""
    fields = {name: getattr(item, f"get_{name}_display", lambda name=name: getattr(item, name))() for name in COMPARED}
    texts = {AnnualPlanItem._meta.get_field(name).verbose_name: str(value or "") for name, value in fields.items()}
    return texts | {
        _("organiser"): str(item.organiser_named_on(None)),
        _("departments"): "、".join(str(department) for department in item.departments.all()),
    }


def change_against(before, item):
    """What an edited item of an adjustment counts as, against the version before (None: it was not there)."""
    if before is None:
        return AnnualPlanItem.Change.ADDED
    return AnnualPlanItem.Change.CHANGED if differences(before, item) else AnnualPlanItem.Change.KEPT


def before_of(item):
    """The item of an adjustment in the version that its plan adjusts, None where it was not there."""
    return next((other for other in item.plan.adjusts.items.all() if other.root_id == item.root_id), None)
