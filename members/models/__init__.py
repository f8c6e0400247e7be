from members.models.anonymisation import Anonymisation
from members.models.appointment import Appointment, Role
from members.models.former_password import FormerPassword
from members.models.mandate import CommitteeMembership, Mandate
from members.models.member import Member
from members.models.phone import Phone
from members.models.term import Sector, Term
from members.models.user import User

__all__ = [
    "Anonymisation",
    "Appointment",
    "CommitteeMembership",
    "FormerPassword",
    "Mandate",
    "Member",
    "Phone",
    "Role",
    "Sector",
    "Term",
    "User",
]
