"""What the office brings in of the members: their records, mandates and places in the committees."""

from datetime import timedelta

from django.core import serializers
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committees.models import Committee
from consult.imports import known, readers
from consult.imports.kinds import ImportColumn, ImportKind
from consult.masking import masked
from members.directors import MANDATE, MEMBERSHIP, directors_beside_others, hold_committees, refuse_second_directors
from members.forms.members import current_sectors
from members.models import CommitteeMembership, Mandate, Member
from members.models.mandate import coming_on
from members.numbers import bare, named_once, namesakes_told, padded_widths, with_zeros
from members.readers import PARTIES, ethnicity, full_name, mobile
from members.rules import is_somebody
from members.sheets import month_of_birth

ASSUMED = ("ethnicity", "party", "in_talent_pool")
DATED = (*MANDATE, *MEMBERSHIP, "starts_on")


MEMBER_COLUMNS = (
    ImportColumn("number", gettext_lazy("Member number"), ("编号", "委员号", "委员证号", "委员证编号", "委员编码"),
                 readers.code, required=True, example="W0001",
                 hint=gettext_lazy("Tells apart two people of the same name."),
                 absent=gettext_lazy("A serial number (序号) is none, for it changes from one roster to the next: give "
                                     "every member a number that stays, like W0001, in a column 委员编号.")),
    ImportColumn("name", gettext_lazy("Full name"), ("委员姓名", "名字", "委员"), full_name, required=True,
                 example="示例委员甲"),
    ImportColumn("gender", gettext_lazy("Gender"), (),
                 known.choice(Member.Gender.choices, 男性="male", 女性="female"), required=True),
    ImportColumn("ethnicity", gettext_lazy("Ethnicity"), (), ethnicity, example="汉族",
                 hint=gettext_lazy("Empty for a new member: taken as 汉族.")),
    ImportColumn("birth_month", gettext_lazy("Month of birth"), ("出生日期", "出生时间", "生日"), readers.month,
                 example="1975-03"),
    ImportColumn("party", gettext_lazy("Party or political status"), ("政治面貌", "党派", "党派政治面貌"),
                 known.choice(Member.Party.choices, **PARTIES),
                 hint=gettext_lazy("Empty for a new member: taken as 群众.")),
    ImportColumn("sector", gettext_lazy("Sector"), ("所属界别", "委员界别"), known.one_of("sectors"), required=True,
                 example="经济界", relation=True),
    ImportColumn("post", gettext_lazy("Post"), ("委员职务", "政协职务"), known.choice(Mandate.Post.choices),
                 relation=True),
    ImportColumn("committee", gettext_lazy("Committee"), ("工委", "联络工委", "所属联络工委", "所在工委", "片区",
                 "所属片区", "所在片区", "片区工委", "所在联络工委", "联系工委"),
                 known.one_of("committees"), required=True,
                 example="示例片区联络工委", relation=True),
    ImportColumn("committee_post", gettext_lazy("Post in the committee"), ("联络工委职务",),
                 known.choice(CommitteeMembership.Post.choices), relation=True),
    ImportColumn("starts_on", gettext_lazy("From"), ("任职时间", "任职日期", "任期起", "起始时间"), readers.day,
                 example="2021-11-01", relation=True,
                 hint=gettext_lazy("First day of mandate and place in the committee. Empty: the term's first day for a "
                                   "new member, today for a change.")),
    ImportColumn("employer", gettext_lazy("Employer"), ("单位", "所在单位", "单位职务", "单位及职务", "工作单位及职务",
                 "工作单位和职务", "工作单位职务"),
                 example="示例公司"),
    ImportColumn("position", gettext_lazy("Position"), ("行政职务", "工作职务"), example="经理"),
    ImportColumn("education", gettext_lazy("Education"), ("文化程度", "最高学历")),
    ImportColumn("job_title", gettext_lazy("Job title"), ("专业技术职称",)),
    ImportColumn("expertise", gettext_lazy("Expertise"), ("特长", "专业特长", "擅长领域")),
    ImportColumn("in_talent_pool", gettext_lazy("Talent pool"), ("人才库", "是否入库", "入人才库"), readers.yes_no),
    ImportColumn("mobile", gettext_lazy("Mobile"), ("电话", "手机", "手机号", "联系电话", "联系方式", "电话号码"),
                 mobile, example="10000000001", masked=masked),
    ImportColumn("email", gettext_lazy("E-mail"), ("邮箱", "电子邮件", "email")),
    ImportColumn("order", gettext_lazy("Order in the roster"), ("排序", "名册排序"), readers.whole),
)  # fmt: skip


