import errno

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.http import Http404

from committees.models import Department
from consult.files.storage import serve_private
from tests import factories


class Lost(Exception):
    pass


def stored(name="documents/a.pdf", content=b"text"):
    return default_storage.save(name, ContentFile(content))


def files_in(media):
    return [path for path in media.rglob("*") if path.is_file()]


@pytest.mark.django_db(transaction=True)
def test_stored_names_are_random_and_keep_only_the_suffix(media):
    first, second = stored("documents/秘密.PDF"), stored("documents/秘密.PDF")

    assert first != second
    assert first.startswith("documents/")
    assert len(first) == len("documents/") + 32 + len(".pdf")
    assert first.endswith(".pdf")


@pytest.mark.django_db(transaction=True)
def test_a_file_outside_a_transaction_stays(media):
    stored()

    assert len(files_in(media)) == 1


@pytest.mark.django_db(transaction=True)
def test_a_file_of_a_committed_transaction_stays(media):
    with transaction.atomic():
        factories.department("有文件局")
        stored()

    assert len(files_in(media)) == 1


@pytest.mark.django_db(transaction=True)
def test_a_file_of_a_rolled_back_transaction_goes_with_it(media):
    with pytest.raises(Lost), transaction.atomic():
        factories.department("无文件局")
        stored()
        raise Lost

    assert files_in(media) == []
    assert not Department.objects.filter(name="无文件局").exists()


@pytest.mark.django_db(transaction=True)
def test_only_the_files_of_a_rolled_back_savepoint_go(media):
    with transaction.atomic():
        kept = stored()
        with pytest.raises(Lost), transaction.atomic():
            stored()
            raise Lost

    assert [path.relative_to(media).as_posix() for path in files_in(media)] == [kept]


def test_half_a_file_does_not_stay_on_a_full_disk(media):
    class Growing(ContentFile):
        def chunks(self, chunk_size=None):
            yield b"half"
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        default_storage.save("documents/a.pdf", Growing(b""))

    assert files_in(media) == []


@pytest.mark.django_db(transaction=True)
def test_a_file_stays_when_another_callback_fails_after_the_commit(media):
    def fail():
        raise Lost

    with pytest.raises(Lost), transaction.atomic():
        transaction.on_commit(fail)
        stored()

    assert len(files_in(media)) == 1
    assert connection.autocommit is True


@pytest.mark.django_db(transaction=True)
def test_a_stored_file_has_no_address(media):
    with pytest.raises(NotImplementedError):
        default_storage.url(stored())


class Kept:
    """What serve_private needs of a FieldFile."""

    def __init__(self, name):
        self.name = name

    def open(self, mode):
        return default_storage.open(self.name, mode)


@pytest.mark.django_db(transaction=True)
def test_a_download_is_an_attachment_under_its_chinese_name(media):
    response = serve_private(Kept(stored()), "协商纪要\r\n.pdf")

    assert response["Content-Disposition"] == "attachment; filename*=utf-8''%E5%8D%8F%E5%95%86%E7%BA%AA%E8%A6%81.pdf"
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-store"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert b"".join(response.streaming_content) == b"text"


@pytest.mark.django_db(transaction=True)
def test_only_pictures_are_shown_inline(media):
    photo = serve_private(Kept(stored("photos/a.jpg")), "a.jpg", inline=True)
    page = serve_private(Kept(stored("documents/a.pdf")), "a.pdf", inline=True)

    assert photo["Content-Disposition"] == 'inline; filename="a.jpg"'
    assert page["Content-Disposition"] == 'attachment; filename="a.pdf"'


@pytest.mark.django_db(transaction=True)
def test_an_unknown_suffix_is_served_as_bytes_only(media):
    response = serve_private(Kept(stored("documents/a.html")), "a.html", inline=True)

    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment")


def test_a_file_that_is_gone_is_404(media):
    with pytest.raises(Http404):
        serve_private(Kept("documents/gone.pdf"), "a.pdf")
