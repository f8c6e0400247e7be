"""Topics of earlier years, brought in by the office as recorded afterwards (补录)."""

import re
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committees.models import Committee, Township
from consult.imports import known, readers
from consult.imports.kinds import ImportColumn, ImportKind
from consult.punctuation import labelled
from members.models import Member
from topics.forms.facts import derived, wrong_days
from topics.models import DictionaryEntry, Topic, TopicStage
from topics.workflow import take
from topics.workflow.topic import KNOWN_DATES

MANY = ("recommenders", "townships")
GONE = (TopicStage.DRAFT, TopicStage.WITHDRAWN, TopicStage.REJECTED, TopicStage.MERGED)
SAME_NAME = object()
YEAR = re.compile(r"(\d{4})\s*年?度?")
COUNTY_LEVEL, ONE_COMMITTEE = gettext_lazy("county level"), known.one_of("committees")
PLANNED_OR_NOT = known.choice([(True, gettext_lazy("planned")), (False, gettext_lazy("unplanned"))])
SOURCES = {
    **dict.fromkeys(("党委政府交办", "党政交办"), Topic.Source.PARTY_ASSIGNED),
    "自主选题": Topic.Source.CPPCC_SELECTED,
    "委员推荐": Topic.Source.MEMBER_RECOMMENDED,
}
NAME_ALONE = gettext_lazy("(keep the name alone)")
KNOWN_SOURCE, UNKNOWN = known.choice(Topic.Source.choices, **SOURCES), {"不详", "未知", "unknown"}


def members_called(raw, tables):
    """Members by number or name, parted by 、, and names that are said to be kept as they are.

    A name that several bear is asked for by number.
    """
    found, wrong = [], []
    for part in known.SEPARATORS.split(readers.words_of(raw)):
        words = readers.person(part, tables)
        member = tables["members"].get(words) if words else None
        if member is SAME_NAME:
            raise ValidationError(_("Several members are called %(name)s: write the member number.") % {"name": words})
        name = without_mark(words)
        if words and member is None and name == words:
            wrong.append(known.Unknown(_("No member of the roster is called “%(name)s”.") % {"name": words}, words))
        found += [member or name] if words else []
    known.refuse(wrong)
    return list(dict.fromkeys(found))


def without_mark(words):
    marks = readers.in_each_language(NAME_ALONE)
    return next((words.removesuffix(mark).strip() for mark in marks if words.endswith(mark)), words)


members_called.meanings_of = lambda typed: [f"{typed}{NAME_ALONE}"]


@dataclass(frozen=True)
class Roughly:
    """A month or a year, where the day is not known."""

    year: int
    month: int | None = None

    def __str__(self):
        return f"{self.year}年{self.month}月" if self.month else f"{self.year}年"


def year(raw, tables):
    found = YEAR.fullmatch(readers.words_of(raw))
    if not found or not 1949 <= int(found[1]) <= timezone.localdate().year:
        raise ValidationError(_("Write the year like 2023."))
    return int(found[1])


def day_or_roughly(raw, tables):
    """A day; else a month or a year, as registers of earlier years often say no more."""
    try:
        return readers.day(raw, tables)
    except ValidationError:
        if YEAR.fullmatch(readers.words_of(raw)):
            return Roughly(year(raw, tables))
        if not readers.is_month(raw):
            raise
    first = readers.month(raw, tables)
    return Roughly(first.year, first.month)


def source(raw, tables):
    """A source, or None for one that is said to be unknown."""
    return None if readers.words_of(raw) in UNKNOWN else KNOWN_SOURCE(raw, tables)


source.labels, source.said = KNOWN_SOURCE.labels, KNOWN_SOURCE.said


def planned(raw, tables):
    """Whether it stood in the annual plan, or None where that is said to be unknown."""
    return None if readers.words_of(raw) in UNKNOWN else PLANNED_OR_NOT(raw, tables)


planned.labels, planned.said = PLANNED_OR_NOT.labels, PLANNED_OR_NOT.said


def organiser(raw, tables):
    county = _("county level")
    return county if readers.words_of(raw) in readers.in_each_language(COUNTY_LEVEL) else ONE_COMMITTEE(raw, tables)


