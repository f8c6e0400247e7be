from datetime import UTC

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consult.models.append_only import AppendOnlyQuerySet, AppendOnlyRecord, digest_of


class TrailQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user):
        """All for the auditor; nothing for anybody else."""
        return self if user.has_perm("members.read_trail") else self.none()


class TrailEntry(AppendOnlyRecord):
    """One line of the audit trail 审计日志, a single chain: who, when, from where, what, of what."""

    class Deed(models.TextChoices):
        SIGNED_IN = "signed_in", _("signed in")
        NOT_SIGNED_IN = "not_signed_in", _("failed to sign in")
        LOCKED_OUT = "locked_out", _("locked out")
        SIGNED_OUT = "signed_out", _("signed out")
        REFUSED = "refused", _("was refused")
        READ = "read", _("read personal data")
        TOOK_OUT = "took_out", _("took a file out")
        ADDED = "added", _("added")
        CHANGED = "changed", pgettext_lazy("trail", "changed")
        REMOVED = "removed", _("removed")
        ENDED = "ended", pgettext_lazy("trail", "ended")
        REOPENED = "reopened", _("reopened")
        UNLOCKED = "unlocked", _("cleared failed sign-ins")
        LINK_MADE = "link_made", _("made a one-time link")
        PASSWORD_SET = "password_set", _("set the password")
        SECOND_SET_UP = "second_set_up", _("set up the second step")
        SECOND_ENDED = "second_ended", _("switched the second step off")
        SECOND_RESET = "second_reset", _("took off somebody's second step")
        RECOVERY_RENEWED = "recovery_renewed", _("renewed the recovery codes")
        RECOVERY_USED = "recovery_used", _("used a recovery code")
        WRONG_CODE = "wrong_code", _("gave a wrong code")
        CARRIED_OUT = "carried_out", _("carried an import out")
        UNDONE = "undone", _("undid an import")
        HANDED_OVER = "handed_over", _("handed a draft over")
        RAN = "ran", _("ran a command")

    sequence = models.PositiveBigIntegerField(unique=True)
    recorded_at = models.DateTimeField()
    deed = models.CharField(max_length=20, choices=Deed.choices)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=30, blank=True)
    address = models.CharField(max_length=45, blank=True)
    place = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    details = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)

    objects = TrailQuerySet.as_manager()

    class Meta:
        ordering = ["-sequence"]
        verbose_name = _("line of the audit trail")
        indexes = [
            models.Index(fields=["recorded_at"], name="trail_by_moment"),
            models.Index(fields=["deed", "sequence"], name="trail_by_deed"),
            models.Index(fields=["actor", "sequence"], name="trail_by_actor"),
        ]

    def __str__(self):
        return f"{self.sequence} {self.deed}"

    @property
    def said(self):
        labels = {
            "fields": _("Fields"),
            "register": _("Register"),
            "rows": pgettext_lazy("number", "Rows"),
            "files": pgettext_lazy("number", "Files"),
            "step": _("Step"),
            "unit": _("Unit"),
        }
        return "；".join(f"{label}：{self.details[name]}" for name, label in labels.items() if name in self.details)

    def digest_after(self, previous):
        """The digest of this line chained to that of the line before ("" for the first)."""
        names = ("sequence", "deed", "actor_id", "actor_name", "address", "place", "subject", "details")
        when = self.recorded_at.astimezone(UTC).isoformat()
        return digest_of({name: getattr(self, name) for name in names} | {"recorded_at": when, "previous": previous})
