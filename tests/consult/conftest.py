import zipfile
from io import BytesIO

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


@pytest.fixture
def media(settings, tmp_path):
    """A folder of its own for stored files."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    return settings.MEDIA_ROOT


@pytest.fixture
def cold_cache():
    cache.clear()
    yield
    cache.clear()


def upload(name, content):
    return SimpleUploadedFile(name, content)


def picture(format="JPEG", size=(60, 40), mode="RGB", color="red", **saved):
    stream = BytesIO()
    Image.new(mode, size, color).save(stream, format, **saved)
    return stream.getvalue()


OFFICE = {
    "docx": ("word/document.xml", "wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet.main+xml"),
    "pptx": ("ppt/presentation.xml", "presentationml.presentation.main+xml"),
}


def office_file(kind="docx", **parts):
    """The least that counts as an office document; `parts` are added as path=content."""
    main, content_type = OFFICE[kind]
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'<Types><Override ContentType="application/{content_type}"/></Types>')
        archive.writestr(main, "<body/>")
        for path, content in parts.items():
            archive.writestr(path, content)
    return stream.getvalue()


PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
