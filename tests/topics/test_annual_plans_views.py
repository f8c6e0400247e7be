"""The pages of annual plans: register, candidates, items, export; forms sent twice and by two people at once."""

import re
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from consult.models import TrailEntry
from consult.trail import Deed
from tests import factories
from tests.annual import YEAR, Year, take_step, told
from tests.journeys import day, entry
from topics.models import AnnualPlan, AnnualPlanItem, Candidate, DictionaryEntry
from topics.tasks.next_steps import home_rows
from topics.views.candidates import CandidateDelete
from topics.workflow import Moved

pytestmark = pytest.mark.django_db


def said(**fields):
    """A complete form of an item."""
    return {
        "title": "示例事项",
        "source": "cppcc_selected",
        "content": "示例内容",
        "form": entry("form").pk,
        "period": "2-04",
        "unit": "county",
        "outcome_kind": entry("outcome").pk,
        "version": 1,
    } | fields


def test_office_begins_a_plan_once_for_a_year(as_):
    office, url = as_("office"), reverse("annual_plan_begin")

    first = office.post(url, {"year": YEAR, "form_key": "a" * 32})
    again = office.post(url, {"year": YEAR, "form_key": "a" * 32})
    second = office.post(url, {"year": YEAR})

    plan = AnnualPlan.objects.get()
    assert (first.url, again.url) == (plan.get_absolute_url(), plan.get_absolute_url())
    assert (plan.year, [step.transition for step in plan.steps.all()]) == (YEAR, ["begin"])
    assert "已有" in second.context["form"].errors["year"][0]


@pytest.mark.parametrize("asked", ["1999", "2999", "", "x"])
def test_plan_is_begun_for_this_year_or_the_next_alone(as_, asked):
    page = as_("office").post(reverse("annual_plan_begin"), {"year": asked})

    assert list(page.context["form"].errors) == ["year"]
    assert AnnualPlan.objects.count() == 0


def test_an_item_names_its_cells_on_the_phone_and_moves_where_there_is_room(as_, year):
    plan = year.drafted(items=0)
    for title in ("甲", "乙", "丙"):
        year.item(plan, title, period="1-03")

    page = as_("office").get(plan.get_absolute_url()).content.decode()

    rows = page.split('<tr id="item-')[1:]
    assert [('name="up"' in row, 'name="down"' in row) for row in rows] == [(False, True), (True, True), (True, False)]
    assert re.findall('data-label="(.*?)"', rows[0]) == ["时间", "形式", "承办单位", "部门", "待完善"]


def test_items_stand_by_quarter_and_say_what_is_missing(as_, year):
    plan = year.drafted(items=0)
    year.item(plan, "第四季度事项", period="4-q")
    year.item(plan, "三月事项", period="1-03")
    year.item(plan, "待定事项", period="", outcome_kind=None)

    groups = as_("office").get(plan.get_absolute_url()).context["groups"]

    assert [(quarter, [row.item.title for row in rows]) for quarter, rows in groups] == [
        ("第一季度", ["三月事项"]),
        ("第四季度", ["第四季度事项"]),
        (None, ["待定事项"]),
    ]
    assert groups[2][1][0].item.gaps == ["月份或季度", "成果形式"]


def test_item_is_added_and_edited(as_, year, committee):
    plan = year.drafted(items=0)
    office = as_("office")

    office.post(reverse("plan_item_create", args=[plan.pk]), said())
    item = plan.items.get()
    office.post(reverse("plan_item_update", args=[item.pk]), said(title="改后事项", unit=committee.pk))

    item.refresh_from_db()
    assert (item.title, item.organiser, item.is_county_level, item.order) == ("改后事项", committee, False, 1)


def test_item_edited_by_two_keeps_the_first_and_shows_both_texts(as_, year):
    item = year.drafted().items.get()
    url, office = reverse("plan_item_update", args=[item.pk]), as_("office")
    office.post(url, said(title="先到的"))

    page = office.post(url, said(title="后到的"))

    item.refresh_from_db()
    assert (page.status_code, item.title) == (409, "先到的")
    assert ("后到的", "先到的") in [(row.mine, row.stored) for row in page.context["differences"]]


