"""The gate of large answers: how many are under way, how many ask the database, and who is cut off.

An answer holds a place here as long as it is sent, and one of two turns only while it reads a piece: a slow
reader costs a place and one piece in memory, and neither a connection nor a thread.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator
from functools import cached_property
from threading import BoundedSemaphore, RLock
from typing import TypeVar
from weakref import finalize

from dashboard.api.refusals import FullError, TooOftenError
from dashboard.rates import Rates, visitor
from geodata.store import Reader, Stream

PLACES = 16
TURNS = 2  # connections of the export role
FIRST_S, NEXT_S = 2.0, 60.0
MEND = "try again in a moment, or ask for less at once"
Piece = TypeVar("Piece")


class Flow(Iterator[bytes]):
    """The blocks of an answer, the first of them made already; `close` gives its place back.

    Parameters
    ----------
    leave : callable
        Called once, at the latest when nobody holds the flow any more.
    """

    def __init__(self, blocks: Iterator[bytes], leave: Callable[[], object]) -> None:
        self._blocks = blocks
        self._left = finalize(self, leave)
        try:
            self._first = next(blocks, b"")
        except BaseException:
            self.close()
            raise

    def __next__(self) -> bytes:
        """Return the next block."""
        if self._first:
            block, self._first = self._first, b""
            return block
        return next(self._blocks)

    def close(self) -> None:
        """End the reading and give the place back; may be called again."""
        if isinstance(self._blocks, Generator):
            self._blocks.close()
        self._left()


class Exports:
    """Let so many large answers through at a time.

    Parameters
    ----------
    source : Reader
        Connected as export.
    places : int
        Answers under way; one address may have half of them.
    turns : int
        Pieces that are read at the same time.
    rates : Rates, optional
        How often one address may begin an answer; as often as it likes without them.
    """

    def __init__(
        self, source: Reader, places: int = PLACES, turns: int = TURNS, rates: Rates | None = None
    ) -> None:
        self.source, self.places, self.rates = source, places, rates
        self._taken: Counter[str] = Counter()
        self._lock = RLock()  # a flow that is let go by the collector may leave while another comes in
        self._turns = BoundedSemaphore(turns)

    @cached_property
    def stream(self) -> Stream:
        """The figures."""
        return Stream(self.source.engine)

    def open(self, blocks: Iterator[bytes], address: str = "") -> Flow:
        """Begin an answer, so that whatever is wrong is known before its head is sent.

        Parameters
        ----------
        address : str
            Whose answer it is.

        Raises
        ------
        TooOftenError
            Where the address has begun too many within a minute.
        FullError
            Where every place is taken, or as many as one address may have.
        """
        wait_s = self.rates.take(address) if self.rates else 0.0
        if wait_s:
            raise TooOftenError("too many downloads were begun from this address within a minute", wait_s)
        who = visitor(address)
        with self._lock:
            if self._taken.total() >= self.places or self._taken[who] >= max(1, self.places // 2):
                raise FullError("as many downloads as may be are under way", mend=MEND)
            self._taken[who] += 1
        return Flow(blocks, lambda: self._leave(who))

    def _leave(self, who: str) -> None:
        with self._lock:
            self._taken -= Counter((who,))

    def in_turn(self, pieces: Iterable[Piece], patience_s: float = FIRST_S) -> Iterator[Piece]:
        """Read pieces one by one, each when it is its turn.

        Parameters
        ----------
        patience_s : float
            How long the first piece may wait.

        Raises
        ------
        FullError
            Where it does not come: soon for the first piece, in a while for the others.
        """
        waiting = iter(pieces)
        while True:
            if not self._turns.acquire(timeout=patience_s):
                raise FullError("every connection for downloads is in use", mend=MEND)
            try:
                piece = next(waiting, None)
            finally:
                self._turns.release()
            if piece is None:
                return
            yield piece
            patience_s = NEXT_S
