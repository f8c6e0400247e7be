from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consult.models import Stamped
from members.models.fields import PinyinField


class Term(models.Model):
    """A term 届 of the county CPPCC committee."""

    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    name = models.CharField(_("name"), max_length=20)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        ordering = ["-number"]
        verbose_name = _("term")

    def __str__(self):
        return self.name


class Sector(models.Model):
    """A sector 界别, as the dictionary of one term lists it."""

    term = models.ForeignKey(Term, models.PROTECT, verbose_name=_("term"), related_name="sectors")
    name = models.CharField(_("name"), max_length=30)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["-term__number", "order", "pk"]
        verbose_name = _("sector")
        constraints = [models.UniqueConstraint(fields=["term", "name"], name="one_sector_of_a_name_per_term")]

    def __str__(self):
        return self.name


class MemberQuerySet(models.QuerySet):
    def in_office(self, on=None):
        """Members with a mandate in force on the day (today unless given)."""
        on = on or timezone.localdate()
        mandates = Mandate.objects.filter(
            Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on, member=models.OuterRef("pk")
        )
        return self.filter(models.Exists(mandates))

    def visible_to(self, user):
        """All, for everybody who is signed in; which fields is another question."""
        return self if user.is_authenticated else self.none()


class Member(Stamped):
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
    name = models.CharField(_("name"), max_length=30)
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

    objects = MemberQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("member")
        constraints = [models.UniqueConstraint(fields=["user"], name="one_member_per_account")]

    def __str__(self):
        return self.name

    def mandate_on(self, day):
        """The mandate in force on the day, or None."""
        return in_force(self.mandates.all(), day)

    def membership_on(self, day):
        """The committee membership in force on the day, or None."""
        return in_force(self.memberships.all(), day)

    @property
    def masked_mobile(self):
        return f"{self.mobile[:3]}****{self.mobile[-4:]}" if len(self.mobile) >= 8 else "****" if self.mobile else ""


def in_force(rows, day):
    """The first of dated rows (newest first) that holds on the day; works on prefetched rows without a query."""
    return next((row for row in rows if row.starts_on <= day and (row.ends_on is None or row.ends_on >= day)), None)


class Mandate(Stamped):
    """A member's mandate 委员资格 in one term: sector and post, from one day to another."""

    class Post(models.TextChoices):
        MEMBER = "member", _("member")
        STANDING = "standing", _("standing committee member")
        SECRETARY_GENERAL = "secretary_general", _("secretary-general")
        VICE_CHAIR = "vice_chair", _("vice-chair")
        CHAIR = "chair", _("chair")

    member = models.ForeignKey(Member, models.PROTECT, verbose_name=_("member"), related_name="mandates")
    term = models.ForeignKey(Term, models.PROTECT, verbose_name=_("term"), related_name="mandates")
    sector = models.ForeignKey(Sector, models.PROTECT, verbose_name=_("sector"), related_name="mandates")
    post = models.CharField(_("post"), max_length=20, choices=Post.choices, default=Post.MEMBER)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)
    end_reason = models.CharField(_("reason for the end"), max_length=120, blank=True)

    class Meta:
        ordering = ["-starts_on", "-pk"]
        verbose_name = _("mandate")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="mandate_dates"),
            models.UniqueConstraint(fields=["member"], condition=Q(ends_on=None), name="one_open_mandate"),
        ]

    def __str__(self):
        return f"{self.term} · {self.sector} · {self.get_post_display()}"


class CommitteeMembership(Stamped):
    """A member's place in a committee, from one day to another."""

    class Post(models.TextChoices):
        MEMBER = "member", _("member")
        DEPUTY = "deputy", _("deputy director")
        DIRECTOR = "director", _("director")

    member = models.ForeignKey(Member, models.PROTECT, verbose_name=_("member"), related_name="memberships")
    committee = models.ForeignKey(
        "committees.Committee", models.PROTECT, verbose_name=_("committee"), related_name="memberships"
    )
    post = models.CharField(_("post"), max_length=10, choices=Post.choices, default=Post.MEMBER)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        ordering = ["-starts_on", "-pk"]
        verbose_name = _("committee membership")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="membership_dates"),
            models.UniqueConstraint(fields=["member"], condition=Q(ends_on=None), name="one_open_membership"),
        ]

    def __str__(self):
        return f"{self.committee} · {self.get_post_display()}"
