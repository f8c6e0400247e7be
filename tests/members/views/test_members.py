from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from PIL import Image

from members.models import CommitteeMembership, Mandate
from tests import factories
from tests.queries import queries_of

TODAY = timezone.localdate()
LIST = "/members/"
PRIVATE = {"mobile": "13800005678", "email": "private@example.org", "birth_month": "1980-05-01"}


def exported(client, **query):
    content = client.get(LIST, {"export": "xlsx"} | query).content
    return [[cell.value for cell in row] for row in load_workbook(BytesIO(content)).worksheets[0].iter_rows()]


def found(client, query):
    return [member.name for member in client.get(f"{LIST}?{query}").context["object_list"]]


@pytest.fixture
def roster(committee, committee2):
    """Three members in office and one who left."""
    factories.member("张三", committee=committee, party="中共党员", order=3)
    factories.member("李四", committee=committee2, sector=factories.sector("农业界"), post=Mandate.Post.CHAIR, order=1)
    factories.member("王五", committee=committee, in_talent_pool=False, order=2)
    factories.member("赵六", committee=committee, order=4).leave(TODAY.replace(year=TODAY.year - 1), "示例原因")


def test_the_directory_lists_members_in_office_in_the_order_of_the_roster(client, office, roster):
    client.force_login(office)

    assert found(client, "") == ["李四", "王五", "张三"]
    assert [found(client, f"sort={way}post")[0] for way in ("", "-")] == ["李四", "张三"]


@pytest.mark.long
def test_the_directory_is_filtered(client, office, roster, committee):
    client.force_login(office)
    sector = factories.sector("农业界").pk
    queries = {
        "q=zs": ["张三"],
        "q=zhangsan": ["张三"],
        "q=李": ["李四"],
        f"committee={committee.pk}": ["王五", "张三"],
        f"sector={sector}": ["李四"],
        "post=chair": ["李四"],
        "party=中共党员": ["张三"],
        "in_talent_pool=False": ["王五"],
        "state=left": ["赵六"],
        "state=all": ["李四", "王五", "张三", "赵六"],
        "sort=name": ["李四", "王五", "张三"],
        "sort=-name": ["张三", "王五", "李四"],
    }

    assert {query: found(client, query) for query in queries} == queries


def test_what_the_list_shows_is_what_is_exported(client, office, roster):
    client.force_login(office)

    rows = exported(client, post="chair")

    assert [row[2] for row in rows][-1] == "李四"
    assert client.get(f"{LIST}?post=chair").context["total"] == 1


def test_a_300th_member_added_by_the_office_is_in_list_filter_and_export(client, office, committee):
    client.force_login(office)
    data = {
        "number": "W300",
        "name": "示例　三百",
        "gender": "female",
        "ethnicity": "汉族",
        "party": "群众",
        "version": 1,
    }
    place = {"committee": committee.pk, "committee_post": "member", "sector": factories.sector().pk, "post": "member"}

    client.post(reverse("member_create"), data | place | {"starts_on": TODAY, "version": 1})

    assert found(client, "q=slsb") == ["示例三百"]
    assert found(client, f"committee={committee.pk}") == ["示例三百"]
    assert "示例三百" in [row[2] for row in exported(client)]


@pytest.mark.long
def test_nobody_reads_private_fields_of_somebody_else_anywhere(client, cast, committee):
    factories.member("示例私密", committee=committee, **PRIVATE)
    member = committee.memberships.get(member__name="示例私密").member
    pages = [LIST, member.get_absolute_url(), committee.get_absolute_url()]

    for name in ("clerk", "presidium", "member_user", "dept_user", "government", "sysadmin"):
        client.force_login(cast[name])
        texts = "".join(client.get(page).text for page in pages) + str(exported(client))
        assert "13800005678" not in texts, name
        assert "private@example.org" not in texts, name
        assert "1980" not in texts, name


def test_the_office_reads_the_mobile_on_the_page_but_not_in_list_or_export(client, office):
    member = factories.member(**PRIVATE)
    client.force_login(office)

    assert "13800005678" in client.get(member.get_absolute_url()).text
    assert "13800005678" not in client.get(LIST).text
    assert "138****5678" in client.get(LIST).text
    assert "13800005678" not in str(exported(client))


def test_departments_see_and_filter_only_by_what_is_public(client, dept_user, roster):
    client.force_login(dept_user)

    page = client.get(f"{LIST}?party=中共党员")

    assert page.context["total"] == 3
    assert "party" not in page.context["filter"].form.fields
    assert "中共党员" not in page.text


