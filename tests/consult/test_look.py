"""What the style sheets promise: readable colours, nothing that Chromium 109 lacks, licences beside vendored files."""

import re

import pytest
from django.conf import settings

STATIC = settings.BASE_DIR / "static"
SHEETS = sorted((STATIC / "css").glob("*.css"))
TOKENS = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", (STATIC / "css/tokens.css").read_text()))
PAIRS = [
    ("ink", "paper"),
    ("muted", "paper"),
    ("muted", "card"),
    ("muted", "gold-soft"),
    ("brand", "brand-soft"),
    ("card", "brand-light"),
    ("card", "act"),
    ("card", "bad"),
    ("card", "ok"),
    ("card", "wait"),
    ("act", "act-soft"),
    ("ok", "ok-soft"),
    ("wait", "wait-soft"),
    ("run", "run-soft"),
    ("bad", "bad-soft"),
    ("off", "off-soft"),
]
TOO_NEW = re.compile(
    r"""
    :has\( | :user-(?:in)?valid | :dir\( | :open\b | :popover-open | ::details-content
    | :nth-(?:last-)?child\([^)]*\bof\b | ^\s+&
    | @(?:layer|container|scope|starting-style|view-transition|(?:top|right|bottom|left)-\w+)
    | \b(?:color-mix|ok(?:lch|lab)|(?<!-)(?:lch|lab)|light-dark|linear|image-set|anchor|calc-size|if)\(
    | \b(?:sin|cos|tan|atan2?|round|mod|rem|abs|sign|pow|sqrt|hypot|log|exp)\(
    | \bsubgrid\b | \ballow-discrete\b | (?:width|height):\s*stretch\b | \d(?:rlh|rex|rch|ric|r?cap)\b
    | ^\s*(?:mask(?:-\w+)?|background-clip:\s*text|print-color-adjust|field-sizing|text-box|scrollbar-(?:color|width)
      |line-clamp|font-size-adjust|interpolate-size|white-space-collapse|text-autospace|animation-timeline)\b
    """,
    re.MULTILINE | re.VERBOSE,
)
# In letters of 16 pixels, as new browsers take it; Chromium 109 takes it for 33, in print alone.
A4_ACROSS = 49.6
TOO_NEW_IN_SCRIPTS = re.compile(
    r"\.(?:to(?:Sorted|Reversed|Spliced)|groupBy|withResolvers|canParse|fromAsync|isWellFormed|moveBefore|startViewTransition|\w+Popover)\(|scrollend"
)
TOO_NEW_IN_TEMPLATES = re.compile(r"<search\b|<details[^>]* name=|\s(?:popover(?:target)?|commandfor|closedby)\b[^<]*>")


def luminance(colour):
    digits = colour.lstrip("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_stands_out_from_its_ground(text, ground):
    darker, lighter = sorted([luminance(TOKENS[text]), luminance(TOKENS[ground])])

    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_no_sheet_needs_a_browser_newer_than_chromium_109(sheet):
    assert TOO_NEW.findall(sheet.read_text()) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_paper_is_no_phone_and_turns_as_a_whole(sheet):
    text = sheet.read_text()

    for_all = " ".join(re.findall(r"@media (\(.*) \{", text))

    assert [width for width in re.findall(r"width: ([\d.]+)em", for_all) if float(width) < A4_ACROSS] == []
    assert re.findall(r"@page \w+", text) == []


@pytest.mark.parametrize("sheet", [*SHEETS, STATIC / "js/site.js"], ids=lambda path: path.name)
def test_where_a_page_turns_narrow_is_told_in_letters_as_a_reader_enlarges_them(sheet):
    assert re.findall(r"\((?:min|max)-(?:width|height): [\d.]+(?!em\b)[a-z]+", sheet.read_text()) == []


def test_no_script_or_template_needs_a_browser_newer_than_chromium_109():
    scripts, templates = (STATIC / "js").glob("*.js"), (settings.BASE_DIR / "templates").rglob("*.html")

    assert [path.name for path in scripts if TOO_NEW_IN_SCRIPTS.search(path.read_text())] == []
    assert [path.name for path in templates if TOO_NEW_IN_TEMPLATES.search(path.read_text())] == []


def test_every_vendored_folder_has_its_licence():
    folders = [folder for folder in (STATIC / "vendor").iterdir() if folder.is_dir()]

    assert [folder.name for folder in folders if not (folder / "LICENSE").exists()] == []


def test_no_vendored_file_asks_for_a_source_map():
    files = [path for path in (STATIC / "vendor").rglob("*") if path.suffix in {".css", ".js"}]

    assert [path.name for path in files if "sourceMappingURL" in path.read_text()] == []
