import zipfile
from io import BytesIO

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from PIL import Image

from consult.files import uploads
from consult.files.uploads import DocumentField, PhotosField, checked_document, checked_photo
from tests.consult.conftest import PDF, office_file, picture, upload


def stored(types):
    """A .docx that says these types of itself."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(uploads.PART_LIST, types)
        archive.writestr("word/document.xml", "<body/>")
    return stream.getvalue()


def refused(file, check=checked_document):
    with pytest.raises(ValidationError) as refusal:
        check(file)
    return refusal.value.message


def ofd(root):
    """An .ofd with this root document."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(uploads.OFD_ROOT, root)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("纪要.pdf", PDF),
        ("批示.ofd", ofd('<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"/>')),
        ("纪要.DOCX", office_file("docx")),
        ("名单.xlsx", office_file("xlsx")),
        ("汇报.pptx", office_file("pptx")),
        ("扫描.jpg", picture()),
        ("扫描.jpeg", picture()),
        ("扫描.png", picture("PNG")),
    ],
)
def test_documents_of_the_eight_kinds_are_kept_under_their_names(name, content):
    file = checked_document(upload(name, content))

    assert file.name == name
    assert file.size > 0


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [("批示.ofd", ofd("<html/>"), uploads.NOT_WHAT_IT_SAYS), ("复函.wps", uploads.OLD_OFFICE, uploads.ENCRYPTED)],
)
def test_no_other_archive_passes_as_ofd_and_an_old_kind_is_told_how_to_be_saved(name, content, words):
    assert refused(upload(name, content)) == words


def test_a_document_is_kept_byte_for_byte():
    assert checked_document(upload("a.pdf", PDF)).read() == PDF


def test_a_scanned_picture_loses_its_place():
    tags = Image.Exif()
    tags.get_ifd(0x8825)[1] = "N"

    file = checked_document(upload("回函.jpg", picture(exif=tags)))

    assert dict(Image.open(file).getexif()) == {}


@pytest.mark.parametrize(
    "name", ["a.svg", "a.html", "a.docm", "a.exe", "a", "a.pdf.exe", "a.webp", "照片\u202egpj.exe"]
)
def test_other_kinds_are_refused_by_their_suffix(name):
    assert ".pdf" not in refused(upload(name, PDF))
    assert "pdf ofd docx xlsx pptx jpg jpeg png" in refused(upload(name, PDF))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"<html><script>alert(1)</script>"),
        ("a.pdf", b"\n\n" + PDF),
        ("a.pdf", b"%PDF-1.4 cut off"),
        ("a.pdf", PDF + office_file("docx")),
        ("a.docx", PDF),
        ("a.docx", office_file("xlsx")),
        ("a.docx", office_file("docx")[:-30]),
        ("a.docx", office_file("docx")[:49] + b"\xff\xff\xff" + office_file("docx")[52:]),
        ("a.docx", b"GIF89a" + office_file("docx")),
        ("a.docx", office_file("docx") + office_file("docx")),
        ("a.docx", office_file("docx", **{"WORD/document.xml": "x"})),
        ("a.docx", office_file("docx", **{"../../evil": "x"})),
        ("a.docx", office_file("docx", **{"/evil": "x"})),
        ("a.xlsx", b"PK\x03\x04"),
    ],
)
def test_what_is_not_what_its_name_says_is_refused(name, content):
    assert refused(upload(name, content)) == uploads.NOT_WHAT_IT_SAYS


@pytest.mark.parametrize(
    "content",
    [
        office_file("docx", **{"word/vbaProject.bin": "x"}),
        office_file("xlsx", **{"xl/macrosheets/sheet1.xml": "x"}),
        office_file("docx", **{"WORD/VBAPROJECT.BIN": "x"}),
        stored("application/vnd.ms-word.document.macroEnabled.main+xml wordprocessingml.document.main+xml"),
    ],
)
def test_macros_are_refused(content):
    kind = "xlsx" if b"xl/workbook" in content else "docx"

    assert refused(upload(f"a.{kind}", content)) == uploads.HAS_MACROS


def test_an_encrypted_or_old_office_file_is_refused_with_advice():
    assert refused(upload("a.docx", b"\xd0\xcf\x11\xe0" + b"0" * 600)) == uploads.ENCRYPTED


def test_a_single_encrypted_part_is_refused_with_the_same_advice():
    content = bytearray(office_file("docx", b="x"))
    content[content.rindex(b"PK\x01\x02") + 8] |= 1

    assert refused(upload("a.docx", bytes(content))) == uploads.ENCRYPTED


