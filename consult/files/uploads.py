import dataclasses
import lzma
import zipfile
import zlib
from pathlib import PurePosixPath

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from consult.files import pictures
from consult.files.names import safe_name
from consult.punctuation import labelled

MEGABYTE = 1024 * 1024
LARGEST_DOCUMENT, LARGEST_PHOTO = 30 * MEGABYTE, 15 * MEGABYTE
MOST_PHOTOS = 9
LARGEST_PART_LIST = MEGABYTE
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
PART_LIST = "[Content_Types].xml"
MAIN_PARTS = {
    ".docx": ("word/document.xml", b"wordprocessingml.document.main+xml"),
    ".xlsx": ("xl/workbook.xml", b"spreadsheetml.sheet.main+xml"),
    ".pptx": ("ppt/presentation.xml", b"presentationml.presentation.main+xml"),
}
# GB/T 33190: its root document names its kind itself.
OFD_ROOT, OFD_KIND = "OFD.xml", b"http://www.ofdspec.org/"
OLD_SUFFIXES = {".doc", ".xls", ".ppt", ".wps", ".et", ".dps"}
DAMAGED_ARCHIVE = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError),
    *(NotImplementedError, RuntimeError, OSError, EOFError, ValueError),
)
MACROS = ("vbaproject.bin", "vbadata.xml", "/macrosheets/")
DOCUMENT_SUFFIXES = [".pdf", ".ofd", *MAIN_PARTS, ".jpg", ".jpeg", ".png"]
PHOTO_SUFFIXES = [".jpg", ".jpeg", ".png", ".webp"]

