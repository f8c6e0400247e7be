"""The way from a download that takes too long to the page of its order."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from consult.forms.sent_once import sent_before, sent_once
from topics.reports.orders import order_file


def ordered(request, kind, parameters, title):
    """The page that says that the file is large and made apart; by POST it is ordered, and its progress shown."""
    if sent := sent_before(request):
        return sent
    if request.method == "POST":
        return sent_once(request, lambda: redirect(order_file(request.user, kind, parameters, title)))
    words = _("“%(title)s” is large. It is made apart and waits under “My files”; you can go on working meanwhile.")
    context = {
        "title": _("Have a large file made"),
        "explain": words % {"title": title},
        "submit_label": _("Have it made"),
        "danger": False,
    }
    return render(request, "components/confirm_page.html", context)
