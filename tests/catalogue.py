"""The messages of code and templates, and the catalogue of their translations.

`make messages` adds at the end of the catalogue what it lacks, without a translation yet, and compiles what it has.
"""

import ast
import re

import polib
from django.utils.translation.template import templatize

from tests.sources import ROOT, SOURCES, TEMPLATES, nodes_of

CATALOGUE = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
# By name of the function: which of its arguments is the message.
GETTEXT = {"gettext": 0, "gettext_lazy": 0, "gettext_noop": 0, "ngettext": 0, "ngettext_lazy": 0}
GETTEXT |= {"pgettext": 1, "pgettext_lazy": 1}
TEXT = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
MARKED_CALL = re.compile(rf"(?:\bn?gettext\(|\bpgettext\({TEXT}, ?|(?<![\w.])_\()(?P<message>{TEXT})")
PLURAL_CALL = re.compile(rf"\bngettext\((?P<one>{TEXT}), ?(?P<many>{TEXT})")


def calls_of_gettext(path):
    """Pairs of a call that marks a message and what the called function is, by whatever name it was imported."""
    names = {
        alias.asname or alias.name: alias.name
        for node in nodes_of(path)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in GETTEXT
    }
    calls = [node for node in nodes_of(path) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    return [(call, names[call.func.id]) for call in calls if call.func.id in names]


def messages_of_code(path):
    """The messages that a Python file marks."""
    return [call.args[GETTEXT[name]] for call, name in calls_of_gettext(path)]


def contexts_of_code(path):
    """The messages of a Python file as (context or None, message)."""
    for call, name in calls_of_gettext(path):
        place = GETTEXT[name]
        yield (call.args[0].value if place else None, call.args[place].value)


def messages_of_template(path):
    """The messages that a template marks, as Django itself hands them to xgettext."""
    said = templatize(path.read_text(), origin=str(path))
    for call in MARKED_CALL.finditer(said):
        yield ast.literal_eval(call["message"])


def plurals():
    """Pairs of what is said of one and of several, in code and templates."""
    for path in SOURCES:
        for node in nodes_of(path):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "").startswith("ngettext"):
                yield node.args[0].value, node.args[1].value
    for path in TEMPLATES:
        for call in PLURAL_CALL.finditer(templatize(path.read_text(), origin=str(path))):
            yield ast.literal_eval(call["one"]), ast.literal_eval(call["many"])


def asked_for():
    """Each message of code and templates as the entry that the catalogue needs, by context and message."""
    said = [(None, message) for path in TEMPLATES for message in messages_of_template(path)]
    said += [message for path in SOURCES for message in contexts_of_code(path)]
    of_several = dict(plurals())
    return {
        (context, message): polib.POEntry(
            msgctxt=context,
            msgid=message,
            msgid_plural=of_several.get(message, ""),
            msgstr_plural={0: ""} if message in of_several else {},
            flags=["python-format"] if "%(" in message else [],
        )
        for context, message in said
    }


def main():
    held = {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(CATALOGUE))}
    missing = [entry for key, entry in asked_for().items() if key not in held]
    with CATALOGUE.open("a", encoding="utf-8") as file:
        file.writelines(f"\n{str(entry).rstrip()}\n" for entry in missing)
    polib.pofile(str(CATALOGUE)).save_as_mofile(str(CATALOGUE.with_suffix(".mo")))


if __name__ == "__main__":
    main()
