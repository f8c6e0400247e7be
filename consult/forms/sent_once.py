"""A form sent twice, by a double click, a reload or a retry after a time-out, makes one record."""

import re

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from consult.models import SentForm

FIELD = "form_key"
KEY = re.compile("[0-9a-f]{32}")


def key_of(request):
    """The key that the page of the form carried; empty where it carried none that the platform made."""
    key = request.POST.get(FIELD, "")
    return key if KEY.fullmatch(key) else ""


def sent_once(request, make):
    """The answer of `make()`, which saves something and redirects; for a form sent again the way to what it made.

    Both in one transaction: a second sending waits for the first one, and one that failed can be sent again. What
    comes without a key is not told apart.
    """
    key = key_of(request)
    with transaction.atomic():
        if not key:
            return make()
        sent, is_first = SentForm.objects.get_or_create(key=key)
        if is_first:
            response = make()
            SentForm.objects.filter(pk=sent.pk).update(led_to=response.url)
            return response
    return way_of(request, sent)


def sent_before(request):
    """The way to what the form made when it was sent before, or None."""
    key = key_of(request) if request.method == "POST" else ""
    sent = SentForm.objects.filter(key=key).first() if key else None
    return way_of(request, sent) if sent else None


def way_of(request, sent):
    messages.info(request, _("This form was sent twice; it was carried out once."))
    return redirect(sent.led_to)
