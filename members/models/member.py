from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consult.masking import masked
from consult.models import FormerNames, Stamped
from consult.text_width import narrow as without_width
from members.models.fields import PinyinField
from members.models.mandate import Mandate, coming_on, in_force
from members.models.user import User

LEADING_POSTS = [Mandate.Post.CHAIR, Mandate.Post.VICE_CHAIR, Mandate.Post.SECRETARY_GENERAL]


def narrow(text):
    """As pinyin and numbers are stored: what an input method typed wide or with blanks is found, too."""
    return without_width(text).lower()


class MemberQuerySet(models.QuerySet):
    def in_office(self, on=None):
        """Members with a mandate in force on the day (today unless given)."""
        return self.filter(pk__in=Mandate.objects.in_force(on).values("member"))

    def yet_to_come(self):
        """Those out of office today whose mandate is still to begin."""
        coming = Mandate.objects.filter(starts_on__gt=timezone.localdate())
        return self.filter(pk__in=coming.values("member")).exclude(pk__in=self.in_office().values("pk"))

    def in_office_from(self, day):
        return self.filter(pk__in=Mandate.objects.lasting_from(day).values("member"))

    def without_account(self):
        """Those in office or yet to come whom an account can still be given."""
        return self.in_office_from(timezone.localdate()).filter(user=None)

    def make_accounts(self, members):
        """An account without a password for each of the members, who has it from then on."""
        accounts = User.objects.bulk_create(User(username=member.username, name=member.name) for member in members)
        for member, account in zip(members, accounts, strict=True):
            member.user = account
        self.bulk_update(members, ["user"])
        return accounts

    def leading(self):
        """Members in office who may lead a topic: chair, vice-chairs, secretary-general."""
        return self.filter(pk__in=Mandate.objects.in_force().filter(post__in=LEADING_POSTS).values("member"))

    def ever_leading(self):
        """Those, and those who could until they left or got another post."""
        return self.filter(pk__in=Mandate.objects.filter(post__in=LEADING_POSTS).values("member"))

    def leading_or(self, pk):
        """Those and the one named, who may have left office since."""
        return self.filter(pk__in=self.leading().values("pk")) | self.filter(pk=pk)

    def named(self, text, by_number=True):
        """Those whose name contains the text, or whose pinyin or its initials begin with it, or with that number."""
        name, text = "".join(text.split()), narrow(text)
        called = Q(name__icontains=name) | Q(former_names__icontains=name)
        found = called | Q(pinyin__startswith=text) | Q(pinyin__contains=f" {text}")
        return self.filter(found | Q(number__iexact=text) if by_number else found)

    def visible_to(self, user):
        """All, for everybody who is signed in; which fields is another question."""
        return self if user.is_authenticated else self.none()


