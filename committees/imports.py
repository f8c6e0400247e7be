"""What the office brings in of the organisation: townships, committees, venues, departments."""

from django.core import serializers
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committees.forms import TAKEN
from committees.models import Committee, Department, Have, Township, Venue, VenueHave
from consult.imports import known, readers
from consult.imports.kinds import ImportColumn, ImportKind

DATES = (
    ImportColumn("order", gettext_lazy("Order"), ("序号排序",), readers.whole, example="1"),
    ImportColumn("valid_from", gettext_lazy("Valid from"), ("成立日期", "设立日期", "启用时间"), readers.day,
                 example="2020-01-01"),
    ImportColumn("valid_to", gettext_lazy("Valid to"), ("撤销日期", "停用日期"), readers.day),
)  # fmt: skip


def named_columns(*aliases, example):
    return (ImportColumn("name", gettext_lazy("Name"), aliases, readers.person, required=True, example=example),)


class OrganisationKind(ImportKind):
    """Records found by their name; a new one without an order comes last, and an end is set on its own page."""

    key = "name"

    def records(self, keys):
        found = super().records(keys)
        former = known.by_every_name(self.rows().exclude(former_names=""), first_alone=True)
        return {key: former[key] for key in keys & former.keys()} | found

    def settle(self, record, values, tables):
        starts = values.get("valid_from") or getattr(record, "valid_from", None)
        ends = values.get("valid_to") or getattr(record, "valid_to", None)
        if "valid_to" in values and (record is None or record.valid_to is None):
            return {"valid_to": _("Ends are recorded on the record's own page, which says what has to be done first.")}
        if starts and ends and ends < starts:
            return {"valid_to": _("The last day cannot be before the first one.")}
        return {}

    def create(self, rows, by):
        last = max(self.model.objects.values_list("order", flat=True), default=0)
        for place, values in enumerate(rows, last + 1):
            values.setdefault("order", place)
        return super().create(rows, by)

    def create_one(self, values, by):
        return self.model.objects.create(**values)


class Townships(OrganisationKind):
    slug, label, model, register, icon = "townships", gettext_lazy("Townships"), Township, "township_list", "map-pin"
    permission = "committees.add_township"
    columns = (*named_columns("乡镇", "乡镇街道", "乡镇名称", "镇街", "镇街名称", "Township", example="示例镇"), *DATES)


class Departments(OrganisationKind):
    slug, label, model, register = "departments", gettext_lazy("Departments"), Department, "department_list"
    icon, permission = "building-bank", "committees.add_department"
    columns = (
        *named_columns(
            "部门", "部门名称", "单位", "单位名称", "县级部门", "部门单位", "Department", example="示例水务局"
        ),
        ImportColumn(
            "phone",
            gettext_lazy("Telephone"),
            ("电话", "联系电话", "办公电话"),
            readers.telephones,
            example="0818-6000000",
        ),
        *DATES,
    )


def short_name_of_two(record, values, tables):
    """Members are brought in by the short name of their committee: it belongs to one."""
    short, name = values.get("short_name"), record.name if record else values.get("name")
    holder = tables["short_names"].setdefault(short, name) if short else name
    if holder == name:
        return {}
    words = _("%(short)s is the short name of %(committee)s already; choose another one.")
    return {"short_name": words % {"short": short, "committee": holder}}


def short_of(name):
    """城区片区政协联络工作委员会 in short: 城区片区联络工委; a name of another kind as it is."""
    return name.replace("政协", "").replace("工作委员会", "工委") if "联络" in name else name


NAMES = (
    "片区联络工委",
    "片区政协联络工委",
    "政协联络工委",
    "工委",
    "工委名称",
    "工委全称",
    "联络工委",
    "委员会名称",
    "机构名称",
    "全称",
    "Committee",
)