def test_nobody_submits_items_that_they_did_not_see(as_, year):
    plan = year.drafted()
    office, seen = as_("office"), plan.version
    office.post(reverse("plan_item_create", args=[plan.pk]), said())

    page = office.post(
        reverse("step", args=["annual_plan", plan.pk, "submit"]), {"version": seen, "happened_on": day(2).isoformat()}
    )

    plan.refresh_from_db()
    assert (page.status_code, plan.stage) == (409, "drafting")


def test_submitted_plan_is_frozen(as_, year):
    plan = year.submitted()
    office, item = as_("office"), plan.items.get()

    answers = [
        office.post(reverse("plan_item_create", args=[plan.pk]), said()),
        office.post(reverse("plan_item_update", args=[item.pk]), said()),
        office.post(reverse("plan_item_remove", args=[item.pk])),
        office.post(reverse("plan_item_order", args=[plan.pk]), {"up": item.pk}),
        office.post(reverse("annual_plan_candidates", args=[plan.pk]), {"version": plan.version}),
    ]

    assert {answer.status_code for answer in answers} == {409}
    assert [item.title for item in plan.items.all()] == ["示例协商事项1"]


def test_item_moves_among_those_of_its_quarter(as_, year):
    plan = year.drafted(items=2)
    year.item(plan, "另一季度", period="4-q")
    first = plan.items.first()

    as_("office").post(reverse("plan_item_order", args=[plan.pk]), {"down": first.pk})
    as_("office").post(reverse("plan_item_order", args=[plan.pk]), {"down": first.pk})

    assert [item.title for item in plan.items.all()] == ["示例协商事项2", "示例协商事项1", "另一季度"]


def test_removed_item_lets_its_candidate_wait_again(as_, year):
    plan = year.drafted(items=0)
    candidate = year.candidate(plan)
    year.take(plan, "take_in", "office", candidates=[candidate])

    as_("office").post(reverse("plan_item_remove", args=[plan.items.get().pk]))

    candidate.refresh_from_db()
    assert (plan.items.count(), candidate.state) == (0, Candidate.State.WAITING)
    assert TrailEntry.objects.get(deed=Deed.REMOVED).subject == f"年度计划事项 {YEAR} · {candidate.title}"


@pytest.mark.long
def test_adjustment_asks_for_the_reason_of_each_change_and_shows_what_it_changes(as_, year):
    adjustment = year.adjusting(year.issued(year.drafted(items=3)))
    first, second, third = adjustment.items.all()
    office = as_("office")

    bare = office.post(reverse("plan_item_update", args=[first.pk]), said(title=first.title))
    office.post(
        reverse("plan_item_update", args=[first.pk]), said(title=first.title, content=first.content, reason="推迟")
    )
    no_reason = office.post(reverse("plan_item_remove", args=[second.pk]), {"version": 1, "reason": " "})
    office.post(reverse("plan_item_remove", args=[second.pk]), {"version": 1, "reason": "另有安排"})
    page = office.get(adjustment.get_absolute_url())

    assert list(bare.context["form"].errors) == ["reason"]
    assert list(no_reason.context["form"].errors) == ["reason"]
    assert {row.item.title: (row.item.change, row.item.reason) for row in page.context["changed"]} == {
        first.title: ("changed", "推迟"),
        second.title: ("dropped", "另有安排"),
    }
    changes = {row.item.title: row.changes for row in page.context["changed"]}
    assert [(c.before, c.after) for c in changes[first.title]] == [("3月", "4月")]


def test_switched_off_step_leads_to_the_version_in_work_that_stands_against_it(as_, year):
    plan = year.issued()
    adjustment = year.adjusting(plan)

    page = as_("office").get(plan.get_absolute_url())

    assert f'<a href="{adjustment.get_absolute_url()}">“{adjustment}”仍在办理' in page.text


