from topics.models.annual_plan import AnnualPlan, AnnualPlanStage
from topics.models.annual_plan_item import AnnualPlanItem, Period
from topics.models.answer import Answer, Evaluation, FollowUp
from topics.models.answer_draft import AnswerDraft, Countersign, DraftState
from topics.models.attendance import Attendance, Reply
from topics.models.batch import TAKEN_BACK_BY, Batch, BatchRow
from topics.models.candidate import Candidate
from topics.models.dictionary import DictionaryEntry
from topics.models.document import Document, Photo
from topics.models.frozen_report import FrozenReport
from topics.models.guest import Guest
from topics.models.outcome import Outcome, WrittenInstruction
from topics.models.plan import AgendaPart, Plan, PlanGuest, PlanInvitee, PlanStage
from topics.models.recommendation import (
    HandlingResult,
    Implementation,
    Recommendation,
    RecommendationStage,
)
from topics.models.referral import ContactWay, Referral
from topics.models.reminder import Reminder
from topics.models.review_meeting import AgendaItem, Body, Decision, MeetingStage, ReviewMeeting
from topics.models.said import Opinion, Speech
from topics.models.session import ConsultationSession
from topics.models.session_stage import SessionStage
from topics.models.step import Step
from topics.models.topic import Topic
from topics.models.topic_parts import NumberSeries, OrganiserPeriod, Research
from topics.models.topic_stage import TopicStage

__all__ = [
    "TAKEN_BACK_BY",
    "AgendaItem",
    "AgendaPart",
    "AnnualPlan",
    "AnnualPlanItem",
    "AnnualPlanStage",
    "Answer",
    "AnswerDraft",
    "Attendance",
    "Batch",
    "BatchRow",
    "Body",
    "Candidate",
    "ConsultationSession",
    "ContactWay",
    "Countersign",
    "Decision",
    "DictionaryEntry",
    "Document",
    "DraftState",
    "Evaluation",
    "FollowUp",
    "FrozenReport",
    "Guest",
    "HandlingResult",
    "Implementation",
    "MeetingStage",
    "NumberSeries",
    "Opinion",
    "OrganiserPeriod",
    "Outcome",
    "Period",
    "Photo",
    "Plan",
    "PlanGuest",
    "PlanInvitee",
    "PlanStage",
    "Recommendation",
    "RecommendationStage",
    "Referral",
    "Reminder",
    "Reply",
    "Research",
    "ReviewMeeting",
    "SessionStage",
    "Speech",
    "Step",
    "Topic",
    "TopicStage",
    "WrittenInstruction",
]
