from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Stamped(models.Model):
    """When a record was made and last changed, and how often it was edited."""

    created = models.DateTimeField(_("created"), auto_now_add=True)
    changed = models.DateTimeField(_("changed"), auto_now=True)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    class Meta:
        abstract = True


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


class Setting(models.Model):
    """The value of an option that the office has set (`consult.options`)."""

    name = models.CharField(max_length=40, unique=True)
    value = models.JSONField()

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
