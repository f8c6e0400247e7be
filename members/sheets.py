from django.utils.translation import gettext as _

from consult.spreadsheet import Column, Sheet


def member_sheet(fields):
    """The directory with those columns that the fields allow; mobiles masked for everybody."""
    columns = [
        ("number", Column(_("Member number"), "number", 14)),
        ("name", Column(_("Full name"), "name", 12)),
        ("gender", Column(_("Gender"), "get_gender_display", 8)),
        ("ethnicity", Column(_("Ethnicity"), "ethnicity", 10)),
        ("birth_month", Column(_("Month of birth"), month_of_birth, 12)),
        ("party", Column(_("Party or political status"), "get_party_display", 14)),
        ("sector", Column(_("Sector"), "latest_mandate.sector.name", 18)),
        ("post", Column(_("Post"), "latest_mandate.get_post_display", 14)),
        ("committee", Column(_("Committee"), "current_membership.committee.short_name", 20)),
        ("committee", Column(_("Post in the committee"), "current_membership.get_post_display", 14)),
        ("employer", Column(_("Employer"), "employer", 26)),
        ("position", Column(_("Position"), "position", 16)),
        ("education", Column(_("Education"), "education", 10)),
        ("job_title", Column(_("Job title"), "job_title", 14)),
        ("expertise", Column(_("Expertise"), "expertise", 24)),
        ("in_talent_pool", Column(_("Talent pool"), "in_talent_pool", 10)),
        ("masked_mobile", Column(_("Mobile"), "masked_mobile", 14)),
        ("email", Column(_("E-mail"), "email", 24)),
    ]
    return Sheet(_("Members"), tuple(column for field, column in columns if field in fields))


def month_of_birth(member):
    return f"{member.birth_month:%Y-%m}" if member.birth_month else None


def account_sheet():
    """The accounts; rows with their appointments and members prefetched."""
    return Sheet(
        _("Accounts"),
        (
            Column(_("User name"), "username", 18),
            Column(_("Full name"), "name", 14),
            Column(_("Appointments and membership"), "holdings", 40),
            Column(_("E-mail"), "email", 26),
            Column(_("Last sign-in"), "last_login", 18),
            Column(_("State"), "state", 14),
        ),
    )


def appointment_sheet():
    """The appointments, of all times."""
    return Sheet(
        _("Appointments"),
        (
            Column(_("Person"), "user", 14),
            Column(_("User name"), "user.username", 18),
            Column(_("Role"), "get_role_display", 20),
            Column(_("Unit"), lambda row: row.committee or row.department, 26),
            Column(_("From"), "starts_on", 13, "date"),
            Column(_("To"), "ends_on", 13, "date"),
        ),
    )
