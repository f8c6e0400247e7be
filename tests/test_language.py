"""The platform speaks complete Chinese: each message of the code is in the catalogue, translated, compiled, fresh."""

import ast
import re
from collections import Counter

import polib
import pytest

from tests.catalogue import CATALOGUE, contexts_of_code, messages_of_code, messages_of_template, plurals
from tests.sources import ROOT, SOURCES, TEMPLATES, nodes_of

# Words of file formats and units that a Chinese page writes in Latin letters too.
LATIN = {
    "pdf", "docx", "xlsx", "pptx", "jpg", "png", "jpeg", "webp", "mb", "excel", "word", "ppt", "utf", "csv", "xls",
    "gb", "sha", "totp", "heic", "ofd",
}  # fmt: skip


@pytest.fixture(scope="module")
def catalogue():
    return polib.pofile(str(CATALOGUE))


def test_messages_are_written_out_in_the_code():
    """A message put together at run time is never found in the catalogue."""
    computed = [
        f"{path.relative_to(ROOT)}:{argument.lineno}"
        for path in SOURCES
        for argument in messages_of_code(path)
        if not (isinstance(argument, ast.Constant) and isinstance(argument.value, str))
    ]

    assert computed == []


def test_catalogue_holds_exactly_the_messages_of_the_code(catalogue):
    in_code = {argument.value for path in SOURCES for argument in messages_of_code(path)}
    in_code |= {message for path in TEMPLATES for message in messages_of_template(path)}
    held = {entry.msgid for entry in catalogue if not entry.obsolete}

    assert sorted(in_code - held) == []
    assert sorted(held - in_code) == []


def test_no_message_is_translated_twice(catalogue):
    """Of two entries the later one is shown, and whoever mends the first wonders."""
    held = Counter((entry.msgctxt, entry.msgid) for entry in catalogue)

    assert [message for message, times in held.items() if times > 1] == []


def test_what_is_said_of_one_and_of_several_is_held_as_such(catalogue):
    """A message without its plural is not found when several are meant, and a Chinese page speaks English."""
    held = {(entry.msgid, entry.msgid_plural) for entry in catalogue}

    assert sorted(set(plurals()) - held) == []


def test_what_a_person_adds_bears_one_word(catalogue):
    """新增 is what is new in an import or a version; a person 添加, and nobody 增加."""
    said = [(entry.msgid, words) for entry in catalogue for words in (entry.msgstr, *entry.msgstr_plural.values())]

    assert [words for _asked, words in said if "增加" in words] == []
    assert [asked for asked, words in said if "新增" in words and not re.search(r"\b(new|added)\b", asked, re.I)] == []


def test_a_message_is_held_in_the_context_in_which_the_code_says_it(catalogue):
    in_code = {message for path in SOURCES for message in contexts_of_code(path)}
    held = {(entry.msgctxt, entry.msgid) for entry in catalogue}

    assert sorted(in_code - held, key=str) == []


def test_every_message_is_translated_and_none_is_a_guess(catalogue):
    assert [entry.msgid for entry in catalogue.untranslated_entries()] == []
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []
    assert [entry.msgid for entry in catalogue.obsolete_entries()] == []


def test_compiled_catalogue_is_fresh(catalogue):
    compiled = polib.mofile(str(CATALOGUE.with_suffix(".mo")))

    assert {(text.msgctxt, text.msgid): translations(text) for text in compiled} == {
        (entry.msgctxt, entry.msgid): translations(entry) for entry in catalogue
    }


def translations(entry):
    return [entry.msgstr_plural[number] for number in sorted(entry.msgstr_plural)] or [entry.msgstr]


def placeholders(text):
    return sorted(re.findall(r"%\(\w+\)[sd]|\{\w*\}|%[sd%]", text))


def test_translations_keep_the_placeholders(catalogue):
    wrong = [
        entry.msgid
        for entry in catalogue
        for translation in translations(entry)
        if placeholders(translation) not in (placeholders(entry.msgid), placeholders(entry.msgid_plural))
    ]

    assert wrong == []


