"""What takes long to make of an edition, made before a reader asks for it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from threading import Thread

from dashboard.gaps import all_gaps, classed_levels
from dashboard.library import Edition, Library
from dashboard.ranks import draw_ranks
from indicators.errors import StoreError


def warm(edition: Edition) -> None:
    """Make the comparisons of town and country, and draw the ranks, of every shock."""
    for shock in edition.shocks():
        for level in classed_levels(edition):
            all_gaps(edition, shock, level)
        for level in edition.levels(shock, "score", "score"):
            for year in edition.years(shock, "score", "score", level):
                draw_ranks(edition, shock, level, year)


def warming(library: Library) -> Callable[[object], AbstractAsyncContextManager[None]]:
    """Return what a server does as long as it runs, in each process that answers: keep a library warm."""

    @asynccontextmanager
    async def beside_readers(_server: object) -> AsyncIterator[None]:
        _beside(lambda: keep_warm(library), "warm")
        yield

    return beside_readers


def keep_warm(library: Library) -> None:
    """Warm every edition of a library, beside its readers: those there are, and each new one."""
    library.prepare = _start
    for observatory in library.observatories():
        library.edition(observatory)


def _start(edition: Edition) -> None:
    _beside(lambda: warm(edition), f"warm {edition.release.observatory}")


def _beside(make: Callable[[], None], name: str) -> None:
    Thread(target=_try, args=(make,), name=name, daemon=True).start()


def _try(make: Callable[[], None]) -> None:
    try:
        make()
    except StoreError:
        return  # The database is away: whoever reads next is told so, and makes what is missing.
