from members.models.appointment import Appointment, Role
from members.models.member import CommitteeMembership, Mandate, Member, Sector, Term
from members.models.user import User

__all__ = ["Appointment", "CommitteeMembership", "Mandate", "Member", "Role", "Sector", "Term", "User"]
