import os
import time
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command

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
    call_command("sweep_files", stdout=output, **options)
    return output.getvalue().splitlines()


def test_a_file_that_no_record_names_is_removed_after_a_day(media, old_orphan):
    fresh = media / "fresh.jpg"
    fresh.write_bytes(b"x")

    assert swept() == ["photos/orphan.jpg", "1 removed"]
    assert not old_orphan.exists()
    assert fresh.exists()


def test_a_file_that_a_record_names_stays(media, old_orphan):
    member = factories.member()
    member.photo.save("a.jpg", ContentFile(b"x"))
    os.utime(member.photo.path, (time.time() - TWO_DAYS,) * 2)

    swept()

    assert os.path.exists(member.photo.path)


def test_a_dry_run_removes_nothing(media, old_orphan):
    assert swept(dry_run=True) == ["photos/orphan.jpg", "1 found"]
    assert old_orphan.exists()
