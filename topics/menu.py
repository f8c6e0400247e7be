"""The side menu: what the user may open, and nothing that does not work."""

import re

from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from topics.rules import proposes

STEP = re.compile(r"/steps/(?P<lifecycle>\w+)/\d+/")
SECTIONS = (
    ("", (("home", _("Workspace"), "layout-dashboard", None),)),
    (
        _("Consultation"),
        (
            ("annual_plan_list", _("Annual plans"), "target", "topics.list_annual_plans"),
            ("topic_list", _("Topics"), "clipboard-list", "topics.list_topics"),
            ("plan_list", _("Plans"), "file-description", "topics.list_plans"),
            ("review_meeting_list", _("Review meetings"), "gavel", "topics.list_review_meetings"),
            ("session_list", _("Sessions"), "messages", "topics.list_sessions"),
            ("recommendation_list", _("Recommendations"), "bulb", "topics.list_recommendations"),
        ),
    ),
    (
        _("Reports"),
        (
            ("statistics", _("Statistics"), "chart-bar", "topics.view_statistics"),
            ("annual_report", _("Annual report"), "file-spreadsheet", "topics.view_frozenreport"),
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
            ("import_list", _("Imports"), "upload", "committees.list_imports"),
            ("step_list", _("All steps"), "history", "topics.list_steps"),
            ("trail", _("Audit trail"), "list-check", "members.read_trail"),
            ("settings", _("Settings"), "settings", "topics.change_settings"),
            ("technical", _("Technical settings"), "settings", "topics.read_technical"),
            ("account_list", _("Accounts"), "user-circle", "members.view_user"),
            ("appointment_list", _("Appointments"), "user-check", "members.view_appointment"),
        ),
    ),
)


def menu(request):
    """Context of every page: the menu with the entries the user may open, and whether they propose.

    Each is found out where a page first asks for it; a page without a menu asks no rights for one.
    """
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"menu": []}
    return {
        "menu": SimpleLazyObject(lambda: sections_for(user, request.path)),
        "can_propose": SimpleLazyObject(lambda: proposes(user)),
    }


def sections_for(user, path):
    sections = [{"label": label, "items": entries_for(user, path, entries)} for label, entries in SECTIONS]
    return [section for section in sections if section["items"]]


def entries_for(user, path, entries):
    return [
        {"label": label, "url": (url := reverse(name)), "icon": icon, "active": is_active(path, url, name)}
        for name, label, icon, permission in entries
        if permission is None or user.has_perm(permission)
    ]


def is_active(path, url, name):
    """Whether the page is one of the entry's; the form of a step is one of those of the record that moves."""
    if step := STEP.match(path):
        return name == f"{step['lifecycle']}_list"
    return path == url if name == "home" else path.startswith(url)
