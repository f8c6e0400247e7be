from datetime import timedelta

from django.db import models
from django.db.models import F, OuterRef, Prefetch, Subquery, Value
from django.db.models.functions import Cast, Coalesce
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from consult.lists.periods import in_full
from consult.models.names import called
from topics.models.topic import COUNTY, Topic


class OrganiserPeriod(models.Model):
    """Who organised a topic from one day to another; no committee means the county level."""

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="organiser_periods")
    committee = models.ForeignKey("committees.Committee", models.PROTECT, null=True, related_name="organiser_periods")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True)

    class Meta:
        ordering = ["starts_on", "pk"]

    def __str__(self):
        return str(self.named_on(self.ends_on and self.ends_on - timedelta(days=1)))

    def named_on(self, day):
        return called(self.committee, day) or _("county level")


def with_organisers(path=""):
    """Topics, or those behind the path, with all that `organised_on` asks."""
    return Prefetch(f"{path}organiser_periods", OrganiserPeriod.objects.select_related("committee"))


def organiser_on(topic, day):
    """The id of who organised the topic behind the path on the day, or on the one behind a path, or the county level.

    The first organiser before that; it costs no query of its own.
    """
    ended = {"ends_on__gt": OuterRef(day) if isinstance(day, str) else day}
    former = OrganiserPeriod.objects.filter(topic=OuterRef(topic), **ended).order_by("starts_on", "pk")
    present = "organiser" if topic == "pk" else f"{topic}__organiser"
    return Coalesce(Subquery(former.values(key=id_of("committee"))[:1]), id_of(present))


def id_of(committee):
    return Coalesce(Cast(committee, models.CharField()), Value(COUNTY))


class Research(models.Model):
    """Research 调研 done before a plan: when, where, by whom, with what findings."""

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="research")
    done_on = models.DateField(_("date"))
    done_until = models.DateField(_("last day"), null=True, blank=True)
    places = models.CharField(_("places"), max_length=200, blank=True)
    people = models.CharField(_("people"), max_length=200, blank=True)
    members = models.ManyToManyField("members.Member", verbose_name=_("members taking part"), related_name="research")
    findings = models.TextField(_("findings"), max_length=5000)

    class Meta:
        ordering = ["done_on", "pk"]

    def __str__(self):
        return f"{self.done_on} {self.places}"

    @property
    def days(self):
        return in_full(self.done_on, self.done_until) if self.done_until else date_format(self.done_on)

    @property
    def who(self):
        return "、".join(filter(None, [*map(str, self.members.all()), self.people]))


class NumberSeries(models.Model):
    """The last number given to a topic in a year; numbers have no gaps and are never used again."""

    year = models.PositiveSmallIntegerField(unique=True)
    last = models.PositiveSmallIntegerField(default=0)

    def __str__(self):
        return f"{self.year}-{self.last:03}"

    @classmethod
    def next_for(cls, year, last=0):
        """The next number of the year, like 2020-017, inside the accepting transaction; the first follows `last`."""
        cls.objects.get_or_create(year=year, defaults={"last": last})
        cls.objects.filter(year=year).update(last=F("last") + 1)
        return str(cls.objects.get(year=year))
