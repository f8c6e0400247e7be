"""Which official documents there are of which record, and which of them a reader may have."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from consult.official.paper import OfficialPaper
from members.models import Member
from members.rules import member_fields
from topics.models import ConsultationSession, MeetingStage, Plan, Recommendation, ReviewMeeting, Topic
from topics.reports.adoption_form import answerable, write_adoption_form, write_adoption_forms
from topics.reports.approval_form import write_approval_form
from topics.reports.duty_file import write_duty_file
from topics.reports.meeting_papers import write_agenda, write_minutes
from topics.reports.proposal_form import write_proposal_form
from topics.reports.referral_letter import referred, write_referral_letter, write_referral_letters
from topics.reports.session_minutes import write_session_minutes
from topics.reports.topic_file import write_topic_file

LARGEST_IN_MEMORY = 4 * 1024 * 1024
OFFICIAL_LANGUAGE = "zh-hans"


def temporary():
    """An open file that its reader closes; a large one is kept on disk and gone once it is closed."""
    return tempfile.SpooledTemporaryFile(LARGEST_IN_MEMORY)


@dataclass(frozen=True)
class PaperKind:
    """A document of a record: its name, what writes it, who may have it, and whether there is anything to write."""

    model: type[models.Model]
    label: str | Promise
    write: Callable
    applies: Callable = lambda record, user: True
    may: Callable = lambda record, user: True

    def named(self, record):
        """The name of the file, in the official language."""
        with override(OFFICIAL_LANGUAGE):
            return f"{self.label}（{record}）.docx"

    def file(self, record, user, **chosen):
        """The document in an open temporary file, to be read from its beginning."""
        stream = temporary()
        with override(OFFICIAL_LANGUAGE):
            paper = OfficialPaper(f"{self.label} · {record}")
            self.write(paper, record, user, **chosen)
            paper.save(stream)
        stream.seek(0)
        return stream


def is_logged(session, user):
    return session.is_logged


def has_items(meeting):
    return meeting.items.listed().exists()


def was_held(meeting, user):
    return meeting.stage in {MeetingStage.HELD, MeetingStage.CLOSED} and has_items(meeting)


def has_agenda(meeting, user):
    return meeting.stage != MeetingStage.CANCELLED and has_items(meeting)


def is_referred_somewhere(topic, user):
    return referred(topic, user).exists()


def has_answerable(topic, user):
    return answerable(topic, user).exists()


def is_referred(recommendation, user):
    return recommendation.lead is not None


def reads_record(member, user):
    return "record" in member_fields(user, member)


KINDS = {
    "proposal-form": PaperKind(Topic, _("Proposal form of a topic"), write_proposal_form),
    "referral-letters": PaperKind(Topic, _("Referral letter"), write_referral_letters, is_referred_somewhere),
    "adoption-forms": PaperKind(Topic, _("Adoption feedback form"), write_adoption_forms, has_answerable),
    "topic-file": PaperKind(Topic, _("One topic, one file"), write_topic_file),
    "approval-form": PaperKind(Plan, _("Approval form of a plan"), write_approval_form),
    "meeting-agenda": PaperKind(ReviewMeeting, _("Topics of the meeting"), write_agenda, has_agenda),
    "meeting-minutes": PaperKind(ReviewMeeting, _("Minutes of the meeting"), write_minutes, was_held),
    "session-minutes": PaperKind(
        ConsultationSession, _("Minutes of the consultation"), write_session_minutes, is_logged
    ),
    "referral-letter": PaperKind(Recommendation, _("Referral letter"), write_referral_letter, is_referred),
    "adoption-form": PaperKind(Recommendation, _("Adoption feedback form"), write_adoption_form, is_referred),
    "duty-file": PaperKind(Member, _("Duty record"), write_duty_file, may=reads_record),
}


def papers_of(record, user):
    """The documents that the reader may have of the record, as pairs of their word in the address and their kind."""
    own = [(word, kind) for word, kind in KINDS.items() if kind.model is type(record) and kind.may(record, user)]
    return [(word, kind) for word, kind in own if kind.applies(record, user)]
