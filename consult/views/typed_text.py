from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from consult.forms.typed_text import LATE, LONGEST_PLACE, PLACE, forget, keep, was_sent

SEND_IT_AGAIN = 307


@login_not_required
@require_POST
def language(request):
    """Changes the language; on the way through the sign-in the browser takes along what was sent too late."""
    led_back = set_language(request)
    if LATE in request.POST:
        led_back.status_code = SEND_IT_AGAIN
    return led_back


@require_POST
def typed_keep(request):
    """Keeps what stands in the form by now and says when, as a part of its page; 413 for what is too long."""
    place = request.POST.get(PLACE, "")[:LONGEST_PLACE]
    if not keep(request.user, place, request.POST):
        return HttpResponse(status=413)
    is_late = was_sent(request.POST)
    if is_late:
        forget(request.user, place, request.POST)
    return render(request, "components/typed_saved.html", {"kept_at": timezone.now(), "is_late": is_late})


@require_POST
def typed_forget(request):
    """Discards what was kept for a place, and leads back there."""
    place = request.POST.get(PLACE, "")
    forget(request.user, place, request.POST)
    is_ours = url_has_allowed_host_and_scheme(place, allowed_hosts=None)
    return redirect(place if is_ours and place.startswith("/") else "home")
