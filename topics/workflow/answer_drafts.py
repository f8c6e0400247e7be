"""The draft of an answer: how it is kept, and what its way through the department leaves on it."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from topics.answering import unsigned_referral
from topics.deadlines import due_fields
from topics.models import Answer, AnswerDraft, Countersign, DraftState, Recommendation, Referral
from topics.models.recommendation import OWED_BY_DEPARTMENT
from topics.rules import answers_as_lead, referral_of, serves_department
from topics.workflow.machine import lock
from topics.workflow.refusals import changed_meanwhile


@transaction.atomic
def keep_draft(recommendation, content, *, by, now=None):
    """Keep what was written of the answer so far; the version that follows is the one to be submitted or sent.

    Raises `PermissionDenied` outside the lead department, `Moved` where somebody else was first.
    """
    lock(recommendation)
    fresh = Recommendation.objects.select_for_update(no_key=True).get(pk=recommendation.pk)
    if not answers_as_lead(by, fresh):
        raise PermissionDenied
    is_owed = fresh.stage in OWED_BY_DEPARTMENT
    if fresh.version != recommendation.version or not is_owed or fresh.submitted_draft:
        raise changed_meanwhile(fresh)
    draft = fresh.draft or begin(fresh)
    AnswerDraft.objects.filter(pk=draft.pk).update(version=F("version") + 1, changed=now or timezone.now(), **content)
    draft.editors.add(by)
    Recommendation.objects.filter(pk=fresh.pk).update(version=F("version") + 1)
    recommendation.refresh_from_db()
    return draft


def kept_draft(recommendation):
    """The newest draft, which has not become the answer, or None."""
    newest = next(iter(recommendation.drafts.all()), None)
    return newest if newest and not newest.is_over else None


def former_answer(recommendation):
    """What the lead department answered before it was sent back or taken back, or None."""
    lead = recommendation.lead
    return next((one for one in recommendation.answers.all() if lead and one.department_id == lead.department_id), None)


def content_so_far(recommendation):
    """What the answer to be written begins with: the draft that is kept, else the former answer, by question."""
    begun = kept_draft(recommendation) or former_answer(recommendation)
    return begun.content if begun else {}


def former_content(recommendation):
    former = former_answer(recommendation)
    return former.content if former else {}


def begin(recommendation):
    """The next version; after a return it stands in the line of those who wrote the one before."""
    before = recommendation.drafts.first()
    draft = AnswerDraft.objects.create(
        recommendation=recommendation, referral=recommendation.lead, number=before.number + 1 if before else 1
    )
    if before and before.state in {DraftState.RETURNED, DraftState.WITHDRAWN}:
        draft.editors.set(before.editors.all())
    return draft


def submit_draft(recommendation, step, answers):
    """The co-departments have their time from the day on which they can read it, whatever earlier day is entered."""
    draft = recommendation.draft
    draft.editors.add(step.actor)
    submitted_on = timezone.localdate(step.recorded_at)
    AnswerDraft.objects.filter(pk=draft.pk).update(
        state=DraftState.SUBMITTED, submitted_by=step.actor, submitted_on=submitted_on
    )
    renew_countersigns(recommendation, step)


def renew_countersigns(recommendation, step):
    """The time for the countersigns of a submitted draft, where there is a co-department."""
    has_co_department = recommendation.referrals.standing().filter(is_lead=False).exists()
    read_on = timezone.localdate(step.recorded_at) if has_co_department else None
    recommendation.drafts.submitted().update(**due_fields("countersign", read_on))


def return_draft(recommendation, step, answers):
    end(recommendation, DraftState.RETURNED, return_reason=answers["reason"])


def take_draft_back(recommendation, step, answers):
    end(recommendation, DraftState.WITHDRAWN)


def end(recommendation, state, **fields):
    """End the open draft, if there is one; return it."""
    if draft := recommendation.draft:
        AnswerDraft.objects.filter(pk=draft.pk).update(state=state, **fields)
    return draft


def revive(recommendation):
    """Open the draft again that was open before the lead department changed, as it was."""
    newest = recommendation.drafts.filter(referral=recommendation.lead).first()
    if newest is None or newest.state != DraftState.DROPPED:
        return
    others = recommendation.steps.filter(transition__in=("answer_on_behalf", "correct"))
    if not others.filter(recorded_at__gt=newest.changed).exists():
        state = DraftState.SUBMITTED if newest.submitted_on else DraftState.DRAFTED
        AnswerDraft.objects.filter(pk=newest.pk).update(state=state)


def settle_draft(recommendation, answer):
    """The draft that became the answer; one that the office's entry has overtaken is dropped."""
    draft = end(recommendation, DraftState.DROPPED if answer.is_on_behalf else DraftState.SENT)
    if draft and not answer.is_on_behalf:
        Answer.objects.filter(pk=answer.pk).update(draft=draft)


def countersign(recommendation, step, answers):
    Countersign.objects.create(
        draft=recommendation.draft,
        referral=unsigned_referral(step.actor, recommendation),
        agreement=answers["agreement"],
        remark=answers.get("remark") or "",
        signed_on=step.happened_on,
        signed_by=step.actor,
    )


def assign(recommendation, step, answers):
    """Refused for somebody of another department than the one that assigns."""
    referral = referral_of(step.actor, recommendation)
    if not serves_department(answers["handler"], referral.department_id):
        raise PermissionDenied
    Referral.objects.filter(pk=referral.pk).update(handler=answers["handler"])
