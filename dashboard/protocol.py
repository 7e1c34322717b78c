"""HTTP as uvicorn speaks it, for visitors who take their time: the head of a request has an end, and soon.

uvicorn keeps whatever comes until the head is complete, and waits for ever; a body it hands on in pieces.
"""

from __future__ import annotations

import asyncio

from starlette.types import Scope
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_BYTES = 64 * 1024
HEAD_S = 15.0
ABORT = "recovery.abort"


class BoundedHttp(HttpToolsProtocol):
    """Close a connection whose next request is not begun, or whose head does not end, in time and size."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first request."""
        self._got, self._awaited = 0, True
        self._limit: asyncio.TimerHandle | None = None
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Take a piece; what belongs to a head that is complete is no more counted."""
        super().data_received(data)
        if not self._awaited:
            return
        self._got += len(data)
        self._wait()
        if self._got > HEAD_BYTES and not self.transport.is_closing():
            self.send_400_response("The head of the request is too long.")

    def on_message_begin(self) -> None:
        """Begin to count."""
        self._got, self._awaited = 0, True
        super().on_message_begin()
        self.scope["extensions"] = {ABORT: {"abort": self.transport.abort}}

    def on_headers_complete(self) -> None:
        """Stop to count and to wait."""
        self._awaited = False
        self._stop_waiting()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the visitor."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait(self) -> None:
        if self._limit is None:
            self._limit = self.loop.call_later(HEAD_S, self._leave)

    def _stop_waiting(self) -> None:
        if self._limit is not None:
            self._limit.cancel()
            self._limit = None

    def _leave(self) -> None:
        if not self.transport.is_closing():
            self.send_400_response("The head of the request did not come in time.")


def abort(scope: Scope) -> None:
    """Break a connection off, with all that is not yet sent; elsewhere the server closes it by itself."""
    if ABORT in scope.get("extensions", {}):
        scope["extensions"][ABORT]["abort"]()
