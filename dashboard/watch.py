"""Every request gets an id, a line in the log and a place in the figures."""

from __future__ import annotations

import logging
import re
import secrets
import time

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.logs import REQUEST
from dashboard.metrics import RUNNING, count

HEADER = "X-Request-ID"
LOG = logging.getLogger("dashboard.requests")
# What a proxy in front may call a request; anything else could be made to look like lines of ours.
_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


class Watch:
    """Watch all that an application answers. It stands outside of everything else."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on under its id; write down what became of it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = request_id(Headers(scope=scope).get(HEADER, ""))
        REQUEST.set(request)
        start, status, size = time.perf_counter(), 0, 0

        async def send_watched(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = request
            size += len(message.get("body", b""))
            await send(message)

        RUNNING.inc()
        try:
            await self.app(scope, receive, send_watched)
        finally:
            RUNNING.dec()
            _tell(scope, status, time.perf_counter() - start, size)


def request_id(given: str) -> str:
    """Return the id that came with a request, or a new one where it is none.

    Examples
    --------
    >>> request_id("0af7651916cd43dd"), len(request_id("forged\\nline"))
    ('0af7651916cd43dd', 16)
    """
    return given if _ID.fullmatch(given) else secrets.token_hex(8)


def _tell(scope: Scope, status: int, seconds: float, size: int) -> None:
    """Write one line: no query, which holds what a reader looks at, and no address of the reader."""
    path, method = scope.get("raw_path", b"").decode("ascii", "replace").partition("?")[0], scope["method"]
    count(scope["path"], method, status, seconds, size)
    facts = {"method": method, "path": path, "status": status, "seconds": round(seconds, 4), "bytes": size}
    level = logging.WARNING if status >= 500 or not status else logging.INFO
    LOG.log(level, "%s %s %s", method, path, status or "unanswered", extra={"facts": facts})
