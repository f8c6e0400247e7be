import re

from django.conf import settings
from django.db import models

CODE = re.compile(r"[!-~]*")


class SentForm(models.Model):
    """A form that has been carried out, by the key that its page carried, and where its answer led."""

    key = models.CharField(max_length=32, unique=True)
    led_to = models.CharField(max_length=200)
    sent = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return self.led_to


class LastSave(models.Model):
    """As which version of it somebody saved a record's form last."""

    record = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "by"], name="one_last_save_of_each")]

    def __str__(self):
        return self.record


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
        """The longest of its texts, by which those of two windows are told apart; days, numbers and codes are none."""
        texts = (value for name, value in self.typed if name not in self.UNSEEN and not CODE.fullmatch(value))
        return max(texts, key=len, default="")
