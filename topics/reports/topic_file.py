"""One topic, one file 一题一档: everything of a topic that its reader may see, with its history and photos."""

from django.utils import timezone
from django.utils.translation import gettext as _

from consult.lists.periods import in_full
from consult.models.names import called
from consult.official.paper import in_words, joined
from consult.options import held
from consult.punctuation import with_aside
from topics.models import Photo
from topics.reports.adoption_form import record_of
from topics.reports.approval_form import moment, place_of
from topics.reports.proposal_form import listed, proof_of_source
from topics.reports.session_minutes import pictures_of, write_session
from topics.sheets.cells import planned, session_number
from topics.topic_contents import whole


def write_topic_file(paper, topic, user):
    told = whole(topic, user)
    paper.title(_("One topic, one file: %(topic)s") % {"topic": topic.title}, topic.archive_number)
    for write in PARTS:
        write(paper, topic, told, user)
    unit = _("CPPCC of %(county)s") % {"county": held("county")}
    paper.signature(unit, _("as of %(day)s") % {"day": in_words(timezone.localdate())})


def write_overview(paper, topic, told, user):
    paper.heading(_("Overview"))
    adoption = "，".join(f"{result.label} {count}" for result, count in told["adoption"])
    leader = called(topic.leading_vice_chair, topic.closed_on)
    days = [
        [(_("Proposed on"), topic.proposed_on), (_("Accepted on"), topic.accepted_on)],
        [(_("Concluded on"), topic.concluded_on), (_("Archived on"), topic.closed_on)],
    ]
    paper.form(
        [
            [(_("Number"), topic.number), (_("Stage"), topic.get_stage_display())],
            [(_("Source"), topic.get_source_display()), (_("Category"), topic.category)],
            [(_("Proposing unit"), topic.proposing_unit)],
            *proof_of_source(topic),
            [(_("Organiser"), organisers(topic, told))],
            [(_("Leading vice-chair"), leader), (_("Form of consultation"), topic.form)],
            [(_("Annual plan"), planned(topic)), (_("Livelihood matter"), topic.is_livelihood)],
            [(_("Townships"), listed(topic.townships.all(), topic.proposed_on))],
            [(_("Departments to invite"), listed(topic.departments.all(), topic.proposed_on))],
            [(_("Took part"), taking_part(told))],
            *days,
            *([[(_("Adopted"), adoption)]] if adoption else []),
            *([[(_("Why it left its path"), reason_of(told["exit"]))]] if told["exit"] else []),
            *([[(_("Merged into"), told["merged_into"])]] if told["merged_into"] else []),
            *([[(_("Co-proposers"), co_proposers(told))]] if told["merged_of_others"] else []),
            *([[(_("Took in"), "\n".join(one.title for one in told["merged_own"]))]] if told["merged_own"] else []),
        ]
    )


def organisers(topic, told):
    if len(told["organisers"]) < 2:
        return topic.organiser_named_on(topic.closed_on)
    return "\n".join(f"{one}（{in_full(one.starts_on, one.ends_on)}）" for one in told["organisers"])


def taking_part(told):
    return "，".join(f"{category or _('members')} {count}" for category, count in told["participants"])


def reason_of(left):
    return "\n".join(filter(None, [joined(left.label, left.on), left.reason]))


def co_proposers(told):
    return "\n".join(f"{other.proposing_unit}（{other.title}）" for other in told["merged_of_others"])


def write_contents(paper, topic, told, user):
    paper.heading(_("What it is about"))
    said = [(_("Background"), topic.background), (_("What to consult on"), topic.points)]
    said += [(_("First suggestions"), topic.suggestions)] if "suggestions" in told["seen"] else []
    said += [(_("Known result"), topic.known_result)]
    write_texts(paper, [pair for pair in said if pair[1]])


def write_texts(paper, pairs):
    for label, words in pairs:
        paper.heading(label, 2)
        paper.text(words)
    if not pairs:
        paper.text(_("Nothing is written down yet."))


def write_research(paper, topic, told, user):
    if told["research"]:
        paper.heading(_("Research"))
        rows = [[note.days, note.places, note.who, note.findings] for note in told["research"]]
        paper.table([_("Date"), _("Places"), _("People"), _("Findings")], rows, [42, 25, 25, 64])


