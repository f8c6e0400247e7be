from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from committees.models.committee import VALID_DATES, Committee, Validity, ValidityQuerySet, count_of
from consult.models import FormerNames, Stamped


class VenueQuerySet(ValidityQuerySet):
    def per_kind(self):
        """Pairs of kind and number, in the order of the formula 1+13+2+N; kinds without a venue too."""
        numbers = dict(self.order_by().values_list("kind").annotate(models.Count("pk")))
        return [(kind, numbers.get(kind.value, 0)) for kind in Venue.Kind]

    def with_figures(self, until=None):
        """Each with its completed sessions, the recommendations of their rounds, and the recorded haves met.

        Of all of them those up to the day; all unless it is given.
        """
        return self.annotate(
            session_count=count_of(Venue, "sessions", completed(until)),
            result_count=count_of(Venue, MADE, completed(until) & made_there(until)),
            recorded_haves=count_of(Venue, "haves", Q(haves__in=found_met(until))),
        )


MADE = "sessions__topic__recommendations"


# The paths and stored names below are of topics, which stand above the organisation.
def completed(until):
    """The condition on sessions that count, up to the day where there is one."""
    return Q(sessions__stage="completed") & (Q(sessions__held_on__lte=until) if until else Q())


def made_there(until):
    """The condition on recommendations of the session's round whose outcome is no draft, up to the day."""
    of_round = Q(**{f"{MADE}__outcome__round": F("sessions__plan__round")})
    of_draft = Q(**{"sessions__topic__stage": "consulting", f"{MADE}__outcome__round": F("sessions__topic__rounds")})
    return of_round & ~of_draft & (Q(**{f"{MADE}__outcome__issued_on__lte": until}) if until else Q())


def found_met(until):
    """The last checks of the recorded haves, up to the day where there is one, that found them met."""
    checks = VenueHave.objects.filter(Q(checked_on__lte=until) if until else Q())
    same = checks.filter(venue=OuterRef("venue"), have=OuterRef("have"))
    return checks.filter(~Exists(same.filter(checked_on__gt=OuterRef("checked_on"))), is_met=True)


class Venue(FormerNames, Validity, Stamped):
    """A platform 协商平台 of the "1+13+2+N" network."""

    class Kind(models.TextChoices):
        COUNTY = "county", _("county platform")
        ROOM = "room", _("consultation room")
        STUDIO = "studio", _("member studio")
        MOBILE = "mobile", _("mobile platform")

    name = models.CharField(_("name"), max_length=60, unique=True)
    former_names = models.TextField(_("former names"), blank=True, editable=False)
    renamed_on = models.JSONField(_("renamed on"), default=list, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    committee = models.ForeignKey(
        Committee, models.PROTECT, verbose_name=_("committee"), related_name="venues", null=True, blank=True
    )
    host_enterprise = models.CharField(_("host enterprise"), max_length=60, blank=True)
    address = models.CharField(_("address"), max_length=120, blank=True)
    capacity = models.PositiveSmallIntegerField(_("capacity"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    objects = VenueQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
        constraints = [models.CheckConstraint(condition=VALID_DATES, name="venue_dates")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("venue_detail", args=[self.pk])

    @classmethod
    def lacks(cls, kind, committee, host_enterprise):
        """What a venue of the kind lacks, in words by the name of the field."""
        if kind == cls.Kind.ROOM and not committee:
            return {"committee": gettext("A consultation room belongs to a committee.")}
        if kind == cls.Kind.STUDIO and not host_enterprise:
            return {"host_enterprise": gettext("A member studio stands in an enterprise.")}
        return {}

    def last_checks(self):
        """The last check of each recorded have by its name; one yet to be made where there is none."""
        checks = {have: VenueHave(venue=self, have=have) for have in VenueHave.RECORDED}
        return checks | {check.have: check for check in self.haves.all()}

    @property
    def haves_met(self):
        """How many of the five haves are met; for rows of `with_figures`."""
        return self.recorded_haves + bool(self.session_count) + bool(self.result_count)


class Have(models.TextChoices):
    """The five haves 五有 that a platform must meet."""

    ORGANISATION = "organisation", _("has an organisation")
    PLACE = "place", _("has a place")
    PLAN = "plan", _("has a plan")
    ACTIVITIES = "activities", _("has activities")
    RESULTS = "results", _("has results")


class VenueHave(Stamped):
    """A check of one of a platform's five haves on a day; activities and results are computed, not recorded."""

    RECORDED = (Have.ORGANISATION, Have.PLACE, Have.PLAN)

    venue = models.ForeignKey(Venue, models.CASCADE, related_name="haves")
    have = models.CharField(_("have"), max_length=15, choices=Have.choices)
    is_met = models.BooleanField(_("met"), default=False)
    evidence = models.CharField(_("evidence"), max_length=200, blank=True)
    checked_on = models.DateField(_("checked on"))

    class Meta:
        ordering = ["checked_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["venue", "have", "checked_on"], name="one_check_of_a_have_a_day")
        ]

    def __str__(self):
        return self.get_have_display()

    def note(self, is_met, evidence, day):
        """Puts this check right, or adds one of a later day."""
        is_later = self.checked_on and self.checked_on < day
        check = VenueHave(venue=self.venue, have=self.have) if is_later else self
        check.is_met, check.evidence, check.checked_on = is_met, evidence, day
        check.save()


class HaveFile(models.Model):
    """A file that shows what a check of one of a platform's five haves found."""

    MOST = 30

    venue = models.ForeignKey(Venue, models.CASCADE, related_name="files")
    have = models.CharField(_("have"), max_length=15, choices=Have.choices)
    file = models.FileField(_("file"), upload_to="venues")
    name = models.CharField(_("file name"), max_length=255)
    added_at = models.DateTimeField(_("uploaded"), auto_now_add=True)

    class Meta:
        ordering = ["have", "pk"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("venue_file", args=[self.pk])

    def remove(self):
        """Delete the row, and its file once that is committed."""
        file = self.file
        self.delete()
        transaction.on_commit(lambda: file.storage.delete(file.name))
