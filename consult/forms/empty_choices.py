"""What a control with nothing to choose lacks, and where that is entered."""

import re
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

BY_OFFICE, BY_SYSADMIN = _("The CPPCC office enters it."), _("The system administrator makes it.")
A_RECORD = re.compile(r'<option value="\d')


@dataclass(frozen=True)
class Source:
    """What is missing in words, the name of the page where it is entered, who may, and what others are told."""

    words: str | Promise
    page: str
    permission: str
    told: str | Promise = BY_OFFICE


COMMITTEES = Source(_("No committee is entered yet."), "committee_list", "committees.add_committee")
DEPARTMENTS = Source(_("No department is entered yet."), "department_list", "committees.add_department")
BY_MODEL = {
    "committees.Committee": COMMITTEES,
    "committees.Department": DEPARTMENTS,
    "committees.Township": Source(_("No township is entered yet."), "township_list", "committees.add_township"),
    "committees.Venue": Source(_("No venue is entered yet."), "venue_list", "committees.add_venue"),
    "members.Term": Source(_("No term is entered yet."), "term_list", "members.add_term"),
    "members.Sector": Source(_("No sector of a current term is entered yet."), "term_list", "members.add_sector"),
    "members.Member": Source(_("No member can be chosen yet."), "member_list", "members.add_member"),
    "members.User": Source(_("No account is open yet."), "account_list", "members.add_user", BY_SYSADMIN),
    "topics.DictionaryEntry": Source(_("This dictionary is empty."), "settings", "topics.change_settings"),
}
BY_NAME = {
    "leading_vice_chair": Source(
        _("No chair, vice-chair or secretary-general is among the members: enter the post in a member's mandate."),
        "member_list",
        "members.change_member",
    ),
    "member": Source(
        _("No member in office is without an account."),
        "member_list",
        "members.add_member",
        _("The office enters the members; those that are new then stand here."),
    ),
    "organiser": COMMITTEES,
    "unit": COMMITTEES,
}


def source_of(bound):
    """The source of what a bound field offers, None for a field of another kind."""
    queryset = getattr(bound.field, "queryset", None)
    model = None if queryset is None else queryset.model._meta.label
    return BY_NAME.get(bound.name) or BY_MODEL.get(model)


def told_of_missing(bound, drawn, user):
    """What is said below a control, drawn already, that offers nothing; "" where there is something to choose."""
    source = source_of(bound) if "<select" in drawn and not A_RECORD.search(drawn) else None
    if source is None:
        return ""
    way = source.told
    if user.has_perm(source.permission):
        way = format_html('<a href="{}">{}</a>', reverse(source.page), _("Enter it there"))
    return format_html('<p class="form-text">{} {}</p>', source.words, way)
