"""What waits: one queryset per kind of work."""

from django.db.models import Exists, F, Max, OuterRef, Q
from django.utils import timezone

from committees.models import Department
from topics.models import (
    AgendaItem,
    AnnualPlan,
    AnnualPlanStage,
    AnswerDraft,
    Attendance,
    ConsultationSession,
    Countersign,
    MeetingStage,
    Plan,
    PlanStage,
    Recommendation,
    RecommendationStage,
    Referral,
    Reply,
    ReviewMeeting,
    SessionStage,
    Topic,
    TopicStage,
)
from topics.models.annual_plan import YEAR_END
from topics.models.plan import LIVE_PLANS, PASSED_PLANS, PLANS_IN_WORK, UNDER_REVIEW, open_conditions
from topics.models.recommendation import OWED_BY_DEPARTMENT
from topics.models.session_stage import LIVE_SESSIONS, LOGGABLE
from topics.models.topic_stage import HOLDING, PLANNING, REVIEWING, WITH_PROPOSER
from topics.models.topic_visibility import left_drafts, of_nobody


def without_submitted_draft():
    return ~Q(pk__in=AnswerDraft.objects.submitted().values("recommendation"))


def submitted_answers():
    """Of lead departments that can still send them."""
    drafts = AnswerDraft.objects.submitted().values("recommendation")
    return recommendations_in(*OWED_BY_DEPARTMENT)().filter(pk__in=drafts).exclude(of_ended_lead())


def answers_to_countersign():
    """Submitted, with the countersign of a co-department in being awaited."""
    signed = Countersign.objects.filter(draft__in=AnswerDraft.objects.submitted(), referral=OuterRef("pk"))
    co = Referral.objects.standing().filter(is_lead=False).exclude(department__in=Department.objects.ended())
    return submitted_answers().filter(pk__in=co.filter(~Exists(signed)).values("recommendation"))


def topics_in(*stages):
    return lambda: Topic.objects.filter(stage__in=stages)


def drafts_to_complete():
    return topics_in(*WITH_PROPOSER)().exclude(of_nobody())


def drafts_to_settle():
    return Topic.objects.filter(left_drafts())


def returned_to_nobody():
    return Topic.objects.filter(of_nobody(), stage=TopicStage.RETURNED)


def plans_of_round():
    return Plan.objects.filter(topic=OuterRef("pk"), round=OuterRef("rounds"))


def topics_without_plan():
    """Accepted, or in consultation for a further round, with no plan in work, under review or approved."""
    started = Exists(plans_of_round().filter(stage__in=LIVE_PLANS))
    further = Q(stage=TopicStage.CONSULTING, rounds__gt=1)
    return Topic.objects.filter(~started, Q(stage=TopicStage.ACCEPTED) | further)


def plans_to_submit():
    return Plan.objects.filter(stage=PlanStage.DRAFT).exclude(topic__stage=TopicStage.SUSPENDED)


def conditional_plans():
    """Passed after revision, no revision being in work."""
    in_work = Plan.objects.filter(revises=OuterRef("pk"), stage__in=PLANS_IN_WORK)
    passed = Plan.objects.filter(~Exists(in_work), stage__in=PASSED_PLANS)
    return passed.filter(decisions__in=open_conditions()).distinct()


def revisions_to_confirm():
    return Plan.objects.filter(stage=PlanStage.REVISED, topic__stage__in=PLANNING)


def plans_without_agenda():
    pending = AgendaItem.objects.filter(plan=OuterRef("pk"), state=AgendaItem.State.PENDING)
    ready = Plan.objects.filter(stage__in=UNDER_REVIEW, topic__stage__in=REVIEWING)
    return ready.filter(~Exists(pending)).exclude(decisions__in=open_conditions())


def plans_on_agenda():
    return Plan.objects.filter(agenda_items__state=AgendaItem.State.PENDING)


def meetings_to_decide():
    return ReviewMeeting.objects.filter(stage=MeetingStage.HELD, items__state=AgendaItem.State.PENDING).distinct()


