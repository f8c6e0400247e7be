"""Large files that were ordered: the page before, how far they are, the download, each for who ordered it alone."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consult.conflicts import Conflict
from consult.files import serve_private
from consult.models import OrderedFile
from consult.once import sent_before, sent_once
from topics.reports.frozen import is_whole
from topics.reports.orders import may_have, order_again, order_file
from topics.views.fetch import fetch

MOST_SHOWN = 100


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


@require_safe
def my_files(request):
    found = OrderedFile.objects.visible_to(request.user)[:MOST_SHOWN]
    return render(request, "topics/my_files.html", {"files": found})


@require_safe
def ordered_file(request, pk):
    """How far it is; asks again by itself while it is open."""
    found = fetch(OrderedFile, request.user, pk)
    may = found.state == OrderedFile.State.READY and may_have(request.user, found)
    return render(request, "topics/ordered_file.html", {"object": found, "may_have": may})


@require_safe
def ordered_file_download(request, pk):
    found = fetch(OrderedFile, request.user, pk)
    if not may_have(request.user, found):
        raise PermissionDenied(_("You no longer have the right with which this file was ordered."))
    if not (found.file and is_whole(found)):
        raise Conflict(_("There is no such file any more. Please ask for it again."), back_url=found.get_absolute_url())
    return serve_private(request, found.file, found.title)


@require_POST
def ordered_file_again(request, pk):
    found = fetch(OrderedFile, request.user, pk)
    order_again(found)
    return redirect(found)
