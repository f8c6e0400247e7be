from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consult.models import Stamped


class TermQuerySet(models.QuerySet):
    def current(self):
        """Those that have not ended; one that is still to begin too."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=timezone.localdate()))

    def present(self):
        """The one that holds today, or None."""
        return next((term for term in self if term.holds(timezone.localdate())), None)

    def with_staying(self):
        """Each with how many members are in office by it and have no later mandate."""
        open_ones = Q(mandates__ends_on=None, mandates__starts_on__lte=timezone.localdate())
        return self.annotate(staying=models.Count("mandates", filter=open_ones))

    def outstayed(self):
        """Those whose last day has come and by which somebody is in office still."""
        return self.with_staying().filter(ends_on__lte=timezone.localdate(), staying__gt=0)

    def visible_to(self, user):
        return self if user.is_authenticated else self.none()


class Term(Stamped):
    """A term 届 of the county CPPCC committee."""

    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    name = models.CharField(_("name"), max_length=20)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)

    objects = TermQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name = _("term")
        verbose_name_plural = _("terms")

    def __str__(self):
        return self.name

    @property
    def is_over(self):
        return self.ends_on is not None and self.ends_on <= timezone.localdate()

    def holds(self, day):
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


class SectorQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.is_authenticated else self.none()


class Sector(Stamped):
    """A sector 界别, as the dictionary of one term lists it."""

    term = models.ForeignKey(Term, models.PROTECT, verbose_name=_("term"), related_name="sectors")
    name = models.CharField(_("name"), max_length=30)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_retired = models.BooleanField(_("retired"), default=False)

    objects = SectorQuerySet.as_manager()

    class Meta:
        ordering = ["-term__number", "order", "pk"]
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")
        constraints = [models.UniqueConstraint(fields=["term", "name"], name="one_sector_of_a_name_per_term")]

    def __str__(self):
        return self.name
