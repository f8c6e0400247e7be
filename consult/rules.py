"""How rights are said: small predicates `(user, record=None) -> bool`, combined and looked up by permission name."""

from functools import cache

from django.apps import apps
from django.utils.module_loading import import_string


def any_of(*predicates):
    """True where at least one of the predicates is."""

    def rule(user, record=None):
        return any(predicate(user, record) for predicate in predicates)

    return rule


def all_of(*predicates):
    """True where all of the predicates are."""

    def rule(user, record=None):
        return all(predicate(user, record) for predicate in predicates)

    return rule


def not_(predicate):
    """True where the predicate is not."""

    def rule(user, record=None):
        return not predicate(user, record)

    return rule


def holds(*roles):
    """True for a user who now holds one of the roles, for whichever unit; asks the user object only."""

    def rule(user, record=None):
        return any(user.holds(role) for role in roles)

    return rule


def signed_in(user, record=None):
    return user.is_authenticated


@cache
def rules():
    """All permissions of all apps: the tables `RULES` in their `rules` modules, joined."""
    joined = {}
    for label in ("committees", "members", "topics"):
        if apps.is_installed(label):
            joined |= import_string(f"{label}.rules.RULES")
    return joined
