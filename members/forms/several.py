import re
from collections import Counter

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committees.models import Committee, Department
from consult.forms.checks import plain
from consult.forms.fields import DayField
from consult.imports import known
from consult.imports.kinds import ImportColumn
from consult.imports.meanings import about_words, called_so, said_so_far
from members.addressees import why_unfit
from members.forms.accounts import AppointmentForm
from members.forms.sign_in import ChecksOwnPassword, password_where_needed
from members.models import Role, User

BETWEEN = re.compile(r"[\s,，;；]+")
CHINESE = re.compile("[\u4e00-\u9fff]")
PARTS = re.compile(r"[\t,，;；]")
EDGES = " \t\xa0\u3000,，;；"
HEAD = "head"
ROLE = known.choice(
    [*Role.choices, (HEAD, gettext_lazy("head of the department"))],
    **dict.fromkeys(("联络员", "单位联络员"), Role.DEPARTMENT),
    **dict.fromkeys(("工委工作人员", "片区工作人员", "联络工委"), Role.COMMITTEE_STAFF),
)
SAID = (
    ImportColumn("role", gettext_lazy("Role"), read=ROLE),
    ImportColumn("unit", gettext_lazy("Unit"), read=known.one_of("units")),
)


class AccountsForm(forms.Form):
    """Accounts, a line each: the user name, then the full name."""

    lines = forms.CharField(
        label=gettext_lazy("Accounts, one on each line"),
        max_length=20_000,
        widget=forms.Textarea({"rows": 16}),
        help_text=gettext_lazy(
            "The user name in letters and digits, a space, the full name, or the other way round; two columns copied "
            "from a workbook fit as well. What each person is appointed to is entered by the security administrator."
        ),
    )

    def clean_lines(self):
        """The accounts, not yet saved."""
        taken, accounts, wrong = User.objects.taken_names(), [], []
        for number, line in enumerate(self.cleaned_data["lines"].splitlines(), 1):
            if not BETWEEN.sub("", plain(line)):
                continue
            account = account_on(plain(line))
            if why := why_no_name(account) or why_unfit(account.username, taken):
                wrong.append(_("Line %(number)d: %(why)s") % {"number": number, "why": why})
            taken.add(account.username.lower())
            accounts.append(account)
        if wrong or not accounts:
            raise ValidationError(wrong or _("This field is required."))
        return accounts

    def save(self):
        return User.objects.bulk_create(self.cleaned_data["lines"])


def account_on(line):
    """The account that a line names, whichever of user name and full name stands first."""
    first, *rest = filter(None, BETWEEN.split(line))
    if rest and CHINESE.search(first) and not CHINESE.search(rest[-1]):
        first, *rest = rest[-1], first, *rest[:-1]
    return User(username=User.normalize_username(first), name=" ".join(rest))


def why_no_name(account):
    if CHINESE.search(account.username):
        words = _("“%(typed)s” stands where the user name belongs: write that in letters and digits.")
        return words % {"typed": account.username}
    if not account.name:
        return _("The full name is missing.")
    most, name = User._meta.get_field("name").max_length, account.name
    return _("Longer than %(most)d characters: %(names)s") % {"most": most, "names": name} if len(name) > most else ""


