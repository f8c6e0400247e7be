"""What a step did to referrals: which it began and which it ended, and whether that still stands."""

from django.db.models import Exists, OuterRef, Q

from topics.models.referral import Referral

CORRECTIONS = {
    "unsucceed": ("succeed",),
    "unsucceed_share": ("succeed_share", "relieve"),
    "unreassign": ("reassign", "reassign_share"),
    "unrelieve": ("relieve",),
}
CORRECTED = [move for moves in CORRECTIONS.values() for move in moves]
ENDS_A_REFERRAL = Exists(Referral.objects.filter(ended_by=OuterRef("pk")))
# The steps of which nothing stands any more, with those that took them back.
TAKEN_BACK = Q(transition__in=CORRECTIONS) | (Q(transition__in=CORRECTED) & ~ENDS_A_REFERRAL)


def to_take_back(recommendation, correction):
    """The steps that stand of those that the correction takes back, the newest first."""
    return recommendation.steps.filter(ENDS_A_REFERRAL, transition__in=CORRECTIONS[correction]).order_by("-sequence")
