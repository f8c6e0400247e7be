"""What a topic can come from, who can propose it, where it goes instead and how it ends."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Source(models.TextChoices):
    PARTY_ASSIGNED = "party_assigned", _("party-assigned")
    CPPCC_SELECTED = "cppcc_selected", _("CPPCC-selected")
    MEMBER_RECOMMENDED = "member_recommended", _("member-recommended")

    @property
    def asks(self):
        """Who brings such a topic, and what has to be named as its proof."""
        return ASKED_OF[self]


ASKED_OF = {
    Source.PARTY_ASSIGNED: _("The Party committee or the government assigns it: name the body, its letter and date."),
    Source.CPPCC_SELECTED: _("The CPPCC picks it itself: say which unit picked it and why."),
    Source.MEMBER_RECOMMENDED: _("One or more members recommend it: name them and the document it comes from."),
}


class Proposer(models.TextChoices):
    COMMITTEE = "committee", _("committee")
    OFFICE = "office", _("CPPCC office")
    GOVERNMENT = "government", _("Party and government side")
    MEMBERS = "members", _("members")


class Instead(models.TextChoices):
    REFERENCE = "reference", _("kept for reference")
    OPINION = "opinion", _("report on public opinion")
    PROPOSAL = "proposal", _("CPPCC proposal")


class Result(models.TextChoices):
    ADOPTED = "adopted", _("adopted")
    PARTLY = "partly", _("partly adopted")
    NOT_ADOPTED = "not_adopted", _("not adopted")
    PENDING = "pending", _("awaiting answers")
