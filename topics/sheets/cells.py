from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from consult.templatetags.ui import chip
from topics.models import Attendance, Topic, TopicStage
from topics.models.plan import UNDER_REVIEW
from topics.models.session_stage import PLANNABLE
from topics.tasks.desk import draft_under_way
from topics.tasks.due import due_words, time_words
from topics.templatetags.desk import draft_chip
from topics.templatetags.topics import replies, result_chip

ATTENDANCE_TONES = {Attendance.Status.PRESENT: "ok", Attendance.Status.LEAVE: "wait", Attendance.Status.ABSENT: "bad"}


def source(topic):
    return topic.get_source_display() or unknown_of(topic)


def unknown_of(topic):
    """What stands for a part that is empty: of a record the word, else nothing."""
    return _("unknown") if topic.stage == TopicStage.RECORDED else ""


def livelihood(topic):
    return _("livelihood matter") if topic.is_livelihood else ""


def planned(topic):
    return unknown_of(topic) if topic.is_planned is None else _("planned") if topic.is_planned else _("unplanned")


def other_proposer(topic):
    """The proposing unit where it is not the organiser itself; members without their names."""
    if topic.proposing_committee_id is None:
        return topic.get_proposer_display()
    return "" if topic.proposing_committee_id == topic.organiser_id else topic.proposing_unit


def result_in_words(topic):
    return Topic.Result(topic.adoption).label if topic.adoption else "—"


def result(topic):
    return result_chip(topic.adoption) if topic.adoption else ""


def due(record):
    """The due date; as a warning once it has passed and the record still waits."""
    if record.due_on is None:
        return ""
    is_late = record.due_on < timezone.localdate() and getattr(record, "is_open", True)
    return chip(record.due_on.isoformat(), "bad") if is_late else record.due_on.isoformat()


def time_left(recommendation):
    """How many days are left of an open one, or since when it is overdue."""
    return due_words(recommendation.due_on)[0] if recommendation.is_open and recommendation.due_on else ""


def more_time(recommendation):
    """How more time for the answer was asked for, given or declined; as a line cut to fit."""
    return Truncator(time_words(recommendation)).chars(40)


def contact(recommendation):
    """When and how the lead department first met the proposing unit, or until when it has to."""
    lead = recommendation.lead
    if lead and lead.contacted_on:
        return f"{lead.contacted_on.isoformat()} {lead.get_contact_way_display()}"
    if owed := recommendation.owed_contact:
        return _("by %(day)s") % {"day": owed.contact_due_on.isoformat()}
    return _("not recorded") if recommendation.lacks_contact else ""


def contact_due(recommendation):
    """The same; as a warning while it is overdue."""
    owed = recommendation.owed_contact
    is_late = owed and owed.contact_due_on < timezone.localdate()
    return chip(contact(recommendation), "bad") if is_late else contact(recommendation)


def own_contact(recommendation):
    """Until when the reader's department has to make it; rows of the desk."""
    owed = recommendation.owed_contact
    if owed not in recommendation.own_referrals:
        return ""
    days, tone = due_words(owed.contact_due_on)
    words = _("first contact: %(days)s") % {"days": days}
    return chip(words, tone) if tone == "bad" else words


def own_part(recommendation):
    """As what the reader's department has it; rows of the desk."""
    own = next(iter(recommendation.own_referrals), None)
    return "" if own is None else _("lead department") if own.is_lead else _("co-department")


def handler(recommendation):
    return next((referral.handler for referral in recommendation.own_referrals), None)


def draft(recommendation):
    """Where the draft of an owed answer stands, as far as the reader's department sees it."""
    found = draft_under_way(recommendation, recommendation.seen_drafts)
    return found.get_state_display() if found else ""


def draft_state(recommendation):
    """The same as a chip, with the countersigns that have come."""
    found = draft_under_way(recommendation, recommendation.seen_drafts)
    if found is None:
        return ""
    state = draft_chip(found)
    if not found.is_submitted or not (co_referrals := recommendation.co_referrals):
        return state
    signed = len(co_referrals) - len(found.awaited(co_referrals))
    words = _("countersigned %(signed)s of %(all)s") % {"signed": signed, "all": len(co_referrals)}
    return format_html('{}<span class="minor">{}</span>', state, words)


def implementation(recommendation):
    return recommendation.implementation.label if recommendation.implementation else ""


def short_text(recommendation):
    return Truncator(recommendation.text).chars(60)


def ordinal(recommendation):
    return recommendation.label


def co_departments(recommendation):
    return "、".join(str(referral.department) for referral in recommendation.co_referrals)


def co_units(recommendation):
    """The same as they were called when it was referred to them."""
    return "、".join(referral.unit for referral in recommendation.co_referrals)


def decision(recommendation):
    return result_chip(recommendation.decision) if recommendation.decision else ""


def reminded(recommendation):
    """The day of the last reminder that stands."""
    return recommendation.last_reminder and recommendation.last_reminder.reminded_on


def reminded_words(recommendation):
    day = reminded(recommendation)
    return _("reminded %(day)s") % {"day": f"{day:%m-%d}"} if day and recommendation.is_open else ""


def clock(time):
    return f"{time:%H:%M}" if time else ""


def hours(session):
    """From when to when, as far as it is known."""
    return "–".join(filter(None, [clock(session.starts_at), clock(session.ends_at)]))


def session_number(session):
    return _("Session %(number)s") % {"number": session.number}


def answers(session):
    return replies(session) if session.tells_replies and session.stage in PLANNABLE else ""


def present(session):
    """How many members of those expected were there; a dash while nobody has noted it."""
    return f"{session.present if session.is_logged else '—'} / {session.invited}"


def in_all(session):
    """How many were there; None while nobody has noted it."""
    return session.present + session.guest_count if session.is_logged else None


def shows(session):
    """Those of the three shows that were shown."""
    names = ("shows_sign", "shows_rules", "shows_sides")
    shown = [str(session._meta.get_field(name).verbose_name) for name in names if getattr(session, name)]
    return "、".join(shown)


def was_deferred(plan):
    return _("was deferred") if plan.was_deferred and plan.stage in UNDER_REVIEW else ""


def last_meeting(plan):
    """The meeting on whose agenda the plan was put last; None where it never was."""
    items = list(plan.agenda_items.all())
    return items[-1].meeting if items else None


def items_in(state):
    """How many items of an annual plan are in the state; nothing while it is not issued."""
    return lambda plan: plan.figures[state] if plan.is_published else None


def attendance(row):
    return chip(row.get_status_display(), ATTENDANCE_TONES.get(row.status, "off"))


def member_link(row):
    return format_html('<a href="{}">{}</a>', row.member.get_absolute_url(), row.name)


def session_link(row):
    return format_html('<a href="{}">{}</a>', row.session.get_absolute_url(), row.session.topic.title)


def made(batch):
    return f"{timezone.localtime(batch.made_at):%Y-%m-%d %H:%M}"


def item_link(item):
    return format_html('<a href="{}">{}</a>', item.plan.get_absolute_url(), item.title)


def topic_link(row):
    return format_html('<a href="{}">{}</a>', row.topic.get_absolute_url(), row.topic.title)
