"""What the steps ask: one question per name, with its words and the field that takes the answer."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from committees.models import Committee, Department
from consult.choices import without
from consult.forms.fields import DayField
from consult.forms.widgets import Segments
from members.models import Member, Role, Term, User
from topics.dimensions import COUNTY
from topics.forms.annual_plans import GivenUpField
from topics.forms.demands import tell_demands
from topics.forms.documents import evidence, kept_documents, new_files, new_reply, replies
from topics.forms.note_fields import last_day, members
from topics.forms.planned_field import PlannedField
from topics.forms.topics import UnitField
from topics.models import (
    ContactWay,
    Countersign,
    DictionaryEntry,
    Evaluation,
    HandlingResult,
    RecommendationStage,
    Topic,
)
from topics.models.topic import DECISIONS
from topics.models.topic_stage import TAKES_OTHERS_IN
from topics.rules import referral_of
from topics.workflow.departments_back import shares_given_away
from topics.workflow.draft_needs import awaited
from topics.workflow.notes import notes_of_others, text_of
from topics.workflow.recommendation_needs import departments_in_the_way, latest_due_date


@dataclass(frozen=True)
class Question:
    """Its label and `field(record, user)`, which builds the form field."""

    label: str | Promise
    field: Callable


def units(empty, committees):
    return [
        ("", empty),
        (COUNTY, _("county level")),
        *((str(committee.pk), str(committee)) for committee in committees),
    ]


def present_organiser(topic):
    """As an organiser is chosen; None before acceptance."""
    return COUNTY if topic.is_county_level else topic.organiser_id and str(topic.organiser_id)


class OrganiserField(forms.ChoiceField):
    """A committee in being, or the county level, which answers None, but for the present organiser; none is chosen."""

    def __init__(self, present=None, **kwargs):
        self.present = present
        super().__init__(choices=self.offered, **kwargs)

    def offered(self):
        everyone = units(_("Please choose"), Committee.objects.choosable())
        return [unit for unit in everyone if unit[0] != self.present]

    def clean(self, value):
        chosen = super().clean(value)
        return None if chosen == COUNTY else Committee.objects.get(pk=chosen)


class NoteField(forms.ModelChoiceField):
    def label_from_instance(self, obj):
        return Truncator(text_of(obj)).chars(60)

    def answers(self, value):
        return {"note": value, "struck": text_of(value)}


def text(rows=3, required=True, most=2000):
    return lambda record, user: forms.CharField(
        required=required, max_length=most, widget=forms.Textarea(attrs={"rows": rows})
    )


def line(required=True, most=100):
    return lambda record, user: forms.CharField(required=required, max_length=most)


def day(required=True):
    return lambda record, user: DayField(required=required)


def number(required=False, told=""):
    return lambda record, user: forms.IntegerField(required=required, min_value=0, max_value=9999, help_text=told)


def own_number(field):
    """What was reopened is offered the number that it bore."""
    return lambda record, user: forms.CharField(max_length=40, initial=getattr(record, field))


def terms(record, user):
    return forms.ModelChoiceField(Term.objects.current(), initial=Term.objects.all().present())


def planned(topic, user):
    """A topic that is screened alone gets with its item what the item proposes."""
    return PlannedField(topic, timezone.localdate().year, brings=topic.pk is not None)


def choice(choices, tones=None, required=True):
    return lambda record, user: forms.ChoiceField(choices=choices, required=required, widget=Segments(tones=tones))


def entries(kind):
    """The entries of a dictionary, the record's own or the default one chosen."""

    def field(record, user):
        chosen = getattr(record, kind, None) or DictionaryEntry.objects.default_of(kind)
        return forms.ModelChoiceField(DictionaryEntry.objects.of(kind), initial=chosen)

    return field


def leaders(record, user):
    return forms.ModelChoiceField(Member.objects.leading(), required=False, initial=record.leading_vice_chair_id)


def merge_targets(record, user):
    """Living topics, not the record itself."""
    living = Topic.objects.visible_to(user).filter(stage__in=TAKES_OTHERS_IN).exclude(pk=record.pk)
    return forms.ModelChoiceField(living.order_by("-pk"), widget=forms.Select(attrs={"data-pick": True}))


