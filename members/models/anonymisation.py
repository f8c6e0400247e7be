from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class AnonymisationQuerySet(models.QuerySet):
    def waiting(self):
        """Those that a second person has not confirmed yet."""
        return self.filter(confirmed_at=None)

    def waiting_for(self, user):
        return self.waiting().exclude(proposed_by=user).select_related("member", "proposed_by")


class Anonymisation(models.Model):
    """That a member who left is to become nobody 匿名化: proposed by one person, confirmed by a second, for good."""

    member = models.OneToOneField(
        "members.Member", models.PROTECT, verbose_name=_("member"), related_name="anonymisation"
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("proposed by"), related_name="+"
    )
    proposed_at = models.DateTimeField(_("proposed"), auto_now_add=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("confirmed by"), null=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)

    objects = AnonymisationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("proposed_by")), name="anonymised_by_two"
            )
        ]

    def __str__(self):
        return str(self.member)
