import django_filters as filters
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from committees.models import Committee, Department
from consult.lists.filters import NamedFilter, RegisterFilters
from consult.lists.periods import DatedFilter
from consult.models import TrailEntry, holding_on
from consult.punctuation import with_aside
from members.belonging import BelongedFilter, committee_on, names_of_committees
from members.models import Appointment, CommitteeMembership, Mandate, Member, Role, Sector, User
from members.models.member import narrow
from members.rules import member_fields

IN_FORCE, ENDED, COMING = "in_force", "ended", "coming"
LEFT, ALL = "left", "all"
SEARCHED = ("employer", "position", "expertise")
OPEN, CLOSED, WAITING = "open", "closed", "waiting"


def in_office(dated):
    """Those with a mandate in force on at least one of the days."""
    begun = {"starts_on__lte": dated.end} if dated.end else {}
    still = Q(ends_on=None) | Q(ends_on__gte=dated.start) if dated.start else Q()
    return Q(Exists(Mandate.objects.filter(still, member=OuterRef("pk"), **begun)))


def took_part(dated):
    """Those present, while in office, at a session held in those days that counts."""
    held = "attendances__session__held_on"
    # Only a completed session counts; its stage by its stored name, as topics stand above the members.
    present = {"attendances__status": "present", "attendances__session__stage": "completed"}
    found = Member.objects.filter(holding_on(F(held), "mandates__"), **present, **dated.on(held))
    return Q(pk__in=found.values("pk"))


class MemberFilters(RegisterFilters):
    """The directory; those in office unless asked otherwise. Fields that the user may not see cannot be filtered by."""

    at_hand = ("q", "committee", "sector", "post", "state")

    q = filters.CharFilter(label=_("Name, pinyin, number, employer or expertise"), method="named")
    committee = NamedFilter(
        label=_("Committee"), queryset=Committee.objects.all(), empty_label=_("all"), method="in_committee"
    )
    sector = filters.ModelChoiceFilter(
        label=_("Sector"),
        queryset=Sector.objects.select_related("term"),
        empty_label=_("all"),
        method="with_mandate",
    )
    post = filters.ChoiceFilter(
        label=_("Post"), choices=Mandate.Post.choices, empty_label=_("all"), method="with_mandate"
    )
    party = filters.ChoiceFilter(label=_("Party"), choices=Member.Party.choices, empty_label=_("all"))
    in_talent_pool = filters.ChoiceFilter(
        label=_("Talent pool"), choices=[(True, _("yes")), (False, _("no"))], empty_label=_("all")
    )
    state = filters.ChoiceFilter(
        label=_("State"),
        choices=[(COMING, _("yet to take office")), (LEFT, _("left office")), (ALL, _("all"))],
        empty_label=_("in office"),
        method="asked_state",
    )

    dated = DatedFilter(
        label=_("In which days"),
        dates={"in_office": (_("in office"), in_office), "took_part": (_("took part in sessions"), took_part)},
    )
    belonged = BelongedFilter(label=_("Committee on a day"), on=committee_on, choices=names_of_committees)

    class Meta:
        model = Member
        fields = ["q", "committee", "sector", "post", "party", "in_talent_pool", "state"]

    def __init__(self, data=None, *args, **kwargs):
        # Bound even without any data: an unbound filter would show those who left too.
        super().__init__(data or {}, *args, **kwargs)
        for name in {"party", "in_talent_pool"} - member_fields(self.request.user):
            del self.filters[name]
        if not self.request.user.has_perm("topics.view_statistics"):
            del self.filters["dated"]
        self.filters["sector"].field.label_from_instance = lambda sector: with_aside(sector, sector.term)

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        state = self.form.cleaned_data.get("state")
        if state == ALL:
            return queryset
        in_office, coming = Member.objects.in_office().values("pk"), Member.objects.yet_to_come().values("pk")
        if state == COMING:
            return queryset.filter(pk__in=coming)
        left = queryset.exclude(pk__in=in_office).exclude(pk__in=coming)
        return left if state == LEFT else queryset.filter(pk__in=in_office)

    def asked_state(self, queryset, name, value):
        return queryset

    def named(self, queryset, name, value):
        seen = member_fields(self.request.user)
        words = dict.fromkeys(SEARCHED, value.strip()) | {"mobile": narrow(value)}
        told = Q(*((f"{field}__icontains", words[field]) for field in words if field in seen), _connector=Q.OR)
        return queryset.named(value, by_number="number" in seen) | queryset.filter(told)

    def in_committee(self, queryset, name, value):
        return queryset.filter(
            Exists(CommitteeMembership.objects.in_force().filter(member=OuterRef("pk"), committee=value))
        )

    def with_mandate(self, queryset, name, value):
        """By the sector or post of the latest mandate: also of members who left."""
        latest = Mandate.objects.filter(member=OuterRef("pk")).begun_first().values(name)[:1]
        return queryset.alias(**{f"latest_{name}": Subquery(latest)}).filter(
            **{f"latest_{name}": getattr(value, "pk", value)}
        )


