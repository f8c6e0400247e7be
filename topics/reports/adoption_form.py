"""Whether and how a department takes recommendations in 采纳情况反馈表."""

from django.utils.translation import gettext as _

from consult.official_paper import Signed, in_words
from topics.models import Recommendation, Topic
from topics.reports.referral_letter import co_departments


def answerable(topic, user):
    """The recommendations that were ever referred and that the user sees, by number."""
    rows = Recommendation.objects.visible_to(user).filter(topic=topic, referrals__isnull=False).distinct()
    rows = rows.select_related("topic", "outcome").order_by("number")
    return rows.prefetch_related("referrals__department", "answers__department", "evaluations")


def write_adoption_forms(paper, topic, user):
    write_forms(paper, topic, list(answerable(topic, user)))


def write_adoption_form(paper, recommendation, user):
    topic = recommendation.topic
    write_forms(paper, topic, list(answerable(topic, user).filter(pk=recommendation.pk)))


def write_forms(paper, topic, rows):
    paper.title(_("Adoption feedback form"))
    paper.form([[(_("Topic"), topic.title)], [(_("Number"), topic.number), (_("Organiser"), topic.organising_unit)]])
    for row in rows:
        paper.form(rows_of(row))


def rows_of(recommendation, is_filled_in=True):
    """The form of one recommendation; where it is to be filled in by hand, what is not answered yet is left free."""
    return [
        [(_("Recommendation %(number)s") % {"number": recommendation.number}, recommendation.text)],
        [(_("Lead department"), lead_of(recommendation)), (_("Co-department"), co_departments(recommendation))],
        [(_("Referred on"), referred_on(recommendation)), (_("Due on"), recommendation.due_on)],
        *(answer_rows(recommendation.answer) if is_filled_in or recommendation.answer else [stage_row(recommendation)]),
        [(_("Satisfaction"), verdict_on(recommendation))],
    ]


def lead_of(recommendation):
    return recommendation.lead and recommendation.lead.department


def referred_on(recommendation):
    return recommendation.lead and recommendation.lead.referred_on


def stage_row(recommendation):
    return [(_("Stage"), recommendation.get_stage_display())]


def answer_rows(answer):
    """Of a form without an answer the boxes to tick and free lines."""
    if answer is None:
        boxes = "　".join(f"□ {label}" for label in Topic.Result.labels[:3])
        free = [[(label, " ")] for label in (_("Measures"), _("Reason for not adopting in full"))]
        days = [(_("Planned completion"), " "), (_("Real completion"), " ")]
        return [[(_("Decision"), boxes)], *free, days, [(_("Answering department"), Signed())]]
    return [
        [(_("Decision"), answer.get_decision_display()), (_("Handling result"), answer.get_handling_result_display())],
        [(_("Measures"), answer.measures)],
        *([[(_("Reason for not adopting in full"), answer.reason)]] if answer.reason else []),
        [(_("Planned completion"), answer.planned_on), (_("Real completion"), answer.completed_on)],
        [(_("Answering department"), Signed(f"{answer.department} · {in_words(answer.replied_on)}"))],
    ]


def verdict_on(recommendation):
    """The newest verdict that stands on the answer that stands."""
    answer = recommendation.answer
    found = [v for v in recommendation.evaluations.all() if answer and v.answer_id == answer.pk and not v.is_corrected]
    return f"{found[0].get_verdict_display()} · {in_words(found[0].evaluated_on)}" if found else None