def own_referrals(recommendation, user):
    """Those of the user's departments that were not objected to yet; hidden where there is only one."""
    standing = recommendation.referrals.standing()
    own = standing.filter(department__in=user.units(Role.DEPARTMENT), objected_on=None)
    widget = forms.HiddenInput if own.count() == 1 else forms.Select
    return forms.ModelChoiceField(own, initial=own.first(), widget=widget)


def reason_to_hurry(recommendation, user):
    """Asked while countersigns are missing."""
    missing = "、".join(str(referral.department) for referral in awaited(recommendation))
    if not missing:
        return forms.CharField(required=False, widget=forms.HiddenInput)
    words = _("Not countersigned yet: %(names)s. Needed only where the answer is sent all the same.")
    words %= {"names": missing}
    return forms.CharField(required=False, max_length=500, widget=forms.Textarea({"rows": 2}), help_text=words)


def due_day(recommendation, user):
    """From the present day on, with the latest possible one; the time of another department begins today."""
    lead, begins = recommendation.lead, timezone.localdate()
    if lead and recommendation.stage != RecommendationStage.OBJECTED:
        begins = lead.referred_on
    words = _("%(day)s at the latest.") % {"day": date_format(latest_due_date(begins))}
    return DayField(initial=recommendation.due_on, help_text=words)


def colleagues(recommendation, user):
    """The accounts that serve the user's own department today, the present handler chosen."""
    referral = referral_of(user, recommendation)
    return forms.ModelChoiceField(User.objects.serving([referral.department_id]), initial=referral.handler_id)


def other_departments(recommendation, user):
    others = Department.objects.choosable().exclude(pk__in=departments_in_the_way(recommendation))
    return forms.ModelChoiceField(others, widget=forms.Select(attrs={"data-pick": True}))


def former(referrals_of):
    """One of the departments to which the recommendation stands referred in this way; hidden where there is one."""

    def field(recommendation, user):
        departments = [referral.department_id for referral in referrals_of(recommendation)]
        widget = forms.HiddenInput if len(departments) == 1 else forms.Select
        offered = Department.objects.filter(pk__in=departments)
        return forms.ModelChoiceField(offered, initial=departments[0], widget=widget)

    return field


def former_shares(recommendation, user):
    """The departments whose share somebody else gave to a successor, the last one chosen."""
    departments = [referral.department_id for referral in shares_given_away(recommendation, user)]
    offered = Department.objects.filter(pk__in=departments)
    return forms.ModelChoiceField(offered, initial=next(iter(departments), None), empty_label=None)


def successors(recommendation, user):
    return forms.ModelChoiceField(Department.objects.choosable(), widget=forms.Select(attrs={"data-pick": True}))


DECISION_TONES = {"adopted": "ok", "partly": "wait", "not_adopted": "bad"}
AGREEMENT_TONES = {"agrees": "ok", "opinion": "wait"}
VERDICT_TONES = {"satisfied": "ok", "basically": "wait", "not_satisfied": "bad"}

