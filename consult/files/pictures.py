from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

MOST_PIXELS = 40_000_000
MOST_PIXELS_AT_FULL_SCALE = 20_000_000
PHOTO_EDGE, SMALL_EDGE, SCAN_EDGE = 2560, 480, 3200
ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
FORMATS = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".webp": "WEBP"}

NO_PICTURE = _("This is not a picture of the kind that its name says, or it is damaged.")
TOO_MANY_PIXELS = format_lazy(
    _("The picture has more than {count} megapixels. Please make it smaller first."), count=MOST_PIXELS // 1_000_000
)
TOO_MANY_AT_FULL_SCALE = format_lazy(
    _("The picture has more than {count} megapixels and is a progressive JPEG. Please make it smaller first."),
    count=MOST_PIXELS_AT_FULL_SCALE // 1_000_000,
)


def opened(file, suffix):
    """The picture with only its head read; refused if it is not what its suffix says or has too many pixels."""
    file.seek(0)
    try:
        image = Image.open(file, formats=[FORMATS[suffix]])
    except Image.DecompressionBombError as error:
        raise ValidationError(TOO_MANY_PIXELS) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise ValidationError(NO_PICTURE) from error
    pixels = image.width * image.height
    if pixels > MOST_PIXELS:
        raise ValidationError(TOO_MANY_PIXELS)
    # A progressive JPEG is held whole in memory, whatever the scale it is read at.
    if image.info.get("progressive") and pixels > MOST_PIXELS_AT_FULL_SCALE:
        raise ValidationError(TOO_MANY_AT_FULL_SCALE)
    return image


def upright(image, edge):
    """The picture in RGB, turned as its EXIF says, no side longer than `edge`; JPEG is read at reduced scale."""
    longest = max(image.size)
    if image.width * image.height > MOST_PIXELS_AT_FULL_SCALE:
        edge = min(edge, longest // 2)
    scale = min(1, edge / longest)
    try:
        turn = TURNS.get(image.getexif().get(ORIENTATION))
        image.draft(None, (max(1, int(image.width * scale)), max(1, int(image.height * scale))))
        image.load()
        image = opaque(image, edge)
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise ValidationError(NO_PICTURE) from error
    image.thumbnail((edge, edge), Image.Resampling.LANCZOS)
    return image.transpose(turn) if turn is not None else image


def opaque(image, edge):
    """The picture in RGB on white paper; palettes and transparency are shrunk first, as they take most memory."""
    if image.mode in {"RGB", "L"}:
        return image.convert("RGB") if image.mode == "L" else image
    if image.mode.startswith("I"):
        return image.point(lambda value: value * (1 / 256)).convert("L").convert("RGB")
    image.thumbnail((2 * edge, 2 * edge), Image.Resampling.NEAREST)
    if image.mode == "CMYK":
        return image.convert("RGB")
    paper = Image.new("RGB", image.size, "white")
    layer = image.convert("RGBA")
    paper.paste(layer, mask=layer.getchannel("A"))
    return paper


def encoded(image, format="JPEG"):
    """The bytes of the picture alone: nothing of the original file survives, EXIF and GPS included."""
    stream = BytesIO()
    image.info.clear()
    image.save(stream, format, **({"quality": 85, "optimize": True} if format == "JPEG" else {}))
    return ContentFile(stream.getvalue())
