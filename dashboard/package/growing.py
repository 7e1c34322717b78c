"""A file that one thread writes while others read it from its beginning."""

from __future__ import annotations

import os
from collections.abc import Iterator
from tempfile import TemporaryFile
from threading import Condition
from weakref import finalize

from indicators.errors import RecoveryError

BLOCK = 1 << 18


class Growing:
    """A file that is only ever appended to, until it ends.

    It has no name: nothing is left of it once nobody holds it, however this process ends.
    """

    def __init__(self) -> None:
        self._file = TemporaryFile()  # noqa: SIM115 -- as long as anybody reads it
        finalize(self, self._file.close)
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

    def blocks(self) -> Iterator[bytes]:
        """Read it from its beginning, and wait for what is still to come.

        Raises
        ------
        RecoveryError
            Where the writer failed, after what it wrote.
        """
        read = 0
        while self._goes_on(read):
            while block := os.pread(self._file.fileno(), BLOCK, read):
                read += len(block)
                yield block

    def _goes_on(self, read: int) -> bool:
        with self._news:
            self._news.wait_for(lambda: self._ended or self._size > read)
            if self._size <= read and self._failed is not None:
                raise self._failed
            return self._size > read
