"""A file that is handed on while it is written."""

from __future__ import annotations

from io import RawIOBase
from typing import Any


class Sink(RawIOBase):
    """Keep what was written until it is taken.

    Examples
    --------
    >>> sink = Sink()
    >>> sink.write(b"ab"), sink.take(), sink.take(), sink.tell()
    (2, b'ab', b'', 2)
    """

    def __init__(self) -> None:
        self._kept = bytearray()
        self._written = 0

    def writable(self) -> bool:
        """Whether it can be written: it can."""
        return True

    def write(self, data: Any) -> int:
        """Keep some bytes."""
        block = bytes(data)
        self._kept += block
        self._written += len(block)
        return len(block)

    def tell(self) -> int:
        """How many bytes were written in all."""
        return self._written

    def take(self) -> bytes:
        """Return what was written since the last time."""
        taken = bytes(self._kept)
        self._kept.clear()
        return taken
