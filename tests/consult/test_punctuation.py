"""Marks between words, and words around titles."""

import pytest
from django.utils import translation

from consult.punctuation import about


@pytest.mark.parametrize(
    ("title", "chinese", "english"),
    [
        ("老城区停车难", "关于“老城区停车难”", "on “老城区停车难”"),
        ("关于解决停车难的建议", "“关于解决停车难的建议”", "“关于解决停车难的建议”"),
    ],
)
def test_a_title_that_says_about_itself_is_brought_in_without_another(title, chinese, english):
    said = []
    for language in ("zh-hans", "en"):
        with translation.override(language):
            said.append(about(title))

    assert said == [chinese, english]
