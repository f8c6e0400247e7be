"""The house stands as docs and design say: who imports whom, and the measures that keep it readable."""

import ast
import re
from functools import cache
from statistics import median

import pytest

from tests.sources import APPS, ROOT, SOURCES, TEMPLATES, nodes_of

# Inside topics a file imports from its own floor and from those below it.
FLOORS = [
    {"models"},
    {"rules", "deadlines", "history", "dimensions", "step_bar", "annual_plans", "plans", "likeness"},
    {"answering", "visible_fields", "duty", "tasks"},
    {"workflow"},
    {
        *("agenda", "batches", "batch_kinds", "board", "committee_home", "history_lines", "imports", "last_moves"),
        *("topic_contents", "plan_contents", "held", "readers", "technical"),
        *("forms", "filters", "sheets", "statistics", "reports", "templatetags", "demo"),
    },
    {"views", "menu", "guide", "first_steps", "management"},
    {"urls", "apps"},
]
FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef
COMMENT = re.compile(r"^\s*#(?!\s*(fmt|noqa|!))|\S\s+#\s(?!noqa)")


def name_of(path):
    """The dotted module name of a source file."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(path): path for path in SOURCES}


def nodes():
    """Pairs of a module's name and one node of its syntax tree."""
    return ((name, node) for name, path in MODULES.items() for node in nodes_of(path))


def imported(path):
    """The modules of our own that a module imports, with the names taken from packages resolved to modules."""
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] in APPS)
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in APPS:
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name if name in MODULES else node.module for name in inner)


@cache
def imports():
    return {name: set(imported(path)) - {name} for name, path in MODULES.items()}


def functions():
    return [(f"{name}.{node.name}", node) for name, node in nodes() if isinstance(node, FUNCTION)]


def test_apps_import_only_those_below_them():
    upward = [
        (name, other)
        for name, others in imports().items()
        for other in others
        if APPS.index(other.split(".")[0]) > APPS.index(name.split(".")[0])
    ]

    assert upward == []


def floor_of(name):
    """The number of the floor of a module of topics, None for those of other apps."""
    part = name.split(".")[1] if name.startswith("topics.") else None
    return next((number for number, floor in enumerate(FLOORS) if part in floor), None)


def test_topics_is_built_floor_upon_floor():
    within = {name: floor_of(name) for name in MODULES if name.startswith("topics.")}
    upward = [
        (name, other)
        for name, floor in within.items()
        if floor is not None
        for other in imports()[name]
        if (within.get(other) or 0) > floor
    ]

    assert [name for name, floor in within.items() if floor is None] == []
    assert upward == []


def cycles():
    """Import cycles between modules; a package is not entered by importing its parts."""
    state, found = {}, []

    def visit(name, path):
        state[name] = "open"
        for other in sorted(imports().get(name, ())):
            if state.get(other) == "open" and other in path:
                found.append([*path[path.index(other) :], other])
            elif other not in state:
                visit(other, [*path, other])
        state[name] = "closed"

    for name in imports():
        if name not in state:
            visit(name, [name])
    return found


def test_no_module_imports_itself_over_others():
    assert cycles() == []


def test_no_import_stands_inside_a_function():
    inside = [
        name for name, node in functions() for part in ast.walk(node) if isinstance(part, ast.Import | ast.ImportFrom)
    ]

    assert inside == []


def test_no_app_listens_to_signals_of_another():
    listening = {name for name, node in nodes() if uses(node, "receiver")}
    foreign = [
        (name, other) for name in listening for other in imports()[name] if other.split(".")[0] != name.split(".")[0]
    ]

    assert foreign == []


def uses(node, name):
    return isinstance(node, ast.Name) and node.id == name


@pytest.mark.parametrize("name", ["services", "utils", "helpers", "signals"])
def test_no_module_bears_a_name_that_says_nothing(name):
    assert [path for path in SOURCES if path.stem == name] == []


def test_stage_is_written_by_the_machine_alone():
    """Nothing else assigns `.stage` or updates it (the demo and the tests move records by the workflow too)."""
    assert [name for name, node in nodes() if writes_stage(node)] == []


def writes_stage(node):
    if isinstance(node, ast.Assign):
        return any(isinstance(target, ast.Attribute) and target.attr == "stage" for target in node.targets)
    is_update = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "update"
    return is_update and any(keyword.arg == "stage" for keyword in node.keywords)


def lines(path):
    """How many lines say something: blank ones do not count."""
    return sum(1 for line in path.read_text().splitlines() if line.strip())


def test_files_are_short():
    sizes = {str(path.relative_to(ROOT)): lines(path) for path in SOURCES}

    assert {name: size for name, size in sizes.items() if size > 400} == {}
    assert median(sizes.values()) <= 60


def test_functions_are_short():
    sizes = {name: node.end_lineno - node.lineno + 1 for name, node in functions()}

    assert {name: size for name, size in sizes.items() if size > 50} == {}
    assert median(sizes.values()) <= 8


def test_templates_are_short():
    sizes = {str(path.relative_to(ROOT)): lines(path) for path in TEMPLATES}

    assert {name: size for name, size in sizes.items() if size > 150} == {}
    assert median(sizes.values()) <= 30


