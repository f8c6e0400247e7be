"""Texts made to run do not, in a real browser: no window opens, no policy is broken, nothing is asked of elsewhere."""

import pytest
from django.urls import reverse

from consult.append_only import lift_triggers
from tests import worlds
from tests.hostile import test_scripts

RUNS = "alert(1);document.title='forged'"
PAYLOADS = [
    f'<img src=x onerror="{RUNS}">',
    f'"><svg onload="{RUNS}">',
    f"' autofocus onfocus='{RUNS}",
    f"</title><script>{RUNS}</script>",
    f"</textarea><script>{RUNS}</script>",
    f"</script><script>{RUNS}</script>",
    f'<iframe srcdoc="<script>parent.{RUNS}</script>"></iframe>',
    "<script src=https://forged.example/x.js></script>",
    f'<a href="javascript:{RUNS}" hx-on:load="{RUNS}">x</a>',
    f'<div hx-get="/" hx-trigger="load" hx-on::after-request="{RUNS}"></div>',
    "<style>@import url(https://forged.example/x.css)</style>",
    f"{{{{constructor.constructor('{RUNS}')()}}}}<details open ontoggle=\"{RUNS}\">",
]


@pytest.mark.django_db(transaction=True)
def test_nothing_that_was_typed_runs(page, as_seen_by, complaints, cast, live_server, monkeypatch):
    world = worlds.outcomes(cast)
    monkeypatch.setattr(test_scripts, "PAYLOADS", PAYLOADS)
    test_scripts.write_payloads()
    lift_triggers()
    opened, elsewhere, shown = [], [], 0
    page.on("dialog", lambda dialog: (opened.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: elsewhere.append(request.url) if live_server.url not in request.url else None)

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
        assert page.title() != "forged"

    assert (opened, complaints) == ([], [])
    assert [url for url in elsewhere if not url.startswith("data:")] == []
    assert shown > 6