class Member(FormerNames, Stamped):
    """A member 委员 of the county CPPCC committee."""

    class Gender(models.TextChoices):
        MALE = "male", _("male")
        FEMALE = "female", _("female")

    class Party(models.TextChoices):
        CPC = "中共党员", "中共党员"
        YOUTH_LEAGUE = "共青团员", "共青团员"
        RCCK = "民革", "民革"
        CDL = "民盟", "民盟"
        CNDCA = "民建", "民建"
        CAPD = "民进", "民进"
        CPWDP = "农工党", "农工党"
        ZGP = "致公党", "致公党"
        JIUSAN = "九三学社", "九三学社"
        TSL = "台盟", "台盟"
        NON_PARTY = "无党派人士", "无党派人士"
        MASSES = "群众", "群众"

    number = models.CharField(_("member number"), max_length=20, unique=True)
    name = models.CharField(_("full name"), max_length=30)
    former_names = models.TextField(_("former names"), blank=True, editable=False)
    renamed_on = models.JSONField(_("renamed on"), default=list, editable=False)
    pinyin = PinyinField(source="name", db_index=True)
    order = models.PositiveIntegerField(_("order in the roster"), default=0)
    gender = models.CharField(_("gender"), max_length=10, choices=Gender.choices)
    ethnicity = models.CharField(_("ethnicity"), max_length=20, default="汉族")
    birth_month = models.DateField(_("month of birth"), null=True, blank=True)
    party = models.CharField(_("party or political status"), max_length=20, choices=Party.choices, default=Party.MASSES)
    employer = models.CharField(_("employer"), max_length=80, blank=True)
    position = models.CharField(_("position"), max_length=60, blank=True)
    education = models.CharField(_("education"), max_length=20, blank=True)
    job_title = models.CharField(_("job title"), max_length=40, blank=True)
    mobile = models.CharField(_("mobile"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    expertise = models.CharField(_("expertise"), max_length=120, blank=True)
    in_talent_pool = models.BooleanField(_("in the talent pool"), default=True)
    photo = models.ImageField(_("photo"), upload_to="members", blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("account"),
        null=True,
        blank=True,
        related_name="members",
    )
    anonymised_on = models.DateField(_("anonymised on"), null=True, blank=True, editable=False)

    objects = MemberQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [models.UniqueConstraint(fields=["user"], name="one_member_per_account")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("member_detail", args=[self.pk])

    @property
    def username(self):
        """The user name that an account of the member's is given unless another is chosen."""
        return User.normalize_username(self.number)

    def mandate_on(self, day):
        """The mandate in force on the day, or None."""
        return in_force(self.mandates.all(), day)

    def membership_on(self, day):
        """The committee membership in force on the day, or None."""
        return in_force(self.memberships.all(), day)

    @property
    def current_mandate(self):
        return self.mandate_on(timezone.localdate())

    @property
    def latest_mandate(self):
        """The mandate of today, the last one that was held, or the one to come; on prefetched rows without a query."""
        return next(iter(sorted(self.mandates.all(), key=lambda row: row.is_coming)), None)

    @property
    def takes_office_on(self):
        """The first day of the mandate to come of who is out of office today, or None."""
        newest = next(iter(self.mandates.all()), None)
        return newest.starts_on if newest and newest.is_coming and not self.current_mandate else None

    @property
    def has_mandate(self):
        """Whether a mandate holds today or is still to come."""
        return bool(self.current_mandate or self.takes_office_on)

    @property
    def last_day(self):
        """The last day in office, where it is set and no other mandate follows, or None."""
        newest = next(iter(self.mandates.all()), None)
        return newest.ends_on if newest and newest == self.current_mandate else None

    @property
    def current_membership(self):
        return self.membership_on(timezone.localdate())

    @property
    def latest_membership(self):
        """The place of today, or the one to come of who is in none; on prefetched rows without a query."""
        return self.current_membership or coming_on(self.memberships.all())

    @property
    def masked_mobile(self):
        return masked(self.mobile)

    @transaction.atomic
    def take_mandate(self, sector, post, on):
        """Begins a mandate on the day, which ends the one before and replaces one of that day; lists follow."""
        self.mandates.filter(starts_on=on).delete()
        self.mandates.end(on - timedelta(days=1))
        self.mandates.create(term=sector.term, sector=sector, post=post, starts_on=on)
        self.invitations.renew_lists(on)

    @transaction.atomic
    def move_to(self, committee, post, on):
        """Begins a membership on the day, which ends the one before and replaces one of that day; lists follow."""
        self.memberships.filter(starts_on=on).delete()
        self.memberships.end(on - timedelta(days=1))
        self.memberships.create(committee=committee, post=post, starts_on=on)
        self.invitations.renew_lists(on)

    @transaction.atomic
    def begin_on(self, on):
        """Corrects the first day of the only mandate and membership; lists follow."""
        for rows in (self.mandates, self.memberships):
            rows.update(starts_on=on)
        self.invitations.renew_lists(on)

    @transaction.atomic
    def leave(self, on, reason, keeps_account=False):
        """Ends mandate and membership; records keep the name, no session expects it.

        The account and its appointments end, too, unless it is kept and holds one today or from a day to come.
        """
        self.mandates.end(on, end_reason=reason)
        self.memberships.end(on)
        # Stages by their stored names, as sessions stand above the members.
        later = Q(session__held_on__gt=on) | Q(session__stage="postponed")
        self.attendances.filter(later, status="expected", checked_in_at=None).delete()
        if self.user and not (keeps_account and self.user.lasting_appointments.exists()):
            self.user.close(on)
