"""What no browser sends: keys, numbers, texts, methods, bodies and headers that nobody foresaw.

Each of POISONS is called with an address and the names of the fields that its forms offer, and gives a request as
(method, path, body, type of the body, headers).
"""

import re
from functools import partial
from urllib.parse import quote, urlencode

from django.apps import apps
from django.db import transaction

from tests.pages import POSTED, WHO
from tests.test_pages import expected

HUGE, LONG = str(2**64 + 1), "9" * 5000
VALUES = (HUGE, LONG, "-1", "1e9999", "nan", "²", "٣", "a\0b", "9999-99-99", "\u202e=1\r\n", "[]", b"\xed\xa0\x80")
FIELDS = {
    field.attname
    for name in ("consult", "committees", "members", "topics")
    for model in apps.get_app_config(name).get_models()
    for field in model._meta.concrete_fields
}
ASKED = """
    page q sort year period from to export next file plan item table member old new when more show state role body step
    task desk candidate again all stage committee department township category organiser source is_planned term
"""
SENT = """
    row up down keep column topic invited add_row add_all shown seen handler grant confirm conclude complete remove
    typed_key form_key file files version rows-TOTAL_FORMS rows-INITIAL_FORMS rows-0-id guests-TOTAL_FORMS guests-0-id
    people-TOTAL_FORMS people-INITIAL_FORMS people-0-id
"""
FORM = "application/x-www-form-urlencoded"
BODIES = (
    (b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\n", "multipart/form-data; boundary=x"),
    (b"x", "multipart/form-data; boundary="),
    (b"\xff{", "application/json"),
    (b"title=+AD0-", f"{FORM}; charset=utf-7"),
    (b"%=%&&=%zz%00", FORM),
    (b"&".join(b"title=x" for _number in range(5001)), FORM),
)
HEADERS = (
    {"HTTP_REFERER": "http://[", "HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "//["},
    {"HTTP_RANGE": f"bytes={HUGE}-", "HTTP_IF_MODIFIED_SINCE": "Mon, 99 Foo 99999", "HTTP_IF_NONE_MATCH": "\x01"},
    {"HTTP_COOKIE": "django_language=%00; csrftoken=\x01", "HTTP_ACCEPT_LANGUAGE": "x" * 5000},
)


def by_key(value, url, offered):
    return "GET", re.sub(r"\d+", quote(value), url), b"", "", {}


def by_query(value, url, offered):
    sign = "&" if "?" in url else "?"
    return "GET", url + sign + urlencode([(name, value) for name in ASKED.split() * 2]), b"", "", {}


def by_form(value, url, offered):
    return "POST", url, urlencode(dict.fromkeys({*SENT.split(), *FIELDS, *offered}, value)).encode(), FORM, {}


def by_method(method, url, offered):
    return method, url, b"title=x", FORM, {}


def by_body(body, url, offered):
    return "POST", url, *body, {}


def by_headers(headers, url, offered):
    return "GET", url, b"", "", headers


METHODS = ("HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
POISONS = [
    *(partial(way, value) for value in VALUES for way in (by_key, by_query, by_form)),
    *(partial(by_method, method) for method in METHODS),
    *(partial(by_body, body) for body in BODIES),
    *(partial(by_headers, headers) for headers in HEADERS),
]


def status(client, request):
    """The status of the answer; what was changed is taken back."""
    method, path, body, kind, headers = request
    client.raise_request_exception = False
    with transaction.atomic():
        answer = client.generic(method, path, body, kind, **headers)
        transaction.set_rollback(True)
    return answer.status_code


def reader(row):
    """Who gets the page, or who may post to it; anybody where nobody does."""
    name, _words, statuses = row
    written = expected(POSTED.get(name, statuses))
    return next((who for who in WHO if written[who] in {"200", "302"}), "office")
