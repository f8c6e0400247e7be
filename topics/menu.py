"""The side menu: what the user may open, and nothing that does not work."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from topics.rules import proposes

SECTIONS = (
    ("", (("home", _("Workspace"), "layout-dashboard", None),)),
    (
        _("Consultation"),
        (
            ("topic_list", _("Topics"), "clipboard-list", "topics.view_topic"),
            ("plan_list", _("Plans"), "file-description", "topics.list_plans"),
            ("review_meeting_list", _("Review meetings"), "gavel", "topics.view_inside"),
            ("session_list", _("Sessions"), "messages", "topics.list_sessions"),
            ("recommendation_list", _("Recommendations"), "bulb", "topics.view_recommendation"),
        ),
    ),
    (
        _("Organisation and people"),
        (
            ("committee_list", _("Committees"), "building-community", "committees.view_committee"),
            ("venue_list", _("Venues"), "map-pin", "committees.view_venue"),
            ("member_list", _("Members"), "users-group", "members.view_member"),
            ("department_list", _("Departments"), "building-bank", "committees.view_department"),
        ),
    ),
    (
        _("System"),
        (
            ("account_list", _("Accounts"), "user-circle", "members.view_user"),
            ("appointment_list", _("Appointments"), "user-check", "members.view_appointment"),
        ),
    ),
)


def menu(request):
    """Context of every page: the sections of the menu with the entries the user may open; and whether they propose."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"menu": []}
    sections = [{"label": label, "items": entries_for(request, entries)} for label, entries in SECTIONS]
    return {"menu": [section for section in sections if section["items"]], "can_propose": proposes(user)}


def entries_for(request, entries):
    return [
        {"label": label, "url": (url := reverse(name)), "icon": icon, "active": is_active(request.path, url)}
        for name, label, icon, permission in entries
        if permission is None or request.user.has_perm(permission)
    ]


def is_active(path, url):
    return path == url if url == reverse("home") else path.startswith(url)
