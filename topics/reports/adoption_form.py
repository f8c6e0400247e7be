"""Whether and how a department takes recommendations in 采纳情况反馈表."""

from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from consult.official.paper import Signed, joined
from topics.models import Recommendation
from topics.models.topic import DECISIONS
from topics.models.topic_parts import with_organisers
from topics.sheets.cells import co_units


def answerable(topic, user):
    """The recommendations that were ever referred and that the user sees, by number."""
    rows = Recommendation.objects.visible_to(user).filter(topic=topic, referrals__isnull=False).distinct()
    rows = rows.select_related("topic", "outcome").order_by("number").with_departments()
    return rows.prefetch_related("referrals__handler", "answers__department", "evaluations")


def write_adoption_forms(paper, topic, user):
    write_forms(paper, topic, list(answerable(topic, user)))


def write_adoption_form(paper, recommendation, user):
    topic = recommendation.topic
    write_forms(paper, topic, list(answerable(topic, user).filter(pk=recommendation.pk)))


def write_forms(paper, topic, rows):
    """A form on a page of its own for each: every department signs and seals its own."""
    prefetch_related_objects([topic], with_organisers())
    for row in rows:
        unit = topic.organised_on(row.answer.replied_on if row.answer else timezone.localdate())
        paper.title(_("Adoption feedback form"))
        head = [[(_("Topic"), topic.title)], [(_("Number"), topic.number), (_("Organiser"), unit)]]
        paper.form([*head, *form_of(row)])


def form_of(recommendation):
    """To be signed; what is not answered yet is left free to be filled in by hand."""
    answer = recommendation.answer
    signed = Signed(joined(answer.unit, answer.replied_on) if answer else "")
    return [
        *head_of(recommendation),
        *handler_row(recommendation),
        *(answer_rows(answer) if answer else free_rows()),
        [(_("Answering department"), signed)],
        [(_("Satisfaction"), verdict_on(recommendation) or " ")],
    ]


def record_of(recommendation):
    """What is known, for the file of the topic."""
    answer = recommendation.answer
    by = [(_("Answering department"), answer and answer.unit), (_("Answered on"), answer and answer.replied_on)]
    return [
        *head_of(recommendation),
        *([by, *answer_rows(answer)] if answer else [[(_("Stage"), recommendation.get_stage_display())]]),
        [(_("Satisfaction"), verdict_on(recommendation)), (_("Carried out"), recommendation.carried_out_on)],
    ]


def head_of(recommendation):
    return [
        [(_("Recommendation"), f"{recommendation.number}. {recommendation.text}")],
        [(_("Lead department"), lead_of(recommendation)), (_("Co-department"), co_units(recommendation))],
        [(_("Referred on"), referred_on(recommendation)), (_("Due on"), recommendation.due_on)],
        *contact_row(recommendation),
    ]


def handler_row(recommendation):
    lead = recommendation.lead
    return [[(_("Handler"), lead.reached_at)]] if lead and lead.handler else []


def contact_row(recommendation):
    """Nothing while the first contact is still to come."""
    lead = recommendation.lead
    if lead and lead.contacted_on:
        return [[(_("First contact"), joined(lead.contacted_on, lead.get_contact_way_display(), lead.agreed))]]
    return [[(_("First contact"), _("not recorded"))]] if recommendation.lacks_contact else []


def lead_of(recommendation):
    return recommendation.lead and recommendation.lead.unit


def referred_on(recommendation):
    return recommendation.lead and recommendation.lead.referred_on


def free_rows():
    """Boxes to tick and free lines."""
    boxes = "　".join(f"□ {label}" for _value, label in DECISIONS)
    texts = [[(label, "\n\n")] for label in (_("Measures"), _("Reason for not adopting in full"))]
    return [[(_("Decision"), boxes)], *texts, [(_("Planned completion"), " "), (_("Real completion"), " ")]]


def answer_rows(answer):
    return [
        [(_("Decision"), answer.get_decision_display()), (_("Handling result"), answer.get_handling_result_display())],
        [(_("Measures"), answer.measures)],
        *([[(_("Reason for not adopting in full"), answer.reason)]] if answer.reason else []),
        [(_("Planned completion"), answer.planned_on), (_("Real completion"), answer.completed_on)],
    ]


def verdict_on(recommendation):
    """The newest verdict that stands on the answer that stands."""
    answer = recommendation.answer
    found = [v for v in recommendation.evaluations.all() if answer and v.answer_id == answer.pk and not v.is_corrected]
    return joined(found[0].get_verdict_display(), found[0].evaluated_on) if found else None
