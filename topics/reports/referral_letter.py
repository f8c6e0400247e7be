"""The letter by which recommendations are referred to their lead department 交办单."""

from itertools import groupby

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from consult.official.paper import in_words
from consult.options import held
from consult.punctuation import labelled
from topics.models import Recommendation, Referral
from topics.sheets.cells import co_units


def referred(topic, user):
    """The recommendations of the topic that stand referred and that the user sees, by number."""
    led = Referral.objects.standing().filter(is_lead=True, recommendation=OuterRef("pk"))
    rows = Recommendation.objects.visible_to(user).filter(Exists(led), topic=topic)
    return rows.select_related("topic").with_departments().prefetch_related("referrals__handler").order_by("number")


def letter_of(recommendation):
    """What tells one letter from another: department, number, day."""
    lead = recommendation.lead
    return lead.department_id, lead.letter_number, lead.referred_on


def write_referral_letters(paper, topic, user):
    """A letter on a page of its own for each lead department and letter number."""
    for _key, rows in groupby(sorted(referred(topic, user), key=sort_key), key=letter_of):
        write_letter(paper, topic, list(rows))


def sort_key(recommendation):
    return *map(str, letter_of(recommendation)), recommendation.number


def write_referral_letter(paper, recommendation, user):
    """The letter in which this recommendation went out, with those that went with it."""
    rows = referred(recommendation.topic, user)
    here = next(row for row in rows if row.pk == recommendation.pk)
    write_letter(paper, recommendation.topic, [row for row in rows if letter_of(row) == letter_of(here)])


def write_letter(paper, topic, rows):
    lead = rows[0].lead
    paper.title(_("Referral of recommendations from consultation"), lead.letter_number)
    paper.flush(f"{lead.unit}：")
    paper.text(
        _(
            "The consultation on “%(topic)s” (number %(number)s) has led to the recommendations below, which are"
            " herewith referred to you as lead department. Please deal with them, and answer each by the day it is due:"
            " whether it is adopted, with which measures and by when, or why not. An objection that they are not yours"
            " has to be raised by %(objection)s."
        )
        % {"topic": topic.title, "number": in_words(topic.number), "objection": in_words(lead.objection_due_on)}
    )
    if lead.contact_due_on:
        said = {"unit": in_words(topic.proposing_unit), "day": in_words(lead.contact_due_on)}
        paper.text(_("Before you answer, contact the proposing unit (%(unit)s) and hear it, by %(day)s.") % said)
    paper.table(
        [_("No."), _("Recommendation"), _("Co-department"), _("Due on")],
        [[row.number, row.text, co_units(row), row.due_on] for row in rows],
        [13, 79, 28, 36],
    )
    for handler in dict.fromkeys(row.lead.reached_at for row in rows if row.lead.handler):
        paper.text(labelled(_("Handler"), handler))
    if lead.department.phone and not any(row.lead.handler for row in rows):
        paper.text(labelled(_("Telephone of the lead department"), lead.department.phone))
    paper.signature(_("Office of the CPPCC of %(county)s") % {"county": held("county")}, in_words(lead.referred_on))
    if copies := dict.fromkeys(referral.unit for row in rows for referral in row.co_referrals):
        paper.flush(_("Copies to: %(names)s") % {"names": "、".join(copies)})
