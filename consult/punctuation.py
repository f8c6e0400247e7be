"""Marks between words as the language of the reader writes them: in Chinese as wide as a character."""

from django.utils.translation import gettext as _


def labelled(label, words):
    return _("%(label)s: %(words)s") % {"label": label, "words": words}


def in_a_row(sentence, following):
    """One sentence after another; the first alone where nothing follows."""
    return _("%(done)s %(next)s") % {"done": sentence, "next": following} if following else sentence


def about(title):
    """A title as official wording brings it in; one that begins with 关于 says so itself."""
    return (_("“%(title)s”") if title.startswith("关于") else _("on “%(title)s”")) % {"title": title}


def with_aside(words, aside):
    return f"{words}{in_brackets(aside)}"


def in_brackets(words):
    return _(" (%(text)s)") % {"text": words}
