"""Sent beside the fields that a page offers, the names of all fields of all models write nothing."""

from urllib.parse import urljoin, urlsplit

import pytest
from django.apps import apps
from django.db import models, transaction
from django.urls import resolve
from lxml import html

from tests import worlds
from tests.long import long
from tests.pages import AREAS, ONLY_BY_POST, POSTED, WHO
from tests.test_pages import expected, url_of
from tests.topics.workflow.records import rows_of

APPS = ("consult", "committees", "members", "topics")
MODELS = [model for name in APPS for model in apps.get_app_config(name).get_models()]
FIELDS = [field for model in MODELS for field in model._meta.fields]
WORDS, NUMBER, DAY = "伪造字段", 313370, "1971-07-17"
TYPED = {"number": "1", "date": "2026-03-02", "email": "a@example.com", "time": "18:00", "tel": "8186000000"}
EVERYWHERE = {"set_language", "logout"}
# Pages whose forms are not those of the first who reads them.
READ_BY = {"recommendation_list": "dept_user", "session_detail": "member_user", "decision_sheet": "party_group"}
# Forms that want a file, a password, a line of a shape of its own or another record than there is; what saves nothing.
NOT_CARRIED_OUT = {
    *("import_create", "import_undo", "answer_workbook", "attendance_workbook"),
    *("member_photo_update", "document_upload"),
    *("password_again", "password_change", "second_factor_set_up", "end_other_sessions"),
    *("accounts_create", "appointment_create", "appointments_create", "calendar_notice", "calendar_add"),
    *("typed_keep", "topic_similar"),
    *(
        "topics_hand_over",
        "venues_hand_over",
        "recommendations_succeed",
        "member_move",
        "term_create",
        "term_leave",
        "annual_plan_begin",
        "annual_plan_finish",
    ),
}


def forged(field):
    """A value that the column would take and that stands nowhere else."""
    if isinstance(field, models.DateField):
        return DAY
    is_number = isinstance(field, models.IntegerField | models.AutoField | models.ForeignKey)
    return NUMBER if is_number else WORDS


FORGED = {name: forged(field) for field in FIELDS for name in (field.name, field.attname)}


def filled(form, only_required=False):
    """What a form sends once its empty fields are filled in, all of them or those that must be."""
    sent = dict(form.form_values())
    for field in form.inputs:
        if only_required and "required" not in field.attrib:
            continue
        if field.tag == "select":
            chosen = [value for value in field.value_options if value]
            sent |= {field.name: sent.get(field.name) or chosen[0]} if chosen else {}
        elif field.tag == "textarea" or field.type in {"text", "tel", *TYPED}:
            sent[field.name] = sent.get(field.name, "").strip() or TYPED.get(field.get("type"), "示例内容")
        elif field.type == "radio" or field.name == "row":
            sent.setdefault(field.name, field.get("value"))
    return sent


def clicked(form):
    """The button that is pressed, where each says something of its own."""
    buttons = [(button.get("name"), button.get("value", "")) for button in form.iter("button")]
    return dict(buttons[:1]) if all(name for name, _value in buttons) else {}


def forms_of(client, url):
    """The forms of a page, each with the address that it goes to, but for the two that stand on every page."""
    page = client.get(url)
    if page.streaming or not page.content or "html" not in page.headers["Content-Type"]:
        return []
    forms = html.fromstring(page.content, base_url=url).forms
    found = [(urljoin(url, form.action or ""), form) for form in forms if form.method == "POST"]
    return [(address, form) for address, form in found if name_of(address) not in EVERYWHERE]


def sent_to(client, cast, row, world):
    """What is posted from a page, form by form, as [(address, sent, sent with the least)], or to what has no page."""
    name, words, statuses = row
    url, posted = url_of(name, words, world), POSTED.get(name, "") if statuses == ONLY_BY_POST else ""
    allowed = [who for who in WHO if expected(posted or statuses)[who] in ({"200", "302"} if posted else {"200"})]
    if not allowed:
        return
    client.force_login(cast[READ_BY.get(name, allowed[0])])
    if posted:
        yield url, FORGED
    for address, form in [] if posted else forms_of(client, url):
        yield address, *(beside(form) | filled(form, only_required) for only_required in (False, True))


def beside(form):
    return {key: FORGED[key] for key in FORGED.keys() - set(form.inputs.keys())} | clicked(form)


def name_of(address):
    return resolve(urlsplit(address).path).url_name


def traces():
    """Where a forged value stands now."""
    found = {model._meta.label: str(rows_of(model._meta.db_table)) for model in MODELS}
    marks = (WORDS, ascii(WORDS)[1:-1], str(NUMBER), DAY, "datetime.date(1971, 7, 17)")
    return [(label, mark) for label, kept in found.items() for mark in marks if mark in kept]


@pytest.mark.parametrize("area", long(AREAS, quick=["meetings"]))
def test_every_form_changes_only_the_fields_that_it_offers(client, cast, settings, tmp_path, area):
    settings.MEDIA_ROOT = tmp_path
    world = {name.replace(" ", "-"): record for name, record in getattr(worlds, area)(cast).items()}
    wrong, refused, saved = [], set(), set()

    for row in AREAS[area]:
        for address, *tries in sent_to(client, cast, row, world):
            for sent in tries:
                point = transaction.savepoint()
                is_saved = client.post(address, sent).status_code == 302
                wrong += [(address, trace) for trace in traces()] if is_saved else []
                transaction.savepoint_rollback(point)
                (saved if is_saved else refused).add(name_of(address))
                if is_saved:
                    break

    assert wrong == []
    assert refused - saved <= NOT_CARRIED_OUT
