"""Sent beside the fields that a page offers, the names of all fields of all models write nothing."""

import pytest
from django.apps import apps
from django.db import models, transaction
from lxml import html

from tests import worlds
from tests.pages import AREAS, WHO
from tests.test_pages import expected, url_of
from tests.topics.workflow.records import rows_of

APPS = ("consult", "committees", "members", "topics")
MODELS = [model for name in APPS for model in apps.get_app_config(name).get_models()]
FIELDS = [field for model in MODELS for field in model._meta.fields]
WORDS, NUMBER, DAY = "伪造字段", 313370, "1971-07-17"
TYPED = {"number": "1", "date": "2026-03-02", "email": "a@example.com", "time": "09:00"}


def forged(field):
    """A value that the column would take and that stands nowhere else."""
    if isinstance(field, models.DateField):
        return DAY
    is_number = isinstance(field, models.IntegerField | models.AutoField | models.ForeignKey)
    return NUMBER if is_number else WORDS


FORGED = {name: forged(field) for field in FIELDS for name in (field.name, field.attname)}


def filled(form):
    """What a form sends once its empty fields are filled in."""
    sent = dict(form.form_values())
    for field in form.inputs:
        if field.tag == "select":
            chosen = [value for value in field.value_options if value]
            sent[field.name] = sent.get(field.name) or (chosen or [""])[0]
        elif field.tag == "textarea" or field.type in {"text", "tel", *TYPED}:
            sent[field.name] = sent.get(field.name, "").strip() or TYPED.get(field.get("type"), "示例内容")
        elif field.type == "radio":
            sent.setdefault(field.name, field.get("value"))
    return sent


def forms_of(client, url):
    page = client.get(url)
    if page.streaming or not page.content or "html" not in page.headers["Content-Type"]:
        return []
    return [form for form in html.fromstring(page.content).forms if form.method == "POST" and not form.action]


def traces():
    """Where a forged value stands now."""
    found = {model._meta.label: str(rows_of(model._meta.db_table)) for model in MODELS}
    marks = (WORDS, ascii(WORDS)[1:-1], str(NUMBER), DAY, "datetime.date(1971, 7, 17)")
    return [(label, mark) for label, kept in found.items() for mark in marks if mark in kept]


@pytest.mark.parametrize("area", AREAS)
def test_every_form_changes_only_the_fields_that_it_offers(client, cast, settings, tmp_path, area):
    settings.MEDIA_ROOT = tmp_path
    world = {name.replace(" ", "-"): record for name, record in getattr(worlds, area)(cast).items()}
    wrong, saved = [], 0

    for name, words, statuses in AREAS[area]:
        who = next((who for who in WHO if expected(statuses)[who] == "200"), None)
        url = url_of(name, words, world)
        if who:
            client.force_login(cast[who])
        for form in forms_of(client, url) if who else []:
            offered = set(form.inputs.keys())
            point = transaction.savepoint()
            answer = client.post(url, {key: FORGED[key] for key in FORGED.keys() - offered} | filled(form))
            saved += answer.status_code == 302
            wrong += [(name, words, trace) for trace in traces()] if answer.status_code == 302 else []
            transaction.savepoint_rollback(point)

    assert wrong == []
    assert saved >= 3
