from django.db import models
from django.db.models import F
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from consult.lists.periods import in_full
from topics.models.topic import Topic


class OrganiserPeriod(models.Model):
    """Who organised a topic from one day to another; no committee means the county level."""

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="organiser_periods")
    committee = models.ForeignKey("committees.Committee", models.PROTECT, null=True, related_name="organiser_periods")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True)

    class Meta:
        ordering = ["starts_on", "pk"]

    def __str__(self):
        return str(self.committee or _("county level"))


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
    def next_for(cls, year):
        """The next number of the year, like 2020-017; to be called inside the accepting transaction."""
        cls.objects.get_or_create(year=year)
        cls.objects.filter(year=year).update(last=F("last") + 1)
        return str(cls.objects.get(year=year))
