"""Releases as the pages read them: every frame is fetched once a release and kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, TypeVar

import pandas as pd

from dashboard.countries import translated
from dashboard.state import CLASS, DERIVED, SCORE
from geodata.observatory import ROLES
from geodata.store import Reader, Release
from indicators.indicator import DIMENSIONS, Indicator
from indicators.observations import TOTAL
from indicators.shock import Shock

OPENING_COVERAGE = 0.75
Kept = TypeVar("Kept")


class Edition:
    """One release of one observatory, with every frame read once. It is the `state.Offer` of its pages."""

    def __init__(self, source: Reader, release: Release) -> None:
        self.release, self.declaration = release, release.declaration
        self._source = source
        self._kept: dict[tuple[str, ...], Any] = {}
        self._names: dict[str, pd.Series[str]] = {}

    def keep(self, key: tuple[str, ...], read: Callable[[], Kept]) -> Kept:
        """Return what was made of this edition under a key, making it the first time."""
        if key not in self._kept:
            self._kept[key] = read()
        kept: Kept = self._kept[key]
        return kept

    @cached_property
    def territories(self) -> pd.DataFrame:
        """The store's territories, indexed by code."""
        return self._source.territories(self.release).set_index("territory", drop=False).sort_index()

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
        return self._source.geometry_hash(self.release, level)

    def geometry(self, level: str) -> bytes:
        """GeoJSON of a level."""
        return self._source.geometry(self.release, level)

    def names(self, language: str) -> pd.Series[str]:
        """Territory code -> name in a language; its code where the store knows no name."""
        if language not in self._names:
            places = self.territories
            given = places[f"name_{language}"].fillna(places["territory"])
            self._names[language] = translated(given, places, language)
        return self._names[language]

    def members(self, level: str) -> list[str]:
        """Codes of the territories of a level."""
        return self.territories.index[self.territories["level"] == level].tolist()

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

    # What `state.resolve` asks: see state.Offer.

    def shocks(self) -> list[str]:
        """Codes of the declared shocks, in the declared order."""
        return [shock.code for shock in self.declaration.shocks]

    def indicators(self, shock: str) -> list[str]:
        """Whatever the map can show: scores, every indicator that has values, the urban-rural class."""
        dimensions = self.dimensions(shock)
        parts = [f"{SCORE}.{d}" for d in dimensions] if len(dimensions) > 1 else []
        known = [code for code in self.declaration.indicators if self.value_levels(code)]
        return [SCORE, *parts, *known, *([CLASS] if self.declaration.typology else [])]

    def value_levels(self, indicator: str) -> list[str]:
        """Levels of the map at which an indicator has values of its own."""
        return self.keep(("value levels", indicator), lambda: self._value_levels(indicator))

    def _value_levels(self, indicator: str) -> list[str]:
        frame = self.series(indicator)
        there = set(self.territories["level"].reindex(frame["territory"].unique()).dropna())
        return [level for level in self._levels if level in there]

    @property
    def _levels(self) -> list[str]:
        first = self.declaration.score_level
        return [first, *(level for level in self.declaration.map_levels if level != first)]

    def shows(self, shock: str, indicator: str) -> list[str]:
        """Return what can be shown of an indicator: the score first, where it has one."""
        if indicator == CLASS:
            return ["value"]
        if indicator.partition(".")[0] == SCORE:
            return ["score", *DERIVED]
        if indicator not in self.shock(shock).indicators:
            return ["value", *DERIVED]
        change = [] if self.indicator(indicator).harm else ["change"]
        return ["score", *change, "value", *DERIVED]

    def reading(self, shock: str, indicator: str, show: str) -> str:
        """Return which figures are shown; a rank or cluster rests on the first that there are."""
        return self.shows(shock, indicator)[0] if show in DERIVED else show

    def levels(self, shock: str, indicator: str, show: str) -> list[str]:
        """Levels of the map that have something of it, the level of the scores first."""
        return [level for level in self._levels if self.years(shock, indicator, show, level)] or self._levels[
            :1
        ]

    def years(self, shock: str, indicator: str, show: str, level: str) -> list[int]:
        """Years that have something of it, oldest first."""
        counts = self._counts(shock, indicator, show, level)
        return sorted(int(year) for year in counts.index)

    def opening_year(self, shock: str, indicator: str, show: str, level: str) -> int:
        """Return the latest year with something of three quarters of the territories of the fullest year.

        Where no year has anything, the one the shock is judged in.
        """
        counts = self._counts(shock, indicator, show, level)
        full = counts.index[counts >= OPENING_COVERAGE * counts.max()]
        return int(max(full, default=self.shock(shock).default_evaluation))

    def _counts(self, shock: str, indicator: str, show: str, level: str) -> pd.Series[int]:
        key = (shock, indicator, self.reading(shock, indicator, show))

        def count() -> pd.Series[int]:
            frame = self.values(*key)
            return frame[frame["territory"].isin(self.members(level))].groupby("year").size()

        return self.keep(("counts", *key, level), count)

    def values(self, shock: str, indicator: str, show: str) -> pd.DataFrame:
        """What can be mapped of an indicator: columns territory, year, value; no gaps."""
        return self.keep(("values", shock, indicator, show), lambda: self._values(shock, indicator, show))

    def _values(self, shock: str, indicator: str, show: str) -> pd.DataFrame:
        head, _, dimension = indicator.partition(".")
        if head == SCORE:
            rows = self.composites(shock)
            rows = rows[rows["dimension"] == dimension].rename(
                columns={"evaluation": "year", "score": "value"}
            )
        elif indicator == CLASS:
            numbers = self.territories["role"].map({role: float(k) for k, role in enumerate(ROLES)})
            rows = self.territories.assign(year=self.shock(shock).default_evaluation, value=numbers)
        elif show == "value":
            rows = self.series(indicator)
            rows = rows[rows["group"] == TOTAL]
        else:
            rows = self.measures(shock)
            rows = rows[rows["indicator"] == indicator].rename(columns={"evaluation": "year"})
            rows = rows.drop(columns="value").rename(columns={show: "value"})
        return rows[["territory", "year", "value"]].dropna(subset="value")

    def territory_codes(self) -> list[str]:
        """Codes of every territory."""
        return self.territories.index.tolist()

    def goals(self) -> list[str]:
        """SDG goals that any indicator serves, by number."""
        goals = {indicator.sdg_goal for indicator in self.declaration.indicators.values()}
        return [str(goal) for goal in sorted(goal for goal in goals if goal)]

    def weights(self, shock: str) -> Mapping[str, float]:
        """Weight of each dimension of a shock in the recipe."""
        given = {str(d): weight for d, weight in self.declaration.recipe.dimension_weights.items()}
        return {dimension: given.get(dimension, 1.0) for dimension in self.dimensions(shock)}


class Library:
    """The editions of a source; the current one of each observatory is kept."""

    def __init__(self, source: Reader) -> None:
        self.source = source
        self._editions: dict[str, Edition] = {}

    def observatories(self) -> list[str]:
        """Names of the observatories that have a release."""
        return self.source.observatories()

    def edition(self, observatory: str) -> Edition:
        """Return the current release; asks the store for its number, and reads the rest only if it is new."""
        release = self.source.release(observatory)
        kept = self._editions.get(observatory)
        if kept is None or kept.release.id != release.id:
            kept = self._editions[observatory] = Edition(self.source, release)
        return kept
