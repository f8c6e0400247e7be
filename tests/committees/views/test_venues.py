from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from committees.models import HaveFile, Venue, VenueHave
from tests import factories
from tests.queries import queries_of

TODAY = timezone.localdate()
LIST = "/venues/"


def test_a_third_member_studio_added_by_the_office_is_counted_listed_and_exported(client, office):
    for _each in range(2):
        factories.venue(kind=Venue.Kind.STUDIO)
    client.force_login(office)
    data = {"name": "示例三号委员工作室", "kind": "studio", "host_enterprise": "示例企业", "order": 3, "version": 1}

    client.post(reverse("venue_create"), data)

    page = client.get(LIST, {"kind": "studio"})
    export = load_workbook(BytesIO(client.get(LIST, {"export": "xlsx"}).content)).worksheets[0]
    assert page.context["formula"] == "0+0+3+0"
    assert page.context["total"] == 3
    assert "示例三号委员工作室" in page.text
    assert "示例三号委员工作室" in [row[1].value for row in export.iter_rows()]


def test_the_formula_counts_only_current_venues(client, outsider):
    factories.venue(kind=Venue.Kind.COUNTY)
    factories.venue(kind=Venue.Kind.ROOM, valid_to=TODAY - timedelta(days=1))
    client.force_login(outsider)

    assert client.get(LIST).context["formula"] == "1+0+0+0"


def test_without_a_venue_no_noughts_are_shown_but_what_to_do(client, office):
    client.force_login(office)

    page = client.get(LIST)

    assert ("0+0+0+0" in page.text, page.text.count('class="pipe"')) == (False, 0)
    assert "请先录入工委，再逐个添加协商平台或用表格导入。" in page.text


def test_more_venues_take_no_more_queries(client, office, committee):
    factories.venue(committee=committee)
    client.force_login(office)
    before = queries_of(client, LIST)

    for _each in range(5):
        factories.venue(committee=factories.committee())

    assert queries_of(client, LIST) == before


@pytest.mark.long
def test_the_checklist_joins_what_is_recorded_with_what_is_counted(client, office, journey):
    venue = factories.venue()
    VenueHave.objects.create(venue=venue, have="place", is_met=True, evidence="挂牌照片", checked_on=TODAY)
    session = journey.completed_session()
    session.venue = venue
    session.save()
    client.force_login(office)

    haves = client.get(venue.get_absolute_url()).context["haves"]

    assert [(is_met, evidence) for _label, is_met, evidence, _day in haves] == [
        (False, ""),
        (True, "挂牌照片"),
        (False, ""),
        (True, "已开展协商 1 场"),
        (False, "形成意见建议 0 条"),
    ]


def test_the_office_records_the_haves(client, office):
    venue = factories.venue()
    client.force_login(office)
    data = {
        "version": 1,
        "organisation_met": "on",
        "organisation_evidence": "文件",
        "organisation_checked": "2026-01-05",
    }

    response = client.post(reverse("venue_haves", args=[venue.pk]), data)

    assert response.url == venue.get_absolute_url()
    assert Venue.objects.with_figures().get().haves_met == 1


def test_two_people_who_check_the_haves_at_once_see_both_texts(client, office):
    venue = factories.venue()
    client.force_login(office)
    url = reverse("venue_haves", args=[venue.pk])
    data = {"version": 1, "place_met": "on", "place_checked": "2026-01-05"}
    client.post(url, data | {"place_evidence": "照片"})

    conflict = client.post(url, data | {"place_evidence": "租约", "plan_evidence": "年度安排"})

    differences = [(row.label, row.mine, row.stored) for row in conflict.context["differences"]]
    assert conflict.status_code == 409
    assert differences == [("有阵地 · 佐证", "租约", "照片"), ("有计划 · 佐证", "年度安排", "")]


def test_a_venue_with_a_session_to_come_cannot_end(client, office, journey):
    venue = factories.venue()
    session = journey.planned_session()
    session.venue = venue
    session.save()
    client.force_login(office)

    response = client.post(reverse("venue_end", args=[venue.pk]), {"on": TODAY})

    assert session.get_absolute_url() in response.text
    assert Venue.objects.get().valid_to is None


