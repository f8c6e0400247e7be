"""What a user reads after a step: what was done, and what happens next by whom."""

from datetime import timedelta

from django.contrib import messages
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

from committees.models import Committee, Department
from consult.options import held
from consult.punctuation import in_a_row
from members.vacancies import unserved
from topics.forms.planned_field import named_otherwise
from topics.models import AnnualPlan, Topic
from topics.tasks.next_steps import next_of_annual_plan, next_step


def say_done(request, words, record, way=None):
    """Tell what was done with a record and how it goes on, with the way to another page where the user acts next.

    `way` is another such way, as address and words.
    """
    coming = coming_of(record, request.user)
    if coming:
        words = in_a_row(words, in_words(coming))
    if coming and coming["is_me"] and coming.get("url", record.get_absolute_url()) != record.get_absolute_url():
        way = coming["url"], _("To the next step")
    if way:
        words = format_html('{} <a href="{}">{}</a>', words, *way)
    messages.success(request, words)


def coming_of(record, user):
    """The next step of the record, of its topic where that goes on; None where nothing waits that the user sees."""
    if isinstance(record, AnnualPlan):
        return next_of_annual_plan(record, user)
    if not hasattr(record, "topic"):
        return None
    topic = Topic.objects.visible_to(user).filter(pk=record.topic.pk).first()
    return topic and next_step(topic, user, about=None if record == topic else record)


def in_words(coming):
    which = f" · {coming['which']}" if coming.get("which") else ""
    words = {"what": f"{coming['what']}{which}", "who": coming["who"]}
    if coming.get("due_on"):
        return _("Next: %(what)s, by %(who)s, due %(day)s.") % (words | {"day": date_format(coming["due_on"])})
    return _("Next: %(what)s, by %(who)s.") % words


def warn_of_vacancies(request, answers):
    """Tell to which of the committees and departments among the answers something was given that nobody there sees."""
    if names := unserved(list(dict.fromkeys(units_in(answers)))):
        words = _(
            "Nobody is appointed for %(units)s today, so nobody there sees it; the security administrator appoints."
        )
        messages.warning(request, words % {"units": "、".join(map(str, names))})


def warn_of_its_item(request, topic):
    """Tell what its item of the annual plan names otherwise than the topic was accepted."""
    if other := named_otherwise(topic):
        words = _("Accepted otherwise than the item of the annual plan names it: %(names)s in the plan.")
        messages.warning(request, words % {"names": "、".join(f"{label} {value}" for label, value in other)})


def units_in(said):
    """The committees and departments in what was answered, however deep."""
    if isinstance(said, Committee | Department):
        return [said]
    parts = said.values() if isinstance(said, dict) else said if isinstance(said, list | QuerySet) else []
    return [unit for part in parts for unit in units_in(part)]


def warn_of_past_day(request, session, set_on):
    if session.held_on < set_on:
        words = _("The new date, %(day)s, is past. If that is a slip, put it right by “Edit”.")
        messages.warning(request, words % {"day": date_format(session.held_on)})


def warn_of_short_notice(request, session, noticed_on=None):
    days = held("notice_days_before_session")
    noticed_on = noticed_on or session.noticed_on or timezone.localdate()
    if noticed_on <= session.held_on < noticed_on + timedelta(days=days):
        words = _("The session is less than %(days)d days after its notice.")
        messages.warning(request, words % {"days": days})
