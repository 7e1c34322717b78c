"""The frames of one release: each is read from the store once, and kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, TypeVar

import pandas as pd

from dashboard.countries import translated
from dashboard.recent import Recent
from geodata.store import Reader, Release
from indicators.indicator import DIMENSIONS, Indicator
from indicators.shock import Shock

Kept = TypeVar("Kept")
KEPT = 1024
"""Frames of an edition that are kept: all that readers of its pages ask for, and yet never without end."""


class Frames:
    """What the store holds of one release of one observatory."""

    def __init__(self, source: Reader, release: Release) -> None:
        self.release, self.declaration = release, release.declaration
        self._source = source
        self._kept: Recent[Any] = Recent(KEPT)

    def keep(self, key: tuple[str, ...], read: Callable[[], Kept]) -> Kept:
        """Return what was made of this edition under a key, making it where it is not kept (any more)."""
        kept: Kept = self._kept.get(key, read)
        return kept

    @cached_property
    def territories(self) -> pd.DataFrame:
        """The store's territories, indexed by code."""
        return self._source.territories(self.release).set_index("territory", drop=False).sort_index()

    @cached_property
    def covered(self) -> tuple[int, int] | None:
        """First and last year of any figure."""
        return self._source.years(self.release)

    @cached_property
    def loads(self) -> pd.DataFrame:
        """The loads behind the release."""
        return self._source.loads(self.release)

    @cached_property
    def checks(self) -> pd.DataFrame:
        """What the checks said of the files behind the release."""
        said = self._source.checks(self.release.observatory)
        return said[said["sha256"].isin(self.loads["sha256"])]

    @cached_property
    def rejects(self) -> pd.DataFrame:
        """The rows that the present loads put into quarantine, each with its reason."""
        return self._source.rejects(self.release.observatory)

    def measures(self, shock: str) -> pd.DataFrame:
        """Every measure of one shock: all levels, indicators and evaluation years."""
        return self.keep(("measures", shock), lambda: self._source.measures(self.release, shock=shock))

    def composites(self, shock: str) -> pd.DataFrame:
        """Every composite and dimension score of one shock."""
        return self.keep(("composites", shock), lambda: self._source.composites(self.release, shock=shock))

    def series(self, indicator: str) -> pd.DataFrame:
        """Return the annual values of one indicator, all groups and levels, with the year as a number."""
        return self.keep(("series", indicator), lambda: self._series(indicator))

    def quarters(self, indicator: str) -> pd.DataFrame:
        """Return the quarterly values of one indicator, all groups and levels; no rows where it has none."""
        return self.keep(("quarters", indicator), lambda: self._quarters(indicator))

    def _quarters(self, indicator: str) -> pd.DataFrame:
        frame = self._source.observations(self.release, indicators=[indicator], at="Q")
        return frame[frame["period"].astype("str").str.contains("-Q")]

    def _series(self, indicator: str) -> pd.DataFrame:
        frame = self._source.observations(self.release, indicators=[indicator], at="A")
        return frame.assign(year=frame["period"].astype(int)).sort_values(["territory", "group", "year"])

    def geometry_hash(self, level: str) -> str:
        """Content hash that names the polygons of a level."""
        return self.keep(("hash", level), lambda: self._source.geometry_hash(self.release, level))

    def geometry(self, level: str) -> bytes:
        """GeoJSON of a level."""
        return self._source.geometry(self.release, level)

    def names(self, language: str) -> pd.Series[str]:
        """Territory code -> name in a language; its code where the store knows no name."""
        return self.keep(("names", language), lambda: self._names(language))

    def _names(self, language: str) -> pd.Series[str]:
        places = self.territories
        return translated(places[f"name_{language}"].fillna(places["territory"]), places, language)

    def names_of(self, level: str, language: str) -> pd.Series[str]:
        """Return the names of the territories of a level."""
        return self.keep(("names", level, language), lambda: self.names(language).loc[self.members(level)])

    def members(self, level: str) -> list[str]:
        """Codes of the territories of a level."""
        return self.places(level).index.tolist()

    def places(self, level: str) -> pd.DataFrame:
        """Return the territories of a level."""
        return self.keep(("places", level), lambda: self.territories[self.territories["level"] == level])

    def shock(self, code: str) -> Shock:
        """Return the declared shock."""
        return self.declaration.shock(code)

    def indicator(self, code: str) -> Indicator:
        """Return the declared indicator."""
        return self.declaration.indicators[code]

    def dimensions(self, shock: str) -> list[str]:
        """Dimensions that a shock's indicators belong to, in the order of the house."""
        there = {self.indicator(code).dimension for code in self.shock(shock).indicators}
        return [dimension for dimension in DIMENSIONS if dimension in there]
