"""Who acts next and by when: one table of tasks, read for a person (home) and for a topic (the gold card)."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from itertools import compress

from django.db.models import Exists, F, Q, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from committees.models import Committee
from members.models import Role, User
from topics.models import (
    AnnualPlan,
    AnnualPlanStage,
    Body,
    MeetingStage,
    Recommendation,
    ReviewMeeting,
    SessionStage,
)
from topics.models import RecommendationStage as R
from topics.models import TopicStage as S
from topics.models.more_time import asking_for_time, time_lines
from topics.models.topic_stage import HOLDING, PLANNING, REVIEWING
from topics.models.topic_visibility import proposed_by
from topics.rules import name_of_proposer
from topics.tasks import owners, waiting


def organiser_name(record):
    return record.topic.organiser or _("CPPCC office")


def lead_name(recommendation):
    return recommendation.lead.department if recommendation.lead else ""


def names_of_signers(recommendation):
    """The co-departments whose countersign is awaited; works on prefetched rows without a query."""
    awaited = recommendation.draft.awaited(recommendation.co_referrals)
    return "、".join(str(referral.department) for referral in awaited)


def proposer_name(record):
    name = name_of_proposer(record.topic)
    return Role(name).label if name in Role.values else name


def office_name(record):
    return _("CPPCC office")


def presidium_name(record):
    return Body.PRESIDIUM.label


def sysadmin_name(record):
    return Role.SYSADMIN.label


def body_name(plan):
    """The body on whose agenda the plan waits."""
    return pending_item(plan).meeting.get_body_display()


def pending_item(plan):
    """The item of the agenda on which the plan waits; works on prefetched rows without a query."""
    return next(item for item in plan.agenda_items.all() if item.is_undecided)


@dataclass(frozen=True)
class Task:
    """One kind of work that waits: which records, for whom, what to do, where, until when.

    `records()` gives the records in that state; `mine(user, path)` the condition on them for a person's home;
    `who(record)` names the unit; `due` is the field with the date; `stages` are the topic stages where it stands on the
    gold card; `waits` narrows a home to what waits today; `button` is what to do in a word or two. `path` leads from
    the record to its topic; empty for topics themselves, meetings and annual plans.
    """

    name: str
    what: str | Promise
    records: Callable
    mine: Callable
    who: Callable
    url: Callable
    stages: Collection = ()
    due: str = ""
    path: str = "topic__"
    waits: Callable | None = None
    is_on_home: bool = True
    button: str | Promise = ""


def page(record):
    return record.get_absolute_url()


def to(name, key="pk"):
    return lambda record: reverse(name, args=[getattr(record, key)])


def to_step(name):
    return lambda record: reverse("step", args=[record.lifecycle, record.pk, name])


def of_plan(plan):
    """The review meeting on whose agenda the plan waits."""
    return pending_item(plan).meeting.get_absolute_url()


def to_candidate(plan):
    return f"{reverse('candidate_create')}?plan={plan.pk}"


def to_proposal(plan):
    return reverse("topic_create")


def today_or_before(field):
    return lambda: Q(**{f"{field}__lte": timezone.localdate()})


def meetings(stage):
    return lambda: ReviewMeeting.objects.filter(stage=stage)


OFFICE = owners.of_role(Role.OFFICE)
PRESIDIUM = owners.of_role(Role.PRESIDIUM)
UNSUBMITTED = waiting.without_submitted_draft
OF_NO_TOPIC = {ReviewMeeting, AnnualPlan, Committee, User}
SHOWN_OF_RECOMMENDATIONS = ("reminders", "referrals__department", "referrals__handler", "drafts")
PROPOSER, ORGANISER, LEAD = proposed_by, owners.of_organiser, owners.of_lead
ANSWERING = (S.REFERRED, S.ANSWERED, S.TRACKING)

TASKS = (
    Task("complete_draft", _("Complete and propose"), waiting.drafts_to_complete, PROPOSER, proposer_name, page,
         (S.DRAFT, S.RETURNED), path=""),
    Task("settle_draft", _("Hand over or delete the draft that nobody can propose any more"), waiting.drafts_to_settle,
         OFFICE, office_name, to("draft_hand_over"), (S.DRAFT,), path="", button=_("Settle")),
    Task("settle_returned", _("Give the returned topic to another unit: nobody of its own is left"),
         waiting.returned_to_nobody, OFFICE, office_name, page, (S.RETURNED,), path="", button=_("Give on")),
    Task("screen", _("Screen"), waiting.topics_in(S.PROPOSED), OFFICE, office_name, page, (S.PROPOSED,), "due_on", ""),
    Task("draft_plan", _("Draft the plan"), waiting.topics_without_plan, ORGANISER, organiser_name, to("plan_create"),
         (S.ACCEPTED, S.CONSULTING), "due_on", ""),
    Task("submit_plan", _("Complete and submit the plan"), waiting.plans_to_submit, ORGANISER, organiser_name, page,
         PLANNING, "topic__due_on", button=_("Submit the plan")),
    Task("revise_plan", _("Revise the plan as the condition says"), waiting.conditional_plans, ORGANISER,
         organiser_name, page, PLANNING, button=_("Revise")),
    Task("confirm_revision", _("Confirm the revision"), waiting.revisions_to_confirm, OFFICE, office_name, page,
         PLANNING, button=_("Confirm")),
    Task("put_on_agenda", _("Put the plan on an agenda"), waiting.plans_without_agenda, OFFICE, office_name, page,
         REVIEWING),
    Task("decide_plan", _("Decide on the plan"), waiting.plans_on_agenda, owners.of_body_of_plan, body_name, of_plan,
         REVIEWING, is_on_home=False),
    Task("hold_meeting", _("Mark the meeting as held"), meetings(MeetingStage.PLANNED), OFFICE, office_name, page, (),
         "meets_on", "", today_or_before("meets_on")),
    Task("move_meeting", _("Set a day within the term, choose the next term, or cancel the meeting"),
         ReviewMeeting.objects.beyond_term, OFFICE, office_name, page, (), "meets_on", "",
         button=_("Change the meeting")),
    Task("reschedule_meeting", _("Set the new date of the meeting"), meetings(MeetingStage.POSTPONED), OFFICE,
         office_name, page, path=""),
    Task("decide", _("Decide on the plans"), waiting.meetings_to_decide, owners.of_body, str, to("decision_sheet"), (),
         "meets_on", ""),
    Task("close_meeting", _("Enter the minutes number and close the meeting"), waiting.meetings_to_close, OFFICE,
         office_name, page, (), "meets_on", "", button=_("Close the meeting")),
    Task("plan_session", _("Plan the session"), waiting.plans_to_hold, ORGANISER, organiser_name, to("session_create"),
         HOLDING, "planned_on"),
    Task("answer_invitation", _("Answer the invitation"), waiting.invitations_to_answer, owners.of_unanswered,
         organiser_name, to("session_answer"), (), "reply_by"),
    Task("decide_leave", _("Decide on leave"), waiting.leaves_to_decide, ORGANISER, organiser_name,
         to("session_invitations"), (), "held_on"),
    Task("log_session", _("Log the session"), waiting.sessions_in(SessionStage.PLANNED, SessionStage.DRAFTED),
         ORGANISER, organiser_name, to("session_log"), HOLDING, "held_on", waits=today_or_before("held_on")),
    Task("reschedule_session", _("Set the new date of the session"), waiting.sessions_in(SessionStage.POSTPONED),
         ORGANISER, organiser_name, page, HOLDING),
    Task("conclude", _("Conclude"), waiting.topics_to_conclude, ORGANISER, organiser_name, to("outcome"),
         (S.CONSULTING,), "due_on", ""),
    Task("refer", _("Refer to departments"), waiting.topics_to_refer, OFFICE, office_name, to("refer"), (S.CONCLUDED,),
         "due_on", ""),
    Task("settle", _("Nothing to refer: follow up or close"), waiting.topics_without_recommendation, OFFICE,
         office_name, page, (S.CONCLUDED,), "due_on", "", button=_("Close or follow up")),
    Task("receive", _("Receive and answer"), waiting.owed_in(R.REFERRED), LEAD, lead_name, page,
         (S.REFERRED,), "due_on"),
    Task("answer", _("Answer"), waiting.owed_in(R.RECEIVED), LEAD, lead_name, page, (S.REFERRED,), "due_on"),
    Task("rework", _("Answer again: not satisfied"), waiting.owed_in(R.REWORKING), LEAD, lead_name, page,
         (S.REFERRED,), "due_on", button=_("Answer again")),
    Task("contact", _("Note the first contact"), waiting.contacts_owed, LEAD, lead_name, page, (), "contact_due_on",
         waits=UNSUBMITTED),
    Task("answer_on_behalf",
         _("Refer to the successor of the lead department, which has ended, or answer on its behalf"),
         waiting.answers_owed_by_ended, OFFICE, office_name, page, (S.REFERRED,), "due_on", button=_("Settle")),
    Task("countersign", _("Countersign the draft answer"), waiting.answers_to_countersign, owners.of_signer,
         names_of_signers, to_step("countersign"), (S.REFERRED,), "due_on"),
    Task("check_draft", _("Check and send the answer"), waiting.submitted_answers, owners.of_checker, lead_name,
         to("answer"), (S.REFERRED,), "due_on", button=_("Check")),
    Task("decide_objection", _("Decide on the objection"), waiting.recommendations_in(R.OBJECTED), OFFICE, office_name,
         page, (S.REFERRED,)),
    Task("decide_extension", _("Decide on the request for more time"), asking_for_time, OFFICE, office_name, page,
         (S.REFERRED,), "due_on"),
    Task("evaluate", _("Evaluate the answer"), waiting.answers_to_evaluate, PROPOSER, proposer_name, to("evaluate"),
         ANSWERING, "evaluation_due_on"),
    Task("lapse", _("Note that no evaluation came"), waiting.answers_past_evaluation, OFFICE, office_name, page,
         ANSWERING, "evaluation_due_on", button=_("Note it")),
    Task("close", _("Close and archive, or keep following up"), waiting.topics_to_close, OFFICE, office_name, page,
         (S.ANSWERED, S.TRACKING), "due_on", "", button=_("Close or follow up")),
    Task("visit", _("Visit and note progress"), waiting.topics_to_visit, ORGANISER, organiser_name, page, (S.TRACKING,),
         "check_on", ""),
    Task("resume", _("Resume or stop"), waiting.topics_in(S.SUSPENDED), OFFICE, office_name, page, (S.SUSPENDED,),
         path="", is_on_home=False),
    Task("draft_annual_plan", _("Complete the annual plan and submit it"),
         waiting.annual_plans_in(AnnualPlanStage.DRAFTING), OFFICE, office_name, page, path="",
         button=_("Complete and submit")),
    Task("review_annual_plan", _("Review the annual plan"), waiting.annual_plans_in(AnnualPlanStage.SUBMITTED),
         PRESIDIUM, presidium_name, page, path="", button=_("Review the plan")),
    Task("approve_annual_plan", _("Note what the Party standing committee decided on the annual plan"),
         waiting.annual_plans_in(AnnualPlanStage.PRESIDIUM_REVIEWED), OFFICE, office_name, page, path="",
         button=_("Note the decision")),
    Task("issue_annual_plan", _("Issue the annual plan"), waiting.annual_plans_in(AnnualPlanStage.COMMITTEE_APPROVED),
         OFFICE, office_name, page, path="", button=_("Issue")),
    Task("finish_annual_plan", _("Finish the annual plan"), waiting.annual_plans_to_finish, OFFICE, office_name,
         to("annual_plan_finish"), path="", button=_("Finish")),
    Task("put_forward", _("Put forward candidates for the annual plan"), waiting.annual_plans_collected,
         owners.of_unit_without_candidate, str, to_candidate, path="", button=_("Name candidates")),
    Task("recommend", _("Recommend a topic for the annual plan"), waiting.annual_plans_collected,
         owners.of_member_without_topic, str, to_proposal, path="", button=_("Recommend")),
    Task("end_committee", _("End the committee whose townships others have by now"), Committee.objects.succeeded,
         OFFICE, office_name, to("committee_end"), path="", button=_("End")),
    Task("close_account", _("Close the account that is for nothing any more"), User.objects.outlived,
         owners.of_role(Role.SYSADMIN), sysadmin_name, to("account_close"), path="", button=_("Close the account")),
)  # fmt: skip


MOST_RECORDS = 200


def tasks_of(user, most=MOST_RECORDS):
    """What waits for the user, as pairs of task and its records (at most `most` each), in the order of the table."""
    mine = [(task, task.mine(user, task.path)) for task in TASKS if task.is_on_home]
    asked = [(task, waiting_records(task, own)) for task, own in mine if own is not owners.NOTHING]
    pairs = [(task, list(as_listed(task, records)[:most])) for task, records in filled(asked, user)]
    listed = [record for _task, records in pairs for record in records]
    topics = [record.topic for record in listed if type(record) not in OF_NO_TOPIC]
    prefetch_related_objects(topics, "organiser", "proposing_committee")
    asked = [record for record in listed if type(record) is Recommendation]
    prefetch_related_objects(asked, time_lines(), *SHOWN_OF_RECOMMENDATIONS)
    return pairs


def are_filled(lists, about):
    """Of each of the lists whether it has rows, in one query, which reads the row of the user or topic `about`."""
    return about._meta.model.objects.filter(pk=about.pk).values_list(*map(Exists, lists)).get() if lists else ()


def filled(asked, about):
    """The pairs of task and records of which there are any."""
    return compress(asked, are_filled([records for _task, records in asked], about))


def count_of(task, records, user):
    """How many wait of the task for the user, of which these are the first."""
    if len(records) < MOST_RECORDS:
        return len(records)
    return waiting_records(task, task.mine(user, task.path)).count()


def waiting_records(task, own):
    records = task.records().filter(own)
    return records.filter(task.waits()) if task.waits else records


def as_listed(task, records):
    """In the order of their dates, with what a row shows of them but what is read for all tasks together."""
    if task.path:
        records = records.select_related("topic")
    if records.model is ReviewMeeting:
        records = records.select_related("term")
    if records.model is User:
        records = records.prefetch_related("appointments__committee", "appointments__department")
    return records.order_by(*([F(task.due).asc(nulls_last=True)] if task.due else []), "pk")


def next_tasks(topic):
    """The tasks that stand open on a topic now, each with its records; the first one is the topic's next step."""
    asked = [task for task in TASKS if topic.stage in task.stages]
    asked = [(task, task.records().filter(**{"topic" if task.path else "pk": topic.pk})) for task in asked]
    pairs = []
    for task, records in filled(asked, topic):
        if records.model is Recommendation:
            records = records.with_departments().prefetch_related("drafts__countersigns")
        pairs.append((task, list(records)))
        for record in pairs[-1][1] if task.path else []:
            record.topic = topic
    return pairs
