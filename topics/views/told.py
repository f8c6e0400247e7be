"""What a user reads after a step: what was done, and what happens next by whom."""

from datetime import timedelta

from django.contrib import messages
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from consult.options import held
from topics.models import AnnualPlan, Topic
from topics.next import next_of_annual_plan, next_step


def say_done(request, words, record):
    """Tell what was done with a record, and how it goes on."""
    coming = how_it_goes_on(record, request.user)
    messages.success(request, _("%(done)s %(next)s") % {"done": words, "next": coming} if coming else words)


def how_it_goes_on(record, user):
    """Who does what next and until when, as far as the user sees it; empty where nothing waits."""
    if isinstance(record, AnnualPlan):
        coming = next_of_annual_plan(record, user)
    elif hasattr(record, "topic"):
        topic = Topic.objects.visible_to(user).filter(pk=record.topic.pk).first()
        coming = topic and next_step(topic, user, about=None if record == topic else record)
    else:
        coming = None
    if not coming:
        return ""
    words = {"what": coming["what"], "who": coming["who"]}
    if coming.get("due_on"):
        return _("Next: %(what)s, by %(who)s, due %(day)s.") % (words | {"day": date_format(coming["due_on"])})
    return _("Next: %(what)s, by %(who)s.") % words


def warn_of_short_notice(request, session, noticed_on=None):
    days = held("notice_days_before_session")
    noticed_on = noticed_on or session.noticed_on or timezone.localdate()
    if noticed_on <= session.held_on < noticed_on + timedelta(days=days):
        words = _("The session is less than %(days)d days after its notice.")
        messages.warning(request, words % {"days": days})
