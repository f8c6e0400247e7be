"""Texts made to run do not, in a real browser: no window opens, no policy is broken, nothing is asked of elsewhere."""

import pytest
from django.urls import reverse

from consult.append_only import lift_triggers
from tests import worlds
from tests.hostile import test_scripts

# Short enough for the short texts, which hold one or two of them.
PAYLOADS = [
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' autofocus onfocus=alert(1) '",
    "</title><script>alert(1)</script>",
    "</textarea><svg onload=alert(1)>",
    "</script><script>alert(1)</script>",
    "<iframe src=javascript:alert(1)>",
    "<script src=//forged.example/x>",
    "<b hx-get=/forged hx-trigger=load>",
    "<i hx-on:load=alert(1)>",
    "<style>@import '//forged.example'",
    "<details open ontoggle=alert(1)>",
]


@pytest.mark.django_db(transaction=True)
def test_nothing_that_was_typed_runs(page, as_seen_by, complaints, cast, live_server, monkeypatch):
    world = worlds.outcomes(cast)
    monkeypatch.setattr(test_scripts, "PAYLOADS", PAYLOADS)
    test_scripts.write_payloads()
    lift_triggers()
    opened, asked, shown = [], [], 0
    page.on("dialog", lambda dialog: (opened.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: asked.append(request.url))

    for who, name, *arguments in (
        ("office", "home"),
        ("office", "topic_list"),
        ("office", "topic_detail", world["referred"].pk),
        ("office", "recommendation_detail", world["recommendation"].pk),
        ("clerk", "session_log", world["session"].pk),
        ("clerk", "plan_detail", world["plan approved"].pk),
        ("clerk", "outcome", world["assigned recording"].topic_id),
        ("office", "member_list"),
        ("office", "annual_report"),
        ("office", "statistics"),
        ("clerk", "topic_print", world["referred"].pk),
    ):
        as_seen_by(who, live_server.url + reverse(name, args=arguments))
        page.wait_for_load_state("networkidle")
        shown += "alert(1)" in page.inner_text("body")

    assert (opened, complaints) == ([], [])
    assert [url for url in asked if "forged" in url] == []
    assert shown > 6