def write_plans(paper, topic, told, user):
    if not told["plans"]:
        return
    paper.heading(_("Plans and their review"))
    inside = "opinions" in told["seen"]
    for plan in reversed(told["plans"]):
        paper.heading(f"{plan.label}（{plan.get_stage_display()}）", 2)
        paper.form(
            [
                [(_("Purpose"), plan.purpose)],
                [(_("Points to consult on"), plan.points)],
                [
                    (_("Date and time"), moment(plan.planned_on, plan.planned_at)),
                    (_("Venue"), place_of(plan, plan.as_of)),
                ],
                *([decision_row(decision) for decision in plan.decisions.all()] if inside else []),
            ]
        )


def decision_row(decision):
    taken_back = _("(corrected)") if decision.revoked_by_id else ""
    said = [joined(f"{decision.get_outcome_display()}{taken_back}", decision.decided_on)]
    said += [str(decision.item.meeting), decision.opinion]
    return [(decision.item.meeting.get_body_display(), "\n".join(filter(None, said)))]


def write_sessions(paper, topic, told, user):
    for session in told["sessions"]:
        paper.heading(f"{_('Session')}：{session_number(session)}（{session.get_stage_display()}）")
        if session.is_logged:
            write_session(paper, session, user, level=2)
        else:
            paper.text(f"{in_words(session.held_on)} {session.where}")


def write_outcomes(paper, topic, told, user):
    if told["outcomes"] or told["instructions"]:
        paper.heading(_("Outcome"))
    for outcome in told["outcomes"]:
        paper.heading(f"{outcome.kind} {outcome.number}", 2)
        paper.text(in_words(outcome.issued_on))
        if outcome.summary:
            paper.text(outcome.summary)
    if told["instructions"]:
        paper.heading(_("Written instructions"), 2)
        rows = [[note.given_on, note.leader, note.text] for note in told["instructions"]]
        paper.table([_("Date"), _("Leader and post"), _("Text of the instruction")], rows, [42, 33, 81])


def write_recommendations(paper, topic, told, user):
    if told["recommendations"]:
        paper.heading(_("Recommendations and their adoption"))
    for row in told["recommendations"]:
        paper.form(record_of(row), is_whole=True)


def words_of(note):
    return with_aside(note.findings, note.who) if note.who else note.findings


def write_follow_ups(paper, topic, told, user):
    if told["follow_ups"]:
        paper.heading(_("Follow-up"))
        head = [_("Date"), _("Kind"), _("Recommendation"), _("Findings"), _("Evidence"), _("Next check")]
        rows = [
            [day_of(n.done_on), n.get_kind_display(), n.recommendation and n.recommendation.number, words_of(n),
             "、".join(filter(None, [n.evidence, *map(str, n.documents.all())])), day_of(n.next_check_on)]
            for n in told["follow_ups"]
        ]  # fmt: skip
        paper.table(head, rows, [26, 13, 13, 50, 28, 26])


def write_history(paper, topic, told, user):
    if told["history"]:
        paper.heading(_("History"))
        rows = [[number, *line_of(line)] for number, line in enumerate(reversed(told["history"]), start=1)]
        paper.table([_("No."), _("Date"), _("Step"), _("By"), _("What was said")], rows, [13, 26, 27, 30, 60])


def day_of(day):
    return f"{day:%Y-%m-%d}" if day else None


def line_of(line):
    who = f"{line['who']}（{line['on_behalf_of']}）" if line["on_behalf_of"] else line["who"]
    said = "\n".join(f"{label}：{in_words(words)}" for label, words in line["lines"])
    return [day_of(line["happened"]), f"{line['title']} {line.get('link', '')}".strip(), who, said]


def write_photos(paper, topic, told, user):
    photos = Photo.objects.visible_to(user).filter(session__in=told["sessions"])
    photos = list(photos.order_by("session", "order", "pk"))
    if photos:
        paper.heading(_("Photos"))
        paper.photos(pictures_of(photos))


def write_documents(paper, topic, told, user):
    if told["documents"]:
        paper.heading(_("Documents"))
        rows = [[number, it.title, it.name] for number, it in enumerate(told["documents"], start=1)]
        paper.table([_("No."), _("Title"), _("File name")], rows, [13, 80, 63])


PARTS = (
    write_overview,
    write_contents,
    write_research,
    write_plans,
    write_sessions,
    write_outcomes,
    write_recommendations,
    write_follow_ups,
    write_history,
    write_photos,
    write_documents,
)
