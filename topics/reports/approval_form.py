"""A plan with the decisions of both bodies 方案审批表."""

from django.utils.formats import time_format
from django.utils.translation import gettext as _

from consult.models.names import called
from consult.official.paper import CLOSE, Signed, in_words, joined
from topics.models import Body
from topics.plans.rounds import Rounds
from topics.rules import sees_inside


def write_approval_form(paper, plan, user):
    rounds = Rounds([plan])
    plan, inside = rounds[plan], sees_inside(user, plan.topic)
    paper.title(_("Approval form of a consultation plan"))
    signed = [(body.label, decided(rounds.decision(plan, body), inside)) for body in Body]
    paper.form(
        [
            *plan_rows(plan, plan.as_of),
            [(_("Organiser's signature"), Signed())],
            *([(_("Opinion of the %(body)s") % {"body": body}, Signed(said))] for body, said in signed),
        ],
        layout=CLOSE,
    )


def plan_rows(plan, day):
    """All that a version says, as rows of a form; units and people as on the day."""
    topic = plan.topic
    return [
        [(_("Topic"), topic.title)],
        [(_("Number"), topic.number), (_("Round and version"), plan.label)],
        [(_("Source"), topic.get_source_display()), (_("Organiser"), topic.organised_on(day))],
        [(_("Background"), topic.background)],
        [(_("Purpose"), plan.purpose)],
        [(_("Points to consult on"), plan.points)],
        [(_("Date and time"), moment(plan.planned_on, plan.planned_at)), (_("Venue"), place_of(plan, day))],
        [(_("Host"), plan.host), (_("Leading vice-chair"), called(plan.leading_vice_chair, day))],
        [(_("Form of the outcome"), plan.outcome_kind)],
        [(_("Preparation"), plan.preparation)],
        [(_("Agenda"), agenda_of(plan))],
        [(_("Invited members"), invited(plan, day))],
        [(_("Guests"), "；".join(guest_in_words(guest) for guest in plan.guests.all()))],
    ]


def moment(day, time):
    return f"{in_words(day)} {time_format(time, 'H:i')}" if day and time else day


def place_of(record, day):
    return joined(called(record.venue, day), record.place)


def agenda_of(plan):
    return "\n".join(f"{number}. {part_of(part)}" for number, part in enumerate(plan.agenda.all(), start=1))


def part_of(part):
    minutes = _("%(count)d minutes") % {"count": part.minutes} if part.minutes else ""
    said = "，".join(filter(None, [part.speaker, minutes]))
    free = _("free dialogue") if part.is_free_dialogue else ""
    title = f"{part.title}〔{free}〕" if free and free not in part.title else part.title
    return f"{title}（{said}）" if said else title


def invited(plan, day):
    names = "、".join(invitee.member.name_on(day) for invitee in plan.invitees.all())
    return _("%(count)d members: %(names)s") % {"count": len(plan.invitees.all()), "names": names} if names else ""


def guest_in_words(guest):
    people = _("%(category)s: %(count)d") % {"category": guest.get_category_display(), "count": guest.count}
    return people + (f"（{guest.names}）" if guest.names else "")


def decided(decision, inside):
    """The decision of a body; its meeting and opinion only for who reads inside. Empty where there is none."""
    if decision is None:
        return ""
    meeting, opinion = (str(decision.item.meeting), decision.opinion) if inside else ("", "")
    told = joined(decision.get_outcome_display(), decision.decided_on, meeting)
    return "\n".join(filter(None, [told, opinion]))
