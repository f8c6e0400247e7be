import re
import unicodedata
from pathlib import PurePosixPath

LONGEST_NAME = 200
SEPARATORS = re.compile(r'[\\/:*?"<>|]')
FORMATTING = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def safe_name(name):
    """A name that is harmless to show and to save: no path, no control or direction marks, at most 200 characters."""
    visible = "".join(c for c in str(name) if unicodedata.category(c) not in FORMATTING)
    visible = SEPARATORS.sub("_", visible).strip(" .") or "file"
    suffix = PurePosixPath(visible).suffix[:20]
    return visible[: len(visible) - len(suffix)][: LONGEST_NAME - len(suffix)] + suffix
