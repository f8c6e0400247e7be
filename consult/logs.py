import json
import logging
import re
from datetime import UTC, datetime

from consult.names import masked

# One-time links and the codes at doors: whoever reads them may use them.
KEYS = re.compile(r"(/accounts/link/|/come/)[^\s\"'?]+")
MOBILE = re.compile("(?<![0-9A-Za-z])1[0-9]{10}(?![0-9A-Za-z])")


def discreet(words):
    """The words without keys in addresses and without mobile numbers, as of a row that a database refuses."""
    return MOBILE.sub(lambda found: masked(found[0]), KEYS.sub(r"\1…", words))


class JsonLine(logging.Formatter):
    """An entry of the log as one line of JSON, in ASCII, so that nothing in it forges another line."""

    def format(self, record):
        said = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "message": discreet(record.getMessage()),
        }
        if request_id := getattr(getattr(record, "request", None), "request_id", ""):
            said["request"] = request_id
        if record.exc_info:
            said["trace"] = discreet(self.formatException(record.exc_info))
        return json.dumps(said)