class Members(ImportKind):
    """Members, found by their number; a changed sector, post or committee begins on its day and ends what was held."""

    is_personal = True
    slug, label, model, register, icon = "members", gettext_lazy("Members"), Member, "member_list", "users-group"
    permission, key, columns = "members.add_member", "number", MEMBER_COLUMNS
    own = ("mandates", "memberships")

    def rows(self):
        return Member.objects.prefetch_related("mandates__sector__term", "memberships__committee")

    def held(self, record):
        mandate, place = record.latest_mandate, record.latest_membership
        dated = {
            "sector": mandate and mandate.sector,
            "post": mandate and mandate.post,
            "committee": place and place.committee,
            "committee_post": place and place.post,
        }
        names = [column.name for column in self.columns if column.name not in DATED]
        return {name: getattr(record, name) for name in names} | dated

    def is_said(self, column, raw, record, held):
        is_masked = column.name == "mobile" and readers.words_of(raw) == record.masked_mobile
        is_year = column.name == "birth_month" and readers.words_of(raw) == month_of_birth(record)
        return is_masked or is_year or super().is_said(column, raw, record, held)

    def tables(self):
        # Of two sectors of a name the one of the term that holds today.
        today = timezone.localdate()
        sectors = sorted(current_sectors(), key=lambda sector: (sector.term.holds(today), sector.term.number))
        rows = Member.objects.values_list("number", "name")
        return {
            "sectors": {sector.name: sector for sector in sectors},
            "all_sectors": sectors,
            "committees": known.by_every_name(Committee.objects.choosable_ahead()),
            "numbers": {bare(number): number for number, _name in rows},
            "names": named_once(rows),
            "last": max(Member.objects.values_list("order", flat=True), default=0),
        }

    def look_over(self, keys, tables):
        tables["widths"] = padded_widths([*keys, *tables["numbers"].values()])

    def settle(self, record, values, tables):
        if record and not is_somebody(None, record):
            return dict.fromkeys(values, _("This member is anonymised already."))
        wrong, written = {}, set(values)
        take_from_term_of_day(record, values, tables)
        if record is None:
            wrong |= self.settle_new(values, tables)
        elif not set(DATED[:-1]) & set(values):
            wrong |= first_day_alone(record, values)
        else:
            values.setdefault("starts_on", timezone.localdate())
            wrong |= out_of_order(record, values, written)
        committee = values.get("committee")
        if committee and "starts_on" not in wrong and (reason := committee.not_yet(values.get("starts_on"))):
            wrong["starts_on"] = reason
        if (month := values.get("birth_month")) and month > timezone.localdate():
            wrong["birth_month"] = _("The month of birth cannot be in the future.")
        return wrong

    hold = staticmethod(hold_committees)

    def look_over_rows(self, rows):
        refuse_second_directors(rows)

    def settle_new(self, values, tables):
        number, sector = values["number"] or "", values.get("sector")
        like = tables["numbers"].get(bare(number))
        if sector:
            values.setdefault("starts_on", sector.term.starts_on)
        for name in ASSUMED:
            if values.get(name) is None:
                values[name] = Member._meta.get_field(name).default
        if values.get("order") is None:
            tables["last"] += 1
            values["order"] = tables["last"]
        if like and like != number:
            words = _("There is a member %(like)s: write the number just so, with its zeros, as text.")
            return {"number": words % {"like": like}}
        if sector and not sector.term.holds(values["starts_on"]):
            return {"starts_on": _("This day is not in the %(term)s.") % {"term": sector.term}}
        return {}

    def note(self, record, values, tables):
        told = [namesakes_told(record, values, tables), *posts_kept(record, values)]
        if record is None and (number := with_zeros(values["number"] or "", tables["widths"])):
            words = _("Other numbers begin with a zero: is this %(number)s? Then write it so, as text.")
            told.append(words % {"number": number})
        return " ".join(filter(None, told))

    def create(self, rows, by):
        people = [{name: value for name, value in values.items() if name not in DATED} for values in rows]
        members = Member.objects.bulk_create(Member(**values) for values in people)
        Mandate.objects.bulk_create(mandate_of(*pair) for pair in zip(members, rows, strict=True))
        CommitteeMembership.objects.bulk_create(place_of(*pair) for pair in zip(members, rows, strict=True))
        return members

    def change(self, record, values, by):
        on, held = values.get("starts_on"), self.held(record)
        chosen = held | values
        if set(MANDATE) & set(values):
            record.take_mandate(chosen["sector"], chosen["post"], on)
        if set(MEMBERSHIP) & set(values):
            record.move_to(chosen["committee"], chosen["committee_post"] or CommitteeMembership.Post.MEMBER, on)
        if on and not set(DATED[:-1]) & set(values):
            record.begin_on(on)
        super().change(record, {name: value for name, value in values.items() if name not in DATED}, by)

    def snapshot(self, record, names):
        before = super().snapshot(record, [name for name in names if name not in DATED])
        if set(names) & set(DATED):
            rows = [*record.mandates.all(), *record.memberships.all()]
            before["dated"] = serializers.serialize("json", rows)
        return before

    def set_back(self, record, before):
        dated = before.pop("dated", None)
        super().set_back(record, before)
        if dated:
            rows = [row.object for row in serializers.deserialize("json", dated)]
            for model in (Mandate, CommitteeMembership):
                kept = [row for row in rows if isinstance(row, model)]
                model.objects.filter(member=record).exclude(pk__in=[row.pk for row in kept]).delete()
                for row in kept:
                    row.save()
            record.invitations.renew_lists(timezone.localdate())

    def not_set_back(self, rows):
        return directors_beside_others(rows)

    def traces(self, record):
        dated = [*record.mandates.all(), *record.memberships.all()]
        ends = [[row.pk, row.ends_on and row.ends_on.isoformat()] for row in dated]
        return [record.version, record.user_id, record.photo.name or "", ends]

    def remove(self, records, by):
        for model in (Mandate, CommitteeMembership):
            model.objects.filter(member__in=records).delete()
        Member.objects.filter(pk__in=[record.pk for record in records]).delete()


