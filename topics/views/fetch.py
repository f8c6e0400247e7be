from django.shortcuts import get_object_or_404

from consult.rules import require


def fetch(model, user, pk, may=None):
    """The record: 404 unless the user's lists show it, 403 without the permission `may` on it."""
    record = get_object_or_404(model.objects.visible_to(user), pk=pk)
    if may:
        require(user, may, record)
    return record
