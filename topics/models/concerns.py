"""Which topics concern a user, more than that they may be seen."""

from django.db.models import Case, Q, When

from members.models import Role
from topics.models.topic import Topic


def concerning(user, path=""):
    """Whether a row's topic is of a committee that the user serves or is a member of, or is put forward by them."""
    committees, member = user.units(Role.COMMITTEE_STAFF), user.as_member
    if member:
        committees |= set(member.memberships.in_force().values_list("committee", flat=True))
    concerns = Q(**{f"{path}organiser__in": committees}) | Q(**{f"{path}proposing_committee__in": committees})
    if member:
        recommended = Topic.recommenders.through.objects.filter(member=member)
        concerns |= Q(**{f"{path}pk__in": recommended.values("topic")})
    if user.holds(Role.GOVERNMENT):
        concerns |= Q(**{f"{path}source": Topic.Source.PARTY_ASSIGNED})
    return Case(When(concerns, then=True), default=False)
