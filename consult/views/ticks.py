from dataclasses import dataclass

from django.utils.functional import Promise, cached_property

from consult.choices import key_in

MOST_TICKED = 200


def ticked_keys(query, most=MOST_TICKED, name="row"):
    """The ids that an address or a form names as `row`; what can be none is left out. `most` None: however many."""
    keys = [key for text in query.getlist(name) if (key := key_in(text)) is not None]
    return keys[:most]


@dataclass(frozen=True)
class ListAction:
    """What can be done with the ticked rows of a list: the page that asks for it, and the permission to open that."""

    url: str | Promise
    label: str | Promise
    icon: str
    permission: str = ""


class TickedRows:
    """A list page whose rows who has the permission `ticks_with` ticks, for its `list_actions` and its export.

    The address holds the ticks as `row`, so that they outlast the turn of a page. Only rows of the list as it is
    filtered count: nothing happens to what one does not see.
    """

    ticks_with = ""
    list_actions = ()

    @cached_property
    def may_tick(self):
        return bool(self.ticks_with) and self.request.user.has_perm(self.ticks_with)

    @cached_property
    def ticked(self):
        asked = ticked_keys(self.request.GET)
        if not (self.may_tick and asked):
            return []
        return list(self.object_list.filter(pk__in=asked).order_by().values_list("pk", flat=True))

    def ticks_context(self, page_rows):
        if not self.may_tick:
            return {}
        here = {row.pk for row in page_rows}
        allowed = [one for one in self.list_actions if not one.permission or self.request.user.has_perm(one.permission)]
        return {
            "list_actions": allowed,
            "ticked": self.ticked,
            "ticked_elsewhere": [key for key in self.ticked if key not in here],
            "most_ticked": MOST_TICKED,
            "is_over_ticked": len(ticked_keys(self.request.GET, most=None)) > MOST_TICKED,
        }
