"""How rights are said: small predicates `(user, record=None) -> bool`, combined and looked up by permission name."""

from functools import cache
from itertools import islice

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.utils.module_loading import import_string


def signed_in(user, record=None):
    return user.is_authenticated


def any_of(*predicates):
    """True where at least one of the predicates is."""

    def rule(user, record=None):
        return any(predicate(user, record) for predicate in predicates)

    rule.parts, rule.__name__ = predicates, "_or_".join(predicate.__name__ for predicate in predicates)
    rule.holds_by_one = True
    return rule


def all_of(*predicates):
    """True where all of the predicates are."""

    def rule(user, record=None):
        return all(predicate(user, record) for predicate in predicates)

    rule.parts, rule.__name__ = predicates, "_and_".join(predicate.__name__ for predicate in predicates)
    return rule


def holds(*roles):
    """True for a user who now holds one of the roles, for whichever unit; asks the user object only."""

    def rule(user, record=None):
        return any(user.holds(role) for role in roles)

    rule.unit, rule.__name__ = lambda record: roles[0], "_or_".join(f"is_{role}" for role in roles)
    return rule


def acting_for(unit):
    """Mark a predicate with the unit its users act for: `unit(record)` gives a role or a name."""

    def mark(predicate):
        predicate.unit = unit
        return predicate

    return mark


def acting_for_own(unit):
    """Like `acting_for` where several units may act, each for itself: `unit(user, record)` gives the user's own."""

    def mark(predicate):
        predicate.own_unit = unit
        return predicate

    return mark


def refusing(words, to=signed_in):
    """Mark a predicate with what a user reads whom it alone stands against, where that is not the appointment.

    `to` is who reads it, where the predicate stands against others by their appointment.
    """

    def mark(predicate):
        predicate.refusal, predicate.refusal_to = words, to
        return predicate

    return mark


def why_refused(rule, user, record):
    """The reason that the first failing part is marked with, or any where one had been enough, else the rule.

    Empty if it is the appointment.
    """
    failing = (part for part in getattr(rule, "parts", ()) if not part(user, record))
    asked = failing if hasattr(rule, "holds_by_one") else islice(failing, 1)
    told = (words for part in asked if (words := why_refused(part, user, record)))
    is_told = hasattr(rule, "refusal") and rule.refusal_to(user, record)
    return next(told, str(rule.refusal) if is_told else "")


def refusal(words, record):
    """What is raised against a user, with the reason in words, if any, and the record to go back to."""
    refused = PermissionDenied(words)
    refused.record = record
    return refused


def require(user, permission, record):
    """403 without the permission on the record."""
    if not user.has_perm(permission, record):
        raise refusal(why_refused(rules()[permission], user, record), record)


def capacity(rule, user, record):
    """The unit for which the user takes an action that the rule allows, as marked by the first part that holds."""
    if hasattr(rule, "own_unit"):
        return rule.own_unit(user, record)
    if hasattr(rule, "unit"):
        return rule.unit(record)
    held = (part for part in getattr(rule, "parts", ()) if part(user, record))
    return next((unit for part in held if (unit := capacity(part, user, record))), "")


@cache
def rules():
    """All permissions of all apps: the tables `RULES` in their `rules` modules, joined."""
    joined = {}
    for label in ("committees", "members", "topics"):
        if apps.is_installed(label):
            joined |= import_string(f"{label}.rules.RULES")
    return joined
