"""Who may do what with topics and what belongs to them: claims about a user and a record, and their table."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consult.rules import acting_for, acting_for_own, all_of, any_of, holds, refusing
from members.models import Role
from members.rules import is_member, is_office, is_secadmin, is_sysadmin
from topics.models import Attendance, DraftState, PlanStage, Referral, SessionStage, Topic, TopicStage
from topics.models.recommendation import ANSWERED_RECOMMENDATIONS
from topics.models.session_stage import LOGGABLE
from topics.models.topic_stage import LIVING, WITH_PROPOSER
from topics.models.topic_visibility import of_nobody, reads_topics, sources_read_by

OWN_ENTRY = _("You made this entry yourself; a second person has to do this: %(unit)s.")
CHANGING = LIVING | WITH_PROPOSER | {TopicStage.PROPOSED, TopicStage.RECORDED}

reads_or_browses = any_of(reads_topics, is_member, holds(Role.GOVERNMENT))
reads_some_inside = any_of(reads_topics, holds(Role.GOVERNMENT))
has_topics = any_of(reads_or_browses, holds(Role.DEPARTMENT))


def nobody(user, record=None):
    """For moves that another record's move causes."""
    return False


def name_of_proposer(topic):
    """The proposing unit: a role, a committee's name, or the members' names."""
    match topic.topic.proposer:
        case Topic.Proposer.COMMITTEE:
            return topic.topic.proposing_committee
        case Topic.Proposer.MEMBERS:
            return "、".join(member.name for member in topic.topic.recommenders.all()[:5])
    return topic.topic.proposer


@acting_for(name_of_proposer)
def acts_for_proposer(user, record=None):
    """Acts for the topic's proposing unit; without a record: for any unit that may propose."""
    if record is None:
        return proposes(user)
    topic = record.topic
    match topic.proposer:
        case Topic.Proposer.COMMITTEE:
            return user.holds(Role.COMMITTEE_STAFF, committee_id=topic.proposing_committee_id)
        case Topic.Proposer.OFFICE:
            return user.holds(Role.OFFICE)
        case Topic.Proposer.GOVERNMENT:
            return user.holds(Role.GOVERNMENT)
    member = user.as_member
    recommends = member is not None and topic.recommenders.filter(pk=member.pk).exists()
    return recommends or (member is not None and topic.created_by_id == user.pk)


puts_forward = holds(Role.COMMITTEE_STAFF, Role.OFFICE, Role.GOVERNMENT)
proposes = any_of(puts_forward, is_member)


@acting_for(lambda record: record.topic.organiser or Role.OFFICE)
def acts_for_organiser(user, record=None):
    """Staff of the organiser: of its committee, or the office at county level."""
    if record is None:
        return any(user.holds(role) for role in (Role.COMMITTEE_STAFF, Role.OFFICE))
    topic = record.topic
    if topic.number is None:
        return False
    if topic.organiser_id is None:
        return user.holds(Role.OFFICE)
    return user.holds(Role.COMMITTEE_STAFF, committee_id=topic.organiser_id)


def logs_session(user, session):
    """Staff of the organiser, while the session's record can be written."""
    return session.stage in LOGGABLE and acts_for_organiser(user, session)


organiser_or_office = any_of(acts_for_organiser, is_office)


def took_part_as_member(user, record=None):
    """A member in office who recommended the topic, or one merged into it, or was present at a session of it."""
    if record is None or not is_member(user):
        return is_member(user)
    topic, member = record.topic, user.as_member
    recommended = Topic.objects.filter(Q(pk=topic.pk) | Q(merged_into=topic), recommenders=member)
    present = Q(attendances__member=member, attendances__status=Attendance.Status.PRESENT)
    return recommended.exists() or topic.sessions.completed().filter(present).exists()


visits = refusing(
    _(
        "A visit is noted by the organiser's staff, the office, and those members alone who recommended the topic or"
        " were present at a completed session of it. Tell the organiser's staff, named on the topic's page, what you"
        " saw; they can note it with your name."
    )
)(any_of(organiser_or_office, took_part_as_member))


@refusing(_("Only a draft that was never submitted is deleted; this plan has its place in the history."))
def is_unsent_plan(user, plan):
    return plan.stage == PlanStage.DRAFT and not plan.steps.exists()


def serves_department(user, department_id):
    return user.holds(Role.DEPARTMENT, department_id=department_id)


@acting_for(lambda record: record.lead.department)
def answers_as_lead(user, recommendation=None):
    """Liaison of the lead department."""
    if recommendation is None:
        return user.holds(Role.DEPARTMENT)
    lead = recommendation.lead
    return lead is not None and serves_department(user, lead.department_id)


def referral_of(user, recommendation):
    """The standing referral to the department the user serves, the lead first, or None."""
    return next((r for r in recommendation.standing_referrals if serves_department(user, r.department_id)), None)


@acting_for_own(lambda user, record: referral_of(user, record).department)
def serves_referred_department(user, recommendation=None):
    """Liaison of the lead or a co-department."""
    if recommendation is None:
        return user.holds(Role.DEPARTMENT)
    return referral_of(user, recommendation) is not None


@acting_for_own(lambda user, record: referral_of(user, record).department)
def serves_co_department(user, recommendation=None):
    """Liaison of a co-department and not of the lead."""
    if recommendation is None:
        return user.holds(Role.DEPARTMENT)
    referral = referral_of(user, recommendation)
    return referral is not None and not referral.is_lead


