"""Documents in two languages name the same commands, settings and addresses."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
NAMED = re.compile(r"manage\.py \w+|make [a-z]+|--[a-z-]+|\b[A-Z]+_[A-Z_]+\b|/(?:healthz|readyz)|pip install [^\n`]+")


def named_in(name):
    return set(NAMED.findall((ROOT / name).read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", ["README", "docs/operations"])
def test_both_name_the_same(name):
    assert named_in(f"{name}.md") == named_in(f"{name}.zh-CN.md") != set()


@pytest.mark.parametrize("name", ["operations", "operations.zh-CN"])
def test_the_server_that_is_tried_out_is_the_one_that_systemd_runs(name):
    unit = (ROOT / "docs/deploy/consult.service").read_text()

    started = re.search(r"ExecStart=/srv/consult/(.+)", unit)[1]

    assert started in (ROOT / f"docs/{name}.md").read_text(encoding="utf-8").splitlines()