@pytest.mark.long
def test_a_file_that_unpacks_to_far_more_is_refused():
    assert (
        refused(upload("a.xlsx", office_file("xlsx", **{"xl/bomb.xml": "0" * 30_000_000}))) == uploads.UNPACKS_TOO_LARGE
    )


@pytest.mark.parametrize("bounds", [uploads.Bounds(parts=3), uploads.Bounds(unpacked=50)])
def test_too_many_parts_and_too_much_in_them_are_refused(bounds):
    def check(file):
        uploads.check_office(file, ".docx", bounds)

    assert refused(upload("a.docx", office_file("docx", b="x", c="y")), check) == uploads.UNPACKS_TOO_LARGE


def test_a_list_of_parts_too_long_to_be_read_is_refused(monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST_PART_LIST", 50)

    assert refused(upload("a.docx", office_file("docx"))) == uploads.NOT_WHAT_IT_SAYS


def test_sizes_are_bounded():
    too_large = upload("a.pdf", PDF)
    too_large.size = 30 * 1024 * 1024 + 1
    too_large_photo = upload("a.jpg", picture())
    too_large_photo.size = 15 * 1024 * 1024 + 1

    assert "30 MB" in refused(too_large)
    assert "15 MB" in refused(too_large_photo, checked_photo)
    assert refused(upload("a.pdf", b""))


def test_the_size_bound_itself_is_accepted():
    file = upload("a.pdf", PDF)
    file.size = 30 * 1024 * 1024

    assert uploads.suffix_of(file, uploads.DOCUMENT_SUFFIXES, uploads.LARGEST_DOCUMENT) == ".pdf"


@pytest.mark.long
@pytest.mark.parametrize(("name", "format"), [("a.jpg", "JPEG"), ("a.png", "PNG"), ("a.WebP", "WEBP")])
def test_photos_become_jpeg_in_two_sizes(name, format):
    photo = checked_photo(upload(name, picture(format, size=(3000, 1500))))

    large, small = Image.open(photo.file), Image.open(photo.small)
    assert (photo.name, photo.file.name) == (name, "photo.jpg")
    assert (large.format, large.size) == ("JPEG", (2560, 1280))
    assert (small.format, small.size) == ("JPEG", (480, 240))


def test_a_photo_that_is_none_is_refused():
    assert refused(upload("a.jpg", b"\xff\xd8\xff<script>"), checked_photo)
    assert refused(upload("a.gif", picture("GIF", mode="P", color=0)), checked_photo)


class Upload(forms.Form):
    document = DocumentField(required=False)
    photos = PhotosField(required=False, most=2)


def form(**files):
    return Upload({}, MultiValueDict({name: list(given) for name, given in files.items()}))


def test_several_photos_are_cleaned_at_once():
    filled = form(photos=[upload("a.jpg", picture()), upload("b.png", picture("PNG"))])

    assert filled.is_valid()
    assert [photo.name for photo in filled.cleaned_data["photos"]] == ["a.jpg", "b.png"]


def test_picture_of_a_phone_in_its_own_format_is_told_what_to_set():
    assert "JPEG" in refused(upload("IMG_1.HEIC", b"x"), checked_photo)


def test_each_bad_photo_is_named():
    for bad in ("坏.jpg", b"none"), ("空.jpg", b""):
        filled = form(photos=[upload("好.jpg", picture()), upload(*bad)])

        assert [words.split("：")[0] for words in filled.errors["photos"]] == [bad[0]]


def test_more_photos_than_allowed_are_refused_before_any_is_read():
    filled = form(photos=[upload(f"{n}.jpg", b"none") for n in range(3)])

    assert len(filled.errors["photos"]) == 1
    assert "2" in filled.errors["photos"][0]


def test_no_file_is_fine_where_none_is_required():
    filled = form()

    assert filled.is_valid()
    assert filled.cleaned_data == {"document": None, "photos": []}


def test_photos_can_be_required():
    class Strict(forms.Form):
        photos = PhotosField()

    assert list(Strict({}, MultiValueDict()).errors) == ["photos"]


def test_the_document_field_checks_its_file():
    assert list(form(document=[upload("a.svg", b"<svg/>")]).errors) == ["document"]


def test_the_browser_offers_only_files_that_fit():
    assert 'accept=".pdf,.ofd,.docx,.xlsx,.pptx,.jpg,.jpeg,.png"' in str(Upload()["document"])
    assert "multiple" in str(Upload()["photos"])


@pytest.mark.parametrize(
    ("words", "bound"),
    [(uploads.DOCUMENT_HELP, "30 MB"), (uploads.PHOTO_HELP, "15 MB"), (uploads.PHOTOS_HELP, "15 MB")],
)
def test_forms_name_the_bounds_that_hold(words, bound):
    assert bound in str(words)
