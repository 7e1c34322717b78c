"""A file that one thread writes while others read it from its beginning."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Condition
from typing import BinaryIO

from indicators.errors import RecoveryError

BLOCK = 1 << 18


class Growing:
    """A file that is only ever appended to, until it ends.

    Parameters
    ----------
    path : Path
        Where it is kept; it may be taken away while it is read.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = path.open("wb")
        self._size, self._ended = 0, False
        self._failed: RecoveryError | None = None
        self._news = Condition()

    def write(self, block: bytes) -> int:
        """Append a block; after the end nothing is kept: an archive that was given up still closes itself."""
        if not self._ended:
            self._file.write(block)
            self.flush()
            with self._news:
                self._size += len(block)
                self._news.notify_all()
        return len(block)

    def flush(self) -> None:
        """Let readers see what was written."""
        if not self._ended:
            self._file.flush()

    def close(self) -> None:
        """Let readers come to the end."""
        self._end(None)

    def fail(self, why: RecoveryError) -> None:
        """Let readers come to the error by which the rest is missing."""
        self._end(why)

    def _end(self, failed: RecoveryError | None) -> None:
        with self._news:
            self._ended, self._failed = True, failed
            self._news.notify_all()
        self._file.close()

    def blocks(self) -> Iterator[bytes]:
        """Read it from its beginning, and wait for what is still to come.

        Raises
        ------
        RecoveryError
            Where the writer failed, after what it wrote.
        """
        return self._blocks(self.path.open("rb"))  # opened now: soon the path may be gone

    def _blocks(self, file: BinaryIO) -> Iterator[bytes]:
        with file:
            while self._goes_on(file.tell()):
                while block := file.read(BLOCK):
                    yield block

    def _goes_on(self, read: int) -> bool:
        with self._news:
            self._news.wait_for(lambda: self._ended or self._size > read)
            if self._size <= read and self._failed is not None:
                raise self._failed
            return self._size > read