def test_departments_export_the_public_columns(client, dept_user, roster):
    client.force_login(dept_user)

    header = next(row for row in exported(client) if row[0] == "序号")

    assert header == ["序号", "姓名", "界别", "职务", "所属工委", "工委职务", "编入工委日期", "工作单位"]


@pytest.mark.long
def test_more_members_take_no_more_queries(client, office, committee):
    factories.member(committee=committee)
    client.force_login(office)
    before = queries_of(client, LIST)

    for _each in range(5):
        factories.member(committee=committee)

    assert queries_of(client, LIST) == before


def test_a_member_reads_the_own_contact_and_record(client, member_user):
    member = member_user.as_member
    member.mobile = PRIVATE["mobile"]
    member.save()
    client.force_login(member_user)

    page = client.get(member.get_absolute_url())

    assert "13800005678" in page.text
    assert "record" in page.context["fields"]


@pytest.mark.long
def test_another_members_record_is_not_shown_to_members_and_departments(client, cast):
    member = factories.member()

    shown = set()
    for name, user in cast.items():
        client.force_login(user)
        shown |= {name} if "record" in client.get(member.get_absolute_url()).context["fields"] else set()

    readers = {"office", "office2", "clerk", "clerk2", "party_group", "party_group2", "presidium", "presidium2"}
    assert shown == readers


def test_the_history_of_places_is_shown(client, office, committee, committee2):
    member = factories.member(committee=committee)
    member.move_to(committee2, CommitteeMembership.Post.DIRECTOR, TODAY)
    client.force_login(office)

    page = client.get(member.get_absolute_url()).text

    assert committee.short_name in page
    assert committee2.short_name in page


def picture():
    stream = BytesIO()
    Image.new("RGB", (900, 1200), "red").save(stream, "JPEG")
    stream.seek(0)
    stream.name = "me.jpg"
    return stream


def test_a_photo_is_shrunk_shown_to_colleagues_and_hidden_from_departments(client, cast):
    member = factories.member()
    client.force_login(cast["office"])
    client.post(reverse("member_photo_update", args=[member.pk]), {"photo": picture()})

    codes = {}
    for name in ("office", "member_user", "dept_user"):
        client.force_login(cast[name])
        codes[name] = client.get(reverse("member_photo", args=[member.pk])).status_code

    member.refresh_from_db()
    assert codes == {"office": 200, "member_user": 200, "dept_user": 404}
    assert max(member.photo.width, member.photo.height) == 480


def test_a_photo_that_is_none_is_refused_in_words(client, office):
    member = factories.member()
    client.force_login(office)
    fake = BytesIO(b"MZ no picture")
    fake.name = "me.jpg"

    response = client.post(reverse("member_photo_update", args=[member.pk]), {"photo": fake})

    assert response.status_code == 200
    assert response.context["form"].errors["photo"]


@pytest.mark.parametrize(
    "query",
    [
        *("committee=99999999999999999999", "committee=x", "sector=-1", "post=king", "state=?", "in_talent_pool=9"),
        *("page=-1", "page=9999999", "page=x", "sort=user__password", "sort=--name", "q=" + "z" * 5000, "export=csv"),
    ],
)
def test_senseless_filters_pages_and_sorts_never_fail(client, office, query):
    factories.member()
    client.force_login(office)

    assert client.get(f"{LIST}?{query}").status_code == 200


@pytest.mark.parametrize("path", ["/members/99999999999999999999/", "/members/0/", "/committees/99999999999999999999/"])
def test_numbers_of_no_record_are_not_found(client, office, path):
    client.force_login(office)

    assert client.get(path).status_code == 404


@pytest.mark.long
def test_the_directory_is_searched_by_what_one_may_see_of_members(client, cast):
    factories.member("张三", employer="示例农机厂", expertise="水利工程", mobile="13800005678")

    hits = {}
    for name in ("office", "clerk", "dept_user"):
        client.force_login(cast[name])
        hits[name] = [found(client, f"q={words}") == ["张三"] for words in ("农机", "水利", "13800005678")]

    assert hits == {"office": [True] * 3, "clerk": [True, True, False], "dept_user": [True, False, False]}


@pytest.mark.parametrize("words", ["138 0000 5678", "１３８００００", "ｚｓ", "　张 三　"])
def test_the_directory_finds_what_is_typed_wide_or_with_blanks(client, office, words):
    factories.member("张三", mobile="13800005678")
    client.force_login(office)

    assert found(client, f"q={words}") == ["张三"]
