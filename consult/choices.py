def without(choices, *left_out):
    """The choices of a `TextChoices` but for these values, which nobody chooses."""
    return [(value, label) for value, label in choices.choices if value not in left_out]