def test_test_files_are_short():
    sizes = {str(path.relative_to(ROOT)): lines(path) for path in (ROOT / "tests").rglob("*.py")}

    assert {name: size for name, size in sizes.items() if size > 400} == {}


def test_two_to_six_of_a_hundred_lines_say_a_reason_a_danger_or_a_promise():
    every = [line for path in SOURCES for line in path.read_text().splitlines()]

    said = sum(bool(COMMENT.search(line)) or opens_docstring(line) for line in every)

    assert 2 <= 100 * said / len(every) <= 6


def opens_docstring(line):
    return line.strip().startswith('"""') and line.strip() != '"""'


def test_comments_are_no_banners_and_keep_no_dead_code():
    suspicious = re.compile(r"^\s*#\s*([-=*#~]{3,}|(def|class|return|import|from|if|for)\b.*[:(])|TODO|FIXME|XXX")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in SOURCES
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if suspicious.search(line)
    ]

    assert found == []


FORBIDDEN_IN_CODE = [
    *("mark_safe", "csrf_exempt", ".raw(", ".extra(", "eval(", "exec(", "pickle"),
    *(" Template(", ".from_string("),
]


@pytest.mark.parametrize("words", FORBIDDEN_IN_CODE)
def test_code_opens_no_door(words):
    assert [str(path.relative_to(ROOT)) for path in SOURCES if words in path.read_text()] == []


FORBIDDEN_IN_TEMPLATES = {
    "a value marked safe": re.compile(r"\|\s*safe\b|\bautoescape off"),
    "an inline style": re.compile(r"<style\b|\sstyle\s*="),
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)"),
    "a handler in an attribute": re.compile(r"<[^>]*\son[a-z]+\s*=[\"']", re.DOTALL),
    "something fetched from elsewhere": re.compile(r"(?:src|href)=[\"']?(?:https?:)?//"),
    "a text that is more than text": re.compile(r"contenteditable|markdown|\|\s*urlize"),
    "a script address": re.compile(r"javascript:"),
}


@pytest.mark.parametrize("what", FORBIDDEN_IN_TEMPLATES)
def test_templates_hold_nothing_that_the_policy_forbids(what):
    pattern = FORBIDDEN_IN_TEMPLATES[what]

    assert [str(path.relative_to(ROOT)) for path in TEMPLATES if pattern.search(path.read_text())] == []


COMPARED = re.compile(r"""\.(?:stage|reply|post|proposer|source|agreement|becomes)\s*[!=]=\s*["']|"""
                      r"""(?:import|candidate|draft|object|row)\.state\s*[!=]=\s*["']""")  # fmt: skip


def test_templates_ask_a_record_how_it_stands_and_compare_no_stage_or_state():
    assert [str(path.relative_to(ROOT)) for path in TEMPLATES if COMPARED.search(path.read_text())] == []


def test_every_posted_form_carries_its_token():
    form = re.compile(r"<form\b[^>]*method=[\"']?post[^>]*>(.*?)</form>", re.IGNORECASE | re.DOTALL)
    naked = [
        str(path.relative_to(ROOT))
        for path in TEMPLATES
        for inside in form.findall(path.read_text())
        if "csrf_token" not in inside
    ]

    assert naked == []


def test_each_decision_record_has_a_number_of_its_own_and_is_short():
    records = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [path.name[:4] for path in records]

    assert sorted(set(numbers)) == numbers
    assert [path.name for path in records if lines(path) > 30] == []


def test_each_decision_record_stands_in_the_index_by_its_number_and_title():
    listed = re.findall(r"^- (\d{4}) \[(.+)\]\(decisions/(\S+)\)", (ROOT / "docs/README.md").read_text(), re.MULTILINE)
    records = [(*title_of(path), path.name) for path in (ROOT / "docs/decisions").glob("*.md")]

    assert sorted(listed) == sorted(records)


def test_documents_that_code_and_documents_name_are_there():
    named = re.compile(r"(?<![\w/.}-])(?:[\w-]+/)*[\w.-]+\.md\b")
    texts = [*SOURCES, *(ROOT / "tests").rglob("*.py"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md")]
    places = (ROOT, ROOT / "docs", ROOT / "docs" / "decisions")
    missing = {
        (str(path.relative_to(ROOT)), name)
        for path in texts
        for name in named.findall(path.read_text())
        if not any((place / name).exists() for place in places)
    }

    assert missing == set()


def title_of(record):
    number, _blank, title = record.read_text().partition("\n")[0].removeprefix("# ").partition(" ")
    return number, title


def test_rows_are_locked_without_their_keys_but_for_those_that_are_deleted_then():
    """PostgreSQL asks at each commit for the keys of what the new rows name: two would wait for each other."""
    calls = ((name, node) for name, node in nodes() if isinstance(node, ast.Call))
    locks = [(name, node) for name, node in calls if getattr(node.func, "attr", "") == "select_for_update"]

    whole = [name for name, node in locks if "no_key" not in {keyword.arg for keyword in node.keywords}]

    drafts = ["topics.views.candidates", "topics.views.plan_drafts", "topics.views.proposals"]
    assert sorted(whole) == ["members.second_factor", "members.second_factor", *drafts]