def test_a_venue_ends_and_keeps_its_sessions(client, office, journey):
    venue = factories.venue()
    session = journey.completed_session()
    session.venue = venue
    session.save()
    client.force_login(office)

    client.post(reverse("venue_end", args=[venue.pk]), {"on": TODAY})

    assert Venue.objects.get().valid_to == TODAY
    assert list(Venue.objects.get().sessions.all()) == [session]


@pytest.mark.long
def test_only_the_office_changes_venues(client, cast):
    venue = factories.venue()
    pages = [reverse(f"venue_{page}", args=[venue.pk]) for page in ("update", "haves", "end")]

    codes = {}
    for name in ("office", "clerk", "presidium", "member_user", "sysadmin"):
        client.force_login(cast[name])
        codes[name] = {client.get(url).status_code for url in [reverse("venue_create"), *pages]}

    assert codes == {"office": {200}} | dict.fromkeys(("clerk", "presidium", "member_user", "sysadmin"), {403})


PDF = b"%PDF-1.4\n1 0 obj\nendobj\n%%EOF\n"


def checked(client, venue, **sent):
    """The answer to the five haves posted, with files as pairs of name and content."""
    files = {name: ContentFile(each[1], name=each[0]) for name, each in sent.items() if isinstance(each, tuple)}
    return client.post(reverse("venue_haves", args=[venue.pk]), {"version": 1} | sent | files, follow=True)


def test_good_files_of_a_check_are_kept_beside_a_bad_one_and_shown_on_the_venues_page(client, office):
    venue = factories.venue()
    client.force_login(office)
    files = {"place_file": ("挂牌.pdf", PDF), "plan_file": ("计划.exe", b"MZ")}

    refused = checked(client, venue, place_evidence="挂牌照片", **files)
    again = checked(client, venue, place_evidence="挂牌照片", place_file=("挂牌.pdf", PDF))

    [kept] = venue.files.all()
    form = refused.context["form"]
    assert (list(form.errors), form["place_evidence"].value()) == (["plan_file"], "挂牌照片")
    assert 'href="#id_plan_file">有计划 · ' in refused.text
    assert [kept.get_absolute_url() in page.text for page in (refused, again)] == [True, True]
    assert b"".join(client.get(kept.get_absolute_url()).streaming_content) == PDF


def test_a_file_of_a_check_is_taken_away_again_and_told_apart_where_two_check_at_once(client, office):
    venue = factories.venue()
    client.force_login(office)
    checked(client, venue, place_file=("挂牌.pdf", PDF))
    [kept] = venue.files.all()

    late = checked(client, venue, place_evidence="照片", plan_file=("计划.pdf", PDF))
    checked(client, venue, version=2, **{f"remove_{kept.pk}": "on"})

    assert (late.status_code, "所选文件无法保留" in late.text) == (409, True)
    assert not venue.files.exists()


def test_a_venue_keeps_no_more_files_than_it_has_room_for_however_many_are_sent_at_once(client, office, monkeypatch):
    monkeypatch.setattr(HaveFile, "MOST", 2)
    venue = factories.venue()
    client.force_login(office)

    page = checked(client, venue, **{f"{have}_file": (f"{have}.pdf", PDF) for have in VenueHave.RECORDED})

    assert (venue.files.count(), list(page.context["form"].errors)) == (2, ["plan_file"])


def test_a_file_that_the_disk_has_lost_is_added_again(client, office):
    venue = factories.venue()
    client.force_login(office)
    checked(client, venue, place_file=("挂牌.pdf", PDF))
    lost = venue.files.get()
    lost.file.storage.delete(lost.file.name)

    checked(client, venue, version=2, place_file=("挂牌.pdf", PDF))

    kept = venue.files.last()
    assert (kept.pk != lost.pk, client.get(kept.get_absolute_url()).status_code) == (True, 200)
