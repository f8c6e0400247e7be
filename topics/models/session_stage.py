from django.db import models
from django.utils.translation import gettext_lazy as _


class SessionStage(models.TextChoices):
    """Where a consultation session stands; only a completed one counts."""

    PLANNED = "planned", _("scheduled")
    POSTPONED = "postponed", _("postponed")
    DRAFTED = "drafted", _("record being drafted")
    COMPLETED = "completed", _("completed")
    CANCELLED = "cancelled", _("cancelled")


LOGGABLE = frozenset({SessionStage.PLANNED, SessionStage.DRAFTED})
PLANNABLE = frozenset({SessionStage.PLANNED, SessionStage.POSTPONED})
LOGGED = frozenset({SessionStage.DRAFTED, SessionStage.COMPLETED})
LIVE_SESSIONS = LOGGABLE | PLANNABLE