def test_dropped_item_can_be_kept_after_all(as_, year):
    adjustment = year.adjusting()
    item = adjustment.items.get()
    AnnualPlanItem.objects.filter(pk=item.pk).update(change="dropped", reason="另有安排")

    as_("office").post(reverse("plan_item_keep", args=[item.pk]))

    item.refresh_from_db()
    assert (item.change, item.reason) == ("", "")


def test_committee_puts_a_candidate_forward_and_reads_why_it_was_left_out(as_, year):
    plan = year.drafted()
    as_("clerk").post(reverse("candidate_create"), {"title": "示例备选", "content": "示例内容", "form_key": "b" * 32})
    candidate = plan.candidates.get()
    url = reverse("candidate_leave_out", args=[plan.pk]) + f"?candidate={candidate.pk}"
    as_("office").post(url, {"version": plan.version, "reason": "已列入提案办理"})

    page = as_("clerk").get(reverse("annual_plan_list"))

    assert [(one.title, one.state, one.reason) for one in page.context["candidates"]] == [
        ("示例备选", "left_out", "已列入提案办理")
    ]
    assert "已列入提案办理" in page.content.decode()


def test_government_sees_its_own_candidates_and_no_draft(as_, year):
    plan = year.drafted()
    year.candidate(plan)
    government = as_("government")

    government.post(reverse("candidate_create"), {"title": "党政备选", "content": "示例内容"})
    page = government.get(reverse("annual_plan_list"))

    assert [one.title for one in page.context["candidates"]] == ["党政备选"]
    assert list(page.context["object_list"]) == []
    assert plan.candidates.get(title="党政备选").source == "party_assigned"


def test_candidate_is_changed_by_its_unit_while_it_waits(as_, year):
    candidate = year.candidate(year.drafted())
    url, data = reverse("candidate_update", args=[candidate.pk]), {"title": "改后", "content": "示例", "version": 1}

    foreign = as_("clerk2").post(url, data)
    as_("clerk").post(url, data)
    Candidate.objects.filter(pk=candidate.pk).update(state="taken")
    late = as_("clerk").post(reverse("candidate_delete", args=[candidate.pk]))

    candidate.refresh_from_db()
    assert (foreign.status_code, candidate.title, late.status_code) == (403, "改后", 409)


def test_candidate_left_out_at_that_moment_is_not_taken_back(year, rf):
    plan = year.drafted()
    stale = Candidate.objects.get(pk=year.candidate(plan).pk)
    year.take(plan, "leave_out", "office", candidate=stale, reason="另行安排")

    with pytest.raises(Moved):
        CandidateDelete(request=rf.post("/"), object=stale).form_valid(None)

    assert Candidate.objects.get().reason == "另行安排"


def test_register_in_which_nothing_is_ticked_exports_no_ticked_row(as_, year):
    year.issued()

    exported = as_("office").get(reverse("annual_plan_list"), {"export": "ticked"})

    sheet = load_workbook(BytesIO(exported.content)).worksheets[0]
    assert [row[0].value for row in sheet.iter_rows(min_row=4)] == []


def test_candidate_taken_back_is_gone(as_, year):
    candidate = year.candidate(year.drafted())

    as_("clerk").post(reverse("candidate_delete", args=[candidate.pk]))

    assert Candidate.objects.count() == 0
    assert TrailEntry.objects.get().subject == f"备选议题 {candidate.title}"


def test_without_a_draft_nothing_is_put_forward(as_, year):
    year.issued()

    page = as_("clerk").post(reverse("candidate_create"), {"title": "示例", "content": "示例"})

    assert (page.status_code, Candidate.objects.count()) == (409, 0)


