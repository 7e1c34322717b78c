"""Log lines for machines: one JSON object a line, with whatever the logger was given beside the words."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import typer

from indicators.errors import RecoveryError

LOGGER = logging.getLogger("recovery")
ORDINARY = {*vars(logging.makeLogRecord({})), "message", "asctime", "taskName"}


class JsonLines(logging.Formatter):
    """Renders a record as JSON: time (UTC), level, event, and its extras."""

    def format(self, record: logging.LogRecord) -> str:
        """Render one record."""
        extras = {name: value for name, value in vars(record).items() if name not in ORDINARY}
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"time": moment, "level": record.levelname.lower(), "event": record.getMessage(), **extras}
        return json.dumps(line, ensure_ascii=False, default=str)


@contextmanager
def json_lines() -> Iterator[None]:
    """Write what the program logs to standard error, as JSON, until the end of the block.

    Raises
    ------
    Exit
        With code 1 in place of an error of ours, which is the last line then.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    before = LOGGER.level
    LOGGER.addHandler(handler)
    LOGGER.setLevel(logging.INFO)
    try:
        yield
    except RecoveryError as error:
        LOGGER.error("failed", extra={"error": str(error)})
        raise typer.Exit(1) from None
    finally:
        LOGGER.removeHandler(handler)
        LOGGER.setLevel(before)
