"""A time limit for a whole exchange: timeouts of single reads never end a server that drips byte by byte."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

CONNECTED = ("connection.connect_tcp.complete", "connection.start_tls.complete")


class Watch:
    """Closes the connections that it was told of when the time is over.

    Parameters
    ----------
    seconds : float
        From now on.
    """

    def __init__(self, seconds: float) -> None:
        self.until = time.monotonic() + seconds
        self._sockets: list[socket.socket] = []

    @property
    def left(self) -> float:
        """Seconds left, at least 0."""
        return max(0.0, self.until - time.monotonic())

    @contextmanager
    def running(self) -> Iterator[None]:
        """Cut every connection that is open when the time is over."""
        timer = threading.Timer(self.left, self._cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            self._sockets.clear()

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Take note of a new connection (httpx's ``trace`` extension)."""
        if event in CONNECTED:
            self._sockets.append(info["return_value"].get_extra_info("socket"))

    def _cut(self) -> None:
        for connection in self._sockets:
            with suppress(OSError):  # it is closed already
                connection.shutdown(socket.SHUT_RDWR)