def test_ticked_candidates_and_topics_are_taken_in(as_, year, journey):
    plan = year.drafted(items=0)
    candidate, topic = year.candidate(plan), journey.proposed()
    url, office = reverse("annual_plan_candidates", args=[plan.pk]), as_("office")

    nothing = office.post(url, {"version": plan.version}, follow=True)
    page = office.post(url, {"version": plan.version, "candidate": [candidate.pk], "topic": [topic.pk]}, follow=True)

    assert told(nothing) == ["请至少勾选一项。"]
    assert told(page) == ["已纳入2项。"]
    assert [item.title for item in plan.items.all()] == ["示例备选", "示例议题"]


@pytest.mark.long
def test_item_taken_from_a_topic_is_proposed_at_its_acceptance(as_, year, journey):
    plan, topic = year.drafted(items=1), journey.proposed()
    year.take(plan, "take_in", "office", topics=[topic])
    leader = factories.member(post="vice_chair")
    said = {"form": DictionaryEntry.objects.create(kind="form", name="示例形式"), "leading_vice_chair": leader}
    item = plan.items.filter(taken_from=topic)
    item.update(period="2-q", outcome_kind=entry("outcome"), organiser=None, is_county_level=True, **said)
    year.issued(plan)
    url = reverse("step", args=["topic", topic.pk, "accept"])
    form = as_("office").get(url).context["form"]
    field, proposed = form.fields["is_planned"], [form[name].value() for name in ("organiser", *said)]
    rows = as_("office").get(reverse("batch_create", args=["screen"]), {"row": topic.pk}).context["rows"]

    data = {"version": 2, "organiser": "county", "form": entry("form").pk, "category": topic.category_id}
    as_("office").post(url, data | {"is_planned": field.initial, "happened_on": day(1).isoformat()})

    topic.refresh_from_db()
    assert field.initial == str(plan.items.get(taken_from=topic).pk)
    assert proposed == ["county", said["form"].pk, leader.pk]
    assert [rows[0].forms[0][name].value() for name in ("organiser", *said)] == proposed
    assert (topic.is_planned, topic.plan_item) == (True, plan.items.get(taken_from=topic))


def test_an_item_of_the_same_title_is_proposed_at_the_acceptance(as_, year, journey):
    plan, topic = year.drafted(items=1), journey.proposed()
    item = year.item(plan, topic.title, organiser=None, is_county_level=True)
    year.issued(plan)

    form = as_("office").get(reverse("step", args=["topic", topic.pk, "accept"])).context["form"]

    assert form.fields["is_planned"].initial == str(item.pk)


def test_office_says_in_the_facts_which_item_a_topic_carries_out(as_, year, journey):
    item, topic = year.issued().items.get(), journey.accepted_outside()
    url = reverse("topic_update", args=[topic.pk])
    form = as_("office").get(url).context["form"]
    data = {name: form[name].value() or "" for name in form.fields} | {"townships": [], "departments": []}

    as_("office").post(url, data | {"is_planned": item.pk})

    topic.refresh_from_db()
    assert (form["is_planned"].value(), topic.is_planned, topic.plan_item) == ("no", True, item)


def test_organiser_does_not_say_whether_its_topic_is_planned(as_, year, journey):
    year.issued(year.drafted())
    topic = journey.proposed()
    committee = journey.cast["clerk"].current_appointments[0].committee
    answers = {"organiser": committee, "form": entry("form"), "category": topic.category, "is_planned": False}
    journey.take(topic, "accept", "office", day(1), **answers)

    form = as_("clerk").get(reverse("topic_update", args=[topic.pk])).context["form"]

    assert "is_planned" not in form.fields


@pytest.mark.long
def test_tiles_lead_to_the_items_in_each_state(as_, year):
    plan = year.issued(year.drafted(items=2))
    client = as_("member_user")

    page = client.get(plan.get_absolute_url())
    shown = {tile["label"]: client.get(tile["url"]).context["shown_count"] for tile in page.context["states"]}

    assert {tile["label"]: tile["count"] for tile in page.context["states"]} == shown
    assert list(shown.values()) == [2, 2, 0, 0, 0]


