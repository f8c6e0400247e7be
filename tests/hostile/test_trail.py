"""What the trail is told, whoever made up its words, stays one line of plain text wherever the trail is read."""

import csv
from io import BytesIO, StringIO

from django.urls import reverse
from openpyxl import load_workbook

from consult.trail import Deed, record
from tests.hostile_texts import FORMULAS

OPENERS = tuple("=+-@＝＋－＠")


def test_hostile_texts_forge_no_line_and_no_formula(client, auditor):
    texts = [*FORMULAS, "a\r\n2026-01-01,forged", "\x1b[2J\x1b]0;x\x07", "\u202e甲\u2028乙"]
    for words in texts:
        record(None, Deed.CHANGED, words, fields=[words])
    client.force_login(auditor)
    url = reverse("trail")

    page = client.get(url).text
    taken_out = client.get(f"{url}?export=csv").content.decode("utf-8-sig")
    lines = list(csv.reader(StringIO(taken_out, newline="")))
    sheet = load_workbook(BytesIO(client.get(f"{url}?export=xlsx").content)).active

    assert len(lines) == len(texts) + 1
    assert not [cell for line in lines for cell in line if not cell.isprintable() or cell.lstrip().startswith(OPENERS)]
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert not {"\x1b", "\u202e", "\u2028"} & set(page)