class AccountFilters(RegisterFilters):
    q = filters.CharFilter(label=_("User name or full name"), method="named")
    role = filters.ChoiceFilter(label=_("Role"), choices=Role.choices, empty_label=_("all"), method="holding")
    state = filters.ChoiceFilter(
        label=_("State"),
        choices=[(OPEN, _("usable")), (WAITING, _("no password yet")), (CLOSED, _("account closed"))],
        empty_label=_("all"),
        method="in_state",
    )
    second = filters.ChoiceFilter(
        label=_("Second step at sign-in"),
        choices=[("True", _("switched on")), ("False", _("not set up"))],
        empty_label=_("all"),
        method="with_second_step",
    )

    class Meta:
        model = User
        fields = ["q", "role", "state", "second"]

    def named(self, queryset, name, value):
        return queryset.filter(Q(username__icontains=value) | Q(name__icontains=value))

    def holding(self, queryset, name, value):
        held = Appointment.objects.current(timezone.localdate()).filter(user=OuterRef("pk"), role=value)
        return queryset.filter(Exists(held))

    def in_state(self, queryset, name, value):
        if value == WAITING:
            return queryset.waiting()
        return queryset.filter(is_active=value == OPEN)

    def with_second_step(self, queryset, name, value):
        return queryset.filter(second_factor_since__isnull=value == "False")


class AppointmentFilters(RegisterFilters):
    q = filters.CharFilter(label=_("Person"), method="of_person")
    role = filters.ChoiceFilter(label=_("Role"), choices=Role.choices, empty_label=_("all"))
    committee = NamedFilter(label=_("Committee"), queryset=Committee.objects.all(), empty_label=_("all"))
    department = NamedFilter(label=_("Department"), queryset=Department.objects.all(), empty_label=_("all"))
    state = filters.ChoiceFilter(
        label=_("State"),
        choices=[(IN_FORCE, _("in force")), (COMING, _("not yet begun")), (ENDED, _("ended"))],
        empty_label=_("all"),
        method="in_state",
    )

    class Meta:
        model = Appointment
        fields = ["q", "role", "committee", "department", "state"]

    def of_person(self, queryset, name, value):
        return queryset.filter(Q(user__username__icontains=value) | Q(user__name__icontains=value))

    def in_state(self, queryset, name, value):
        today = timezone.localdate()
        if value == IN_FORCE:
            return queryset.current(today)
        return queryset.filter(starts_on__gt=today) if value == COMING else queryset.filter(ends_on__lt=today)


class TrailFilters(RegisterFilters):
    q = filters.CharFilter(label=_("Of what"), field_name="subject", lookup_expr="icontains")
    what = filters.ChoiceFilter(
        label=_("What"), field_name="deed", choices=TrailEntry.Deed.choices, empty_label=_("all")
    )
    who = filters.CharFilter(label=pgettext_lazy("trail", "Who"), field_name="actor_name", lookup_expr="icontains")
    address = filters.CharFilter(label=_("From where"), lookup_expr="istartswith")
    dated = DatedFilter(label=_("Day"), dates={"recorded": (_("recorded"), lambda dated: Q(**dated.at("recorded_at")))})

    class Meta:
        model = TrailEntry
        fields = []
