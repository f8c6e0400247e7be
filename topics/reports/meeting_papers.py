"""A review meeting on paper: its agenda with the plans 会议议题, and the minutes of its decisions 会议纪要."""

from django.utils.translation import gettext as _

from consult.official.paper import in_words
from consult.options import held
from consult.punctuation import about
from consult.templatetags.ui import aside
from topics.agenda import listed_rows, rows_of
from topics.reports.approval_form import decided, moment, plan_rows


def write_agenda(paper, meeting, user):
    """The list of what is to be decided, then each plan on a page of its own."""
    rows = listed_rows(meeting, user)
    paper.title(_("Topics of the %(meeting)s") % {"meeting": meeting})
    paper.facts(facts_of(meeting))
    paper.table(
        [_("No."), _("Topic"), _("Organiser"), _("Plan"), *([_("Party group")] if is_presidium(meeting) else [])],
        [line_of(number, row, meeting) for number, row in enumerate(rows, start=1)],
        [13, 55, 36, 30, *([26] if is_presidium(meeting) else [])],
    )
    for number, row in enumerate(rows, start=1):
        paper.title(_("Paper %(number)d: consultation plan") % {"number": number})
        paper.form([*plan_rows(row.plan, meeting.meets_on), *seen_before(row)])


def is_presidium(meeting):
    return meeting.is_of_presidium


def facts_of(meeting):
    day = None if meeting.is_postponed else moment(meeting.meets_on, meeting.meets_at)
    known = [(label, value) for label, value in ((_("Place"), meeting.place), (_("Host"), meeting.host)) if value]
    return [(_("Date and time"), day), *known]


def line_of(number, row, meeting):
    topic = row.plan.topic
    party = [row.party and row.party.get_outcome_display()] if is_presidium(meeting) else []
    return [number, topic, row.unit, row.plan.label, *party]


def seen_before(row):
    """What the body has to know besides the plan: the Party group's decision, and what changed since it was seen."""
    party = [[(_("Party group"), decided(row.party, inside=True))]] if row.party else []
    changed = row.comparison.labels if row.comparison else []
    since = _("Changed since the Party group:") if row.is_base_of_party else _("Changed since last time:")
    return party + ([[(since.rstrip("：:"), "、".join(changed))]] if changed else [])


def write_minutes(paper, meeting, user):
    rows = rows_of(meeting, user)
    paper.title(_("Minutes of the %(meeting)s") % {"meeting": meeting}, meeting.minutes_number)
    paper.text(opening(meeting, sum(row.item.is_listed for row in rows)))
    for row in rows:
        paper.heading(_("Consultation plan %(about)s") % {"about": about(row.plan.topic.title)})
        paper.text(what_it_is(row.plan, row.unit))
        paper.text(conclusion(row))
        if row.decision and row.decision.opinion:
            paper.text(f"{_('Opinion')}：{row.decision.opinion}")
    body = (
        _("CPPCC of %(county)s")
        if is_presidium(meeting)
        else _("Leading Party members group of the CPPCC of %(county)s")
    )
    paper.signature(body % {"county": held("county")}, in_words(meeting.meets_on))


def opening(meeting, count):
    parts = ((_("place: %s"), meeting.place), (_("host: %s"), meeting.host))
    known = _("; ").join(words % value for words, value in parts if value)
    words = {"day": in_words(meeting.meets_on), "meeting": meeting, "count": count, "known": aside(known)}
    return (
        _(
            "On %(day)s the %(meeting)s was held%(known)s. It dealt with %(count)d consultation plans. The minutes are"
            " as follows."
        )
        % words
    )


def what_it_is(plan, unit):
    words = {"number": in_words(plan.topic.number), "plan": plan.label, "unit": unit}
    return _("Number %(number)s, %(plan)s, organised by %(unit)s.") % words


def conclusion(row):
    state = row.decision.get_outcome_display() if row.decision else row.item.get_state_display()
    return f"{_('Conclusion')}：{state}"
