import zlib
from io import BytesIO
from struct import pack

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from consult.files.uploads import MEGABYTE
from tests.topics.log_page import picture, save, shown, url_of
from topics.models import Photo

ORIENTATION, GPS, TURNED_RIGHT = 0x0112, 0x8825, 6


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def add(client, session, *files, **typed):
    return save(client, session, **{"new-photos": list(files)}, **typed)


def words_of(response):
    return " ".join(response.context["photos"].errors["photos"])


def phone_photo():
    """A photo as a phone writes it: lying on its side, with the place where it was taken."""
    exif = Image.Exif()
    exif[ORIENTATION] = TURNED_RIGHT
    exif.get_ifd(GPS).update({1: "N", 2: (30.0, 44.0, 0.0)})
    return picture("IMG_1.jpg", size=(1600, 1200), exif=exif)


def head_of_a_huge_png():
    """A PNG that says it has 50 megapixels, with nothing behind its head."""
    head = b"IHDR" + pack(">IIBBBBB", 10000, 5000, 8, 2, 0, 0, 0)
    body = b"\x89PNG\r\n\x1a\n" + pack(">I", 13) + head + pack(">I", zlib.crc32(head))
    return SimpleUploadedFile("huge.png", body + b"\0" * 64)


@pytest.mark.long
def test_several_photos_are_kept_at_once_in_order(desk, session):
    several = (picture(color="red"), picture("b.png", format="PNG"), picture("c.webp", format="WEBP", color="navy"))

    response = add(desk, session, *several)

    assert response.url == reverse("session_log", args=[session.pk]) + "#photos"
    assert list(session.photos.values_list("order", flat=True)) == [1, 2, 3]


@pytest.mark.long
def test_photo_is_turned_upright_and_forgets_where_it_was_taken(desk, session):
    add(desk, session, phone_photo())

    photo = session.photos.get()
    with Image.open(photo.file) as large, Image.open(photo.small) as small:
        assert (large.size, small.size) == ((1200, 1600), (360, 480))
        assert (dict(large.getexif()), dict(small.getexif())) == ({}, {})
        assert "exif" not in large.info


@pytest.mark.long
def test_photo_sent_again_after_a_time_out_is_kept_once(desk, session):
    page = shown(desk, session)
    desk.post(url_of(session), page | {"new-photos": [picture()]})

    desk.post(url_of(session), page | {"new-photos": [picture()]})

    assert session.photos.count() == 1


@pytest.mark.long
def test_photos_that_are_there_already_are_named_and_left_out(desk, session):
    yard, gate = picture("院坝.jpg", color="sienna"), picture("校门.jpg", color="navy")
    add(desk, session, yard)
    again = picture("院坝-2.jpg", color="sienna")

    response = add(desk, session, again, gate, picture("校门-2.jpg", color="navy"))

    words = [str(message) for message in get_messages(response.wsgi_request)]
    assert session.photos.count() == 2
    assert "以下照片已有，未重复添加：院坝-2.jpg、校门-2.jpg" in words


def test_photos_are_kept_where_the_text_is_refused(desk, session):
    response = add(desk, session, picture(), starts_at="11:00", ends_at="09:00")

    assert response.status_code == 200
    assert session.photos.count() == 1


@pytest.mark.long
def test_photos_are_kept_where_somebody_else_saved_the_text_first(desk, session):
    mine = shown(desk, session) | {"consensus": "另一示例共识"}
    save(desk, session, consensus="示例共识")

    response = desk.post(url_of(session), mine | {"new-photos": [picture()]})

    assert response.status_code == 409
    assert session.photos.count() == 1
    assert response.context["had_files"] is False


