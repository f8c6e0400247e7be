from functools import cache

from django.db import models
from django.utils.encoding import force_str
from django.utils.translation import gettext_lazy as _


class Stamped(models.Model):
    """When a record was made and last changed, and how often it was edited."""

    created = models.DateTimeField(_("created"), auto_now_add=True)
    changed = models.DateTimeField(_("changed"), auto_now=True)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    class Meta:
        abstract = True

    def _get_FIELD_display(self, field):
        value = getattr(self, field.attname)
        return force_str(words_of(field).get(value, value), strings_only=True)


@cache
def words_of(field):
    """The words of its choices; Django makes them anew for each value of each row, some 50 µs for a stage."""
    return dict(field.flatchoices)


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
