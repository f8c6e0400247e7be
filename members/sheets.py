"""The columns of the registers, on the screen and in a workbook alike (consult.lists.columns)."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from consult.exports.workbook import Column
from consult.lists.columns import ListColumn
from consult.templatetags.ui import chip
from consult.trail import Deed
from members.templatetags.members import account_chip, appointment_chip


def name_and_state(member):
    """The name as a link, and a word where the member left office or is yet to take it."""
    words = _("yet to take office") if member.takes_office_on else _("left office")
    state = "" if member.current_mandate else format_html(" {}", chip(words, "off"))
    return format_html('<a href="{}"><b>{}</b></a>{}', member.get_absolute_url(), member, state)


def month_of_birth(member):
    kept = "%Y" if member.anonymised_on else "%Y-%m"
    return f"{member.birth_month:{kept}}" if member.birth_month else None


def special_post(member):
    """The post in the committee, where it is more than a member's."""
    place = member.latest_membership
    return place.get_post_display() if place and place.leads else ""


def joins_on(member):
    """The first day of a place in a committee that is still to come."""
    place = member.latest_membership
    return place.starts_on if place and place.is_coming else None


def from_when(member):
    on = joins_on(member)
    return gettext("from %(on)s") % {"on": date_format(on, "SHORT_DATE_FORMAT")} if on else ""


# `part` is one of `member_fields`; mobiles are masked for everybody.
MEMBER_COLUMNS = (
    ListColumn(_("Member number"), "number", 14, name="number", sort="order", part="number", css="nowrap", fixed=True,
               bare=True),
    ListColumn(_("Full name"), "name", 12, name="name", sort="name", cell=name_and_state, css="nowrap main-name",
               fixed=True, bare=True),
    ListColumn(_("Gender"), "get_gender_display", 8, name="gender", sort="gender", part="gender", standard=False),
    ListColumn(_("Ethnicity"), "ethnicity", 10, name="ethnicity", part="ethnicity", standard=False),
    ListColumn(_("Month of birth"), month_of_birth, 12, name="birth_month", part="birth_month", css="nowrap",
               standard=False),
    ListColumn(_("Sector"), "latest_mandate.sector.name", 18, name="sector", sort="sector", bare=True),
    ListColumn(_("Post"), "latest_mandate.get_post_display", 14, name="post", sort="post", css="nowrap", bare=True),
    ListColumn(_("Committee"), "latest_membership.committee.short_name", 20, name="committee", sort="committee",
               bare=True),
    ListColumn(_("Post in the committee"), "latest_membership.get_post_display", 14, name="committee_post",
               under="committee", cell=special_post),
    ListColumn(_("Joins the committee on"), joins_on, 13, "date", name="joins_on", under="committee", cell=from_when),
    ListColumn(_("Party or political status"), "get_party_display", 14, name="party", part="party", css="nowrap",
               bare=True),
    ListColumn(_("Employer"), "employer", 26, name="employer", bare=True),
    ListColumn(_("Position"), "position", 16, name="position", part="position", under="employer"),
    ListColumn(_("Education"), "education", 10, name="education", part="education", standard=False),
    ListColumn(_("Job title"), "job_title", 14, name="job_title", part="job_title", standard=False),
    ListColumn(_("Expertise"), "expertise", 24, name="expertise", part="expertise", standard=False),
    ListColumn(_("Talent pool"), "in_talent_pool", 10, name="in_talent_pool", part="in_talent_pool", standard=False),
    ListColumn(_("Mobile"), "masked_mobile", 14, name="mobile", part="masked_mobile", css="nowrap", bare=True),
    ListColumn(_("E-mail"), "email", 24, name="email", part="email", standard=False),
)  # fmt: skip


# Rows with their appointments and members prefetched.
ACCOUNT_COLUMNS = (
    ListColumn(_("User name"), "username", 18, name="username", sort="username", css="main", fixed=True, bare=True,
               linked=True, named=True),
    ListColumn(_("Full name"), "name", 14, name="name", sort="name", css="nowrap", fixed=True, bare=True),
    ListColumn(_("Appointments and membership"), "holdings", 40, name="holdings", bare=True),
    ListColumn(_("E-mail"), "email", 26, name="email", bare=True),
    ListColumn(_("Last sign-in"), "last_login", 18, name="last_login", sort="last_login", css="nowrap"),
    ListColumn(_("Second step since"), "second_factor_since", 18, name="second_step", css="nowrap", standard=False),
    ListColumn(_("State"), "state", 14, name="state", cell=account_chip, bare=True),
)  # fmt: skip


LINK_COLUMNS = (
    Column(_("Full name"), "name", 12),
    Column(_("Member number"), "number", 14),
    Column(_("Committee or role"), "unit", 26),
    Column(_("User name"), "username", 16),
    Column(_("One-time link"), "link", 90),
    Column(_("Holds until"), "until", 18),
)


def appointment_state(appointment):
    if appointment.has_ended:
        return _("ended")
    return _("not yet begun") if appointment.is_coming else _("in force")


APPOINTMENT_COLUMNS = (
    ListColumn(_("Person"), "user", 14, name="person", sort="person", css="main", fixed=True, bare=True, named=True),
    ListColumn(_("User name"), "user.username", 18, name="username", under="person", named=True),
    ListColumn(_("Role"), "post", 20, name="role", sort="role", css="nowrap", fixed=True, bare=True),
    ListColumn(_("Unit"), lambda row: row.committee or row.department, 26, name="unit", bare=True),
    ListColumn(_("From"), "starts_on", 13, "date", name="from", sort="from"),
    ListColumn(_("To"), "ends_on", 13, "date", name="to", sort="to"),
    ListColumn(_("State"), appointment_state, 12, name="state", cell=appointment_chip, bare=True),
)  # fmt: skip


# None of these goes well: in the register they stand out.
STANDING_OUT = {Deed.NOT_SIGNED_IN, Deed.WRONG_CODE, Deed.LOCKED_OUT, Deed.REFUSED}


def deed_chip(line):
    return chip(line.get_deed_display(), "bad" if line.deed in STANDING_OUT else "off")


TRAIL_COLUMNS = (
    ListColumn(_("Line"), "sequence", 8, "int", name="line"),
    ListColumn(_("When"), lambda line: f"{timezone.localtime(line.recorded_at):%Y-%m-%d %H:%M:%S}", 20, name="when",
               sort="when", css="nowrap", fixed=True, bare=True),
    ListColumn(pgettext_lazy("trail", "Who"), "actor_name", 12, name="who", sort="who", css="nowrap", fixed=True,
               bare=True, named=True),
    ListColumn(_("What"), "get_deed_display", 16, name="what", cell=deed_chip, fixed=True, bare=True),
    ListColumn(_("Of what"), "subject", 36, name="subject", css="main", fixed=True, bare=True, named=True),
    ListColumn(_("Details"), "said", 40, name="details", under="subject"),
    ListColumn(_("From where"), "address", 18, name="address", css="nowrap"),
    ListColumn(_("Page"), "place", 30, name="place", named=True),
)  # fmt: skip
