from django.utils.translation import gettext as _

from consult.spreadsheet import Column, Sheet


def names_of(rows):
    return "、".join(str(row) for row in rows)


def state_of(row):
    return _("ended") if row.has_ended else _("current")


def committee_sheet():
    """The register of committees; rows of `with_figures` with their townships prefetched."""
    return Sheet(
        _("Committees"),
        (
            Column(_("Name"), "name", 32),
            Column(_("Short name"), "short_name", 20),
            Column(_("Kind"), "get_kind_display", 14),
            Column(_("Director"), "director", 12),
            Column(_("Townships"), lambda row: names_of(row.townships.all()), 40),
            Column(_("Members"), "member_count", 10, "int"),
            Column(_("Venues"), "venue_count", 10, "int"),
            Column(_("Topics"), "topic_count", 10, "int"),
            Column(_("Telephone"), "phone", 16),
            Column(_("Valid from"), "valid_from", 13, "date"),
            Column(_("Valid to"), "valid_to", 13, "date"),
            Column(_("State"), state_of, 10),
        ),
    )


def venue_sheet():
    """The register of venues; rows of `with_figures`."""
    return Sheet(
        _("Venues"),
        (
            Column(_("Name"), "name", 28),
            Column(_("Kind"), "get_kind_display", 14),
            Column(_("Committee"), "committee.short_name", 20),
            Column(_("Host enterprise"), "host_enterprise", 24),
            Column(_("Address"), "address", 30),
            Column(_("Capacity"), "capacity", 10, "int"),
            Column(_("Sessions"), "session_count", 10, "int"),
            Column(_("Recommendations"), "result_count", 10, "int"),
            Column(_("Haves met"), "haves_met", 10, "int"),
            Column(_("Valid from"), "valid_from", 13, "date"),
            Column(_("Valid to"), "valid_to", 13, "date"),
            Column(_("State"), state_of, 10),
        ),
    )


def department_sheet():
    """The register of departments."""
    return Sheet(
        _("Departments"),
        (
            Column(_("Name"), "name", 32),
            Column(_("Telephone"), "phone", 16),
            Column(_("Referrals"), "referral_count", 10, "int"),
            Column(_("Valid from"), "valid_from", 13, "date"),
            Column(_("Valid to"), "valid_to", 13, "date"),
            Column(_("State"), state_of, 10),
        ),
    )


def township_sheet():
    """The register of townships; rows with their committees prefetched."""
    return Sheet(
        _("Townships"),
        (
            Column(_("Name"), "name", 20),
            Column(_("Liaison committee"), "current_committee.short_name", 24),
            Column(_("Valid from"), "valid_from", 13, "date"),
            Column(_("Valid to"), "valid_to", 13, "date"),
            Column(_("State"), state_of, 10),
        ),
    )
