from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from consult.forms.typed_text import LONGEST_PLACE, PLACE, forget, keep


@require_POST
def typed_keep(request):
    """Keeps what stands in the form by now and says when, as a part of its page; 413 for what is too long."""
    if not keep(request.user, request.POST.get(PLACE, "")[:LONGEST_PLACE], request.POST):
        return HttpResponse(status=413)
    return render(request, "components/typed_saved.html", {"kept_at": timezone.now()})


@require_POST
def typed_forget(request):
    """Discards what was kept for a place, and leads back there."""
    place = request.POST.get(PLACE, "")
    forget(request.user, place, request.POST)
    is_ours = url_has_allowed_host_and_scheme(place, allowed_hosts=None)
    return redirect(place if is_ours and place.startswith("/") else "home")