QUESTIONS = {
    "happened_on": Question(_("Date"), day()),
    "reason": Question(_("Reason"), text(most=1000)),
    "organiser": Question(_("Organiser"), lambda record, user: OrganiserField(present_organiser(record))),
    "proposer": Question(_("Proposing unit"), lambda record, user: UnitField(record)),
    "form": Question(_("Form of consultation"), entries("form")),
    "category": Question(_("Category"), entries("category")),
    "is_planned": Question(_("Annual plan"), planned),
    "leading_vice_chair": Question(_("Leading vice-chair"), leaders),
    "merged_into": Question(_("Merge into"), merge_targets),
    "goes_instead": Question(_("Goes instead to"), choice(Topic.Instead.choices)),
    "archive_number": Question(_("Archive number"), own_number("archive_number")),
    "done_until": Question(_("Last day of the research"), last_day),
    "places": Question(_("Places"), line(required=False, most=200)),
    "members": Question(_("Members who took part"), members),
    "people": Question(_("Others who took part"), line(required=False, most=200)),
    "findings": Question(_("Findings"), text(rows=5)),
    "leader": Question(_("Leader and post"), line(most=60)),
    "text": Question(_("Text of the instruction"), text()),
    "way": Question(_("Way of contact"), choice(ContactWay.choices)),
    "agreed": Question(_("What was agreed"), text(most=1000)),
    "evidence": Question(_("Evidence"), line(required=False, most=200)),
    "documents": Question(_("Documents as evidence"), kept_documents),
    "files": Question(_("Add files as evidence"), new_files),
    "next_check_on": Question(_("Next check"), day(required=False)),
    "meets_on": Question(_("New date"), day()),
    "minutes_number": Question(_("Minutes number"), own_number("minutes_number")),
    "referral": Question(_("Referral"), own_referrals),
    "department": Question(_("Department"), other_departments),
    "former_lead": Question(_("Former lead department"), former(lambda record: [record.lead])),
    "former_share": Question(_("Former co-department"), former(lambda record: record.co_referrals)),
    "back_to": Question(_("Back to"), former_shares),
    "successor": Question(_("Successor department"), successors),
    "letter_number": Question(_("Letter number"), line(required=False, most=40)),
    "due_on": Question(_("Due on"), due_day),
    "asked_until": Question(_("Asked for until"), due_day),
    "document": Question(_("Scanned reply"), replies),
    "new_reply": Question(_("Or add the scanned reply here"), new_reply),
    "scan": Question(_("Scanned reply or evidence"), evidence),
    "alone_reason": Question(_("Why it is sent without all countersigns"), reason_to_hurry),
    "agreement": Question(_("Countersign"), choice(Countersign.Agreement.choices, AGREEMENT_TONES)),
    "remark": Question(_("Our opinion"), text(required=False, most=1000)),
    "handler": Question(_("Handler"), colleagues),
    "decision": Question(_("Decision"), choice(DECISIONS, DECISION_TONES)),
    "handling_result": Question(_("Handling result"), choice(HandlingResult.choices)),
    "measures": Question(_("Measures"), text(rows=4, required=False, most=5000)),
    "reason_not_adopted": Question(_("Reason for not adopting in full"), text(required=False)),
    "planned_on": Question(_("Planned completion"), day(required=False)),
    "completed_on": Question(_("Real completion"), day(required=False)),
    "verdict": Question(_("Verdict"), choice(without(Evaluation.Verdict, Evaluation.Verdict.LAPSED), VERDICT_TONES)),
    "comment": Question(_("Comment"), text(required=False, most=1000)),
    "members_satisfied": Question(
        _("Members satisfied"), number(told=_("Members and public: only where they were asked."))
    ),
    "members_basically": Question(_("Members basically satisfied"), number()),
    "members_not": Question(_("Members not satisfied"), number()),
    "public_satisfied": Question(_("Public satisfied"), number()),
    "public_basically": Question(_("Public basically satisfied"), number()),
    "public_not": Question(_("Public not satisfied"), number()),
    "plan": Question(_("Plan"), line()),
    "plans": Question(_("Plans"), line()),
    "outcome": Question(_("Conclusion"), line()),
    "opinion": Question(_("Opinion"), text(required=False)),
    "term": Question(_("Term"), terms),
    "meeting_number": Question(_("Number of the presidium meeting"), number(required=True)),
    "decision_number": Question(_("Number of the decision"), line(most=60)),
    "document_number": Question(_("Document number"), line(most=60)),
    "adjusts": Question(_("Adjusts"), line()),
    "begins_from": Question(_("Begin from"), lambda plan, user: GivenUpField(plan)),
    "candidates": Question(_("Candidates"), line()),
    "candidate": Question(_("Candidate"), line()),
    "topics": Question(_("Topics"), line()),
    "undone": Question(_("Not done"), line()),
    "merged_topic": Question(_("Merged topic"), line()),
    "leave_of": Question(_("Leave of"), line()),
    "in_place_of": Question(_("Invited instead"), line()),
    "told_by": Question(_("Told by"), line()),
    "note": Question(_("What is struck"), lambda topic, user: NoteField(notes_of_others(user, topic))),
    "struck": Question(_("What is struck"), line()),
    "changes": Question(_("Changes"), line()),
    "reminder": Question(_("Reminder"), text(rows=2, most=500)),
    "attachment": Question(_("Document"), line()),
}


def asked(names, record, user):
    """The fields that ask for these answers, by name."""
    fields = {name: QUESTIONS[name].field(record, user) for name in names}
    for name, field in fields.items():
        field.label = QUESTIONS[name].label
    tell_demands(fields, record)
    return fields
