import hashlib
import json

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class AppendOnly(Exception):
    """What is kept for good is never edited or deleted."""


class AppendOnlyQuerySet(models.QuerySet):
    def update(self, **kwargs):
        raise AppendOnly

    def delete(self):
        raise AppendOnly


class AppendOnlyRecord(models.Model):
    """A record that is written once; the triggers of `consult.append_only` keep its table so, too."""

    class Meta:
        abstract = True

    def save(self, **kwargs):
        if self.pk:
            raise AppendOnly
        super().save(**kwargs)

    def delete(self, **kwargs):
        raise AppendOnly


def digest_of(said):
    """The SHA-256 of what a line says, a dictionary that holds the digest of the line before as `previous`."""
    canonical = json.dumps(said, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
