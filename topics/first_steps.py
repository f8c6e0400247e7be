"""What a new installation still lacks, in the order in which it is entered, and what somebody new in it does first."""

from itertools import islice

from django.utils.translation import gettext_lazy as _

from committees.models import Committee, Department, Township, Venue
from members.models import Member, Role, Sector, Term, User
from members.models.appointment import ADMINISTRATORS
from topics.guide.parts_of_several import OF_EVERY_ROLE
from topics.guide.roles import GUIDES, roles_of
from topics.models import Step
from topics.tasks.table import are_filled

STEPS = (
    (Role.SYSADMIN, User.objects.exclude(appointments__role__in=ADMINISTRATORS), _("Accounts"), "account_list",
     _("One for each person, that of the office first; then the security administrator appoints them.")),
    (Role.SYSADMIN, Member.objects.exclude(user=None), _("Accounts for members without one"), "account_members",
     _("All at once, when the office has entered the members.")),
    (Role.OFFICE, Term.objects.all(), _("Terms"), "term_list", _("The term that runs, with its first day.")),
    (Role.OFFICE, Sector.objects.all(), _("Sectors"), "term_list", _("Those of the term.")),
    (Role.OFFICE, Township.objects.all(), _("Townships"), "township_list",
     _("Before the committees that look after them.")),
    (Role.OFFICE, Committee.objects.all(), _("Committees"), "committee_list", _("Each with its townships.")),
    (Role.OFFICE, Venue.objects.all(), _("Venues"), "venue_list", _("Consultation rooms and other places.")),
    (Role.OFFICE, Department.objects.all(), _("Departments"), "department_list",
     _("To which recommendations are referred.")),
    (Role.OFFICE, Member.objects.all(), _("Members"), "member_list", _("With their sectors and committees.")),
)  # fmt: skip


MOST_JOBS = 3


def first_steps(user):
    """Triples of a label, the name of a page and words, for the lists of the user's roles that are still empty."""
    steps = [step for step in STEPS if user.holds(step[0])]
    found = are_filled([rows for _role, rows, *_told in steps], user)
    return [told for (_role, _rows, *told), is_there in zip(steps, found, strict=True) if not is_there]


def first_jobs(user):
    """The first parts of the help of the user's role, for who has taken no step yet, as no administrator ever does.

    Not those that begin at home, where they are told.
    """
    if user.is_administrator or Step.objects.filter(actor=user).exists():
        return []
    parts = (part for role in roles_of(user) for part in GUIDES[role] if part not in OF_EVERY_ROLE)
    return list(islice((part for part in parts if part.begins_at != "home"), MOST_JOBS))
