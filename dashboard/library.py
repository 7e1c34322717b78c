"""Releases as the pages read them: what each has to show, and the current one of every observatory."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from threading import Lock
from time import monotonic

import pandas as pd

from dashboard.edition import Frames
from dashboard.state import CLASS, DERIVED, SCORE
from geodata.observatory import ROLES
from geodata.store import Reader
from indicators.observations import TOTAL

OPENING_COVERAGE = 0.75


class Edition(Frames):
    """One release of one observatory. It is the `state.Offer` of its pages."""

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
    """The editions of a source; the current one of each observatory is kept.

    Attributes
    ----------
    prepare : callable, optional
        Called with every edition that is new.
    """

    def __init__(self, source: Reader) -> None:
        self.source = source
        self.prepare: Callable[[Edition], object] | None = None
        self._editions: dict[str, tuple[Edition, float]] = {}
        self._lock = Lock()

    def observatories(self) -> list[str]:
        """Names of the observatories that have a release."""
        return self.source.observatories()

    def edition(self, observatory: str, within_s: float = 0.0) -> Edition:
        """Return the current release; asks the store for its number, and reads the rest only if it is new.

        Parameters
        ----------
        within_s : float
            Seconds for which an earlier answer of the store is good enough.
        """
        asked = monotonic()
        kept, known = self._editions.get(observatory, (None, 0.0))
        if kept is not None and asked - known < within_s:
            return kept
        release = self.source.release(observatory)
        with self._lock:
            kept, known = self._editions.get(observatory, (None, 0.0))
            edition = kept
            # What the store said to one who asked it earlier, and heard it later, is old.
            if edition is None or (edition.release.identity != release.identity and asked >= known):
                edition = Edition(self.source, release)
            self._editions[observatory] = edition, max(asked, known)
        if edition is not kept and self.prepare:
            self.prepare(edition)
        return edition
