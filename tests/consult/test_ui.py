import datetime
import re

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation

from tests.sources import ROOT, TEMPLATES

SPRITE = set(re.findall(r'<symbol id="([^"]+)"', (ROOT / "static/img/icons.svg").read_text()))
ICON_NAMES = re.compile(r'{% (?:icon|chip \S+ "\w+") "([^"]+)"')
LATE_IN_UTC = datetime.datetime(2026, 11, 22, 20, 30, tzinfo=datetime.UTC)


def shown(source, **context):
    return Template(source).render(Context(context))


@pytest.mark.parametrize(("language", "html"), [("zh-hans", "出席（4）、缺席（0）"), ("en", "出席 (4)、缺席 (0)")])
def test_what_is_said_aside_stands_in_the_brackets_of_the_language(language, html):
    with translation.override(language):
        assert shown("出席{{ four|aside }}、缺席{{ none|aside }}{{ unknown|aside }}", four=4, none=0) == html


def test_an_icon_is_silent_to_screen_readers():
    html = shown('{% icon "check" %}')

    assert html == '<svg class="icon" aria-hidden="true"><use href="/static/img/icons.svg#check"></use></svg>'


def test_an_icon_that_stands_alone_says_what_it_is():
    html = shown('{% icon "check" "done" %}')

    assert html == (
        '<svg class="icon" role="img" aria-label="done"><use href="/static/img/icons.svg#check"></use></svg>'
    )


def test_a_chip_is_a_word_a_colour_and_an_icon():
    html = shown('{% chip "通过" "ok" %}')

    icon = '<svg class="icon" aria-hidden="true"><use href="/static/img/icons.svg#check"></use></svg>'
    assert html == f'<span class="chip chip-ok">{icon}通过</span>'


def test_a_chip_takes_an_icon_of_its_own():
    html = shown('{% chip "部分采纳" "wait" "circle-half-2" %}')

    assert re.findall(r"#([\w-]+)", html) == ["circle-half-2"]


def test_a_chip_shows_markup_as_text():
    html = shown("{% chip label %}", label="<b>")

    assert re.findall(r"</svg>(.*)</span>", html) == ["&lt;b&gt;"]


def test_a_chip_refuses_a_tone_that_has_no_colour():
    with pytest.raises(TemplateSyntaxError):
        shown('{% chip "通过" "green" %}')


def test_what_is_put_together_once_speaks_the_language_of_each_reader():
    pages = []
    for language in ("en", "zh-hans", "en", "zh-hans"):
        with translation.override(language):
            pages.append(shown('{% fixed "components/session_warning.html" %}'))

    assert ["Stay signed in" in page for page in pages] == [True, False, True, False]
    assert '<b role="timer" aria-live="off" data-session-left></b>' in pages[1]


@pytest.mark.parametrize(("language", "written"), [("zh-hans", "2026年11月22日"), ("en", "22 Nov 2026")])
def test_a_day_is_written_as_the_language_does(language, written):
    with translation.override(language):
        html = shown("{{ value|day }}", value=datetime.date(2026, 11, 22))

    assert html == written


def test_the_day_of_a_moment_is_the_local_one():
    html = shown("{{ value|day }}", value=LATE_IN_UTC)

    assert html == "2026年11月23日"


@pytest.mark.parametrize(("language", "written"), [("zh-hans", "2026年11月23日 04:30"), ("en", "23 Nov 2026, 04:30")])
def test_a_moment_is_written_to_the_local_minute(language, written):
    with translation.override(language):
        html = shown("{{ value|moment }}", value=LATE_IN_UTC)

    assert html == written


def test_a_moment_known_only_by_its_day_shows_no_hour():
    html = shown("{{ value|moment }}", value=datetime.date(2026, 11, 22))

    assert html == "2026年11月22日"


@pytest.mark.parametrize("filter_name", ["day", "moment", "dash"])
@pytest.mark.parametrize("value", [None, ""])
def test_nothing_is_shown_as_a_dash(filter_name, value):
    html = shown(f"{{{{ value|{filter_name} }}}}", value=value)

    assert html == "—"


def test_zero_is_a_value():
    html = shown("{{ value|dash }}", value=0)

    assert html == "0"


def test_a_pager_leaves_out_the_pages_far_from_the_current_one():
    page = Paginator(range(200), 10).page(10)

    html = shown("{% for number in page|page_range %}{{ number }} {% endfor %}", page=page)

    assert html.split() == ["1", "…", "8", "9", "10", "11", "12", "…", "20"]


def test_every_icon_in_a_template_is_in_the_sprite():
    used = {(path.name, name) for path in TEMPLATES for name in ICON_NAMES.findall(path.read_text())}

    missing = sorted((page, name) for page, name in used if name not in SPRITE)

    assert missing == []


def test_every_tone_has_an_icon_in_the_sprite():
    html = "".join(shown("{% chip 'x' tone %}", tone=tone) for tone in ("ok", "wait", "run", "bad", "off"))

    assert {name for name in re.findall(r"#([\w-]+)", html) if name not in SPRITE} == set()


def test_every_component_says_its_context():
    silent = [
        path.name
        for path in TEMPLATES
        if path.parent.name == "components"
        and not re.match(r'({% extends "[^"]+" %}\n)?({#|{% comment %})', path.read_text())
    ]

    assert silent == []
