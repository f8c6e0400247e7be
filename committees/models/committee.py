from datetime import date

from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from consult.models import FormerNames, Stamped, holding_on


def valid_on(day, path=""):
    """The condition that rows with dates of validity, or those behind the path, are valid on the day."""
    has_begun = Q(**{f"{path}valid_from": None}) | Q(**{f"{path}valid_from__lte": day})
    return has_begun & (Q(**{f"{path}valid_to": None}) | Q(**{f"{path}valid_to__gte": day}))


class ValidityQuerySet(models.QuerySet):
    """Rows with dates of validity: `valid_from` and `valid_to`, both included; open where empty."""

    def current(self, on=None):
        """Those valid on the day (today unless given)."""
        return self.filter(valid_on(on or timezone.localdate()))

    def ended(self):
        """Those whose last day is past."""
        return self.filter(valid_to__lt=timezone.localdate())

    def coming(self):
        """Those whose first day is to come."""
        return self.filter(valid_from__gt=timezone.localdate())

    def choosable(self):
        """Those that something new can be given to: valid today, and no last day has come."""
        return self.choosable_ahead().current()

    def choosable_ahead(self):
        """Those, and those that are still to begin, for a day from their first one on."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=timezone.localdate()))

    def choosable_or(self, pk):
        """The choosable ones and the one named, which an old record may still point to."""
        return self.choosable() | self.filter(pk=pk)

    def choosable_or_in(self, record, field):
        """The choosable ones and those that the record names already in its field for several."""
        own = getattr(record, field).values("pk") if record.pk else []
        return self.choosable() | self.filter(pk__in=own)

    def visible_to(self, user):
        """All: the organisation is open to everybody who is signed in."""
        return self if user.is_authenticated else self.none()


VALID_DATES = Q(valid_from=None) | Q(valid_to=None) | Q(valid_from__lte=F("valid_to"))


class Validity:
    """What a row with dates of validity can be asked and told."""

    @property
    def has_ended(self):
        return self.valid_to is not None and self.valid_to < timezone.localdate()

    @property
    def is_coming(self):
        return self.valid_from is not None and self.valid_from > timezone.localdate()

    @property
    def is_choosable(self):
        """As `choosable` finds it, without a query."""
        return self.is_choosable_ahead and self.holds(timezone.localdate())

    @property
    def is_choosable_ahead(self):
        """As `choosable_ahead` finds it, without a query."""
        return self.valid_to is None or self.valid_to > timezone.localdate()

    def holds(self, day):
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)

    def not_yet(self, day):
        """Why nothing can be given to it on the day, which lies before its first one; else None."""
        if day and self.valid_from and day < self.valid_from:
            words = _("%(name)s begins on %(day)s; enter that day or a later one.")
            return words % {"name": self, "day": date_format(self.valid_from)}

    def end(self, on):
        """Makes the day its last one."""
        type(self).objects.filter(pk=self.pk).update(valid_to=on, version=F("version") + 1)


class Township(FormerNames, Validity, Stamped):
    """A township-level unit 乡镇街道 of the county."""

    name = models.CharField(_("name"), max_length=30, unique=True)
    former_names = models.TextField(_("former names"), blank=True, editable=False)
    renamed_on = models.JSONField(_("renamed on"), default=list, editable=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    objects = ValidityQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("township")
        verbose_name_plural = _("townships")
        constraints = [models.CheckConstraint(condition=VALID_DATES, name="township_dates")]

    def __str__(self):
        return self.name

    @property
    def current_committee(self):
        """The liaison committee that it belongs to today, of two the one that began last, or None.

        Works on prefetched rows without a query.
        """
        return begun_last(one for one in self.committees.all() if one.is_choosable)

    def committee_on(self, day):
        """The same for a day, its committee's last one included; works on prefetched rows without a query."""
        return begun_last(one for one in self.committees.all() if one.holds(day))


def begun_last(committees):
    return max(committees, key=lambda one: one.valid_from or date.min, default=None)


def count_of(model, relation, condition=None):
    """Per row of the model, how many of its related rows fit; as a subquery, so that several do not multiply."""
    one = model.objects.filter(pk=models.OuterRef("pk")).order_by()
    return models.Subquery(
        one.annotate(counted=models.Count(relation, filter=condition, distinct=True)).values("counted")
    )


class CommitteeQuerySet(ValidityQuerySet):
    def liaison(self):
        return self.filter(kind=Committee.Kind.LIAISON)

    def succeeded(self):
        """Liaison committees that have not ended though others, which began later, have all of their townships."""
        begins = Coalesce(models.OuterRef(models.OuterRef("valid_from")), date.min, output_field=models.DateField())
        later = Committee.objects.choosable().liaison().filter(townships=models.OuterRef("pk"), valid_from__gt=begins)
        kept = Township.objects.filter(~models.Exists(later), committees=models.OuterRef("pk"))
        theirs = Township.objects.filter(committees=models.OuterRef("pk"))
        return self.choosable().liaison().filter(models.Exists(theirs), ~models.Exists(kept))

    def with_figures(self):
        """Each with the name of its director, the latest one, and how many members, venues and topics it has today."""
        today = timezone.localdate()
        directors = holding_on(today, "memberships__") & Q(memberships__post="director")
        directed = Committee.objects.filter(directors, pk=models.OuterRef("pk")).order_by("-memberships__starts_on")
        return self.annotate(
            director=models.Subquery(directed.values("memberships__member__name")[:1]),
            member_count=count_of(Committee, "memberships", holding_on(today, "memberships__")),
            venue_count=count_of(Committee, "venues", valid_on(today, "venues__")),
            topic_count=count_of(Committee, "topics"),
        )


class Committee(FormerNames, Validity, Stamped):
    """A liaison committee 片区联络工委 or a special committee 专门委员会."""

    class Kind(models.TextChoices):
        LIAISON = "liaison", _("liaison committee")
        SPECIAL = "special", _("special committee")

    NAMES = ("name", "short_name")

    name = models.CharField(_("name"), max_length=60, unique=True)
    short_name = models.CharField(_("short name"), max_length=20)
    former_names = models.TextField(_("former names"), blank=True, editable=False)
    renamed_on = models.JSONField(_("renamed on"), default=list, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.LIAISON)
    duties = models.TextField(_("duties"), blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    townships = models.ManyToManyField(Township, verbose_name=_("townships"), related_name="committees", blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    objects = CommitteeQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("committee")
        verbose_name_plural = _("committees")
        constraints = [models.CheckConstraint(condition=VALID_DATES, name="committee_dates")]

    def __str__(self):
        return self.short_name

    def get_absolute_url(self):
        return reverse("committee_detail", args=[self.pk])

    @transaction.atomic
    def end(self, on):
        """Makes the day its last one, and that of the appointments to its staff."""
        self.appointments.end(on)
        super().end(on)