class Committees(OrganisationKind):
    """Committees with their townships, each of which belongs to one current liaison committee."""

    slug, label, model, register = "committees", gettext_lazy("Committees"), Committee, "committee_list"
    icon, permission = "building-community", "committees.add_committee"
    columns = (
        *named_columns(*NAMES, example="示例片区政协联络工作委员会"),
        ImportColumn("short_name", gettext_lazy("Short name"), ("工委简称",), example="示例片区联络工委",
                     hint=gettext_lazy("Empty for a new one: made from the name.")),
        ImportColumn("kind", gettext_lazy("Kind"), ("类别", "性质"),
                     known.choice(Committee.Kind.choices, 片区="liaison", 联络工委="liaison", 专委会="special")),
        ImportColumn("townships", gettext_lazy("Townships"), ("乡镇", "所辖乡镇", "联系乡镇", "覆盖乡镇", "辖区",
                     "所辖镇街"), known.several_of("townships"), example="示例镇、第二示例镇", relation=True,
                     hint=gettext_lazy("Names parted by 、 as in the register of townships.")),
        ImportColumn("duties", gettext_lazy("Duties"), ("工作职责",), readers.text),
        ImportColumn("phone", gettext_lazy("Telephone"), ("电话", "联系电话", "办公电话"), readers.telephones,
                     example="0818-6000000"),
        *DATES,
    )  # fmt: skip

    def rows(self):
        return Committee.objects.prefetch_related("townships")

    def held(self, record):
        return super().held(record) | {"townships": list(record.townships.all())}

    def tables(self):
        taken = {}
        for committee in Committee.objects.choosable().liaison().prefetch_related("townships"):
            taken |= dict.fromkeys(committee.townships.all(), committee)
        return {
            "townships": known.by_every_name(Township.objects.choosable()),
            "taken": taken,
            "claimed": {},
            "short_names": {committee.short_name: committee.name for committee in Committee.objects.all()},
        }

    def settle(self, record, values, tables):
        if record is None and not values.get("short_name"):
            values["short_name"] = short_of(values["name"] or "")
        wrong = super().settle(record, values, tables) | short_name_of_two(record, values, tables)
        chosen = values.get("townships", [])
        kind = values.get("kind") or getattr(record, "kind", Committee.Kind.LIAISON)
        if chosen and kind == Committee.Kind.SPECIAL:
            wrong["townships"] = _("Only a liaison committee has townships.")
        begins = values.get("valid_from") or getattr(record, "valid_from", None)
        taken = {} if begins and begins > timezone.localdate() else tables["taken"]
        for township in chosen:
            holder = taken.get(township)
            other = tables["claimed"].setdefault(township, values.get("name") or getattr(record, "name", ""))
            if holder and holder != record:
                wrong["townships"] = TAKEN % {"townships": township, "committee": holder}
            elif other != (values.get("name") or getattr(record, "name", "")):
                words = _("%(township)s stands with %(committee)s too; a township belongs to one of them.")
                wrong["townships"] = words % {"township": township, "committee": other}
        return wrong

    def create_one(self, values, by):
        townships = values.pop("townships", [])
        committee = super().create_one(values, by)
        committee.townships.set(townships)
        return committee

    def change(self, record, values, by):
        own = dict(values)
        if "townships" in own:
            record.townships.set(own.pop("townships"))
        super().change(record, own, by)


def found_met(raw, tables):
    """What shows that a have is met: the words of the cell, or for a mere yes the file; False for a no."""
    words = readers.line(raw, tables)
    if words.lower() in readers.NO:
        return False
    evidence = tables.get("file", "") if words.lower() in readers.YES else words
    if len(evidence) > (most := VenueHave._meta.get_field("evidence").max_length):
        raise ValidationError(_("Longer than %(most)d characters: %(names)s") % {"most": most, "names": evidence})
    return evidence


HAVES = [have.value for have in VenueHave.RECORDED]
CHECKED = [*HAVES, "checked_on"]


