"""Text typed into a form is kept as it is typed, so that neither a dead battery nor an ended session loses it.

It is no draft: nobody else sees it, nothing of it is checked, and no version moves on. The page offers it again until
it is saved or discarded; what somebody else has saved meanwhile is told then, by the version that the text carries.
Each page of a form that is opened has a key of its own: the texts of two windows stand beside each other.
"""

from django.http import QueryDict

from consult.forms.sent_once import KEY as OWN_KEY
from consult.models import SentForm, TypedText

PLACE, KEY, MARK, LATE = "typed_place", "typed_key", "keeps_typed", "late"
LEFT_OUT = {"csrfmiddlewaretoken", PLACE, "look_again"}
# What stands for a chosen file where a form is sent as text alone.
A_FILE = "[object File]"
LONGEST, MOST_TEXTS, LONGEST_KEY, LONGEST_PLACE = 200_000, 30, 32, 200


def keep(user, place, posted):
    """Keeps the fields of a form for user, place and key, the oldest texts giving way; False if they are too long."""
    typed = typed_in(posted)
    if not fits(typed):
        return False
    TypedText.objects.update_or_create(user=user, place=place, key=key_of(posted), defaults={"typed": typed})
    old = TypedText.objects.filter(user=user).order_by("-kept_at").values_list("pk", flat=True)[MOST_TEXTS:]
    TypedText.objects.filter(pk__in=list(old)).delete()
    return True


def typed_in(posted):
    sent = [[name, value] for name, values in posted.lists() if name not in LEFT_OUT for value in values]
    return [[name, value] for name, value in sent if value != A_FILE]


def fits(typed):
    return sum(len(value) for _name, value in typed) <= LONGEST


def sent_late(posted):
    """A form that came after its sender was signed out, to go along through the sign-in; empty if none is kept."""
    return posted.urlencode() if MARK in posted and fits(typed_in(posted)) else ""


def keep_late(user, late):
    """Keeps what went along through the sign-in for whoever signed in."""
    posted = QueryDict(late)
    if MARK in posted:
        keep(user, posted.get(PLACE, "")[:LONGEST_PLACE], posted)


def kept(user, place):
    """The texts of a place, the latest first."""
    return TypedText.objects.filter(user=user, place=place).order_by("-kept_at", "-pk")


def forget(user, place, posted):
    """Lets the text go that the window kept from which the form was posted, or each of those that it names."""
    keys = [key[:LONGEST_KEY] for key in posted.getlist(KEY, [""])]
    TypedText.objects.filter(user=user, place=place, key__in=keys).delete()


def let_go(user, place, posted, led_to):
    """Lets the text of a form go that was carried out, for good: what its page sent to be kept may arrive later."""
    if OWN_KEY.fullmatch(key_of(posted)):
        SentForm.objects.get_or_create(key=key_of(posted), defaults={"led_to": led_to[:LONGEST_PLACE]})
    forget(user, place, posted)


def was_sent(posted):
    """Whether the form was carried out meanwhile. Asked after keeping: one of the two then sees the other."""
    return SentForm.objects.filter(key=key_of(posted)).exists()


def key_of(posted):
    return posted.get(KEY, "")[:LONGEST_KEY]
