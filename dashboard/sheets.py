"""The figures of a level in every year: laid out once, then a change of year only turns the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.library import Edition
from dashboard.recent import recent
from dashboard.state import CLASS, SCORE

NUMBERS, TEXTS = ("value", "rank", "coverage"), ("marks", "reason")
RECENT = 64


@dataclass(frozen=True)
class Sheets:
    """One sheet a year, with a place for every territory.

    Attributes
    ----------
    codes : Index
        The territories, T of them.
    years : tuple of int
        Y years, rising.
    columns : mapping of str to ndarray (Y, T)
        value, rank, coverage (NaN where there is none), marks, reason (empty where there is none).
    """

    codes: pd.Index
    years: tuple[int, ...]
    columns: Mapping[str, NDArray[Any]]

    @classmethod
    def of_rows(cls, rows: pd.DataFrame, codes: pd.Index) -> Sheets:
        """Lay out rows of territory, year and any of the columns; other territories are left out.

        Examples
        --------
        >>> rows = pd.DataFrame({"territory": ["a", "b", "a"], "year": [1, 1, 2], "value": [5.0, 6.0, 7.0]})
        >>> Sheets.of_rows(rows, pd.Index(["b", "a"])).of(2)["value"].tolist()
        [nan, 7.0]
        """
        at = codes.get_indexer(pd.Index(rows["territory"]))
        rows, at = rows[at >= 0], at[at >= 0]
        years, page = np.unique(rows["year"].to_numpy(dtype=int), return_inverse=True)
        shape, columns = (len(years), len(codes)), {}
        for name in (*NUMBERS, *TEXTS):
            columns[name] = _blank(name, shape)
            if name in rows:
                columns[name][page, at] = _plain(rows[name], name in TEXTS)
        return cls(codes, tuple(years.tolist()), columns)

    def of(self, year: int) -> pd.DataFrame:
        """Return the sheet of a year, indexed by territory; an empty one where there is none."""
        there, size = year in self.years, len(self.codes)
        page = {
            name: column[self.years.index(year)] if there else _blank(name, (size,))
            for name, column in self.columns.items()
        }
        return pd.DataFrame(page, index=self.codes)

    @property
    def figures(self) -> NDArray[np.float64]:
        """The figures of all years (Y, T)."""
        return self.columns["value"]

    def within(self, codes: pd.Index) -> NDArray[np.float64]:
        """Return the figures of all years of some territories, in one row."""
        inside = self.figures if codes is self.codes else self.figures[:, self.codes.get_indexer(codes)]
        return np.asarray(inside.ravel())

    @cached_property
    def last(self) -> NDArray[np.float64]:
        """Year of the last value of each territory (T,); NaN where it has none."""
        known = ~np.isnan(self.figures)
        years = np.where(known, np.array(self.years, dtype=float)[:, None], -np.inf)
        return np.where(known.any(axis=0), years.max(axis=0, initial=-np.inf), np.nan)


@recent(RECENT)
def sheets(edition: Edition, shock: str, indicator: str, show: str, level: str) -> Sheets:
    """Lay out what an edition has of a reading of an indicator at a level."""
    codes = edition.places(level).index
    rows = _rows(edition, shock, indicator, show)
    rows = rows[rows["territory"].isin(codes)]
    if "rank" not in rows or show == "change":
        sign = 0 if indicator == CLASS else 1 if show == "change" else edition.indicator(indicator).sign
        order = (-sign * rows["value"]).groupby(rows["year"]).rank(method="min")
        rows = rows.assign(rank=order if sign else np.nan)
    return Sheets.of_rows(rows, codes)


def _rows(edition: Edition, shock: str, indicator: str, show: str) -> pd.DataFrame:
    head, _, dimension = indicator.partition(".")
    if head == SCORE:
        rows = edition.composites(shock)
        return rows[rows["dimension"] == dimension].rename(columns={"score": "value", "evaluation": "year"})
    if show == "value":
        return edition.values(shock, indicator, show)
    rows = edition.measures(shock)
    rows = rows[rows["indicator"] == indicator].drop(columns=["value", *({"coverage"} & set(rows))])
    return rows.rename(columns={show: "value", "evaluation": "year"})


def _plain(column: pd.Series, text: bool) -> NDArray[Any]:
    return column.fillna("").to_numpy(dtype=object) if text else column.to_numpy(dtype=float, na_value=np.nan)


def _blank(name: str, shape: tuple[int, ...]) -> NDArray[Any]:
    return np.full(shape, "", dtype=object) if name in TEXTS else np.full(shape, np.nan)
