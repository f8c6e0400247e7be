from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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

    def rows_on(self, pk, key):
        """The rows about one record: by the key in the file, or as made or changed by it."""
        return [row for row in self.rows if row["key"] == key or row.get("pk") == pk]

    def forget_rows(self, pk, key, stand_in):
        """Empties the rows about one record, which from then on bear the stand-in, and drops the file given back."""
        if not (about := self.rows_on(pk, key)):
            return
        for row in about:
            row |= {"key": stand_in, "title": "", "said": {}, "wrong": {}, "unknown": {}}
            row |= {"raw": ["" for _cell in row.get("raw", [])]}
            row.pop("before", None)
        file = self.file.name
        if file:
            transaction.on_commit(lambda: self.file.storage.delete(file))
        type(self).objects.filter(pk=self.pk).update(rows=self.rows, file="")

    @property
    def is_previewed(self):
        return self.state == self.State.PREVIEWED

    @property
    def is_carried_out(self):
        return self.state == self.State.CARRIED_OUT

    @property
    def is_undone(self):
        return self.state == self.State.UNDONE

    @property
    def total(self):
        return sum(self.counts.values())

    @property
    def has_errors(self):
        return bool(self.counts.get("error"))

    @property
    def to_do(self):
        return self.counts.get("new", 0) + self.counts.get("changed", 0)

    @property
    def changes_nothing(self):
        return not self.to_do


class OrderedFileQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(ordered_by=user) if user.is_authenticated else self.none()

    def open(self):
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
    def is_ready(self):
        return self.state == self.State.READY

    @property
    def has_failed(self):
        return self.state == self.State.FAILED

    @property
    def is_stuck(self):
        """Open, and nothing has worked on it or on those before it for a while."""
        return self.is_open and self.beat_at < timezone.now() - self.PATIENCE
