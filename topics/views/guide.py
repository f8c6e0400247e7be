from django.shortcuts import render
from django.views.decorators.http import require_safe

from topics.guide.roles import GUIDES, SETUP, label_of, roles_of


@require_safe
def guide(request):
    """Help for one role: the one asked for, else the user's first, else that of a member."""
    own = roles_of(request.user)
    asked = request.GET.get("role", "")
    chosen = asked if asked in GUIDES else next(iter(own), "member")
    others = [role for role in GUIDES if role not in own]
    tabs = [(role, label_of(role), role == chosen) for role in [*own, *others]]
    parts = [(part, chosen in own or part.role in own) for part in GUIDES[chosen]]
    context = {"tabs": tabs, "parts": parts, "label": label_of(chosen), "is_ordered": chosen == SETUP}
    return render(request, "topics/guide.html", context)
