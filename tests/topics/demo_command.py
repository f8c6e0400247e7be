"""The command that loads the demo, as tests give it."""

from io import StringIO

from django.core.management import call_command


def said(*arguments):
    """What the command prints."""
    out = StringIO()
    call_command("demo", *arguments, stdout=out)
    return out.getvalue()
