"""The parts of long pages that a row of links leads to, in the order of the row."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _


class Part(NamedTuple):
    """A part of a page by its anchor; it stands there where one of `shows` in the context is not empty, or always."""

    anchor: str
    words: str
    shows: tuple = ()


TOPIC = (
    Part("moves", _("What you can do"), ("offers",)),
    Part("recommendations", _("Recommendations"), ("recommendations",)),
    Part("sessions", _("Sessions"), ("sessions",)),
    Part("plans", _("Plans"), ("plans",)),
    Part("about", _("What it is about")),
    Part("documents", _("Documents"), ("documents", "may_upload")),
    Part("facts", _("Overview")),
    Part("history", _("History"), ("history",)),
)
SESSION = (
    Part("moves", _("What you can do"), ("offers",)),
    Part("invitations", _("Invitations and check-in"), ("may_log", "may_plan")),
    Part("people", _("People")),
    Part("result", _("Result of the talk"), ("result",)),
    Part("opinions", _("Opinions"), ("opinions",)),
    Part("speeches", _("Speeches"), ("speeches",)),
    Part("photos", _("Photos"), ("photos",)),
    Part("documents", _("Documents")),
    Part("history", _("History"), ("history",)),
)
RECORD = (
    Part("people", _("Attendance")),
    Part("photos", _("Photos")),
    Part("opinions", _("Opinions")),
    Part("guests", _("Guests")),
    Part("record", _("Record")),
    Part("speeches", _("Speeches")),
)


def with_jumps(parts, context):
    """The context with `jumps`, those of the parts that the page shows."""
    shown = [part for part in parts if not part.shows or any(context[name] for name in part.shows)]
    return context | {"jumps": shown}