def sees(user, record=None):
    """The page of a record opens for those whose lists show it: one definition for page, list, export and file."""
    if record is None:
        return user.is_authenticated and not (is_sysadmin(user) or is_secadmin(user))
    return type(record).objects.visible_to(user).filter(pk=record.pk).exists()


@refusing(_("Only a draft that was never proposed is deleted; this topic has its place in the history."))
def is_unsent_draft(user, topic):
    return topic.stage == TopicStage.DRAFT and not topic.steps.exists()


def is_of_nobody(topic):
    return Topic.objects.filter(of_nobody(), pk=topic.pk).exists()


@refusing(_("This is no draft any more, or its unit can still propose it."))
def is_left_draft(user, topic):
    return topic.stage == TopicStage.DRAFT and is_of_nobody(topic)


settles_left_draft = all_of(is_office, is_left_draft)


def is_of_committee_or_nobody(user, topic=None):
    """Of a committee, which another one may stand in for, or of a unit of which nobody is left."""
    is_of_committee = topic is None or topic.proposer == Topic.Proposer.COMMITTEE
    return is_of_committee or is_of_nobody(topic)


@refusing(_("This topic was proposed and is no draft any more: its unit changes it again only if it is returned."))
def is_editable_draft(user, topic):
    return topic.stage in WITH_PROPOSER


def sees_inside(user, record=None):
    """May read the bodies' opinions and internal notes of the record's topic; without one, of every topic."""
    return reads_topics(user) if record is None else record.topic.source in sources_read_by(user)


def referral_in(user, topic):
    """The first standing referral of something of the topic to a department that the user serves, or None."""
    own = Referral.objects.standing_with(user.units(Role.DEPARTMENT)).filter(recommendation__topic=topic)
    return own.select_related("department").first()


@acting_for_own(lambda user, record: referral_in(user, record.topic).department)
def sees_a_referral(user, record=None):
    """Serves a department to which something of the topic stands referred."""
    if record is None:
        return user.holds(Role.DEPARTMENT)
    return user.holds(Role.DEPARTMENT) and referral_in(user, record.topic) is not None


takes_part = any_of(acts_for_proposer, acts_for_organiser, sees_a_referral)


def adds_evidence(user, recommendation):
    """Whose files become those of the recommendation; what other participants add is the topic's alone."""
    return organiser_or_office(user, recommendation.topic) or referral_of(user, recommendation) is not None


@refusing(_("The topic is archived or has left its path, and so nothing is added to it any more."))
def is_changing(user, record=None):
    """Of a topic on its path, or recorded: not archived and not gone by a side exit."""
    return record is None or record.topic.stage in CHANGING


adds_documents = any_of(is_office, all_of(takes_part, is_changing))


def is_built_on(document):
    """Whether a document is evidence by now: of an answer, progress, a completed session or a topic off its path."""
    session, recommendation = document.session, document.recommendation
    return (
        any(document.answers.all())
        or any(document.follow_ups.all())
        or any(draft.state != DraftState.DRAFTED for draft in document.answer_drafts.all())
        or (session is not None and session.stage == SessionStage.COMPLETED)
        or (recommendation is not None and recommendation.stage in ANSWERED_RECOMMENDATIONS)
        or document.topic.stage not in CHANGING
    )


@refusing(_("This file is evidence by now, or somebody else added it; then the office alone removes it."))
def may_remove_document(user, document):
    """Who added it or the office, while nothing was built on it."""
    return not is_built_on(document) and (document.uploaded_by_id == user.pk or is_office(user))


RULES = {
    "topics.change_settings": is_office,
    "topics.read_technical": is_sysadmin,
    "topics.list_batches": is_office,
    "topics.add_batch": is_office,
    "topics.tick_rows": holds(Role.OFFICE, Role.COMMITTEE_STAFF),
    "topics.list_topics": has_topics,
    "topics.add_topic": proposes,
    "topics.change_draft": all_of(acts_for_proposer, is_editable_draft),
    "topics.delete_topic": all_of(any_of(acts_for_proposer, settles_left_draft), is_unsent_draft),
    "topics.hand_over_draft": settles_left_draft,
    "topics.record_topic": is_office,
    "topics.list_annual_plans": has_topics,
    "topics.add_annualplan": is_office,
    "topics.change_annualplan": is_office,
    "topics.add_candidate": puts_forward,
    "topics.list_plans": reads_or_browses,
    "topics.add_plan": acts_for_organiser,
    "topics.change_plan": acts_for_organiser,
    "topics.delete_plan": all_of(acts_for_organiser, is_unsent_plan),
    "topics.list_review_meetings": reads_topics,
    "topics.add_reviewmeeting": is_office,
    "topics.change_reviewmeeting": is_office,
    "topics.list_sessions": reads_or_browses,
    "topics.add_consultationsession": acts_for_organiser,
    "topics.change_consultationsession": acts_for_organiser,
    "topics.list_recommendations": has_topics,
    "topics.change_outcome": acts_for_organiser,
    "topics.refer_topic": is_office,
    "topics.add_document": adds_documents,
    "topics.delete_document": may_remove_document,
    "topics.view_inside": sees_inside,
    "topics.list_attendances": reads_some_inside,
    "topics.list_instructions": reads_some_inside,
    "topics.view_statistics": reads_topics,
    "topics.view_frozenreport": reads_topics,
    "topics.add_frozenreport": is_office,
    "topics.list_steps": holds(Role.OFFICE, Role.AUDITOR),
}
