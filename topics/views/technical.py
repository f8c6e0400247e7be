from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.views.decorators.http import require_safe

from topics.technical import technical_settings


@require_safe
def technical_page(request):
    """What is in effect, for the system administrator to read; nothing is changed here."""
    if not request.user.has_perm("topics.read_technical"):
        raise PermissionDenied
    return render(request, "topics/technical.html", {"groups": technical_settings()})
