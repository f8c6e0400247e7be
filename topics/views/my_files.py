"""Large files that were ordered: how far they are, and the download, each for who ordered it alone."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consult.exceptions import Conflict
from consult.files.storage import serve_private
from consult.models import OrderedFile
from topics.reports.frozen import is_whole
from topics.reports.orders import may_have, order_again, refuse_without_right
from topics.views.fetch import fetch

MOST_SHOWN = 100


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
    refuse_without_right(request.user, found)
    if not (found.file and is_whole(found)):
        raise Conflict(_("There is no such file any more. Please ask for it again."), back_url=found.get_absolute_url())
    return serve_private(found.file, found.title)


@require_POST
def ordered_file_again(request, pk):
    found = fetch(OrderedFile, request.user, pk)
    order_again(found)
    return redirect(found)
