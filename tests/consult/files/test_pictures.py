import subprocess
import sys
import zlib
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from consult.files import pictures
from tests.consult.conftest import picture


def cleaned(content, suffix=".jpg", edge=pictures.PHOTO_EDGE):
    image = pictures.upright(pictures.opened(BytesIO(content), suffix), edge)
    return Image.open(BytesIO(pictures.encoded(image).read()))


def exif(orientation=1):
    tags = Image.Exif()
    tags[pictures.ORIENTATION] = orientation
    tags[0x010E] = "示例院坝"
    tags.get_ifd(0x8825)[1] = "N"
    return tags


def two_colours(orientation):
    """A wide picture, red on the left and blue on the right, with an EXIF orientation."""
    image = Image.new("RGB", (80, 40), "red")
    image.paste("blue", (40, 0, 80, 40))
    stream = BytesIO()
    image.save(stream, "JPEG", exif=exif(orientation), quality=95)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("orientation", "size", "first"),
    [(1, (80, 40), "red"), (3, (80, 40), "blue"), (6, (40, 80), "red"), (8, (40, 80), "blue"), (2, (80, 40), "blue")],
)
def test_pictures_are_turned_upright(orientation, size, first):
    image = cleaned(two_colours(orientation))

    red, _green, blue = image.getpixel((5, 5))
    assert image.size == size
    assert ("red" if red > blue else "blue") == first


def test_exif_place_and_comment_are_gone():
    image = cleaned(picture(exif=exif(), comment=b"secret"))

    assert dict(image.getexif()) == {}
    assert "comment" not in image.info
    assert "exif" not in image.info


def test_a_large_photo_is_shrunk_to_its_longest_edge():
    assert cleaned(picture(size=(5120, 2560))).size == (2560, 1280)


def test_a_long_narrow_picture_keeps_its_shape():
    assert cleaned(picture(size=(6000, 300))).size == (2560, 128)


def test_transparent_pictures_get_white_paper():
    image = cleaned(picture("PNG", mode="RGBA", color=(0, 0, 0, 0)), ".png")

    assert image.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("format", "mode", "color", "suffix"),
    [
        ("PNG", "P", 0, ".png"),
        ("PNG", "L", 200, ".png"),
        ("PNG", "LA", (200, 255), ".png"),
        ("PNG", "1", 1, ".png"),
        ("PNG", "I;16", 40000, ".png"),
        ("JPEG", "CMYK", (0, 0, 0, 0), ".jpg"),
        ("WEBP", "RGBA", (9, 9, 9, 255), ".webp"),
    ],
)
def test_every_colour_mode_becomes_rgb(format, mode, color, suffix):
    assert cleaned(picture(format, mode=mode, color=color), suffix).mode == "RGB"


def test_sixteen_bit_grey_keeps_its_shade():
    grey = cleaned(picture("PNG", mode="I;16", color=128 * 256), ".png").getpixel((5, 5))[0]

    assert abs(grey - 128) <= 2


@pytest.mark.parametrize(
    ("content", "suffix"),
    [
        (picture("PNG"), ".jpg"),
        (picture("JPEG"), ".png"),
        (picture("GIF", mode="P", color=0), ".png"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", ".png"),
        (b"", ".jpg"),
    ],
)
def test_a_picture_of_another_kind_is_refused(content, suffix):
    with pytest.raises(ValidationError, match="not a picture|不是"):
        pictures.opened(BytesIO(content), suffix)


def test_a_truncated_picture_is_refused():
    content = picture(size=(900, 900), color="green")

    with pytest.raises(ValidationError):
        cleaned(content[: len(content) // 2])


def test_more_than_forty_megapixels_are_refused_before_decoding():
    content = picture("PNG", size=(8001, 5000), mode="1", color=0)

    with pytest.raises(ValidationError):
        pictures.opened(BytesIO(content), ".png")


def test_an_announced_giant_is_refused_in_the_same_words():
    content = bytearray(picture("PNG"))
    content[16:24] = (60000).to_bytes(4, "big") * 2
    content[29:33] = zlib.crc32(content[12:29]).to_bytes(4, "big")

    with pytest.raises(ValidationError) as refused:
        pictures.opened(BytesIO(bytes(content)), ".png")

    assert refused.value.message == pictures.TOO_MANY_PIXELS


@pytest.mark.long
def test_a_large_progressive_jpeg_is_refused_as_it_cannot_be_read_at_reduced_scale():
    content = picture(size=(6000, 4000), progressive=True)

    with pytest.raises(ValidationError) as refused:
        pictures.opened(BytesIO(content), ".jpg")

    assert "2000 万像素" in str(refused.value.message)


@pytest.mark.long
def test_forty_megapixels_cost_under_100_megabytes(tmp_path):
    path = tmp_path / "large.jpg"
    path.write_bytes(picture(size=(7300, 5479)))
    script = (
        "import re, sys\n"
        "from consult.files import pictures\n"
        # Other counters begin with what the process that started this one had.
        "peak = lambda: int(re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1])\n"
        "before = peak()\n"
        "image = pictures.upright(pictures.opened(open(sys.argv[1], 'rb'), '.jpg'), 2560)\n"
        "pictures.encoded(image)\n"
        "print((peak() - before) // 1024)\n"
    )

    measured = subprocess.run([sys.executable, "-c", script, path], capture_output=True, text=True, check=True)

    assert int(measured.stdout) < 100
