"""Member numbers as people and spreadsheet programs write them, and those that people of one name bear."""

from django.utils.translation import gettext as _

MOST_NAMESAKES = 3


def named_once(rows):
    names = {}
    for number, name in rows:
        names.setdefault(name, []).append(number)
    return names


def namesakes_told(record, values, tables):
    if "name" not in values:
        return None
    name, number = values["name"], record.number if record else values["number"]
    known = tables["names"].setdefault(name, [])
    others = [one for one in known if one != number]
    if len(known) <= MOST_NAMESAKES + 1:
        known.append(number)
    told = {"numbers": "、".join(others[:MOST_NAMESAKES])}
    if len(others) > MOST_NAMESAKES:
        return _("Other people of this name have the numbers %(numbers)s and more.") % told
    if others:
        return _("Another person of this name has the number %(numbers)s.") % told
    return None


def bare(number):
    """A number without what a spreadsheet program or a typist loses: its zeros and its capitals."""
    return number.lstrip("0").casefold()


def padded_widths(numbers):
    return {len(number) for number in numbers if number.isdecimal() and number.startswith("0")}


def with_zeros(number, widths):
    """The number as long as those that begin with a zero; None where it has lost none or nobody can tell."""
    is_shorter = number.isdecimal() and len(widths) == 1 and len(number) < min(widths)
    return number.zfill(min(widths)) if is_shorter else None
