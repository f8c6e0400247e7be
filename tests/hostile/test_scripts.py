"""What anybody types is text on every page and in every document that shows it: nothing of it becomes markup."""

import json
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db import models
from django.db.models import Value
from django.db.models.functions import Cast, Concat
from lxml import etree, html

from consult.append_only import lift_triggers
from tests import worlds
from tests.hostile.test_forged_fields import MODELS
from tests.long import long
from tests.pages import AREAS, WHO
from tests.test_pages import expected, url_of
from topics.models import Step

PAYLOADS = [
    *("<xss onxss=1>", '"><xss onxss=1>', "'><xss onxss=1>", "</title><xss>", "</textarea><xss>", "</script><xss>"),
    *("<!--<xss>", "]]><xss>", "javascript:xss()", "{{7*7}}<xss>", "&lt;xss&gt;", "<svg onload=xss>"),
]
# Words of the platform itself, which nobody types.
CODES = {
    "username",
    "password",
    "code",
    "kind",
    "register",
    "key",
    "place",
    "lifecycle",
    "transition",
    "digest",
    "unit",
}
ADDRESSES = {"href", "src", "action", "formaction", "xlink:href"}


def typed_fields(model):
    for field in model._meta.fields:
        is_text = isinstance(field, models.CharField | models.TextField) and not isinstance(field, models.FileField)
        if is_text and not field.choices and not field.unique and field.name not in CODES:
            yield field


def write_payloads():
    """Puts as many payloads into each text of each row as it holds, beginning with another one each time."""
    lift_triggers()
    for turn, (model, field) in enumerate((one, field) for one in MODELS for field in typed_fields(one)):
        words = "".join((PAYLOADS * 2)[turn % len(PAYLOADS) :][: len(PAYLOADS)])
        room = (field.max_length or 1000) - 8
        text = Concat(Cast("pk", models.CharField()), Value(words[:room]))
        model._base_manager.update(**{field.name: text})
    unquoted = "".join(PAYLOADS).replace('"', "")
    for step in Step._base_manager.all():
        told = json.dumps(step.answers, ensure_ascii=False).replace("示例", unquoted)
        Step._base_manager.filter(pk=step.pk).update(answers=json.loads(told))


def markup(content):
    """What of a page or of the parts of a document came from a payload."""
    if content.startswith(b"PK"):
        with ZipFile(BytesIO(content)) as parts:
            trees = [
                etree.fromstring(parts.read(name)) for name in parts.namelist() if name.endswith((".xml", ".rels"))
            ]
    else:
        trees = [html.fromstring(content)] if content.lstrip().startswith(b"<") else []
    elements = [one for tree in trees for one in tree.iter() if isinstance(one.tag, str)]
    made = [one.tag for one in elements if one.tag == "xss"]
    return made + [
        (name, value)
        for one in elements
        for name, value in one.attrib.items()
        if name.startswith("on") or (name in ADDRESSES and value.strip().startswith("javascript:"))
    ]


@pytest.mark.parametrize("area", long(AREAS, quick=["meetings"]))
def test_scripts_in_every_text_are_shown_as_text(client, cast, settings, tmp_path, area):
    settings.MEDIA_ROOT = tmp_path
    world = {name.replace(" ", "-"): record for name, record in getattr(worlds, area)(cast).items()}
    write_payloads()
    wrong, shown, walked = [], 0, set()

    for name, words, statuses in AREAS[area]:
        who = next((who for who in WHO if expected(statuses)[who] == "200"), None)
        template = (name, words.split()[0] if name.startswith("official") else "")
        if not who or template in walked:
            continue
        walked.add(template)
        client.force_login(cast[who])
        page = client.get(url_of(name, words, world))
        content = b"".join(page.streaming_content) if page.streaming else page.content
        wrong += [(name, found) for found in markup(content)]
        wrong += [(name, "file name")] if "<" in page.get("Content-Disposition", "") else []
        shown += b"xss" in content

    assert wrong == []
    assert shown > 5
