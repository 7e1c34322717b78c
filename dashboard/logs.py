"""What the server says of itself: plain warnings for a person, or one JSON object a line for a machine."""

from __future__ import annotations

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

REQUEST: ContextVar[str] = ContextVar("request", default="")
"""Id of the request that is being answered; every line that is written meanwhile carries it."""
PLAIN = "%(asctime)s %(levelname)s %(message)s%(request)s"


class JsonLines(logging.Formatter):
    """One object a line: time, level, logger, message, request, worker, and the facts that came along.

    Examples
    --------
    >>> record = logging.makeLogRecord({"msg": "GET /", "levelname": "INFO", "facts": {"status": 200}})
    >>> json.loads(JsonLines().format(record))["status"]
    200
    """

    def format(self, record: logging.LogRecord) -> str:
        """Write one record; a line break inside it is escaped."""
        said: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "worker": record.process,
        }
        if REQUEST.get():
            said["request"] = REQUEST.get()
        said |= getattr(record, "facts", {})
        if record.exc_info:
            said["trace"] = self.formatException(record.exc_info)
        return json.dumps(said, ensure_ascii=False, default=str)


class PlainLines(logging.Formatter):
    """Lines for a person, with the request that they belong to."""

    def __init__(self) -> None:
        super().__init__(PLAIN)

    def format(self, record: logging.LogRecord) -> str:
        """Write one record."""
        record.request = f" [{REQUEST.get()}]" if REQUEST.get() else ""
        return super().format(record)


def configure(*, as_json: bool) -> None:
    """Send every log of this process to standard error: all requests as JSON, or warnings as plain lines."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if as_json else PlainLines())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("dashboard").setLevel(logging.INFO if as_json else logging.WARNING)