def test_translations_are_chinese(catalogue):
    """No English word is left standing on a Chinese page."""
    latin = {
        (entry.msgid, word)
        for entry in catalogue
        for translation in translations(entry)
        for word in re.findall(r"[A-Za-z]{2,}", re.sub(r"%\(\w+\)[sd]|\{\w*\}|<[^>]*>", "", translation))
        if word.lower() not in LATIN
    }

    assert latin == set()


CHINESE = "[\u4e00-\u9fff“”《》（）「」]"
# A half-width mark behind a Chinese character or before one, as a keyboard for English types it.
NARROW = re.compile(rf"{CHINESE} ?[,;:?!()]|[,;:?!()] ?{CHINESE}")


def test_translations_bear_the_marks_of_chinese(catalogue):
    said = [translation for entry in catalogue for translation in translations(entry)]

    assert [words for words in said if NARROW.search(re.sub(r"%\(\w+\)[sd]|\{\w*\}", "值", words))] == []


MARKED = re.compile(r"{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}", re.DOTALL)
COMMENTED = re.compile(r"{%\s*comment\b.*?{%\s*endcomment\s*%}|{#.*?#}|<!--.*?-->", re.DOTALL)
SPOKEN = re.compile(r"[A-Za-z]{2,}|[\u4e00-\u9fff]+")
# The mark of the platform, the names of the languages, and the classes that a page gives its body or its frame.
SAID_AS_THEY_ARE = {"商", "中文", "English", "landscape", "frame", "wide"}
# A page for the moment when nothing else works says all in both languages.
IN_BOTH_LANGUAGES = {"500.html"}


def spoken(text):
    """What a template says without the catalogue: between its tags and in the attributes that are read out."""
    plain = re.sub(r"{%.*?%}|{{.*?}}", "", MARKED.sub("", COMMENTED.sub("", text)), flags=re.DOTALL)
    read_out = re.findall(r"\b(?:title|alt|placeholder|aria-label)=[\"']([^\"']*)[\"']", plain)
    between = re.sub(r"<[^>]*>|&\w+;", " ", plain, flags=re.DOTALL)
    words = [word for part in (between, *read_out) for word in SPOKEN.findall(part)]
    return [word for word in words if word not in SAID_AS_THEY_ARE]


def test_templates_say_nothing_past_the_catalogue():
    said = {str(path.relative_to(ROOT)): spoken(path.read_text()) for path in TEMPLATES}

    assert {name for name, words in said.items() if words} == {f"templates/{name}" for name in IN_BOTH_LANGUAGES}


# A value or message ("值") of a template or of the code with a mark beside it that no catalogue can widen.
JOINED = re.compile(r"值(?:[,;:?!](?: |$)| ?\((?!\?))|(?:\(|[,;:] )值")
# Kept in frozen reports as it is; and one of ours who runs a command or mends a template reads the others.
NOT_OF_PAGES = {
    "topics/reports/frozen.py", "consult/backups.py", "consult/dumps.py", "consult/templatetags/ui.py",
    "topics/demo/load.py",
}  # fmt: skip


def joined_in_template(text):
    plain = MARKED.sub("值", COMMENTED.sub("", text))
    plain = re.sub(r"{{.*?}}|{%\s*(?:translate|number|chip)\b.*?%}", "值", plain, flags=re.DOTALL)
    return JOINED.findall(re.sub(r"{%.*?%}|<[^>]*>", "", plain, flags=re.DOTALL))


def joined_in_code(path):
    nodes = [node for node in nodes_of(path) if isinstance(node, ast.JoinedStr)]
    words = ["".join(p.value if isinstance(p, ast.Constant) else "值" for p in node.values) for node in nodes]
    return [said for said in words if JOINED.search(said)]


def test_marks_between_values_are_those_of_the_language():
    """`labelled`, `aside` or a message of the catalogue puts them there: half-width ones stand out in Chinese."""
    said = {str(path.relative_to(ROOT)): joined_in_template(path.read_text()) for path in TEMPLATES}
    sources = [path for path in SOURCES if "management" not in path.parts]
    said |= {str(path.relative_to(ROOT)): joined_in_code(path) for path in sources}

    assert {name: marks for name, marks in said.items() if marks and name not in NOT_OF_PAGES} == {}
