"""The working-day calendar of the office: days entered late or taken out move the open due dates, which say so."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from consult.calendar.holidays import BUILT_IN, KEY, missing_year, move_on, version
from consult.calendar.workdays import add_workdays, is_workday
from consult.models import CalendarDay, SettingChange, TrailEntry
from tests.journeys import day
from topics.deadlines import explain
from topics.history_lines import lines_of
from topics.models import AnswerDraft, Countersign, Step, Topic

CALENDAR, NOTICE, ADD, RECOUNT = (f"/settings/calendar/{part}" for part in ("", "notice/", "add/", "recount/"))
# Long before anybody publishes it.
YEAR = 2099
ITS_NOTICE = """元旦：1月1日（周四）至3日放假，共3天。
春节：2月5日至11日放假调休，共7天。2月14日上班。
劳动节：5月1日放假。
国庆节：10月1日放假。"""
MOVED = {"recount", "recount_countersigns"}


@pytest.fixture
def desk(client, office):
    client.force_login(office)
    return client


def enter(desk, url, **typed):
    """Type, look at what was read, enter it; returns both pages."""
    shown = desk.post(url, typed)
    return shown, desk.post(url, typed | as_shown(shown), follow=True)


def as_shown(page):
    return {name: page.context[name] for name in ("seen", "version")}


def remove(desk, entered, **shown):
    return desk.post(f"{CALENDAR}{entered.pk}/remove/", shown or {"version": version()}, follow=True)


def off(first, last=None):
    return {
        "is_workday": "False",
        "holiday": "示例假日",
        "first": first.isoformat(),
        "last": last.isoformat() if last else "",
    }


def said(page):
    return [str(message) for message in page.context["messages"]]


def moves(**chain):
    return [(s.transition, s.answers) for s in Step.objects.filter(transition__in=MOVED, **chain).order_by("sequence")]


def counted(record, name, start, count):
    """Let a due date be counted from the day, as the table of deadlines would."""
    until = add_workdays(start, count)
    basis = {"rule": f"{name}_workdays" if name else "plan_workdays", "count": count, "from": start.isoformat()}
    fields = {f"{name}_due_on".strip("_"): until, f"{name}_due_basis".strip("_"): basis}
    type(record).objects.filter(pk=record.pk).update(**fields)
    return until


def next_workdays(count):
    today = timezone.localdate()
    return [add_workdays(today, number) for number in range(1, count + 1)]


@pytest.mark.long
def test_a_calendar_entered_late_moves_open_due_dates_and_the_history_says_so(desk, journey, office):
    topic = journey.accepted()
    before = counted(topic, "", date(YEAR, 2, 4), 3)
    enter(desk, ADD, **off(date(YEAR, 3, 2)))

    shown, saved = enter(desk, f"{NOTICE}?year={YEAR}", notice=ITS_NOTICE)

    topic.refresh_from_db()
    assert (before, topic.due_on) == (date(YEAR, 2, 9), date(YEAR, 2, 14))
    assert shown.context["moving"] == "1个未办结的期限会调整。"
    assert said(saved) == ["工作日历已保存。已调整1个未办结的期限，办理过程中各有记录。"]
    assert moves(topic=topic) == [
        ("recount", {"due_on": {"from": "2099-02-09", "to": "2099-02-14"}, "reason": "2099年工作日历已录入"})
    ]
    [line] = lines_of(topic.steps.filter(transition="recount"), office)
    assert (line["title"], line["who"]) == ("期限随工作日历调整", "office")
    assert line["lines"] == [("期限", "2099年2月9日 → 2099年2月14日"), ("理由", "2099年工作日历已录入")]


@pytest.mark.long
def test_each_kind_of_due_date_in_working_days_moves_and_no_other(desk, journey, department2):
    [answered, draft, owing] = journey.referred(3, co=[department2])
    today, [first, *_rest] = timezone.localdate(), next_workdays(1)
    journey.answer(answered)
    open_draft = AnswerDraft.objects.create(
        recommendation=draft, referral=draft.lead, state="submitted", submitted_on=today
    )
    until = [
        counted(answered, "evaluation", today, 2),
        counted(open_draft, "countersign", today, 2),
        counted(owing.lead, "contact", today, 2),
    ]
    set_by_hand = [(one.due_on, one.due_basis) for one in (draft, owing)]
    objection = owing.lead.objection_due_on

    enter(desk, ADD, **off(first))

    for row in (answered, open_draft, draft, owing):
        row.refresh_from_db()
    moved = [answered.evaluation_due_on, open_draft.countersign_due_on, owing.lead.contact_due_on]
    assert moved == [add_workdays(one, 1) for one in until]
    assert [(one.due_on, one.due_basis) for one in (draft, owing)] == set_by_hand
    assert owing.lead.objection_due_on == objection
    assert [name for name, _answers in moves(recommendation=answered)] == ["recount"]
    assert [name for name, _answers in moves(recommendation=draft)] == ["recount_countersigns"]
    assert set(moves(recommendation=owing)[0][1]) == {"contact_due_on", "reason"}


@pytest.mark.long
def test_only_those_of_a_draft_answer_read_that_its_time_moved(desk, journey, dept_user, clerk, department2):
    [record] = journey.referred(1, co=[department2])
    draft = AnswerDraft.objects.create(
        recommendation=record, referral=record.lead, state="submitted", submitted_on=timezone.localdate()
    )
    counted(draft, "countersign", timezone.localdate(), 2)

    enter(desk, ADD, **off(*next_workdays(1)))

    [signing] = record.co_referrals
    Countersign.objects.create(
        draft=draft, referral=signing, agreement="agrees", signed_on=timezone.localdate(), signed_by=dept_user
    )
    enter(desk, ADD, **off(next_workdays(1)[0]))

    step = Step.objects.filter(transition="recount_countersigns")
    assert (step.visible_to(dept_user).count(), step.visible_to(clerk).count()) == (1, 0)


@pytest.mark.long
def test_days_taken_out_move_the_due_date_back_but_never_into_the_past(desk, journey):
    late, soon = journey.accepted(), journey.accepted()
    today, [first, second] = timezone.localdate(), next_workdays(2)
    enter(desk, ADD, **off(first, second))
    later = counted(soon, "", today, 3)
    # Without the two days it was due before today.
    gone = add_workdays(first, -5)
    kept = today + timedelta(days=1)
    counted(late, "", gone, 1)
    Topic.objects.filter(pk=late.pk).update(due_on=kept)
    entered = CalendarDay.objects.get(date=second)

    asked = desk.get(f"{CALENDAR}{entered.pk}/remove/")
    saved = remove(desk, entered)

    late.refresh_from_db()
    soon.refresh_from_db()
    assert not CalendarDay.objects.exists()
    assert "1个未办结的期限会调整" in asked.text
    assert said(saved) == ["工作日历已保存。已调整1个未办结的期限，办理过程中各有记录。"]
    assert (soon.due_on, late.due_on) == (add_workdays(today, 3), kept)
    assert soon.due_on < later


def test_a_change_stands_in_the_trail_and_among_the_changes_of_settings(desk):
    enter(desk, ADD, **off(date(YEAR, 1, 1)))

    change, [line] = SettingChange.objects.get(), TrailEntry.objects.filter(place=ADD)
    assert (change.subject, change.before, change.after) == ("2099年1月1日", "", "放假 · 示例假日")
    assert line.details == {"step": "2099年工作日历有改动", "fields": "2099年1月1日"}
    assert "工作日历 · 2099年1月1日" in desk.get("/settings/").text


def test_nothing_is_entered_before_it_was_shown_as_it_is(desk):
    shown = desk.post(ADD, off(date(YEAR, 1, 1)))
    other = desk.post(ADD, off(date(YEAR, 1, 5)) | as_shown(shown))

    assert (shown.status_code, other.status_code) == (200, 200)
    assert not CalendarDay.objects.exists()


@pytest.mark.long
def test_whoever_enters_a_calendar_sees_it_at_once_whatever_another_process_still_remembers(desk):
    enter(desk, ADD, **off(date(YEAR, 3, 2)))
    enter(desk, f"{NOTICE}?year={YEAR}", notice=ITS_NOTICE)
    cache.set(KEY, {})

    page = desk.get(f"{CALENDAR}?year={YEAR}")
    again = desk.post(ADD, off(date(YEAR, 2, 14)) | {"is_workday": "True"})

    assert (page.context["is_known"], page.context["workdays"]) == (True, 252)
    assert "2099年2月14日本来就是工作日" in again.text


@pytest.mark.long
def test_before_days_are_entered_it_is_told_what_they_take_the_place_of(desk):
    enter(desk, ADD, **off(date(YEAR, 2, 5), date(YEAR, 2, 11)))
    enter(desk, ADD, **off(date(YEAR, 2, 14)) | {"is_workday": "True"})

    over = desk.post(ADD, off(date(YEAR, 2, 10), date(YEAR, 2, 14)) | {"holiday": "春节"})
    beside = desk.post(ADD, off(date(YEAR, 3, 2)))

    assert "取代原有：放假 · 示例假日、调休上班 · 示例假日" in over.text
    assert "取代原有" not in beside.text


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"last": "2099-01-01"}, "last"),
        ({"last": "2100-01-01"}, "last"),
        ({"is_workday": "True"}, "first"),
        ({"holiday": ""}, "holiday"),
        ({"first": ""}, "first"),
    ],
)
def test_days_that_make_no_sense_are_refused_at_their_field(desk, wrong, field):
    page = desk.post(ADD, off(date(YEAR, 1, 5)) | wrong)

    assert list(page.context["form"].errors) == [field]


@pytest.mark.long
def test_of_two_who_change_the_calendar_at_once_the_second_is_told_and_keeps_what_was_typed(desk):
    typed = off(date(YEAR, 3, 2), date(YEAR, 3, 4))
    shown = desk.post(ADD, typed)
    enter(desk, ADD, **off(date(YEAR, 3, 3)) | {"holiday": "他人所录"})

    told = desk.post(ADD, typed | as_shown(shown))
    between = [day.holiday for day in CalendarDay.objects.all()]
    desk.post(ADD, typed | as_shown(told))

    assert (told.status_code, between) == (409, ["他人所录"])
    assert "您打开“工作日历”后，它已被他人或您在另一个窗口修改" in told.text
    assert 'value="2099-03-04"' in told.text
    assert "取代原有：放假 · 他人所录" in told.text
    assert [day.holiday for day in CalendarDay.objects.all()] == ["示例假日"] * 3


@pytest.mark.long
def test_nothing_is_taken_out_or_counted_anew_after_somebody_else_changed_the_calendar(desk):
    enter(desk, ADD, **off(date(YEAR, 3, 2)))
    entered, page = CalendarDay.objects.get(), desk.get(CALENDAR)
    asked = desk.get(f"{CALENDAR}{entered.pk}/remove/")
    enter(desk, ADD, **off(date(YEAR, 3, 3)))

    late = remove(desk, entered, **asked.context["form"].initial)
    recounted = desk.post(RECOUNT, {"version": page.context["version"]})
    kept = CalendarDay.objects.count()
    again = remove(desk, entered, **desk.get(f"{CALENDAR}{entered.pk}/remove/").context["form"].initial)

    assert (late.status_code, recounted.status_code, kept) == (409, 409, 2)
    assert (again.status_code, CalendarDay.objects.exists()) == (200, False)
    assert remove(desk, entered).status_code == 409


def test_a_version_is_left_once(db):
    assert [move_on(seen) for seen in ("0", "0", "1", None, "1")] == [True, False, True, False, False]


def test_a_year_without_a_calendar_is_named_on_its_page_at_home_and_where_a_due_date_reaches_into_it(desk):
    basis = {"rule": "plan_workdays", "count": 15, "from": "2099-12-28"}
    missing = explain(basis), desk.get(f"{CALENDAR}?year=2100").context["is_known"]
    for year in (2099, 2100):
        days = [CalendarDay(date=date(year, month, 1), is_workday=False, holiday="示例") for month in (1, 5, 10)]
        CalendarDay.objects.bulk_create(days, ignore_conflicts=True)
    enter(desk, ADD, **off(date(2100, 3, 1)))

    assert missing == (
        "立项后制定方案：自2099年12月28日起15个工作日（2099、2100年工作日历尚未录入，只按周末推算）",
        False,
    )
    assert explain(basis) == "立项后制定方案：自2099年12月28日起15个工作日"
    assert desk.get(f"{CALENDAR}?year=2100").context["is_known"]


@pytest.mark.long
def test_the_office_is_reminded_at_home_of_a_year_that_is_missing(desk, client, clerk, monkeypatch):
    monkeypatch.setattr("consult.calendar.holidays.BUILT_IN", {})

    page = desk.get("/")

    this_year = timezone.localdate().year
    client.force_login(clerk)
    assert f"{this_year}年工作日历尚未录入" in page.text
    assert "工作日历尚未录入" not in client.get("/").text


@pytest.mark.long
def test_the_reminder_is_gone_as_soon_as_the_calendar_is_entered(desk, monkeypatch):
    monkeypatch.setattr("consult.calendar.holidays.BUILT_IN", {})
    cache.set(KEY, {})
    for year in (timezone.localdate().year, timezone.localdate().year + 1):
        days = [CalendarDay(date=date(year, month, 1), is_workday=False, holiday="示例") for month in (1, 5, 10)]
        CalendarDay.objects.bulk_create(days)

    assert "年工作日历尚未录入" not in desk.get("/").text


@pytest.mark.parametrize(
    ("years", "month", "day", "missing"),
    [(1, 1, 4, 1), (0, 11, 14, None), (0, 11, 15, 1), (-1, 12, 31, None)],
)
def test_the_next_year_is_missing_from_the_middle_of_november_on(db, years, month, day, missing):
    last = max(BUILT_IN).year

    assert missing_year(date(last + years, month, day)) == (missing and last + missing)


def test_due_dates_of_an_earlier_release_are_counted_anew_at_a_press(desk, journey):
    topic = journey.accepted()
    until = counted(topic, "", timezone.localdate(), 3)
    Topic.objects.filter(pk=topic.pk).update(due_on=until - timedelta(days=1))

    before = desk.get(CALENDAR).context["astray"]
    desk.post(RECOUNT, {"version": version()})

    topic.refresh_from_db()
    assert (before, topic.due_on, desk.get(CALENDAR).context["astray"]) == (1, until, 0)


def test_a_due_date_that_moved_stands_in_the_way_of_no_taking_back(desk, journey, office):
    topic = journey.accepted()
    counted(topic, "", timezone.localdate(), 3)
    enter(desk, ADD, **off(*next_workdays(1)))

    journey.take(topic, "unaccept", "office", reason="误立")

    topic.refresh_from_db()
    assert topic.stage == "proposed"


def test_many_days_are_counted_with_one_look_at_what_the_office_entered(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        add_workdays(day(0), 60)
        assert any(is_workday(day(number)) for number in range(30))


@pytest.mark.long
def test_the_page_of_the_calendar_asks_as_often_however_much_it_holds(desk, journey, queries_of):
    journey.accepted()
    before = queries_of(f"{CALENDAR}?year={YEAR}")
    journey.accepted()
    enter(desk, ADD, **off(date(YEAR, 1, 1), date(YEAR, 1, 20)))

    assert queries_of(f"{CALENDAR}?year={YEAR}") == before
