"""Which parts of a topic who sees, alike on page, print and export (docs/rules.md)."""

from members.rules import is_government, is_member
from topics.rules import sees_inside

OUTSIDE = frozenset(
    {"result", "sessions", "plans", "outcomes", "documents", "follow_ups", "suggestions", "reasons", "due"}
)
GOVERNMENT = OUTSIDE | {"instructions"}
INSIDE = GOVERNMENT | {"opinions", "research"}
SUMMARY = frozenset()

FIELDS = [(sees_inside, INSIDE), (is_government, GOVERNMENT), (is_member, OUTSIDE)]


def topic_fields(user, topic=None):
    """The parts beyond its summary that the user may see.

    Without a topic those of every topic that the user sees.
    """
    return next((fields for rule, fields in FIELDS if rule(user, topic)), SUMMARY)
