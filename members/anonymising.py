"""A member who left becomes nobody: what names the person goes, what is counted and what is chained stays."""

from axes.utils import reset
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consult.calendar.workdays import months_later
from consult.exceptions import Conflict
from consult.models import Import, RegisterSettings, TypedText
from consult.options import Option, declare, held
from members.models import Anonymisation, Member
from members.second_factor import take_off
from members.sign_ins import logged_sign_ins

EMPTIED = ("former_names", "employer", "position", "job_title", "mobile", "email", "expertise", "photo")
REASONS = ("leave_reason", "leave_asked", "decline_reason")
# A reason for a leave may not be empty.
GONE = "已匿名"

WAITING = gettext_lazy("years after leaving office, before a member can be anonymised")
declare(Option("anonymise_years", WAITING, 5, gettext_lazy("Personal data"), most=50))


def hindrance(member):
    """Why the member cannot be anonymised, in words; None where it can be done."""
    ends = [mandate.ends_on for mandate in member.mandates.all()]
    if member.anonymised_on:
        return _("This member is anonymised already.")
    if member.has_mandate or not ends:
        return _("Only who left office can be anonymised.")
    years = held("anonymise_years")
    first = months_later(max(ends), 12 * years)
    if timezone.localdate() < first:
        words = _("Possible from %(day)s on, %(years)d years after leaving office; the office sets this time.")
        return words % {"day": date_format(first), "years": years}
    if member.user and member.user.is_active:
        return _("The account is open: the system administrator closes it first.")
    return None


def locked(member):
    """The member as it is now, while nobody else changes it; refused where it can no longer be anonymised."""
    found = Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    if reason := hindrance(found):
        raise ValidationError(reason)
    return found


@transaction.atomic
def propose(member, by):
    _found, is_new = Anonymisation.objects.get_or_create(member=locked(member), defaults={"proposed_by": by})
    if not is_new:
        raise Conflict(_("Somebody has proposed this already."), record=member)


@transaction.atomic
def withdraw(member, by):
    """Takes the proposal back; refused once it is confirmed."""
    if not Anonymisation.objects.waiting().filter(member=member).delete()[0]:
        raise Conflict(_("There is no proposal any more."), record=member)


@transaction.atomic
def confirm(member, by):
    """Makes the member nobody, for good. Refused for who proposed it."""
    found = locked(member)
    proposal = Anonymisation.objects.waiting().filter(member=found).first()
    if proposal is None:
        raise Conflict(_("There is no proposal any more."), record=member)
    if proposal.proposed_by == by:
        raise PermissionDenied(_("Another person of the office has to confirm this."))
    forget(found)
    proposal.confirmed_by, proposal.confirmed_at = by, timezone.now()
    proposal.save(update_fields=["confirmed_by", "confirmed_at"])


def forget(member):
    number, photo, stand_in = member.number, member.photo.name, f"M{member.pk:04d}"
    member.renamed_on = []
    for name in EMPTIED:
        setattr(member, name, "")
    member.name, member.number = f"已匿名委员{stand_in}", f"匿名{stand_in}"
    # The age at the end of a year is counted in the annual report.
    member.birth_month = member.birth_month and member.birth_month.replace(month=1)
    member.in_talent_pool, member.anonymised_on = False, timezone.localdate()
    member.version += 1
    member.save()
    member.mandates.update(end_reason="")
    for name in REASONS:
        member.attendances.exclude(**{name: ""}).update(**{name: GONE})
    for found in Import.objects.filter(kind="members").iterator(5):
        found.forget_rows(member.pk, number, member.number)
    if member.user:
        forget_account(member.user, member.name)
    if photo:
        transaction.on_commit(lambda: member.photo.storage.delete(photo))


def forget_account(account, name):
    reset(username=account.username)
    logged_sign_ins(account.username).delete()
    account.username, account.name, account.email, account.language = f"closed-{account.pk}", name, "", ""
    account.last_login, account.office_phone = None, ""
    account.set_unusable_password()
    account.save()
    take_off(account)
    account.former_passwords.all().delete()
    for model in (TypedText, RegisterSettings):
        model.objects.filter(user=account).delete()
