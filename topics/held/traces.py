"""The records that name an account as the one who acted, by number: their contents belong to the matters themselves."""

from django.utils.translation import gettext_lazy as _

from consult.models import Import, LastSave, OrderedFile, RegisterSettings, SettingChange, TypedText
from members.models import Anonymisation, FormerPassword
from topics.models import (
    AnnualPlan,
    Answer,
    AnswerDraft,
    Batch,
    Candidate,
    Countersign,
    Decision,
    Document,
    FrozenReport,
    Photo,
    Plan,
    Referral,
    Reminder,
    Topic,
)

TRACES = (
    (Topic, "created_by", _("Topics entered")),
    (Plan, "editors", _("Plans edited")),
    (AnnualPlan, "editors", _("Annual plans edited")),
    (Candidate, "created_by", _("Candidates for annual plans put forward")),
    (Decision, "recorded_by", _("Decisions entered")),
    (Decision, "revoked_by", _("Decisions corrected")),
    (Referral, "handler", _("Referrals handled")),
    (AnswerDraft, "editors", _("Draft answers edited")),
    (AnswerDraft, "submitted_by", _("Draft answers submitted")),
    (Countersign, "signed_by", _("Draft answers countersigned")),
    (Answer, "answered_by", _("Answers given")),
    (Reminder, "reminded_by", _("Reminders sent")),
    (Batch, "made_by", _("Batches carried out")),
    (Document, "uploaded_by", _("Documents added")),
    (Photo, "uploaded_by", _("Photos added")),
    (FrozenReport, "frozen_by", _("Reports frozen")),
    (Anonymisation, "proposed_by", _("Anonymisations proposed")),
    (Anonymisation, "confirmed_by", _("Anonymisations confirmed")),
    (Import, "made_by", _("Files brought in")),
    (OrderedFile, "ordered_by", _("Files under “My files”")),
    (SettingChange, "actor", _("Settings changed")),
    (LastSave, "by", _("Records last saved")),
    (TypedText, "user", _("Texts typed and not yet sent")),
    (RegisterSettings, "user", _("Own settings of registers")),
    (FormerPassword, "user", _("Former passwords, as digests that cannot be read")),
)