NOT_WHAT_IT_SAYS = _("The content is not what the file name says, or the file is damaged.")
TOO_LARGE = _("The file is larger than %s MB. Make it smaller or split it, then add it again.")
HAS_MACROS = _("The file contains macros. Please save it without them.")
ENCRYPTED = _(
    "The file is encrypted or in an old format. Please save it as .docx, .xlsx, .pptx or .pdf without a password."
)
DOCUMENT_HELP = format_lazy(
    _("pdf, ofd, docx, xlsx, pptx, jpg or png, at most {size} MB"), size=LARGEST_DOCUMENT // MEGABYTE
)
PHOTO_HELP = format_lazy(_("JPEG, PNG or WebP, at most {size} MB."), size=LARGEST_PHOTO // MEGABYTE)
PHOTOS_HELP = format_lazy(
    _("JPEG, PNG or WebP, each at most {size} MB; several at once."), size=LARGEST_PHOTO // MEGABYTE
)
HEIC = _(
    "HEIC pictures cannot be added: set the phone's camera to JPEG (“most compatible”), or save the picture as JPEG."
)
UNPACKS_TOO_LARGE = _("The file unpacks to far more than a document needs.")


@dataclasses.dataclass(frozen=True)
class Bounds:
    """How far an office document may unpack: parts, bytes, and bytes per packed byte."""

    parts: int = 3000
    unpacked: int = 300 * MEGABYTE
    ratio: int = 200


DOCUMENT_BOUNDS = Bounds()


def suffix_of(file, allowed, largest):
    """The suffix of the file's name in small letters; refused if not allowed, or if the file is empty or too large."""
    suffix = PurePosixPath(file.name).suffix.lower()
    if suffix not in allowed:
        raise ValidationError(_("Only these kinds of file can be added: %s.") % " ".join(s[1:] for s in allowed))
    if not file.size:
        raise ValidationError(_("The file is empty."))
    if file.size > largest:
        raise ValidationError(TOO_LARGE % (largest // MEGABYTE))
    return suffix


def checked_document(file):
    """A file fit to be kept: the same, or a picture re-encoded upright without EXIF. Else ValidationError, in words."""
    if PurePosixPath(file.name).suffix.lower() in OLD_SUFFIXES:
        raise ValidationError(ENCRYPTED)
    suffix = suffix_of(file, DOCUMENT_SUFFIXES, LARGEST_DOCUMENT)
    name = safe_name(file.name)
    if suffix in pictures.FORMATS:
        image = pictures.upright(pictures.opened(file, suffix), pictures.SCAN_EDGE)
        clean = pictures.encoded(image, pictures.FORMATS[suffix])
        clean.name = name
        return clean
    check_pdf(file) if suffix == ".pdf" else check_office(file, suffix)
    file.seek(0)
    file.name = name
    return file


def check_pdf(file):
    """Refuses what does not begin and end as a PDF, or is a zip archive as well."""
    file.seek(0)
    begins = file.read(5) == b"%PDF-"
    file.seek(max(0, file.size - 2048))
    if not begins or b"%%EOF" not in file.read() or zipfile.is_zipfile(file):
        raise ValidationError(NOT_WHAT_IT_SAYS)


def check_office(file, suffix, bounds=DOCUMENT_BOUNDS):
    """Refuses what is not the office document of its suffix, has macros, is encrypted or unpacks beyond bounds."""
    file.seek(0)
    begins = file.read(4)
    if begins == OLD_OFFICE:
        raise ValidationError(ENCRYPTED)
    if begins != b"PK\x03\x04":
        raise ValidationError(NOT_WHAT_IT_SAYS)
    try:
        with zipfile.ZipFile(file) as archive:
            check_parts(archive.infolist(), bounds)
            check_kind(archive, suffix)
    except DAMAGED_ARCHIVE as error:
        raise ValidationError(NOT_WHAT_IT_SAYS) from error


def check_parts(parts, bounds):
    names = [part.filename.lower() for part in parts]
    if any(mark in f"/{name}" for name in names for mark in MACROS):
        raise ValidationError(HAS_MACROS)
    if any(part.flag_bits & 1 for part in parts):
        raise ValidationError(ENCRYPTED)
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if len(parts) > bounds.parts or unpacked > bounds.unpacked:
        raise ValidationError(UNPACKS_TOO_LARGE)
    if unpacked > MEGABYTE and unpacked > bounds.ratio * packed:
        raise ValidationError(UNPACKS_TOO_LARGE)
    if not parts or len(set(names)) != len(names) or min(part.header_offset for part in parts):
        raise ValidationError(NOT_WHAT_IT_SAYS)
    if any(name.startswith("/") or ".." in name.split("/") or "\\" in name for name in names):
        raise ValidationError(NOT_WHAT_IT_SAYS)


def check_kind(archive, suffix):
    by_name = {part.filename: part for part in archive.infolist()}
    if suffix == ".ofd":
        root = by_name.get(OFD_ROOT)
        if root is None or root.file_size > LARGEST_PART_LIST or OFD_KIND not in archive.read(root):
            raise ValidationError(NOT_WHAT_IT_SAYS)
        return
    main_part, main_type = MAIN_PARTS[suffix]
    if main_part not in by_name or PART_LIST not in by_name or by_name[PART_LIST].file_size > LARGEST_PART_LIST:
        raise ValidationError(NOT_WHAT_IT_SAYS)
    types = archive.read(PART_LIST)
    if b"macroEnabled" in types:
        raise ValidationError(HAS_MACROS)
    if main_type not in types:
        raise ValidationError(NOT_WHAT_IT_SAYS)


@dataclasses.dataclass(frozen=True)
class CleanPhoto:
    """A photo fit to be kept: upright JPEG without EXIF, and a small version of it for lists."""

    name: str
    file: ContentFile
    small: ContentFile


def checked_photo(file):
    """A JPEG, PNG or WebP as CleanPhoto. Else ValidationError, in words; an over-large one is not decoded."""
    if PurePosixPath(file.name).suffix.lower() in {".heic", ".heif"}:
        raise ValidationError(HEIC)
    suffix = suffix_of(file, PHOTO_SUFFIXES, LARGEST_PHOTO)
    image = pictures.upright(pictures.opened(file, suffix), pictures.PHOTO_EDGE)
    large = pictures.encoded(image)
    image.thumbnail((pictures.SMALL_EDGE, pictures.SMALL_EDGE))
    small = pictures.encoded(image)
    large.name = small.name = "photo.jpg"
    return CleanPhoto(safe_name(file.name), large, small)


class DocumentField(forms.FileField):
    """One document of `DOCUMENT_SUFFIXES`, of at most `LARGEST_DOCUMENT`."""

    widget = forms.FileInput

    def widget_attrs(self, widget):
        return {"accept": ",".join(DOCUMENT_SUFFIXES)}

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        return checked_document(file) if file and file is not initial else file


class SeveralFilesInput(forms.FileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Several photos at once: a list of CleanPhoto, at most `most`, of `PHOTO_SUFFIXES` and at most `LARGEST_PHOTO`."""

    widget = SeveralFilesInput

    def __init__(self, *, most=MOST_PHOTOS, **kwargs):
        self.most = most
        super().__init__(**kwargs)

    def widget_attrs(self, widget):
        return {"accept": ",".join(PHOTO_SUFFIXES)}

    def clean(self, data, initial=None):
        files = [file for file in data or [] if file]
        if not files:
            super().clean(None, initial)
        if len(files) > self.most:
            words = ngettext_lazy("At most %d photo can be added.", "At most %d photos can be added.", self.most)
            raise ValidationError(words % self.most)
        checked = [self.checked(file) for file in files]
        if errors := [words for _photo, wrong in checked for words in wrong]:
            raise ValidationError(errors)
        return [photo for photo, _wrong in checked]

    def checked(self, file):
        """The photo if it is good, and in words what is wrong with it."""
        try:
            return checked_photo(super().clean(file)), []
        except ValidationError as error:
            return None, [labelled(safe_name(file.name), words) for words in error.messages]