class Venues(OrganisationKind):
    """Venues with the recorded checks of their five haves, all of one day, today unless it is said."""

    own = ("haves",)
    notes = (gettext_lazy("Activities and results are counted from the sessions held here and need no entry."),)
    slug, label, model, register, icon = "venues", gettext_lazy("Venues"), Venue, "venue_list", "map-pin"
    permission = "committees.add_venue"
    columns = (
        *named_columns("平台", "平台名称", "协商平台", "协商议事室", "阵地名称", "Venue", example="示例协商议事室"),
        ImportColumn("kind", gettext_lazy("Kind"), ("类别", "平台类型", "平台类别", "平台性质"),
                     known.choice(Venue.Kind.choices), required=True),
        ImportColumn("committee", gettext_lazy("Committee"), ("工委", "联络工委", "所属联络工委", "所在工委", "片区",
                     "所属片区", "所在片区"), known.one_of("committees"), example="示例片区联络工委", relation=True),
        ImportColumn("host_enterprise", gettext_lazy("Host enterprise"), ("依托单位", "企业", "所在企业")),
        ImportColumn("address", gettext_lazy("Address"), ("地点", "详细地址", "平台地址")),
        ImportColumn("capacity", gettext_lazy("Capacity"), ("人数", "座位数", "可容纳人数", "容纳人数"),
                     readers.whole, example="30"),
        ImportColumn("organisation", Have.ORGANISATION.label, ("组织", "有组织机构"), found_met, relation=True,
                     example="工作领导小组文件",
                     hint=gettext_lazy(
                         "What shows that it is met, or no. For a mere yes the name of the file stands.")),
        ImportColumn("place", Have.PLACE.label, ("阵地", "有场所"), found_met, example="挂牌照片", relation=True),
        ImportColumn("plan", Have.PLAN.label, ("计划", "有工作计划"), found_met, example="年度工作计划", relation=True),
        ImportColumn("checked_on", gettext_lazy("Checked on"), ("检查日期", "检查时间", "核查日期"), readers.day,
                     relation=True, hint=gettext_lazy("Of the five haves. Empty: today.")),
        *DATES,
    )  # fmt: skip

    def rows(self):
        return Venue.objects.select_related("committee").prefetch_related("haves")

    def held(self, record):
        checks = record.last_checks()
        found = {have: checks[have].is_met and checks[have].evidence for have in HAVES if checks[have].checked_on}
        own = {column.name: getattr(record, column.name) for column in self.columns if column.name not in CHECKED}
        return own | dict.fromkeys(HAVES) | found | {"checked_on": last_day_of(checks)}

    def is_said(self, column, raw, record, held):
        is_met = column.name in HAVES and held and readers.words_of(raw).lower() in readers.YES
        return is_met or super().is_said(column, raw, record, held)

    def tables(self):
        return {"committees": known.by_every_name(Committee.objects.choosable())}

    def settle(self, record, values, tables):
        said = (values.get(name) or getattr(record, name, None) for name in ("kind", "committee", "host_enterprise"))
        wrong = super().settle(record, values, tables) | Venue.lacks(*said)
        day, today = values.get("checked_on"), timezone.localdate()
        last = last_day_of(record.last_checks()) if record else None
        if day and day > today:
            wrong["checked_on"] = _("The day of the check cannot be in the future.")
        elif day and last and day < last:
            words = _("The check before was on %(day)s; this one is later.")
            wrong["checked_on"] = words % {"day": date_format(last)}
        return wrong

    def create_one(self, values, by):
        found = {name: values.pop(name) for name in CHECKED if name in values}
        venue = super().create_one(values, by)
        check_haves(venue, found)
        return venue

    def change(self, record, values, by):
        check_haves(record, {name: values[name] for name in CHECKED if name in values})
        super().change(record, {name: value for name, value in values.items() if name not in CHECKED}, by)

    def snapshot(self, record, names):
        before = super().snapshot(record, [name for name in names if name not in CHECKED])
        if set(names) & set(CHECKED):
            before["haves"] = serializers.serialize("json", record.haves.all())
        return before

    def set_back(self, record, before):
        haves = before.pop("haves", None)
        super().set_back(record, before)
        if haves:
            kept = [row.object for row in serializers.deserialize("json", haves)]
            record.haves.exclude(pk__in=[check.pk for check in kept]).delete()
            for check in kept:
                check.save()


def last_day_of(checks):
    return max((check.checked_on for check in checks.values() if check.checked_on), default=None)


def check_haves(venue, found):
    """Checks those that are told, on a new day all that were checked before, too."""
    day = found.get("checked_on") or timezone.localdate()
    for have, check in venue.last_checks().items():
        if have in found:
            check.note(bool(found[have]), found[have] or "", day)
        elif "checked_on" in found and check.checked_on:
            check.note(check.is_met, check.evidence, day)


KINDS = [Townships(), Committees(), Venues(), Departments()]