def test_outside_the_history_and_the_bodies_words_stay_unseen(as_, year):
    plan = year.issued()

    pages = {
        name: as_(name).get(plan.get_absolute_url()) for name in ("clerk", "member_user", "dept_user", "government")
    }

    assert {name: len(page.context["history"]) for name, page in pages.items()} == {
        "clerk": 4,
        "member_user": 0,
        "dept_user": 0,
        "government": 0,
    }
    assert ["示委常" in page.content.decode() for page in pages.values()] == [True, False, False, False]


def test_export_holds_every_item_with_its_state(as_, year):
    plan = year.issued(year.drafted(items=2))

    sheet = load_workbook(BytesIO(as_("office").get(f"{plan.get_absolute_url()}?export=xlsx").content)).worksheets[0]

    rows = [[cell.value for cell in row] for row in sheet.iter_rows() if isinstance(row[0].value, int)]
    assert [(row[1], row[5], row[10]) for row in rows] == [
        ("示例协商事项1", "3月", "未启动"),
        ("示例协商事项2", "3月", "未启动"),
    ]


def test_register_counts_items_by_state_on_page_and_in_export(as_, year):
    year.issued(year.drafted(items=2))
    Year(year.cast, YEAR + 1).drafted()
    client = as_("office")

    page = client.get(reverse("annual_plan_list"))
    sheet = load_workbook(BytesIO(client.get(reverse("annual_plan_list") + "?export=xlsx").content)).worksheets[0]

    assert [(plan.year, plan.item_count, plan.figures["not_started"]) for plan in page.context["object_list"]] == [
        (YEAR + 1, 1, 1),
        (YEAR, 2, 2),
    ]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows() if isinstance(row[0].value, int)]
    assert [row[5] for row in rows] == [1, 2]


@pytest.mark.long
def test_plan_waits_for_office_and_presidium_in_turn(year, cast):
    plan = year.drafted()
    seen = [waiting_for(cast)]
    year.submitted(plan)
    seen.append(waiting_for(cast))
    year.take(plan, "pass", "presidium", day(0), term=factories.term(), meeting_number=21)
    seen.append(waiting_for(cast))
    year.take(plan, "approve", "office", day(0), decision_number="示1号")
    seen.append(waiting_for(cast))

    assert seen == [
        {"office": ["draft_annual_plan"]},
        {"presidium": ["review_annual_plan"]},
        {"office": ["approve_annual_plan"]},
        {"office": ["issue_annual_plan"]},
    ]


def waiting_for(cast):
    """Whose home shows what, of the office and the presidium."""
    counts = {name: home_rows(factories.fresh(cast[name]))[1] for name in ("office", "presidium")}
    return {name: [count["name"] for count in found] for name, found in counts.items() if found}


def test_finish_page_asks_a_reason_for_each_item_that_was_not_done(as_, year):
    plan = Year(year.cast, YEAR - 1).issued(Year(year.cast, YEAR - 1).drafted(items=2))
    url, office = reverse("annual_plan_finish", args=[plan.pk]), as_("office")
    data = {"version": plan.version, "happened_on": day(2).isoformat()}
    first, second = plan.items.all()

    bare = office.post(url, data | {f"i{first.pk}-reason": "条件不成熟"})
    office.post(url, data | {f"i{first.pk}-reason": "条件不成熟", f"i{second.pk}-reason": "结转下年"})

    plan.refresh_from_db()
    assert (bare.status_code, plan.stage) == (200, "finished")
    assert bare.content.decode().count('class="error-summary"') == 1
    assert [item.undone_reason for item in plan.items.all()] == ["条件不成熟", "结转下年"]


