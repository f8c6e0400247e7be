LONGEST_KEY = 15


def without(choices, *left_out):
    """The choices of a `TextChoices` but for these values, which nobody chooses."""
    return [(value, label) for value, label in choices.choices if value not in left_out]


def key_in(text):
    """The id that a text from outside names; None where no row can have it."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST_KEY else None
