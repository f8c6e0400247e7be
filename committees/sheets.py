"""The columns of the registers, on the screen and in a workbook alike (consult.lists.columns)."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from committees.templatetags.committees import state_chip
from consult.lists.columns import ListColumn


def names_of(rows):
    return "、".join(str(row) for row in rows)


def committee_link(township):
    committee = township.current_committee
    return format_html('<a href="{}">{}</a>', committee.get_absolute_url(), committee) if committee else ""


def state_of(row):
    return _("not yet begun") if row.is_coming else _("ended") if row.has_ended else _("current")


def former_names(row):
    return "、".join(" ".join(names) for _until, names in row.formerly)


VALIDITY = (
    ListColumn(_("Former names"), former_names, 24, name="former_names", standard=False),
    ListColumn(_("Valid from"), "valid_from", 13, "date", name="valid_from", standard=False),
    ListColumn(_("Valid to"), "valid_to", 13, "date", name="valid_to", standard=False),
    ListColumn(_("State"), state_of, 10, name="state", cell=state_chip, bare=True),
)

# Rows of `with_figures`, as below; here with their townships prefetched.
COMMITTEE_COLUMNS = (
    ListColumn(_("Short name"), "short_name", 20, name="short_name", sort="name", css="main", fixed=True, bare=True,
               linked=True),
    ListColumn(_("Name"), "name", 32, name="name", under="short_name"),
    ListColumn(_("Kind"), "get_kind_display", 14, name="kind", sort="kind", css="nowrap", bare=True),
    ListColumn(_("Director"), "director", 12, name="director", css="nowrap"),
    ListColumn(_("Townships"), lambda row: names_of(row.townships.all()), 40, name="townships"),
    ListColumn(_("Members"), "member_count", 10, "int", name="members", sort="members"),
    ListColumn(_("Venues"), "venue_count", 10, "int", name="venues", sort="venues"),
    ListColumn(_("Topics"), "topic_count", 10, "int", name="topics", sort="topics"),
    ListColumn(_("Telephone"), "phone", 16, name="phone", css="nowrap"),
    *VALIDITY,
)  # fmt: skip

VENUE_COLUMNS = (
    ListColumn(_("Venue"), "name", 28, name="name", sort="name", css="main", fixed=True, bare=True, linked=True),
    ListColumn(_("Host enterprise"), "host_enterprise", 24, name="host_enterprise", under="name"),
    ListColumn(_("Kind"), "get_kind_display", 14, name="kind", sort="kind", css="nowrap", bare=True),
    ListColumn(_("Committee"), "committee.short_name", 20, name="committee", sort="committee", bare=True),
    ListColumn(_("Address"), "address", 30, name="address", bare=True),
    ListColumn(_("Capacity"), "capacity", 10, "int", name="capacity", standard=False),
    ListColumn(_("Sessions"), "session_count", 10, "int", name="sessions", sort="sessions"),
    ListColumn(_("Recommendations"), "result_count", 10, "int", name="recommendations", standard=False),
    ListColumn(_("Five haves"), "haves_met", 10, "int", name="haves", cell=lambda row: f"{row.haves_met} / 5"),
    *VALIDITY,
)  # fmt: skip


def owed(state):
    """The figure as a link to the recommendations that it counts."""

    def cell(department):
        count = getattr(department, f"{state}_count")
        url = f"{reverse('recommendation_list')}?department={department.pk}&state={state}"
        return format_html('<a href="{}">{}</a>', url, count) if count else count

    return cell


DEPARTMENT_COLUMNS = (
    ListColumn(_("Department"), "name", 32, name="name", sort="name", css="main", fixed=True, bare=True, linked=True),
    ListColumn(_("Telephone"), "phone", 16, name="phone", css="nowrap", bare=True),
    ListColumn(_("Referrals"), "referral_count", 10, "int", name="referrals", sort="referrals"),
    ListColumn(_("Open referrals"), "open_count", 10, "int", name="open", sort="open", part="owed", cell=owed("open")),
    ListColumn(_("Overdue"), "overdue_count", 10, "int", name="overdue", sort="overdue", part="owed",
               cell=owed("overdue")),
    *VALIDITY,
)  # fmt: skip

# Rows with their committees prefetched.
TOWNSHIP_COLUMNS = (
    ListColumn(_("Township"), "name", 20, name="name", sort="name", css="main", fixed=True, bare=True),
    ListColumn(_("Liaison committee"), "current_committee.short_name", 24, name="committee",
               cell=committee_link, bare=True),
    *VALIDITY,
)  # fmt: skip
