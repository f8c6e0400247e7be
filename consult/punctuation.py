"""Marks between words as the language of the reader writes them: in Chinese as wide as a character."""

from django.utils.translation import gettext as _


def labelled(label, words):
    return _("%(label)s: %(words)s") % {"label": label, "words": words}


def with_aside(words, aside):
    return f"{words}{in_brackets(aside)}"


def in_brackets(words):
    return _(" (%(text)s)") % {"text": words}