def test_one_reason_fills_the_ticked_items_and_each_is_changed_still(as_, year):
    plan = Year(year.cast, YEAR - 1).issued(Year(year.cast, YEAR - 1).drafted(items=3))
    url, office = reverse("annual_plan_finish", args=[plan.pk]), as_("office")
    data = {"version": plan.version, "happened_on": day(2).isoformat()}
    first, second, third = (f"i{item.pk}" for item in plan.items.all())

    ticks = {f"{second}-is_ticked": "on", f"{third}-is_ticked": "on"}
    data |= {f"{second}-reason": "", f"{third}-reason": ""}
    typed = {f"{first}-reason": "条件不成熟", "all-reason": "结转下年", "fill": "1"}
    page = office.post(url, data | ticks | typed)
    none_ticked = office.post(url, data | typed)

    plan.refresh_from_db()
    assert [row["reason"].value() for row in page.context["rows"]] == ["条件不成熟", "结转下年", "结转下年"]
    assert [row["reason"].value() for row in none_ticked.context["rows"]] == ["条件不成熟", "", ""]
    assert "请先勾选" in none_ticked.text and plan.stage == "issued"


def test_what_a_finish_said_of_several_items_stands_line_by_line_in_the_history(as_, year):
    plan = Year(year.cast, YEAR - 1).issued(Year(year.cast, YEAR - 1).drafted(items=2))
    year.take(plan, "finish", "office", day(2), undone=[{"item": item, "reason": "结转"} for item in plan.items.all()])

    [line, *_earlier] = as_("office").get(plan.get_absolute_url()).context["history"]

    assert [text.count("结转") for text in line["lines"][0][1].split("\n")] == [1, 1]


def test_a_finish_taken_back_is_done_anew_from_its_former_reasons(as_, year):
    plan = Year(year.cast, YEAR - 1).issued()
    year.take(plan, "finish", "office", day(2), undone=[{"item": plan.items.get(), "reason": "条件不成熟"}])
    year.take(plan, "correct", "office2", day(3), reason="误办结")

    page = as_("office").get(reverse("annual_plan_finish", args=[plan.pk]))

    [row] = page.context["rows"]
    assert row["reason"].value() == "条件不成熟"
    assert [words in page.content.decode() for words in ("未启动", "3月 · 县政协本级")] == [True, True]


def test_the_history_tells_which_of_the_entries_was_corrected(as_, year):
    plan = year.issued()
    for day_of, by in enumerate(("office2", "office2"), start=3):
        year.take(plan, "correct", by, day(day_of), reason="误登记")

    lines = as_("auditor").get(plan.get_absolute_url()).context["history"][:2]

    assert [line["lines"][0] for line in lines] == [
        ("状态", "县委常委会已审定 → 主席会议已审议"),
        ("状态", "已印发 → 县委常委会已审定"),
    ]


def test_page_of_a_step_takes_the_presidiums_review(as_, year):
    plan = year.submitted()
    client = as_("presidium")

    bare = take_step(client, plan, "pass", term=factories.term().pk, meeting_number="")
    take_step(client, plan, "pass", term=factories.term().pk, meeting_number=21)

    plan.refresh_from_db()
    assert list(bare.context["form"].errors) == ["meeting_number"]
    assert (plan.stage, plan.meeting_number) == ("presidium_reviewed", 21)


@pytest.mark.long
def test_pages_take_the_same_queries_however_long_the_plan(as_, year, queries_of):
    plan = year.issued(year.drafted(items=2))
    as_("clerk")
    urls = [plan.get_absolute_url(), reverse("annual_plan_print", args=[plan.pk]), reverse("annual_plan_list")]

    short = [queries_of(url) for url in urls]
    for number in range(10):
        year.item(plan, f"更多事项{number}", period="3-q", leading_vice_chair=factories.member())
    long = [queries_of(url) for url in urls]

    assert short == long


def test_who_adjusts_the_plan_comes_to_the_draft_of_the_new_version(as_, year):
    plan = year.issued()

    response = as_("office").post(
        reverse("step", args=["annual_plan", plan.pk, "adjust"]),
        {"reason": "县委部署新的重点工作", "happened_on": day(1).isoformat(), "version": plan.version},
    )

    assert response.url == plan.adjustments.get().get_absolute_url()
