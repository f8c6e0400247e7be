"""Numbers given by hand that no two records of a kind bear."""

from django.utils.translation import gettext as _

from topics.workflow.refusals import At


def archive_number_is_free(topic, answers, happened_on):
    """One topic, one file."""
    return borne_by_another("archive_number", topic, answers)


def minutes_number_is_free(meeting, answers, happened_on):
    return borne_by_another("minutes_number", meeting, answers)


def borne_by_another(field, record, answers):
    """The reason where another record of the kind bears the number, or bore it before it was reopened."""
    number = (answers.get(field) or "").strip()
    if number and (other := type(record).objects.filter(**{field: number}).exclude(pk=record.pk).first()):
        return At(field, _("“%(other)s” bears this number; each has its own.") % {"other": other})


def meeting_number_is_free(meeting):
    if meeting.bears_taken_number(meeting.body, meeting.term, meeting.number):
        return _("Another meeting bears this number by now; give that one its own number first.")
