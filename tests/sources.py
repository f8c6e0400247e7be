"""The product's own source files and templates, each read and parsed once."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPS = ["consult", "committees", "members", "topics"]
SOURCES = sorted(path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


@cache
def nodes_of(path):
    """All nodes of the syntax tree of a source file."""
    return list(ast.walk(ast.parse(path.read_text())))
