from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from consult.punctuation import labelled


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
        return labelled(self.name, f"{self.before} → {self.after}")