def meetings_to_close():
    return ReviewMeeting.objects.filter(stage=MeetingStage.HELD).exclude(items__state=AgendaItem.State.PENDING)


def plans_to_hold():
    """Approved plans of the present round without an open condition and without a session."""
    counted = ConsultationSession.objects.filter(plan=OuterRef("pk")).exclude(stage=SessionStage.CANCELLED)
    approved = Plan.objects.filter(stage=PlanStage.APPROVED, round=F("topic__rounds"))
    under_way = approved.filter(topic__stage__in=HOLDING)
    return under_way.filter(~Exists(counted)).exclude(decisions__in=open_conditions())


def sessions_in(*stages):
    return lambda: ConsultationSession.objects.filter(stage__in=stages)


def invitations_to_answer():
    today = timezone.localdate()
    open_until = Q(reply_by__gte=today) | Q(reply_by=None, held_on__gte=today)
    return ConsultationSession.objects.filter(open_until, stage=SessionStage.PLANNED)


def leaves_to_decide():
    """Sessions for which leave was asked that nobody has granted or declined, but for members who came all the same."""
    open_ones = [Attendance.Status.EXPECTED, Attendance.Status.ABSENT]
    asked = Attendance.objects.filter(session=OuterRef("pk"), reply=Reply.ASKED, status__in=open_ones)
    return ConsultationSession.objects.filter(Exists(asked), stage__in=LOGGABLE)


def topics_to_conclude():
    sessions = ConsultationSession.objects.filter(topic=OuterRef("pk"))
    completed = sessions.completed().of_round(OuterRef("rounds"))
    live = sessions.filter(stage__in=LIVE_SESSIONS)
    return Topic.objects.filter(Exists(completed), ~Exists(live), stage=TopicStage.CONSULTING)


def topics_to_refer():
    return Topic.objects.filter(stage=TopicStage.CONCLUDED, recommendations__isnull=False).distinct()


def topics_without_recommendation():
    return Topic.objects.filter(stage=TopicStage.CONCLUDED, recommendations=None)


def recommendations_in(*stages):
    return lambda: Recommendation.objects.filter(stage__in=stages)


def of_ended_lead():
    ended = Department.objects.ended().values("pk")
    left = Referral.objects.standing_with(ended).filter(is_lead=True)
    return Q(pk__in=left.values("recommendation"))


def owed_in(*stages):
    """Those that their lead department can answer itself, with no draft submitted yet."""
    return lambda: recommendations_in(*stages)().filter(without_submitted_draft()).exclude(of_ended_lead())


def contacts_owed():
    return Recommendation.objects.owing_contact().exclude(of_ended_lead())


def answers_owed_by_ended():
    return recommendations_in(*OWED_BY_DEPARTMENT)().filter(of_ended_lead())


def answers_to_evaluate():
    return Recommendation.objects.filter(stage=RecommendationStage.ANSWERED).exclude(topic__stage=TopicStage.CLOSED)


def answers_past_evaluation():
    return answers_to_evaluate().filter(evaluation_due_on__lt=timezone.localdate())


def topics_to_close():
    unfinished = Recommendation.objects.filter(topic=OuterRef("pk"), stage=RecommendationStage.ANSWERED)
    return Topic.objects.filter(~Exists(unfinished), stage__in=[TopicStage.ANSWERED, TopicStage.TRACKING])


def topics_to_visit():
    """In follow-up; `check_on` is the next check that the last visit named, if any."""
    return Topic.objects.filter(stage=TopicStage.TRACKING).annotate(check_on=Max("follow_ups__next_check_on"))


def annual_plans_in(stage):
    return lambda: AnnualPlan.objects.filter(stage=stage)


def annual_plans_collected():
    return annual_plans_in(AnnualPlanStage.DRAFTING)().filter(adjusts=None)


def annual_plans_to_finish():
    """Issued for a year whose last month has come."""
    today = timezone.localdate()
    last = today.year if (today.month, today.day) >= YEAR_END else today.year - 1
    return annual_plans_in(AnnualPlanStage.ISSUED)().filter(year__lte=last)
