"""HTTP as uvicorn speaks it, for visitors who take their time: requests have an end, answers are read or cut.

uvicorn keeps whatever comes until the head is complete, and an answer until it is read, and waits for ever.
"""

from __future__ import annotations

import asyncio

from starlette.types import Scope
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_BYTES = 64 * 1024
HEAD_S = 15.0
STALLED_S = 60.0
SLOWEST = 32 * 1024
"""Bytes of an answer that a visitor takes in `STALLED_S` seconds, at the least."""
ABORT = "recovery.abort"


class BoundedHttp(HttpToolsProtocol):
    """Close a connection whose request does not come or end, or whose answer nobody reads."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first request."""
        self._got, self._awaited = 0, True
        self._limit: asyncio.TimerHandle | None = None
        self._stall: asyncio.TimerHandle | None = None
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

    def pause_writing(self) -> None:
        """Watch whether what waits to be read becomes less."""
        super().pause_writing()
        self._look_again()

    def resume_writing(self) -> None:
        """Watch no more."""
        self._stop_looking()
        super().resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the visitor."""
        self._stop_waiting()
        self._stop_looking()
        super().connection_lost(exc)

    def _wait(self) -> None:
        if self._limit is None:
            self._limit = self.loop.call_later(HEAD_S, self._leave)

    def _stop_waiting(self) -> None:
        if self._limit is not None:
            self._limit.cancel()
            self._limit = None

    def _look_again(self) -> None:
        waiting = self.transport.get_write_buffer_size()
        self._stall = self.loop.call_later(STALLED_S, self._judge, waiting)

    def _stop_looking(self) -> None:
        if self._stall is not None:
            self._stall.cancel()
            self._stall = None

    def _judge(self, waited: int) -> None:
        if waited - self.transport.get_write_buffer_size() < SLOWEST:
            self.transport.abort()
        else:
            self._look_again()

    def _leave(self) -> None:
        if not self.transport.is_closing():
            self.send_400_response("The head of the request did not come in time.")


def abort(scope: Scope) -> None:
    """Break a connection off, with all that is not yet sent; elsewhere the server closes it by itself."""
    if ABORT in scope.get("extensions", {}):
        scope["extensions"][ABORT]["abort"]()
