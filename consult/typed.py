"""Text typed into a form is kept as it is typed, so that neither a dead battery nor an ended session loses it.

It is no draft: nobody else sees it, nothing of it is checked, and no version moves on. The page offers it again until
it is saved or discarded; what somebody else has saved meanwhile is told then, by the version that the text carries.
"""

from consult.models import TypedText

PLACE, MARK = "typed_place", "keeps_typed"
LEFT_OUT = {"csrfmiddlewaretoken", PLACE, "look_again"}
LONGEST, MOST_PLACES = 200_000, 30


def keep(user, place, posted):
    """Keeps the fields of a form for user and place, the oldest places giving way; False if they are too long."""
    typed = [[name, value] for name, values in posted.lists() if name not in LEFT_OUT for value in values]
    if sum(len(value) for _name, value in typed) > LONGEST:
        return False
    TypedText.objects.update_or_create(user=user, place=place, defaults={"typed": typed})
    old = TypedText.objects.filter(user=user).order_by("-kept_at").values_list("pk", flat=True)[MOST_PLACES:]
    TypedText.objects.filter(pk__in=list(old)).delete()
    return True


def kept(user, place):
    return TypedText.objects.filter(user=user, place=place).first()


def forget(user, place):
    TypedText.objects.filter(user=user, place=place).delete()