def posts_kept(record, values):
    """The posts beyond an ordinary member's that stay with a new mandate or place, as no other is said."""
    if record is None:
        return []
    mandate, place = record.latest_mandate, record.latest_membership
    kept = []
    if "sector" in values and "post" not in values and mandate.post != Mandate.Post.MEMBER:
        kept.append(_("Stays in the post: %(post)s.") % {"post": mandate.get_post_display()})
    if "committee" in values and "committee_post" not in values and place and place.leads:
        kept.append(_("Stays in the post in the committee: %(post)s.") % {"post": place.get_post_display()})
    return kept


def mandate_of(member, values):
    sector = values["sector"]
    post = values.get("post") or Mandate.Post.MEMBER
    return Mandate(member=member, term=sector.term, sector=sector, post=post, starts_on=values["starts_on"])


def place_of(member, values):
    post = values.get("committee_post") or CommitteeMembership.Post.MEMBER
    return CommitteeMembership(member=member, committee=values["committee"], post=post, starts_on=values["starts_on"])


def take_from_term_of_day(record, values, tables):
    """A day in another term means the sector of that name there; what is entered for that day already is not said."""
    on = values.get("starts_on")
    sector = values.get("sector") or (record and record.latest_mandate and record.latest_mandate.sector)
    if on and sector and not sector.term.holds(on):
        there = (other for other in tables["all_sectors"] if other.name == sector.name and other.term.holds(on))
        if other := next(there, None):
            values["sector"] = other
    if record is None or on is None:
        return
    mandate, place = coming_on(record.mandates.all(), on), coming_on(record.memberships.all(), on)
    entered = {"sector": mandate and mandate.sector, "post": mandate and mandate.post}
    entered |= {"committee": place and place.committee, "committee_post": place and place.post}
    for name in [name for name, value in entered.items() if value and values.get(name) == value]:
        del values[name]


def first_day_alone(record, values):
    """Corrects the first day of who holds a first mandate and place, both from one day; of others nothing is said."""
    on, mandates = values.pop("starts_on", None), list(record.mandates.all())
    dated = [*mandates, *record.memberships.all()]
    is_first = len(mandates) == 1 and len(dated) <= 2 and not any(row.ends_on for row in dated)
    began = {row.starts_on for row in dated}
    if on is None or not is_first or len(began) > 1 or on in began or not mandates[0].sector.term.holds(on):
        return {}
    if on > max(began) and record.attendances.filter(session__held_on__lt=on).exclude(status="expected").exists():
        return {"starts_on": _("Marked at a session before that day.")}
    values["starts_on"] = on
    return {}


def out_of_order(record, values, written):
    """A change begins after what holds now began, a mandate lies in the term of its sector; `written` are its cells."""
    on, mandate = values["starts_on"], next(iter(record.mandates.all()), None)
    place = next(iter(record.memberships.all()), None)
    cell = next(name for name in DATED if name in written)
    if record.takes_office_on:
        return {cell: _("Yet to take office: what is to come is changed on the member's own page.")}
    if not record.current_mandate:
        return {cell: _("Left office: a new mandate is entered on the member's own page.")}
    begun = [mandate.starts_on] if set(MANDATE) & set(values) else []
    begun += [place.starts_on] if place and set(MEMBERSHIP) & set(values) else []
    if begun and on <= max(begun):
        earliest = max(begun) + timedelta(days=1)
        return {"starts_on": _("Not before %(day)s, when what holds now began.") % {"day": earliest.isoformat()}}
    sector = values.get("sector") or record.latest_mandate.sector
    if not sector.term.holds(on):
        return {"starts_on": _("This day is not in the %(term)s.") % {"term": sector.term}}
    return {}


KINDS = [Members()]
