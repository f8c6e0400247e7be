"""Official documents as Word files, each on its own or all of a record in one archive."""

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_safe

from consult.files.names import safe_name
from consult.files.storage import CONTENT_TYPES
from topics.reports.bundle import BUNDLED, Bundle
from topics.reports.papers import KINDS, OFFICIAL_LANGUAGE
from topics.views.fetch import fetch
from topics.views.ordering import ordered


@require_safe
def official_paper(request, kind, pk):
    """404 also where there is nothing to write yet."""
    if kind not in KINDS:
        raise Http404
    found = KINDS[kind]
    record = fetch(found.model, request.user, pk)
    if not found.may(record, request.user):
        raise PermissionDenied
    if not found.applies(record, request.user):
        raise Http404
    chosen = {"period": request.GET["period"]} if kind == "duty-file" and "period" in request.GET else {}
    return as_file(found.file(record, request.user, **chosen), found.named(record), CONTENT_TYPES[".docx"])


@require_http_methods(["GET", "HEAD", "POST"])
def official_papers(request, kind, pk):
    """The archive; of a large record the way to have it made."""
    if kind not in BUNDLED:
        raise Http404
    record = fetch(BUNDLED[kind], request.user, pk)
    with override(OFFICIAL_LANGUAGE):
        name = safe_name(f"{record}.zip")
    found = Bundle(record, request.user)
    if found.is_large:
        return ordered(request, kind, {"pk": record.pk}, name)
    return as_file(found.file(), name, "application/zip")


def as_file(stream, name, content_type):
    answer = FileResponse(stream, as_attachment=True, filename=safe_name(name), content_type=content_type)
    answer["Cache-Control"] = "no-store"
    return answer
