"""What a topic can come from, who can propose it, where it goes instead and how it ends."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Source(models.TextChoices):
    PARTY_ASSIGNED = "party_assigned", _("party-assigned")
    CPPCC_SELECTED = "cppcc_selected", _("CPPCC-selected")
    MEMBER_RECOMMENDED = "member_recommended", _("member-recommended")


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
