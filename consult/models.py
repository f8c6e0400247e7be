from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Stamped(models.Model):
    """When a record was made and last changed, and how often it was edited."""

    created = models.DateTimeField(_("created"), auto_now_add=True)
    changed = models.DateTimeField(_("changed"), auto_now=True)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    class Meta:
        abstract = True


def holding_on(day, path=""):
    """The condition that dated rows (`starts_on`, `ends_on` or open), or those behind the path, hold on the day."""
    is_lasting = models.Q(**{f"{path}ends_on": None}) | models.Q(**{f"{path}ends_on__gte": day})
    return is_lasting & models.Q(**{f"{path}starts_on__lte": day})


class LoadedData(models.Model):
    """A data set that was loaded into this database: the real facts or the fictional demo county."""

    FACTS, DEMO = "facts", "demo"

    name = models.CharField(max_length=20, unique=True, choices=[(FACTS, _("facts")), (DEMO, _("demo"))])
    anchor = models.DateField(_("anchor date"))
    loaded = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return self.name


class SentForm(models.Model):
    """A form that has been carried out, by the key that its page carried, and where its answer led."""

    key = models.CharField(max_length=32, unique=True)
    led_to = models.CharField(max_length=200)
    sent = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return self.led_to


class TypedText(models.Model):
    """What somebody has typed into the form of a page and not saved yet; theirs alone, until saved or discarded."""

    UNSEEN = {"form_key", "typed_key", "keeps_typed", "version"}

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    place = models.CharField(max_length=200)
    key = models.CharField(max_length=32, default="")
    typed = models.JSONField()
    kept_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "place", "key"], name="one_typed_text_per_window")]

    def __str__(self):
        return self.place

    @property
    def excerpt(self):
        """The longest of its values, by which the texts of two windows are told apart."""
        return max((value for name, value in self.typed if name not in self.UNSEEN), key=len, default="")


class Setting(models.Model):
    """The value of an option that the office has set (`consult.options`); of a yearly one from a year on."""

    name = models.CharField(max_length=40)
    from_year = models.PositiveSmallIntegerField(default=0)
    value = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "from_year"], name="one_value_from_a_year_on")]

    def __str__(self):
        return self.name


class SettingChange(models.Model):
    """What somebody changed of an option or of a dictionary's entry: from what, to what, when; never edited."""

    name = models.CharField(max_length=80)
    subject = models.CharField(max_length=60, blank=True)
    before = models.CharField(_("before"), max_length=300, blank=True)
    after = models.CharField(_("afterwards"), max_length=300, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    actor_name = models.CharField(max_length=30)
    changed = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.name}: {self.before} → {self.after}"


class RegisterSettings(models.Model):
    """How a user keeps a register: the columns chosen, filters by their names, and the one that it opens with."""

    MOST_FILTERS = 12
    LONGEST_NAME = 30

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    register = models.CharField(max_length=40)
    columns = models.JSONField(default=list)
    filters = models.JSONField(default=list)
    opens_with = models.CharField(max_length=LONGEST_NAME, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "register"], name="one_settings_per_register")]

    def __str__(self):
        return self.register

    @property
    def opening(self):
        """The query that the register opens with; empty where it opens with everything."""
        return next((kept["query"] for kept in self.filters if kept["name"] == self.opens_with), "")

    def keep(self, name, query, opens=False):
        """Keeps a filter under its name, over one of the same name; refuses a name too long and one filter too many."""
        self.check_name(name)
        others = [kept for kept in self.filters if kept["name"] != name]
        if len(others) >= self.MOST_FILTERS:
            raise ValidationError(
                _("At most %(most)d filters can be kept; delete one first."), params={"most": self.MOST_FILTERS}
            )
        self.filters = [*others, {"name": name, "query": query}]
        if opens or self.opens_with == name:
            self.opens_with = name if opens else ""

    def arrange(self, names, opens_with):
        """Renames the filters, in their order; one whose new name is empty is deleted. Refuses a name given twice."""
        kept = [(name, one["query"]) for name, one in zip(names, self.filters, strict=True) if name]
        for name, _query in kept:
            self.check_name(name)
        if len({name for name, _query in kept}) < len(kept):
            raise ValidationError(_("Two filters cannot have the same name."))
        self.filters = [{"name": name, "query": query} for name, query in kept]
        self.opens_with = opens_with if opens_with in dict(kept) else ""

    def check_name(self, name):
        if not name:
            raise ValidationError(_("Give the filter a name."))
        if len(name) > self.LONGEST_NAME:
            raise ValidationError(_("A name has at most %(most)d characters."), params={"most": self.LONGEST_NAME})


class ImportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The office's alone."""
        return self.defer("rows") if user.is_authenticated and user.holds("office") else self.none()


class Import(models.Model):
    """A file that somebody of the office brought in: its rows with what each would do, then whether it was done."""

    class State(models.TextChoices):
        PREVIEWED = "previewed", pgettext_lazy("import", "not carried out")
        CARRIED_OUT = "carried_out", pgettext_lazy("import", "carried out")
        UNDONE = "undone", _("undone")

    kind = models.CharField(_("kind"), max_length=20)
    file_name = models.CharField(_("file"), max_length=200)
    checksum = models.CharField(_("checksum"), max_length=64)
    file = models.FileField(upload_to="imports", blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.PREVIEWED)
    table = models.JSONField(default=dict)
    rows = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by_name = models.CharField(_("by"), max_length=30)
    made_at = models.DateTimeField(_("brought in"), auto_now_add=True)
    carried_out_at = models.DateTimeField(pgettext_lazy("import", "carried out on"), null=True)
    carried_out_by = models.CharField(pgettext_lazy("import", "carried out by"), max_length=30, blank=True)
    undone_at = models.DateTimeField(_("undone on"), null=True)
    undone_by = models.CharField(_("undone by"), max_length=30, blank=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("import")

    def __str__(self):
        return self.file_name

    def get_absolute_url(self):
        return reverse("import_detail", args=[self.pk])

    @property
    def total(self):
        return sum(self.counts.values())

    @property
    def has_errors(self):
        return bool(self.counts.get("error"))

    @property
    def to_do(self):
        """How many rows would make or change a record."""
        return self.counts.get("new", 0) + self.counts.get("changed", 0)

    @property
    def changes_nothing(self):
        return not self.to_do


class OrderedFileQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Everybody's own alone."""
        return self.filter(ordered_by=user) if user.is_authenticated else self.none()

    def open(self):
        """Those that wait or are being made."""
        return self.filter(state__in=OrderedFile.OPEN)


class OrderedFile(models.Model):
    """A file too large for one request: who ordered it with which rights, how far it is, what it became."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("file", "waiting")
        RUNNING = "running", pgettext_lazy("file", "being made")
        READY = "ready", pgettext_lazy("file", "ready")
        FAILED = "failed", pgettext_lazy("file", "not made")

    OPEN = (State.WAITING, State.RUNNING)
    # Far longer than the slowest part of a file takes between two beats.
    PATIENCE = timedelta(minutes=3)
    DAYS_KEPT = 30

    kind = models.CharField(max_length=20)
    parameters = models.JSONField(default=dict)
    title = models.CharField(_("title"), max_length=250)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    run = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    whole = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    file = models.FileField(_("file"), upload_to="ordered", blank=True)
    checksum = models.CharField(_("checksum"), max_length=64, blank=True)
    led_to = models.CharField(max_length=200, blank=True)
    rights = models.JSONField(default=list)
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    ordered_at = models.DateTimeField(_("ordered"), auto_now_add=True)
    beat_at = models.DateTimeField(default=timezone.now)
    ready_at = models.DateTimeField(_("ready"), null=True)

    objects = OrderedFileQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("ordered file")

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("ordered_file", args=[self.pk])

    @property
    def is_open(self):
        return self.state in self.OPEN

    @property
    def is_stuck(self):
        """Open, and nothing has worked on it or on those before it for a while."""
        return self.is_open and self.beat_at < timezone.now() - self.PATIENCE
