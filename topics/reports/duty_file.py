"""The duty record of a member as a file 委员履职档案."""

from django.utils.translation import gettext as _

from consult.exports.watermark import mark_of
from consult.lists.periods import in_full
from topics.duty.record import not_due, record_of
from topics.sheets.cells import result_in_words


def write_duty_file(paper, member, user, period=None):
    told = record_of(member, period)
    chosen = told["period"]
    paper.mark(mark_of(user))
    paper.title(_("Duty record of a CPPCC member"))
    paper.form(
        [
            [(_("Full name"), member.name), (_("Member number"), member.number)],
            [(_("Sector"), told["sector"]), (_("Committee"), told["committee"])],
            [(_("Employer"), member.employer)],
            [(_("Period"), chosen.label), (_("From – to"), in_full(chosen.first, chosen.last))],
        ]
    )
    write_figures(paper, told)
    write_sessions(paper, told)
    write_topics(paper, told)
    paper.signature(_("Checked by: ________  Signature of the member: ________"))


def write_figures(paper, told):
    duty = told["duty"]
    paper.heading(_("Figures"))
    figures = [
        (_("due"), duty.due),
        (_("present"), duty.present),
        (_("on leave"), duty.leave),
        (_("absent"), duty.absent),
        (_("attendance rate"), None if duty.rate is None else f"{duty.rate:.2f}%"),
        (_("came uninvited"), duty.uninvited),
        (_("speeches"), duty.speeches),
        (_("research"), duty.researched),
        (_("follow-up visits"), duty.visited),
        (_("topics recommended"), duty.recommended),
        (_("topics accepted"), duty.accepted),
        (_("recommendations adopted"), duty.adopted),
    ]
    paper.form([figures[first : first + 2] for first in range(0, len(figures), 2)])
    paper.heading(_("Points on the platform"))
    lines = [[line["label"], line["count"], line["points"]] for line in told["points"]]
    total = [_("Total"), "", told["total_points"]]
    paper.table([_("For"), _("Count"), _("Points")], [*lines, total], [80, 38, 38])


def write_sessions(paper, told):
    paper.heading(_("Sessions"))
    rows = [[row.session.held_on, row.session, attended(row)] for row in told["attendances"]]
    listed(paper, [_("Date"), _("Session"), _("Present or not")], rows, [42, 81, 33])
    paper.heading(_("Speeches"))
    rows = [[speech.session.held_on, speech.session.topic, speech.point] for speech in told["speeches"]]
    listed(paper, [_("Date"), _("Topic"), _("Point")], rows, [42, 46, 68])
    if told["notes"]:
        paper.heading(_("Research and follow-up"))
        rows = [[note.days, note.topic, kind] for note, kind in told["notes"]]
        paper.table([_("Date"), _("Topic"), _("Kind")], rows, [42, 81, 33])


def attended(row):
    words = f"{row.get_status_display()}（{row.leave_reason}）" if row.leave_reason else row.get_status_display()
    return "\n".join(filter(None, [words, str(not_due(row))]))


def write_topics(paper, told):
    paper.heading(_("Topics recommended"))
    rows = [[t.proposed_on, t, t.get_stage_display(), result_in_words(t)] for t in told["topics"]]
    listed(paper, [_("Proposed on"), _("Topic"), _("Stage"), _("Result")], rows, [42, 58, 28, 28])
    paper.heading(_("Recommendations adopted"))
    rows = [[r.answered_on, r.topic, r.text, r.get_decision_display()] for r in told["adopted"]]
    listed(paper, [_("Date"), _("Topic"), _("Recommendation"), _("Decision")], rows, [42, 36, 54, 24])


def listed(paper, head, rows, shares):
    paper.table(head, rows, shares) if rows else paper.text(_("None yet."))
