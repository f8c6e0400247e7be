from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consult.models import Stamped
from consult.models.names import called
from topics.models.annual_plan import AnnualPlan
from topics.models.dictionary import DictionaryEntry
from topics.models.topic import Organised, Topic
from topics.models.topic_visibility import one_of


class Period(models.TextChoices):
    """The month or the quarter in which an item is to be carried out; months sort before their quarter."""

    JANUARY = "1-01", _("January")
    FEBRUARY = "1-02", _("February")
    MARCH = "1-03", _("March")
    FIRST = "1-q", _("first quarter")
    APRIL = "2-04", _("April")
    MAY = "2-05", _("May")
    JUNE = "2-06", _("June")
    SECOND = "2-q", _("second quarter")
    JULY = "3-07", _("July")
    AUGUST = "3-08", _("August")
    SEPTEMBER = "3-09", _("September")
    THIRD = "3-q", _("third quarter")
    OCTOBER = "4-10", _("October")
    NOVEMBER = "4-11", _("November")
    DECEMBER = "4-12", _("December")
    FOURTH = "4-q", _("fourth quarter")

    @property
    def months(self):
        """The first and the last month, counted from 1."""
        quarter, _dash, month = self.value.partition("-")
        last = int(month) if month.isdecimal() else int(quarter) * 3
        return (last if month.isdecimal() else last - 2), last


QUARTERS = (Period.FIRST, Period.SECOND, Period.THIRD, Period.FOURTH)


class AnnualPlanItemQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(one_of(AnnualPlan.objects.visible_to(user), "plan"))

    def standing(self):
        """Those that are to be carried out: no adjustment dropped them."""
        return self.exclude(change=AnnualPlanItem.Change.DROPPED)


class AnnualPlanItem(Organised, Stamped):
    """One topic that the year is to consult on; in an adjustment it goes on from its `origin` in the first version."""

    class Change(models.TextChoices):
        KEPT = "", _("as before")
        CHANGED = "changed", _("altered")
        ADDED = "added", _("added")
        DROPPED = "dropped", _("dropped")

    plan = models.ForeignKey(AnnualPlan, models.PROTECT, related_name="items", editable=False)
    origin = models.ForeignKey("self", models.PROTECT, null=True, editable=False, related_name="copies")
    order = models.PositiveSmallIntegerField(_("order"), default=0, editable=False)
    title = models.CharField(_("topic"), max_length=50)
    source = models.CharField(_("source"), max_length=20, choices=Topic.Source.choices)
    form = models.ForeignKey(
        DictionaryEntry, models.PROTECT, verbose_name=_("form of consultation"), null=True, blank=True, related_name="+"
    )
    content = models.TextField(_("content"), max_length=2000, blank=True)
    period = models.CharField(_("month or quarter"), max_length=4, choices=Period.choices, blank=True)
    leading_vice_chair = models.ForeignKey(
        "members.Member", models.PROTECT, verbose_name=_("leading vice-chair"), null=True, blank=True, related_name="+"
    )
    is_county_level = models.BooleanField(_("county level"), default=False, editable=False)
    organiser = models.ForeignKey(
        "committees.Committee", models.PROTECT, verbose_name=_("organiser"), null=True, blank=True, related_name="+"
    )
    departments = models.ManyToManyField(
        "committees.Department", verbose_name=_("departments"), blank=True, related_name="+"
    )
    outcome_kind = models.ForeignKey(
        DictionaryEntry, models.PROTECT, verbose_name=_("form of the outcome"), null=True, blank=True, related_name="+"
    )
    taken_from = models.ForeignKey(
        Topic, models.PROTECT, verbose_name=_("taken from the topic"), null=True, editable=False, related_name="+"
    )
    candidate = models.ForeignKey("topics.Candidate", models.PROTECT, null=True, editable=False, related_name="items")
    change = models.CharField(max_length=8, choices=Change.choices, blank=True, editable=False)
    reason = models.TextField(_("reason for the adjustment"), max_length=1000, blank=True)
    undone_reason = models.TextField(_("why it was not done"), max_length=500, blank=True, editable=False)

    objects = AnnualPlanItemQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("item of the annual plan")
        constraints = [
            models.CheckConstraint(
                condition=Q(organiser=None) | Q(is_county_level=False), name="plan_item_has_one_organiser"
            ),
            models.CheckConstraint(condition=~Q(change="dropped") | ~Q(reason=""), name="dropped_item_has_a_reason"),
        ]

    def __str__(self):
        return f"{self.plan.year} · {self.title}"

    @property
    def named_as_of(self):
        return self.plan.issued_on

    @property
    def leader_in_words(self):
        return called(self.leading_vice_chair, self.named_as_of)

    @property
    def departments_in_words(self):
        return "、".join(department.name_on(self.named_as_of) for department in self.departments.all())

    @property
    def root(self):
        """The item as the first version that had it named it; the topics that carry it out point there."""
        return self.origin or self

    @property
    def root_id(self):
        return self.origin_id or self.pk

    @property
    def quarter(self):
        """The quarter it falls in, as a `Period`; None where nothing is said yet."""
        return Period(f"{self.period[0]}-q") if self.period else None

    @property
    def first_month(self):
        """The first month in which it may be carried out, counted from 1; None where nothing is said yet."""
        return Period(self.period).months[0] if self.period else None

    @property
    def is_dropped(self):
        return self.change == self.Change.DROPPED

    @property
    def gaps(self):
        """The labels of what the plan has to say of each item and does not say of this one yet."""
        said = {name: getattr(self, name) for name in ("form", "content", "period", "outcome_kind")}
        said["organiser"] = self.organising_unit
        return [self._meta.get_field(name).verbose_name for name, value in said.items() if not value]
