import os
import time
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone

from consult.models import Import, OrderedFile, SentForm, TrailEntry, TypedText
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

TWO_DAYS = 2 * 24 * 3600


@pytest.fixture
def old_orphan(media):
    path = media / "photos" / "orphan.jpg"
    path.parent.mkdir()
    path.write_bytes(b"x")
    os.utime(path, (time.time() - TWO_DAYS,) * 2)
    return path


def swept(**options):
    output = StringIO()
    call_command("sweep", stdout=output, **options)
    return output.getvalue().splitlines()


def test_a_file_that_no_record_names_is_removed_after_a_day(media, old_orphan):
    fresh = media / "fresh.jpg"
    fresh.write_bytes(b"x")

    assert swept() == [
        "photos/orphan.jpg",
        "1 files, 0 keys of forms, 0 unsaved texts, 0 previews, 0 ordered files and 0 ended sessions removed",
    ]
    assert not old_orphan.exists()
    assert fresh.exists()


def test_a_file_that_a_record_names_stays(media, old_orphan):
    member = factories.member()
    member.photo.save("a.jpg", ContentFile(b"x"))
    os.utime(member.photo.path, (time.time() - TWO_DAYS,) * 2)

    swept()

    assert os.path.exists(member.photo.path)


def test_what_was_removed_stands_in_the_trail(media, old_orphan):
    swept(dry_run=True)
    swept()

    line = TrailEntry.objects.get()
    assert (line.place, line.details) == ("manage.py sweep", {"rows": "0", "files": "1"})


def test_a_dry_run_removes_nothing(media, old_orphan):
    assert swept(dry_run=True) == [
        "photos/orphan.jpg",
        "1 files, 0 keys of forms, 0 unsaved texts, 0 previews, 0 ordered files and 0 ended sessions found",
    ]
    assert old_orphan.exists()


@pytest.fixture
def forms(db):
    """Forms carried out so many days ago, their keys named by the days."""
    for days in (0, 29, 31):
        form = SentForm.objects.create(key=str(days), led_to="/")
        SentForm.objects.filter(pk=form.pk).update(sent=timezone.now() - timedelta(days=days))


def keys():
    return sorted(SentForm.objects.values_list("key", flat=True))


def test_the_key_of_a_form_is_removed_after_thirty_days(media, forms):
    assert swept() == [
        "0 files, 1 keys of forms, 0 unsaved texts, 0 previews, 0 ordered files and 0 ended sessions removed"
    ]
    assert keys() == ["0", "29"]


def test_how_long_keys_are_kept_can_be_chosen(media, forms):
    swept(form_days=7)

    assert keys() == ["0"]


def test_a_dry_run_removes_no_key(media, forms):
    assert swept(dry_run=True, form_days=7) == [
        "0 files, 2 keys of forms, 0 unsaved texts, 0 previews, 0 ordered files and 0 ended sessions found"
    ]
    assert keys() == ["0", "29", "31"]


def test_text_typed_long_ago_and_never_saved_is_removed(media, office):
    for days in (29, 31):
        text = TypedText.objects.create(user=office, place=f"/{days}/", typed=[])
        TypedText.objects.filter(pk=text.pk).update(kept_at=timezone.now() - timedelta(days=days))

    assert swept() == [
        "0 files, 0 keys of forms, 1 unsaved texts, 0 previews, 0 ordered files and 0 ended sessions removed"
    ]
    assert [text.place for text in TypedText.objects.all()] == ["/29/"]


def test_a_file_brought_in_long_ago_and_never_carried_out_is_removed(media, office):
    for days, state in ((29, "previewed"), (31, "previewed"), (31, "carried_out")):
        brought = Import.objects.create(kind="members", file_name=f"{days}-{state}", made_by=office, state=state)
        Import.objects.filter(pk=brought.pk).update(made_at=timezone.now() - timedelta(days=days))

    assert swept() == [
        "0 files, 0 keys of forms, 0 unsaved texts, 1 previews, 0 ordered files and 0 ended sessions removed"
    ]
    assert {str(brought) for brought in Import.objects.all()} == {"29-previewed", "31-carried_out"}


def test_the_file_of_an_import_goes_after_a_month_also_where_its_good_rows_were_carried_out(media, office):
    brought = Import.objects.create(
        kind="members", file_name="a", made_by=office, state="carried_out", file="imports/a"
    )
    Import.objects.filter(pk=brought.pk).update(made_at=timezone.now() - timedelta(days=31))

    swept()

    brought.refresh_from_db()
    assert brought.file.name == ""


def test_a_large_file_goes_with_its_order_after_thirty_days(media):
    office = factories.user("office")
    orders = [OrderedFile.objects.create(kind="annual-report", title="示例.xlsx", ordered_by=office) for _each in "ab"]
    for order, days in zip(orders, (29, 31), strict=True):
        order.file.save("示例.xlsx", ContentFile(b"x"))
        os.utime(order.file.path, (time.time() - TWO_DAYS,) * 2)
        OrderedFile.objects.filter(pk=order.pk).update(ordered_at=timezone.now() - timedelta(days=days))
    fresh, old = orders

    assert (
        swept()[-1]
        == "1 files, 0 keys of forms, 0 unsaved texts, 0 previews, 1 ordered files and 0 ended sessions removed"
    )
    assert (os.path.exists(fresh.file.path), os.path.exists(old.file.path)) == (True, False)


def test_a_session_that_has_ended_is_removed_and_one_that_lasts_stays(media):
    for key, hours in (("ended", -1), ("lasting", 1)):
        Session.objects.create(session_key=key, expire_date=timezone.now() + timedelta(hours=hours))

    assert swept() == [
        "0 files, 0 keys of forms, 0 unsaved texts, 0 previews, 0 ordered files and 1 ended sessions removed"
    ]
    assert [session.session_key for session in Session.objects.all()] == ["lasting"]