class AppointmentsForm(ChecksOwnPassword, forms.Form):
    """Appointments of one day, a line each: the user name, the role, the unit where the role has one."""

    lines = forms.CharField(
        label=gettext_lazy("Appointments, one on each line"),
        max_length=20_000,
        widget=forms.Textarea({"rows": 16}),
    )
    starts_on = DayField(label=gettext_lazy("From"), initial=timezone.localdate)
    ends_on = DayField(
        label=gettext_lazy("To"),
        required=False,
        help_text=gettext_lazy("The last day; leave empty if it is not known yet."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        words = _(
            "The user name, the role, and for staff of a committee or a department its name; columns copied from a "
            "workbook fit as well, also with the full name in between. Roles: %(roles)s. "
            "To begin with, the accounts that have no role stand here."
        )
        self.fields["lines"].help_text = words % {"roles": "、".join(ROLE.labels({}))}
        self.initial["lines"] = "\n".join(f"{user.username} {user.name} " for user in User.objects.without_part())
        self.fields |= password_where_needed(self.request)

    def clean(self):
        cleaned = super().clean()
        read = self.read(cleaned.get("lines", ""))
        if not self.errors:
            cleaned["rows"] = self.rows(read, {name: cleaned[name] for name in ("starts_on", "ends_on")})
        return cleaned

    def read(self, lines):
        """What each line says, as (its number, the data of an appointment or the error); unknown words are asked."""
        users = {user.username.lower(): user for user in User.objects.open()}
        units = [*Committee.objects.choosable_ahead(), *Department.objects.choosable_ahead()]
        tables, unknown, read = {"units": known.by_every_name(units)}, Counter(), []
        for number, line in enumerate(lines.splitlines(), 1):
            username, rest = divided(line)
            if username:
                try:
                    read.append((number, self.said(username, rest, users, tables, unknown)))
                except ValidationError as error:
                    read.append((number, error))
        self.questions = about_words(SAID, unknown, tables, self.told(unknown), called_so) if unknown else []
        return read

    def told(self, unknown):
        """What of the words was chosen here, else what the office said of units; that has to be confirmed here."""
        office = said_so_far()
        chosen = {typed: words for name, typed in unknown if (words := self.data.get(f"{name}:{typed}"))}
        return office.get("committees", {}) | office.get("departments", {}) | chosen

    def said(self, username, rest, users, tables, unknown):
        user = users.get(username.lower())
        if user is None:
            raise ValidationError(_("There is no open account “%(name)s”.") % {"name": username})
        said = parts_of(without_name(rest, user.name))
        if not said:
            raise ValidationError(_("The role is missing."))
        if len(said) > 2:
            raise ValidationError(_("More than a role and a unit: %(rest)s") % {"rest": "、".join(said[2:])})
        found, wrong = [], []
        for column, typed in zip(SAID, said, strict=False):
            try:
                found.append(self.meant(column, typed, tables, unknown))
            except ValidationError as error:
                wrong += error.messages
        if wrong:
            raise ValidationError(wrong)
        role, unit = [*found, None][:2]
        data = {"user": user, "role": Role.DEPARTMENT if role == HEAD else role, "is_head": role == HEAD}
        return data | {"department" if isinstance(unit, Department) else "committee": unit and unit.pk}

    def meant(self, column, typed, tables, unknown):
        """What a word names; one that is not known what was chosen for it, and it is counted among the unknown."""
        try:
            return column.read(typed, tables)
        except known.Unknown:
            unknown[column.name, typed] += 1
            if not (chosen := self.data.get(f"{column.name}:{typed}")):
                raise
        return column.read(chosen, tables)

    def rows(self, read, days):
        """The forms of all lines, valid, each checked like one that is entered alone; else each wrong line is told."""
        rows, wrong, seen = [], [], {}
        for number, said in read:
            try:
                rows.append(self.row(said, days))
                refuse_twice(rows[-1].instance.user, number, seen)
            except ValidationError as error:
                wrong.append(_("Line %(number)d: %(why)s") % {"number": number, "why": " ".join(error.messages)})
        if wrong or not rows:
            self.add_error("lines", wrong or _("This field is required."))
        return rows

    def row(self, said, days):
        if isinstance(said, ValidationError):
            raise said
        form = AppointmentForm(said | days | {"user": said["user"].pk}, request=self.request)
        if not form.is_valid():
            raise ValidationError([words for errors in form.errors.values() for words in errors])
        return form

    def save(self):
        return [row.save() for row in self.cleaned_data["rows"]]


def divided(line):
    """The user name at the beginning of a line, and what follows."""
    username, rest = [*BETWEEN.split(line.strip(EDGES), maxsplit=1), ""][:2]
    return plain(username), rest.strip()


def without_name(rest, name):
    after = rest.removeprefix(name)
    return after if rest.startswith(name) and BETWEEN.match(after or " ") else rest


def parts_of(rest):
    """The parts of a text: between marks where it has any, else between blanks."""
    marked = [plain(part) for part in PARTS.split(rest.strip(EDGES))]
    return [part for part in (marked if len(marked) > 1 else plain(rest).split()) if part]


def refuse_twice(user, number, seen):
    if user in seen:
        words = _("%(person)s stands in line %(first)d already; a second role is given alone.")
        raise ValidationError(words % {"person": user, "first": seen[user]})
    seen[user] = number
