import json
import logging
from datetime import UTC, datetime

from consult.masking import discreet


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
