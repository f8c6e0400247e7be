"""The door of a session: the code, who comes in by it, what it tells to whom, and the sheet on paper."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.topics.log_page import mark, marks_of, save, shown, url_of
from topics.models import ConsultationSession
from topics.sheets.cells import in_all
from topics.workflow import door as at_door
from topics.workflow.door import check_in
from topics.workflow.invitations import decide_leave, give_reply
from topics.workflow.machine import lock

TODAY = timezone.localdate()
GUEST = {"name": "示例群众", "unit": "示例村", "category": "public"}


@pytest.fixture
def session(journey):
    return journey.planned_session(on=TODAY)


@pytest.fixture
def phone(client, member_user):
    """The browser of an invited member."""
    client.force_login(member_user)
    return client


@pytest.fixture
def stranger():
    """The browser of somebody who is not signed in."""
    return Client()


def door(session):
    session.refresh_from_db()
    return reverse("check_in", args=[session.door_code])


def text_of(response):
    return response.content.decode()


def came(session):
    """The names of those checked in."""
    return list(session.attendances.exclude(checked_in_at=None).values_list("name", flat=True))


def test_member_checks_in_with_one_tap_and_the_time_is_kept(phone, session):
    phone.post(door(session))
    at = session.attendances.get(name="示例委员甲").checked_in_at

    assert came(session) == ["示例委员甲"]
    assert f"您已于{timezone.localtime(at):%H:%M}签到" in text_of(phone.get(door(session)))


def test_second_scan_keeps_the_time_of_the_first(session, member_user):
    now = timezone.now()
    member = member_user.as_member

    rows = [check_in(session, member, now=now), check_in(session, member, now=now + timedelta(milliseconds=1))]

    assert [row.checked_in_at for row in rows] == [now, now]
    assert session.attendances.count() == 2


def test_door_leads_a_member_who_is_not_signed_in_over_the_sign_in_and_back(stranger, session, member_user):
    page = text_of(stranger.get(door(session)))
    form = {"username": member_user.username, "password": factories.PASSWORD, "next": door(session)}

    response = stranger.post(reverse("login"), form)

    assert f"{reverse('login')}?next={door(session)}" in page
    assert response.url == door(session)


@pytest.mark.long
def test_member_who_is_not_invited_waits_for_the_word_of_the_staff(client, desk, session, committee):
    account = factories.user("extra")
    extra = factories.member("示例委员丙", committee=committee, user=account, order=0)
    phone = Client()
    phone.force_login(factories.fresh(account))

    page = text_of(phone.post(door(session), follow=True))
    save(desk, session)
    before = marks_of(session)
    save(desk, session, **mark(session, 0, "present"))

    assert "由工作人员确认到会" in page
    assert (before[0], marks_of(session)[0]) == (("expected", ""), ("present", ""))
    assert session.attendances.get(member=extra).committee == committee


def test_member_whose_mandate_has_ended_comes_as_a_guest(phone, session, member_user):
    member_user.as_member.mandates.end(TODAY - timedelta(days=1))

    page = text_of(phone.get(door(session)))
    phone.post(door(session), GUEST)

    assert "您今天不是在任委员" in page
    assert (came(session), session.guests.get().names) == ([], "示例群众（示例村）")


def test_who_is_checked_in_is_present_when_the_record_begins(desk, session, member_user):
    check_in(session, member_user.as_member)

    save(desk, session)

    assert marks_of(session) == [("present", ""), ("expected", "")]


def test_marks_that_the_page_foresees_are_saved_with_it(session, desk, member_user):
    save(desk, session)
    check_in(session, member_user.as_member)
    row = session.attendances.get(name="示例委员甲")
    session.attendances.filter(pk=row.pk).update(status="expected")

    save(desk, session, **{f"initial-people-status_{row.pk}": "present"})

    assert marks_of(session)[0] == ("present", "")


def test_who_comes_in_spite_of_a_leave_is_present(session, desk, clerk, member_user):
    row = session.attendances.get(name="示例委员甲")
    give_reply(row, "asked", "公务出差")
    decide_leave(session, [row], True, by=clerk)
    save(desk, session)
    before = marks_of(session)[0]

    check_in(session, member_user.as_member)

    assert (before, marks_of(session)[0]) == (("leave", "公务出差"), ("present", ""))


@pytest.mark.long
def test_scan_while_the_staff_type_is_not_written_over(session, desk, clerk, member_user):
    row = session.attendances.get(name="示例委员甲")
    give_reply(row, "asked", "公务出差")
    decide_leave(session, [row], True, by=clerk)
    save(desk, session)
    typed = shown(desk, session) | {f"initial-people-status_{row.pk}": "leave", "consensus": "示例共识"}

    check_in(session, member_user.as_member)
    desk.post(url_of(session), typed)

    session.refresh_from_db()
    assert (marks_of(session)[0], session.consensus) == (("present", ""), "示例共识")


def test_page_of_the_record_carries_the_marks_that_it_shows(session, desk, member_user):
    check_in(session, member_user.as_member)
    row = session.attendances.get(name="示例委员甲")

    page = text_of(desk.get(url_of(session)))

    assert f'name="initial-people-status_{row.pk}" value="present"' in page


def test_guest_gives_a_name_and_the_same_name_twice_is_one_row(stranger, session):
    answers = [stranger.post(door(session), GUEST) for _each in range(2)]
    guest = session.guests.get()

    assert [answer.url for answer in answers] == [f"{door(session)}?done=1"] * 2
    assert (guest.names, guest.category, guest.side, guest.count) == ("示例群众（示例村）", "public", "public", 1)


@pytest.mark.parametrize(
    ("name", "unit"),
    [("示例　群众", "示例村"), ("示例群众 主任", "示例 村"), ("示例群众副主任", "示例村"), ("Li Ｓi", "示例村")],
)
def test_guest_written_another_way_is_the_same_row(session, name, unit):
    first = {"name": "Li Si" if "Ｓ" in name else "示例群众", "unit": "示例村", "category": "public"}

    rows = [at_door.sign_in_guest(session, **who) for who in (first, first | {"name": name, "unit": unit}, first)]

    assert len({row.pk for row in rows}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"name": "欧阳主任"}, {"name": "欧阳书记"}),
        ({"name": "王主任"}, {"name": "王"}),
        ({"name": "示例甲"}, {"name": "示例甲", "unit": "另一村"}),
        ({"name": "示例甲"}, {"name": "示例甲", "category": "experts"}),
    ],
)
def test_guests_who_may_be_two_people_are_two_rows(session, one, other):
    rows = [at_door.sign_in_guest(session, **{**GUEST, **who}) for who in (one, other)]

    assert len({row.pk for row in rows}) == 2


def test_guest_planned_in_another_spelling_is_counted_once(session):
    session.guests.create(category="public", names="示例　甲、示例乙", count=2)

    at_door.sign_in_guest(session, name="示例甲主任", unit="", category="public")

    assert session.guests.get(signed_in_at=None).count == 1


@pytest.mark.parametrize(
    ("planned", "count", "left"),
    [
        ("县农业农村局水产站", 1, [1]),
        ("县农业农村局水产站2人", 2, [2]),
        ("示例甲乙", 1, [1]),
        ("县水务局、县农业农村局", 2, [1]),
        ("农业农村局", 1, []),
        ("县农业农村局 局长", 1, []),
        ("赵六（县农业农村局）", 1, []),
        ("县农业农村局有关负责人1人", 1, []),
        ("县农业农村局水产站副站长示例甲", 1, []),
    ],
)
def test_guest_is_taken_off_the_planned_row_of_the_whole_unit_alone(session, planned, count, left):
    session.guests.create(category="departments", names=planned, count=count)

    at_door.sign_in_guest(session, name="示例甲", unit="县 农业农村局", category="departments")

    assert list(session.guests.filter(signed_in_at=None).values_list("count", flat=True)) == left


def test_staff_read_which_guests_may_be_one_person(stranger, desk, session):
    session.guests.create(category="departments", names="示例水务局、示例　甲", count=2)
    for who in ({"name": "示例甲 主任"}, {"name": "示例甲", "unit": "另一村"}, {"name": "示例乙"}):
        at_door.sign_in_guest(session, **{**GUEST, **who})

    page = text_of(desk.get(url_of(session)))

    assert [page.count(f"可能与上面的“{names}”是同一人") for names in ("示例水务局、示例　甲", "示例乙")] == [2, 0]


@pytest.mark.long
def test_guest_by_the_code_is_among_those_who_came_and_not_among_those_planned(stranger, desk, session):
    session.guests.create(category="public", count=2)
    stranger.post(door(session), GUEST)

    def figures():
        row = desk.get(reverse("session_list")).context["object_list"][0]
        return row.guest_count, row.public, in_all(row), desk.get(session.get_absolute_url()).context["guest_count"]

    desk.post(reverse("session_list"), {"keep": "all_columns"})
    page, planned = text_of(desk.get(session.get_absolute_url())), figures()
    save(desk, session)

    assert ("其他参会人员 1 · 扫码签到 1" in page, page.count("扫码签到")) == (True, 2)
    assert [planned, figures()] == [(1, 1, None, 1), (2, 2, 2, 2)]


@pytest.mark.long
def test_guest_counted_in_the_plan_is_counted_once_though_the_record_was_open(stranger, desk, session):
    for category, names, count in [
        ("departments", "示例局", 1),
        ("public", "居民代表", 5),
        ("public", "示例甲、示例乙", 2),
        ("experts", "示例教授", 1),
    ]:
        session.guests.create(category=category, names=names, count=count)
    typed = shown(desk, session) | {"consensus": "示例共识"}

    for name, unit, category in [
        ("示例工", "示例局", "departments"),
        ("示例大妈", "示例社区", "public"),
        ("示例乙", "", "public"),
        ("示例博士", "", "experts"),
    ]:
        stranger.post(door(session), {"name": name, "unit": unit, "category": category})
    desk.post(url_of(session), typed)

    planned = session.guests.filter(signed_in_at=None).order_by("pk")
    assert list(planned.values_list("names", "count")) == [("居民代表", 4), ("示例甲、示例乙", 1), ("示例教授", 1)]
    assert session.guests.count() == 7


def test_guest_reads_nothing_but_title_place_and_time(stranger, session, member_user):
    check_in(session, member_user.as_member)
    stranger.post(door(session), GUEST)

    pages = [text_of(stranger.get(door(session))), text_of(stranger.get(f"{door(session)}?done=1"))]

    told = ["示例议题", "示例院坝", "示例委员甲", "示例群众", "示例主持人", "示例背景", "城东片区"]
    assert [[word in page for word in told] for page in pages] == [[True, True, *[False] * 5]] * 2


@pytest.mark.parametrize(("bound", "most"), [("MOST_BY_CODE", 2), ("MOST_BY_CODE_IN_A_MINUTE", 2)])
def test_number_of_guests_by_the_code_is_bounded(stranger, session, monkeypatch, bound, most):
    monkeypatch.setattr(at_door, bound, most)

    pages = [text_of(stranger.post(door(session), GUEST | {"name": f"示例{n}"}, follow=True)) for n in range(3)]

    assert ["扫码签到人数过多" in page for page in pages] == [False, False, True]
    assert session.guests.count() == 2


@pytest.mark.long
def test_staff_see_who_came_by_the_code_and_remove_the_wrong_ones(stranger, desk, session):
    stranger.post(door(session), GUEST)

    page = text_of(desk.get(url_of(session)))
    save(desk, session, **{"guests-0-DELETE": "on"})

    assert "扫码签到" in page
    assert session.guests.count() == 0


@pytest.mark.long
def test_guest_who_signs_in_while_the_staff_type_stays(stranger, desk, session):
    save(desk, session)
    typed = shown(desk, session)

    stranger.post(door(session), GUEST)
    desk.post(url_of(session), typed)

    assert session.guests.get().names == "示例群众（示例村）"


CLOSED = [
    ({"held_on": TODAY - timedelta(days=1)}, "请扫描今天现场张贴的二维码"),
    ({"held_on": TODAY + timedelta(days=1)}, "请当天再扫此码"),
    ({"stage": "cancelled"}, "本场会议已取消"),
    ({"stage": "postponed"}, "本场会议已延期"),
    ({"stage": "completed"}, "本场会议记录已完成"),
]


@pytest.mark.parametrize(("fields", "words"), CLOSED)
def test_closed_door_says_why_and_lets_nobody_in(phone, stranger, session, fields, words):
    ConsultationSession.objects.filter(pk=session.pk).update(**fields)

    pages = [text_of(stranger.get(door(session)))]
    pages += [text_of(visitor.post(door(session), GUEST)) for visitor in (stranger, phone)]

    assert [(words in page, "示例议题" in page) for page in pages] == [(True, False)] * 3
    assert (came(session), session.guests.count()) == ([], 0)


def test_renewed_code_replaces_the_one_before(desk, stranger, session):
    before = door(session)

    desk.post(reverse("session_door_renew", args=[session.pk]))

    assert stranger.get(before).status_code == 404
    assert "此二维码无效" in text_of(stranger.get(before))
    assert stranger.get(door(session)).status_code == 200


def test_code_leads_to_the_host_by_which_it_was_asked_for(desk, session, settings):
    settings.ALLOWED_HOSTS = ["consult.example"]

    response = desk.get(reverse("session_door", args=[session.pk]), headers={"host": "consult.example"})
    picture = desk.get(reverse("session_door_code", args=[session.pk]), headers={"host": "consult.example"})

    assert response.context["address"] == f"http://consult.example{door(session)}"
    assert (picture["Content-Type"], b"style" in picture.content) == ("image/svg+xml", False)


def test_each_session_has_a_code_of_its_own(session):
    other = ConsultationSession.objects.create(topic=session.topic, plan=session.plan, number=2, held_on=TODAY)

    assert other.door_code != session.door_code
    assert len(session.door_code) >= 20


def test_sheet_to_be_signed_numbers_members_guests_and_blank_rows(desk, session):
    session.guests.create(category="departments", names="示例水务局", count=2)

    response = desk.get(reverse("sign_in_sheet", args=[session.pk]))

    groups = [(label, [number for number, _row in rows]) for label, rows in response.context["groups"]]
    assert groups == [("委员", [1, 2]), ("部门", [3, 4]), ("其他人员", list(range(5, 13)))]
    assert "示例水务局" in text_of(response)


@pytest.mark.parametrize("moment", ["before the form", "while it is saved"])
def test_who_scans_while_the_desk_adds_them_as_come_uninvited_is_there_once(desk, session, monkeypatch, moment):
    uninvited = factories.member("示例委员丁")
    page = shown(desk, session) | {"people-came": [uninvited.pk]}
    if moment == "before the form":
        check_in(session, uninvited)
    else:
        scanned = lambda record: check_in(session, uninvited) and lock(record)  # noqa: E731
        monkeypatch.setattr("topics.views.session_log.lock", scanned)

    response = desk.post(url_of(session), page)

    row = session.attendances.get(member=uninvited)
    assert (response.status_code, row.status, bool(row.checked_in_at)) == (302, "present", True)
