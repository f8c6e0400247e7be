"""Whom and what a plan in work names and could not name anew: told at its items, refused at its submission."""

from committees.models import Committee, Department
from members.models import Member
from topics.models import AnnualPlanItem


def vacancies(plan):
    """By the id of each item the leader who left and the units that ended, which its form would offer no more.

    What an adjustment leaves as it was issued keeps whom it named then.
    """
    items = plan.items.standing()
    items = items.exclude(change=AnnualPlanItem.Change.KEPT) if plan.adjusts_id else items
    offered = {
        *(("leader", pk) for pk in Member.objects.leading().values_list("pk", flat=True)),
        *(
            (kind, pk)
            for kind in (Committee, Department)
            for pk in kind.objects.choosable().values_list("pk", flat=True)
        ),
    }
    found = {}
    for item in items.select_related("leading_vice_chair", "organiser").prefetch_related("departments"):
        units = [(type(unit), unit) for unit in (item.organiser, *item.departments.all())]
        named = [("leader", item.leading_vice_chair), *units]
        if gone := [one for kind, one in named if one and (kind, one.pk) not in offered]:
            found[item.pk] = gone
    return found
