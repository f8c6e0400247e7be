"""The minutes of a consultation session 协商纪要."""

from django.utils.translation import gettext as _

from consult.official.paper import in_words
from consult.punctuation import about
from topics.models import Attendance, SessionStage
from topics.rules import sees_inside
from topics.sheets.cells import hours, session_number, shows


def write_session_minutes(paper, session, user):
    note = "" if session.stage == SessionStage.COMPLETED else session.get_stage_display()
    paper.title(_("Minutes of the consultation %(about)s") % {"about": about(session.topic.title)}, note)
    write_session(paper, session, user, level=1)
    photos = list(session.photos.all())
    if photos:
        paper.heading(_("Photos"))
        paper.photos(pictures_of(photos))
    paper.signature(_("Host: ________  Recorder: ________"), in_words(session.held_on))


def write_session(paper, session, user, level):
    """The record below headings of the level; who may not read inside finds no reason of a leave."""
    paper.heading(_("Overview"), level)
    paper.facts(facts_of(session))
    paper.heading(_("Who took part"), level)
    paper.facts(people_of(session, sees_inside(user, session.topic)))
    speeches = [f"{speech.speaker}（{speech.get_side_display()}）：{speech.point}" for speech in session.speeches.all()]
    opinions = [said(opinion) for opinion in session.opinions.all()]
    for label, texts in ((_("Speeches in order"), speeches), (_("Opinions offered"), opinions)):
        if texts:
            paper.heading(label, level)
            paper.points(texts)
    for name, label in (
        ("consensus", _("Consensus")),
        ("differences", _("Differences")),
        ("promises", _("Promises made on the spot")),
    ):
        if words := getattr(session, name):
            paper.heading(label, level)
            paper.text(words)


def said(opinion):
    return f"{opinion.text}（{opinion.offered_by}）" if opinion.offered_by else opinion.text


def facts_of(session):
    topic = session.topic
    return [
        (_("Topic"), topic),
        (_("Session"), session_number(session)),
        (_("Date and time"), f"{in_words(session.held_on)} {hours(session)}".strip()),
        (_("Place"), session.where),
        (_("Form of consultation"), topic.form),
        (_("Organiser"), session.organising_unit),
        (_("Host"), session.host),
        (_("Recorder"), session.recorder),
        (_("Three shows"), shows(session)),
    ]


def people_of(session, inside):
    """Pairs: the members by attendance, then the guests by category."""
    rows = list(session.attendances.all())
    found = []
    for status in Attendance.Status:
        names = [name_of(row, inside) for row in rows if row.status == status]
        if names:
            found.append((counted(status.label, len(names)), "、".join(names)))
    for guest in session.guests.all():
        found.append((counted(guest.get_category_display(), guest.count), guest.names or ""))
    return found


def counted(label, count):
    return _("%(label)s (%(count)d)") % {"label": label, "count": count}


def name_of(row, inside):
    return f"{row.name}（{row.leave_reason}）" if row.leave_reason and inside else row.name


def pictures_of(photos):
    """Pairs of an open file, or None where it is gone, and a caption."""
    for photo in photos:
        try:
            file = photo.file.open("rb")
        except FileNotFoundError:
            file = None
        yield file, photo.caption or _("Photo without caption")
