"""Topics of earlier years, brought in by the office as recorded afterwards (补录)."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committees.models import Committee, Department, Township
from consult.imports import known, readers
from consult.imports.kinds import ImportColumn, ImportKind
from consult.punctuation import labelled
from members.models import Member
from topics.forms.facts import derived, wrong_days
from topics.models import AnnualPlan, AnnualPlanItem, AnnualPlanStage, DictionaryEntry, Topic, TopicStage
from topics.readers import SAME_NAME, Roughly, day_or_roughly, members_called, organiser, period, planned, source, year
from topics.workflow import take
from topics.workflow.annual_plan_drafts import changing, next_order, remove, why_frozen
from topics.workflow.topic import KNOWN_DATES

MANY = ("recommenders", "townships")
GONE = (TopicStage.DRAFT, TopicStage.WITHDRAWN, TopicStage.REJECTED, TopicStage.MERGED)
FOLDED = (
    ImportColumn("place", gettext_lazy("Place of the session"), ("协商地点", "会议地点"), readers.line, relation=True),
    ImportColumn("advice", gettext_lazy("What was recommended"), ("意见建议", "主要意见建议", "建议"),
                 readers.text, relation=True),
    ImportColumn("adoption", gettext_lazy("What was adopted"), ("采纳情况", "采纳落实情况", "落实情况", "办理结果"),
                 readers.text, relation=True),
)  # fmt: skip
IN_FORCE = gettext_lazy("Its items are changed one by one, by an adjustment of the plan.")
TO_UNDO = {
    AnnualPlanStage.SUBMITTED: gettext_lazy("Withdraw the plan first, then undo the import."),
    AnnualPlanStage.PRESIDIUM_REVIEWED: gettext_lazy(
        "Only if the Party standing committee sends the plan back can the import be undone."
    ),
    **dict.fromkeys((AnnualPlanStage.COMMITTEE_APPROVED, AnnualPlanStage.ISSUED, AnnualPlanStage.ADJUSTED), IN_FORCE),
}
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
        if column.name == "year" and any(getattr(record, name) for name in KNOWN_DATES):
            return True
        in_results = column.name == "known_result" or column.name in FOLDED_NAMES
        said = said_by(column, raw) if in_results or column.name in KNOWN_DATES else None
        is_told = (in_results and said is not None) or isinstance(said, Roughly)
        return (is_told and str(said) in record.known_result) or super().is_said(column, raw, record, held)

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
            wrong = wrong_days({name: values[name] for name in KNOWN_DATES if values.get(name)})
            self.fold(values)
            return wrong
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


class PlanItems(ImportKind):
    """Items of the annual plan that is being drafted, found by their title; an adjustment is made item by item."""

    slug, label, model = "plan_items", gettext_lazy("Items of an annual plan"), AnnualPlanItem
    register, permission, icon = "plan_item_list", "topics.change_annualplan", "calendar-event"
    key, most = "title", 500
    notes = (gettext_lazy("The items go into the annual plan that is being drafted, of two into the later one."),)
    columns = (
        ImportColumn("title", gettext_lazy("Title of the topic"), ("议题", "议题题目", "协商议题", "协商课题", "课题",
                     "协商题目", "名称"), required=True, example="示例场镇饮用水源保护"),
        ImportColumn("source", gettext_lazy("Source"), ("议题来源",), source, required=True),
        ImportColumn("content", gettext_lazy("Content"), ("内容", "协商内容", "主要内容", "协商要点"), readers.text),
        ImportColumn("form", gettext_lazy("Form of consultation"), ("形式",), known.one_of("form"), relation=True),
        ImportColumn("period", gettext_lazy("Month or quarter"), ("时间", "时间安排", "协商时间", "计划时间", "月份",
                     "季度"), period, example="4月"),
        ImportColumn("leading_vice_chair", gettext_lazy("Leading vice-chair"), ("牵头领导", "领衔副主席", "责任领导"),
                     known.one_of("leaders"), relation=True),
        ImportColumn("organiser", gettext_lazy("Organiser"), ("承办工委", "承办部门", "联络工委", "组织单位",
                     "责任单位"), organiser, relation=True),
        ImportColumn("departments", gettext_lazy("Departments"), ("部门", "参加部门", "参与部门", "协商部门",
                     "参加单位"), known.several_of("departments"), relation=True),
        ImportColumn("outcome_kind", gettext_lazy("Form of the outcome"), ("成果", "协商成果"), known.one_of("outcome"),
                     relation=True),
    )  # fmt: skip

    def rows(self):
        items = AnnualPlanItem.objects.select_related("plan", "form", "organiser", "leading_vice_chair", "outcome_kind")
        return items.prefetch_related("departments")

    def records(self, keys):
        return {item.title: item for item in self.rows().filter(plan=drafted_plan(), title__in=keys)}

    def held(self, record):
        own = {column.name: getattr(record, column.name) for column in self.columns}
        return own | {"departments": list(record.departments.all()), "organiser": record.organising_unit}

    def tables(self):
        entries = DictionaryEntry.objects.all()
        return {
            "plan": drafted_plan(),
            "leaders": {member.name: member for member in Member.objects.leading_or(None)},
            "committees": known.by_every_name(Committee.objects.choosable()),
            "departments": known.by_every_name(Department.objects.choosable()),
            **{kind: {row.name: row for row in entries if row.kind == kind} for kind in ("form", "outcome")},
        }

    def settle(self, record, values, tables):
        if tables["plan"] is None:
            return {"title": _("No annual plan is being drafted: begin it first.")}
        return {}

    def note(self, record, values, tables):
        return "" if record else str(tables["plan"] or "")

    def create_one(self, values, by):
        plan = drafted_plan()
        with changing(plan, by):
            item = AnnualPlanItem(plan=plan, order=next_order(plan))
            self.fill(item, values)
        return item

    def change(self, record, values, by):
        with changing(record.plan, by):
            self.fill(record, values)

    def fill(self, item, values):
        if "organiser" in values:
            item.is_county_level = values["organiser"] == _("county level")
            item.organiser = None if item.is_county_level else values["organiser"]
        for name in values.keys() - {"organiser", "departments"}:
            setattr(item, name, values[name])
        item.save()
        if "departments" in values:
            item.departments.set(values["departments"])

    def snapshot(self, record, names):
        more = ["is_county_level"] if "organiser" in names else []
        return super().snapshot(record, [*names, *more])

    def set_back(self, record, before):
        with changing(record.plan):
            super().set_back(record, before)

    def not_set_back(self, rows):
        """The plans that are drafts no longer, and what to do about each."""
        frozen = AnnualPlan.objects.filter(items__in=rows).exclude(stage=AnnualPlanStage.DRAFTING).distinct()
        return [" ".join(filter(None, map(str, [why_frozen(plan), TO_UNDO.get(plan.stage, "")]))) for plan in frozen]

    def remove(self, records, by):
        for item in records:
            with changing(item.plan, by):
                remove(item)


def drafted_plan():
    """The first version that is being drafted, of the latest year; None without one."""
    return AnnualPlan.objects.filter(stage=AnnualPlanStage.DRAFTING, adjusts=None).order_by("year").last()


KINDS = [Topics(), PlanItems()]