organiser.labels = lambda tables: [_("county level"), *ONE_COMMITTEE.labels(tables)]


FOLDED = (
    ImportColumn("place", gettext_lazy("Place of the session"), ("协商地点", "会议地点"), readers.line, relation=True),
    ImportColumn("advice", gettext_lazy("What was recommended"), ("意见建议", "主要意见建议", "建议"),
                 readers.text, relation=True),
    ImportColumn("adoption", gettext_lazy("What was adopted"), ("采纳情况", "采纳落实情况", "落实情况", "办理结果"),
                 readers.text, relation=True),
)  # fmt: skip
FOLDED_NAMES = [column.name for column in FOLDED]


def said_by(column, raw):
    """What a cell says; None where it is wrong."""
    try:
        return column.read(raw, {})
    except ValidationError:
        return None


class Topics(ImportKind):
    """Recorded topics, found by their title; what is recorded already a second person puts right on its own page."""

    slug, label, model, register, icon = "topics", gettext_lazy("Topics of earlier years"), Topic, "topic_list", "note"
    permission, key, most = "topics.record_topic", "title", 1000
    notes = (
        gettext_lazy("What is recorded already no import changes: a second person puts it right on its own page."),
    )
    columns = (
        ImportColumn("title", gettext_lazy("Title of the topic"), ("名称", "议题", "议题题目", "协商议题", "协商课题",
                     "标题", "Topic"), required=True, example="示例场镇饮用水源保护"),
        ImportColumn("proof", gettext_lazy("Document as proof"), ("佐证", "依据", "资料来源", "证明材料"),
                     required=True, example="2019年度协商工作总结", told_by_file=True,
                     hint=gettext_lazy("The document that shows it happened, like minutes, a report or a speech. "
                                       "Without this column the name of the file stands for it.")),
        ImportColumn("year", gettext_lazy("Year"), ("年度", "年份"), year, example="2019",
                     hint=gettext_lazy("Where no day is known.")),
        ImportColumn("source", gettext_lazy("Source"), ("议题来源",), source),
        ImportColumn("assigning_body", gettext_lazy("Assigning body"), ("交题部门",), example="县人民政府"),
        ImportColumn("recommenders", gettext_lazy("Recommending members"), ("荐题人",), members_called,
                     example="示例委员甲、示例委员乙", relation=True,
                     hint=gettext_lazy("Members of earlier terms, whom the roster does not hold, are kept by their "
                                       "names: the preview asks about each.")),
        ImportColumn("category", gettext_lazy("Category"), ("议题类别",), known.one_of("category"), relation=True),
        ImportColumn("is_livelihood", gettext_lazy("Livelihood matter"), ("民生", "是否民生事项", "Livelihood"),
                     readers.yes_no),
        ImportColumn("form", gettext_lazy("Form of consultation"), ("形式",), known.one_of("form"), relation=True),
        ImportColumn("is_planned", gettext_lazy("Annual plan"), ("年度协商计划", "计划内外", "计划内/计划外"), planned),
        ImportColumn("organiser", gettext_lazy("Organiser"), ("承办工委", "联络工委", "组织单位"),
                     organiser, relation=True),
        ImportColumn("townships", gettext_lazy("Townships"), ("乡镇", "涉及乡镇"), known.several_of("townships"),
                     relation=True),
        ImportColumn("background", gettext_lazy("Background"), ("背景",), readers.text),
        ImportColumn("points", gettext_lazy("What to consult on"), ("内容", "协商要点"), readers.text),
        ImportColumn("known_result", gettext_lazy("Known result"), ("结果", "协商结果", "成果"), readers.text),
        *FOLDED,
        ImportColumn("proposed_on", gettext_lazy("Proposed on"), ("提出时间",), day_or_roughly, example="2019-03-01"),
        ImportColumn("accepted_on", gettext_lazy("Accepted on"), ("立项时间",), day_or_roughly, example="2019-03-10"),
        ImportColumn("approved_on", gettext_lazy("Plan approved on"), ("批准日期", "通过日期", "主席会议通过日期"),
                     day_or_roughly),
        ImportColumn("concluded_on", gettext_lazy("Concluded on"), ("协商日期", "协商时间"), day_or_roughly,
                     example="2019-06-20"),
        ImportColumn("closed_on", gettext_lazy("Archived on"), ("办结时间", "办结日期"), day_or_roughly),
    )  # fmt: skip

    def is_said(self, column, raw, record, held):
        """Among the known results stands what has no place of its own."""
        words = readers.words_of(raw)
        is_rough = column.name in KNOWN_DATES and isinstance(roughly := said_by(column, raw), Roughly)
        words = str(roughly) if is_rough else words
        in_results = is_rough or column.name == "known_result" or column.name in FOLDED_NAMES
        return (in_results and words in record.known_result) or super().is_said(column, raw, record, held)

    def rows(self):
        topics = Topic.objects.exclude(stage__in=GONE).select_related("category", "form", "organiser")
        return topics.prefetch_related(*MANY).order_by("pk")

    def held(self, record):
        own = {column.name: getattr(record, column.name) for column in self.columns if column not in FOLDED}
        many = {name: list(getattr(record, name).all()) for name in MANY}
        many["recommenders"] += filter(None, record.recommended_by_names.split("、"))
        return own | many | dict.fromkeys(FOLDED_NAMES) | {"organiser": record.organising_unit}

    def tables(self):
        members = {}
        for member in Member.objects.order_by("pk"):
            for name in dict.fromkeys(member.every_name):
                members[name] = SAME_NAME if name in members else member
            members.setdefault(member.number, member)
        entries = DictionaryEntry.objects.all()
        return {
            "members": members,
            "committees": known.by_every_name(Committee.objects.all()),
            "townships": known.by_every_name(Township.objects.all()),
            **{kind: {row.name: row for row in entries if row.kind == kind} for kind in ("category", "form")},
        }

    def settle(self, record, values, tables):
        if record is None:
            self.fold(values)
            return wrong_days({name: values[name] for name in KNOWN_DATES if values.get(name)})
        if record.stage != TopicStage.RECORDED:
            return {"title": _("There is such a topic on its path: %(topic)s.") % {"topic": record}}
        words = _("Recorded already; a second person of the office puts it right on its own page.")
        return dict.fromkeys(values, words)

    def fold(self, values):
        """Puts among the known results what has no place of its own: days that are known by half, advice, adoption."""
        rough = {name: values.pop(name) for name in KNOWN_DATES if isinstance(values.get(name), Roughly)}
        rest = {name: values.pop(name) for name in FOLDED_NAMES if name in values}
        told = [labelled(column.label, words) for column, words in self.told(rough | rest)]
        if told:
            values["known_result"] = "\n".join(filter(None, [values.get("known_result"), *told]))
        for name in ("accepted_on", *KNOWN_DATES):
            if name in rough:
                values.setdefault("year", rough[name].year)

    def create_one(self, values, by):
        many = {name: values.pop(name, []) for name in MANY}
        called = [one for one in many["recommenders"] if isinstance(one, str)]
        many["recommenders"] = [one for one in many["recommenders"] if one not in called]
        values["recommended_by_names"] = "、".join(called)
        known = {name: values[name] for name in KNOWN_DATES if values.get(name)}
        if values.get("organiser") == _("county level"):
            values |= {"organiser": None, "recorded_at_county": True}
        topic = Topic.objects.create(created_by=by, **values | derived(known, values.get("source"), values.get("year")))
        for name, records in many.items():
            getattr(topic, name).set(records)
        take(topic, "record", by=by)
        return topic

    def built_on(self, keys):
        """What was built on a record its workflow says."""
        return set()

    def remove(self, records, by):
        """Takes the records back by the workflow: the history keeps that they were there."""
        for topic in records:
            try:
                take(topic, "unrecord", by=by, reason=_("The import that recorded it was undone."))
            except PermissionDenied as error:
                words = _("You brought them in on an earlier day: another person of the office undoes it.")
                raise ValidationError(words) from error


KINDS = [Topics()]
