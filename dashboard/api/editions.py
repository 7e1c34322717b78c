"""The releases that calls are about: the current one, or any that is still kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from functools import cached_property
from threading import Lock

from dashboard.api.caching import WITHIN_S
from dashboard.api.gate import Exports
from dashboard.library import Edition, Library
from geodata.store import Stream

KEPT = 4  # releases other than the current ones whose frames are kept


class Editions:
    """Finds the edition that a call names; `exports` reads what comes in pieces."""

    def __init__(self, library: Library, exports: Exports) -> None:
        self.library, self.exports = library, exports
        self._pinned: OrderedDict[Hashable, Edition] = OrderedDict()
        self._lock = Lock()

    @cached_property
    def stream(self) -> Stream:
        """The figures, for answers as short as a page."""
        return Stream(self.library.source.engine)

    def find(self, observatory: str, number: int | None = None) -> Edition:
        """Return a release's edition; without a number the current one, or that of a second ago.

        Raises
        ------
        NotFoundError
            Where there is no such observatory or release.
        """
        current = self.library.edition(observatory, WITHIN_S)
        if number is None or number == current.release.number:
            return current
        source = self.library.source
        release = source.release(observatory, number)
        with self._lock:
            edition = self._pinned.setdefault(release.identity, Edition(source, release))
            self._pinned.move_to_end(release.identity)
            while len(self._pinned) > KEPT:
                self._pinned.popitem(last=False)
        return edition