@pytest.mark.long
@pytest.mark.parametrize(
    ("file", "words"),
    [
        (lambda: SimpleUploadedFile("photo.jpg", b"no picture at all"), "photo.jpg"),
        (lambda: picture("photo.jpg", format="PNG"), "photo.jpg"),
        (head_of_a_huge_png, "huge.png"),
        (lambda: SimpleUploadedFile("photo.heic", b"x"), "photo.heic"),
        (lambda: SimpleUploadedFile("big.jpg", b"\xff\xd8\xff" + b"0" * (15 * MEGABYTE)), "big.jpg"),
    ],
    ids=["no picture", "another kind", "over 40 megapixels", "kind not allowed", "over 15 MB"],
)
def test_bad_photo_is_named_and_the_good_one_beside_it_kept(desk, session, file, words):
    response = add(desk, session, picture("good.jpg"), file())

    assert response.status_code == 200
    assert words in words_of(response)
    assert "文字和其他照片已保存，以下照片未保存" in response.content.decode()
    assert session.photos.count() == 1


def test_page_says_where_no_photo_was_kept(desk, session):
    response = add(desk, session, SimpleUploadedFile("photo.jpg", b"no picture at all"))

    assert "所选照片均未保存" in response.content.decode()
    assert session.photos.count() == 0


@pytest.mark.long
def test_of_more_photos_than_there_is_room_for_the_first_are_kept_and_the_others_named(desk, session):
    yard, again = ([picture(f"院坝{n}.jpg", size=(40 + n, 40)) for n in range(10)] for _time in range(2))
    add(desk, session, *yard[:7])

    response = add(desk, session, again[0], *yard[7:])

    assert words_of(response) == "一场协商会议最多保留9张照片，以下照片放不下，未保存：院坝9.jpg"
    assert "文字和其他照片已保存，以下照片未保存" in response.text
    assert [session.photos.count(), session.photos.last().order] == [9, 9]


@pytest.mark.long
def test_ten_photos_at_once_are_nine_and_one_that_is_not_even_read(desk, session):
    good = [picture(f"{number}.jpg", size=(40 + number, 40)) for number in range(9)]

    response = add(desk, session, *good, SimpleUploadedFile("第十张.jpg", b"no picture at all"))

    assert words_of(response).endswith("：第十张.jpg")
    assert session.photos.count() == 9


@pytest.mark.long
def test_captions_order_and_removal_are_saved_with_the_draft(desk, session):
    add(desk, session, picture(size=(50, 40)), picture(size=(51, 40)), picture(size=(52, 40)))
    first, second, third = session.photos.all()
    file = first.file

    save(
        desk,
        session,
        **{
            f"album-remove_{first.pk}": "on",
            f"album-caption_{second.pk}": "示例\r\n说明",
            f"album-order_{second.pk}": "3",
            f"album-order_{third.pk}": "1",
        },
    )

    assert list(session.photos.values_list("pk", "caption")) == [(third.pk, ""), (second.pk, "示例 说明")]
    assert not Photo.objects.filter(pk=first.pk).exists()
    assert file.storage.exists(file.name)


@pytest.mark.long
def test_files_of_a_removed_photo_go_when_that_is_committed(desk, session, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        add(desk, session, picture())
    photo = session.photos.get()

    with django_capture_on_commit_callbacks(execute=True):
        save(desk, session, **{f"album-remove_{photo.pk}": "on"})

    assert [file.storage.exists(file.name) for file in (photo.file, photo.small)] == [False, False]


@pytest.mark.long
@pytest.mark.parametrize(
    ("who", "status"),
    [
        *(("clerk", 200), ("clerk2", 200), ("office", 200), ("auditor", 200), ("presidium", 200)),
        *(("member_user", 404), ("government", 404), ("dept_user", 404), ("sysadmin", 404), ("outsider", 404)),
    ],
)
def test_photo_of_a_draft_is_served_to_those_who_see_it(client, desk, session, cast, who, status):
    add(desk, session, picture())
    photo = session.photos.get()
    client.force_login(cast[who])

    responses = [client.get(reverse("photo", args=[photo.pk, size])) for size in ("full", "small")]

    assert [response.status_code for response in responses] == [status, status]


@pytest.mark.long
def test_served_photo_is_the_clean_one(desk, session):
    add(desk, session, phone_photo())
    photo = session.photos.get()

    response = desk.get(reverse("photo", args=[photo.pk, "full"]))

    body = b"".join(response.streaming_content)
    assert response["Content-Type"] == "image/jpeg"
    assert Image.open(BytesIO(body)).size == (1200, 1600)
    assert b"GPS" not in body
