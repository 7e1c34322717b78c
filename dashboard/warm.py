"""What takes long to make of an edition, made before a reader asks for it."""

from __future__ import annotations

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


def keep_warm(library: Library) -> None:
    """Warm every edition of a library, beside its readers: those there are, and each new one."""
    library.prepare = _start
    for observatory in library.observatories():
        library.edition(observatory)


def _start(edition: Edition) -> None:
    Thread(target=_try, args=(edition,), name=f"warm {edition.release.observatory}", daemon=True).start()


def _try(edition: Edition) -> None:
    try:
        warm(edition)
    except StoreError:
        return  # The database is away: whoever reads next is told so, and makes what is missing.
