"""The territories and indicators that calls name."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from dashboard.api.figure_filters import Places
from dashboard.library import Edition
from geodata.lookup import require_known


def require_places(edition: Edition, filters: Places) -> None:
    """Make sure that the territories and the level of a call are there.

    Raises
    ------
    NotFoundError
        Naming what is not.
    """
    for code in (*filters.territory, *([filters.parent] if filters.parent else [])):
        require_known("territory", code, edition.territories.index)
    if filters.level is not None:
        require_known("level", filters.level, [level.code for level in edition.declaration.hierarchy.levels])


def require_indicators(edition: Edition, codes: Iterable[str]) -> None:
    """Make sure that the indicators of a call are declared.

    Raises
    ------
    NotFoundError
        Naming what is not.
    """
    for code in codes:
        require_known("indicator", code, edition.declaration.indicators)


def codes_of(edition: Edition, filters: Places) -> Collection[str] | None:
    """Return the codes of the territories of a call; None for all."""
    places = edition.territories
    if filters.territory:
        places = places[places.index.isin(filters.territory)]
    if filters.level is not None:
        places = places[places["level"] == filters.level]
    if filters.parent is not None:
        places = places[places["parent"] == filters.parent]
    return None if len(places) == len(edition.territories) else places.index.tolist()
