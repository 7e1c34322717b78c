"""Territories inside territories: the way up from one, what lies inside it, and who borders whom."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations
from typing import Any

import pandas as pd

from dashboard.library import Edition
from dashboard.state import View
from indicators.neighbours import NEIGHBOURS


def ancestors(edition: Edition, territory: str) -> list[str]:
    """Territories that hold a territory, the widest first."""
    parents, found = edition.territories["parent"], []
    code = parents.get(territory)
    while isinstance(code, str) and code in parents.index:
        found.append(code)
        code = parents[code]
    return found[::-1]


def inside(edition: Edition, territory: str, level: str) -> list[str]:
    """Territories of a level that lie inside another; none where that is itself of the level."""
    parents = edition.territories["parent"]
    at = pd.Series(parents.reindex(edition.members(level)))
    found: list[str] = []
    while at.notna().any():
        found += at.index[at == territory].tolist()
        at = at.map(parents)
    return sorted(found)


def deeper(edition: Edition, view: View, territory: str) -> View | None:
    """Return the view of what lies inside a territory, one level of the map further down; None at the end."""
    for level in edition.declaration.map_levels:
        there = level in edition.levels(view.shock, view.indicator, view.show)
        if there and inside(edition, territory, level):
            years = edition.years(view.shock, view.indicator, view.show, level)
            opening = edition.opening_year(view.shock, view.indicator, view.show, level)
            year = view.year if view.year in years else opening
            return replace(view, territory=territory, level=level, year=year)
    return None


def neighbours(edition: Edition, level: str) -> pd.DataFrame:
    """Pairs of territories of a level whose polygons share a corner or more, in both directions (queen).

    Returns
    -------
    DataFrame
        Columns territory, neighbour. The polygons were made so that neighbours share their corners exactly.
    """
    return edition.keep(("neighbours", level), lambda: _neighbours(edition.geometry(level)))


def _neighbours(geometry: bytes) -> pd.DataFrame:
    at: dict[tuple[float, ...], set[str]] = defaultdict(set)
    for feature in json.loads(geometry)["features"]:
        for corner in _corners(feature["geometry"]["coordinates"]):
            at[corner].add(str(feature["id"]))
    pairs = {pair for codes in at.values() if len(codes) > 1 for pair in permutations(codes, 2)}
    return pd.DataFrame(sorted(pairs), columns=NEIGHBOURS, dtype="str")


def _corners(coordinates: list[Any]) -> Iterator[tuple[float, ...]]:
    if isinstance(coordinates[0], list):
        for part in coordinates:
            yield from _corners(part)
    else:
        yield tuple(coordinates)
