"""Small drawn pictures of courtyards, each stamped as an example."""

from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from consult.files.uploads import checked_photo
from topics.models import Photo

SIZE = (960, 640)
SKIES = (((205, 222, 232), (244, 236, 220)), ((233, 214, 190), (246, 240, 228)), ((196, 210, 204), (238, 240, 228)))
CLOTHES = ((146, 38, 34), (38, 66, 110), (92, 106, 72), (166, 128, 62), (84, 78, 92), (190, 178, 160))
# The strokes of 示例 on a grid of ten by ten.
STROKES = (
    ((1, 1, 8, 1), (0, 4, 9, 4), (4.5, 4, 4.5, 9), (2.5, 5.5, 1, 8), (6.5, 5.5, 8, 8)),
    (
        (2, 0, 0, 4),
        (1, 3, 1, 9), (3, 1, 6, 1), (4.3, 1, 3, 5), (4, 3.2, 6, 3.2), (6, 3.2, 3.4, 9), (3.8, 4.6, 5, 6.2),
        (7.2, 2, 7.2, 6.5), (9.2, 0, 9.2, 9), (9.2, 9, 8.2, 8.2),
    ),
)  # fmt: skip
CAPTIONS = (
    "协商会议现场：{town}群众代表发言（示例图）",
    "委员与部门负责人自由互动（示例图）",
    "会前现场察看（示例图）",
    "“三亮”标识展示（示例图）",
)


def add_photos(session, matter, user, rng):
    """Two or three pictures of the session, cleaned like an uploaded photo."""
    for order, caption in enumerate(rng.sample(CAPTIONS, rng.randint(2, 3)), start=1):
        clean = checked_photo(ContentFile(drawn(rng), "photo.jpg"))
        Photo.objects.create(
            session=session, file=clean.file, small=clean.small, caption=caption.format(town=matter.town), order=order,
            uploaded_by=user,
        )  # fmt: skip


def drawn(rng):
    """The bytes of one courtyard: sky, hills, houses, a tree, people around a table."""
    image = Image.new("RGB", SIZE)
    draw = ImageDraw.Draw(image)
    draw_sky(draw, *rng.choice(SKIES))
    draw_hills(draw, rng)
    draw.rectangle((0, 430, *SIZE), fill=(214, 202, 180))
    for left in range(rng.randint(-80, 20), SIZE[0], 330):
        draw_house(draw, left, rng.randint(240, 290), rng)
    draw_tree(draw, rng.randint(120, 820))
    draw_people(draw, rng)
    stamp(draw)
    stream = BytesIO()
    image.save(stream, "JPEG", quality=80)
    return stream.getvalue()


def draw_sky(draw, top, bottom):
    for row in range(0, 430, 2):
        share = row / 430
        colour = tuple(int(a + (b - a) * share) for a, b in zip(top, bottom, strict=True))
        draw.rectangle((0, row, SIZE[0], row + 2), fill=colour)


def draw_hills(draw, rng):
    for base, colour in ((330, (176, 190, 176)), (370, (152, 172, 150))):
        points = [(x, base - rng.randint(0, 70)) for x in range(0, SIZE[0] + 120, 120)]
        draw.polygon([(0, 440), *points, (SIZE[0], 440)], fill=colour)


def draw_house(draw, left, top, rng):
    wall = rng.choice(((246, 241, 232), (238, 228, 212), (228, 220, 208)))
    draw.rectangle((left, top, left + 240, 450), fill=wall)
    draw.polygon(
        [(left - 24, top), (left + 264, top), (left + 220, top - 58), (left + 20, top - 58)], fill=(96, 88, 84)
    )
    for offset in (30, 170):
        draw.rectangle((left + offset, top + 46, left + offset + 44, top + 96), fill=(120, 132, 140))
    draw.rectangle((left + 100, top + 66, left + 144, 450), fill=(128, 74, 56))


def draw_tree(draw, x):
    draw.rectangle((x - 9, 300, x + 9, 480), fill=(104, 82, 62))
    for dx, dy, radius in ((-50, 10, 62), (44, 0, 66), (0, -50, 72)):
        draw.ellipse((x + dx - radius, 260 + dy - radius, x + dx + radius, 260 + dy + radius), fill=(112, 140, 96))


def draw_people(draw, rng):
    """A long table with people behind and before it."""
    places = [(110 + number * 92 + rng.randint(-10, 10), 500) for number in range(9)]
    for x, y in places:
        draw_person(draw, x, y, 22, rng.choice(CLOTHES))
    draw.rounded_rectangle((60, 520, 900, 560), 10, fill=(150, 104, 70))
    for x in range(100, 900, 110):
        draw.rectangle((x, 508, x + 34, 522), fill=(250, 247, 240))
    for number in range(5):
        draw_person(draw, 150 + number * 165 + rng.randint(-16, 16), 606, 30, rng.choice(CLOTHES))


def draw_person(draw, x, y, size, colour):
    draw.ellipse((x - size * 1.5, y - size * 0.6, x + size * 1.5, y + size * 3), fill=colour)
    draw.ellipse((x - size * 0.8, y - size * 1.9, x + size * 0.8, y - size * 0.3), fill=(222, 190, 160))
    draw.pieslice((x - size * 0.8, y - size * 2, x + size * 0.8, y - size * 0.4), 180, 360, fill=(52, 46, 44))


def stamp(draw):
    """The two characters of "example" in the corner."""
    draw.rounded_rectangle((730, 24, 850, 86), 8, outline=(158, 32, 32), width=4)
    for place, strokes in enumerate(STROKES):
        left, top = 744 + place * 50, 36
        for x1, y1, x2, y2 in strokes:
            draw.line((left + x1 * 4, top + y1 * 4, left + x2 * 4, top + y2 * 4), fill=(158, 32, 32), width=4)
