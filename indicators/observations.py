"""The observations frame (one value a row) and the panel (one indicator as territory x period arrays)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from indicators.arrays import Floats, Mask, Words
from indicators.errors import DataError

COLUMNS = ["indicator", "territory", "period", "group", "value", "status"]
TOTAL = "total"
PERIODS_PER_YEAR = {"A": 1, "Q": 4, "M": 12}

_PERIOD = re.compile(r"^(?P<year>\d{4})(?:-Q(?P<quarter>[1-4])|-(?P<month>0[1-9]|1[0-2]))?$")


def frequency(period: str) -> str:
    """Tell the frequency of an SDMX time period: ``A``, ``Q`` or ``M``.

    Raises
    ------
    DataError
        Where the text is not a year, a quarter or a month.

    Examples
    --------
    >>> frequency("2020"), frequency("2020-Q2"), frequency("2020-06")
    ('A', 'Q', 'M')
    """
    match = _PERIOD.match(period)
    if not match:
        raise DataError(f"'{period}' is not a period", mend="write 2020, 2020-Q2 or 2020-06")
    return "Q" if match["quarter"] else "M" if match["month"] else "A"


def period_start(period: str) -> date:
    """Return the first day of a period.

    Examples
    --------
    >>> period_start("2020-Q2").isoformat()
    '2020-04-01'
    """
    at, year = frequency(period), int(period[:4])
    if at == "A":
        return date(year, 1, 1)
    return date(year, 3 * int(period[-1]) - 2 if at == "Q" else int(period[-2:]), 1)


def period_label(start: date, at: str) -> str:
    """Write the SDMX label of the period that starts on a day.

    Examples
    --------
    >>> period_label(date(2020, 4, 1), "Q")
    '2020-Q2'
    """
    return {
        "A": f"{start.year}",
        "Q": f"{start.year}-Q{(start.month + 2) // 3}",
        "M": f"{start.year}-{start.month:02}",
    }[at]


def ordinal(period: str) -> int:
    """Count periods of one frequency from year 0, so that neighbours differ by 1.

    Examples
    --------
    >>> ordinal("2020-Q2") - ordinal("2019-Q4")
    2
    """
    start = period_start(period)
    return {
        "A": start.year,
        "Q": start.year * 4 + (start.month - 1) // 3,
        "M": start.year * 12 + start.month - 1,
    }[frequency(period)]


def join_status(*statuses: str) -> str:
    """Union of SDMX status flags, sorted.

    Examples
    --------
    >>> join_status("p", "bd", "")
    'bdp'
    """
    return "".join(sorted(set().union(*statuses)))


def refuse_twice(frame: pd.DataFrame) -> None:
    """Refuse two values for one indicator, territory, period and group.

    Raises
    ------
    DataError
        Naming the first of them.
    """
    twice = frame[frame.duplicated(COLUMNS[:4])]
    if len(twice):
        indicator, territory, period, group = twice.iloc[0][COLUMNS[:4]]
        raise DataError(
            f"{indicator}: {territory} has two values for {period} ({group})", mend="keep one of them"
        )


@dataclass(frozen=True)
class Panel:
    """One indicator, one group, one frequency: territories down, contiguous periods across.

    Attributes
    ----------
    territories : ndarray of str, shape (R,)
    first : int
        Ordinal of the first period (the year, for annual series).
    per_year : int
        1, 4 or 12 periods a year.
    values : ndarray of float64, shape (R, T)
        NaN where nothing was published.
    breaks : ndarray of bool, shape (R, T)
        True where the series starts anew at that period.
    """

    territories: Words
    first: int
    per_year: int
    values: Floats
    breaks: Mask

    @property
    def ordinals(self) -> NDArray[np.int64]:
        """Ordinals of the periods, shape (T,)."""
        return np.arange(self.first, self.first + self.values.shape[1])

    @property
    def years(self) -> NDArray[np.int64]:
        """Years of the periods, shape (T,)."""
        return self.ordinals // self.per_year

    @property
    def last(self) -> int:
        """Ordinal of the last period with any value; the one before `first` where there is none."""
        known = np.isfinite(self.values).any(axis=0)
        return int(self.ordinals[known].max(initial=self.first - 1))

    def align(self, territories: Sequence[str] | Words) -> Panel:
        """Reorder to the territories given; those without data become rows of NaN."""
        at = pd.Index(self.territories).get_indexer(pd.Index(territories, dtype=object))
        # A territory that is not found has the index -1: the empty row appended here.
        return replace(
            self,
            territories=np.array(territories, dtype=object),
            values=np.pad(self.values, ((0, 1), (0, 0)), constant_values=np.nan)[at],
            breaks=np.pad(self.breaks, ((0, 1), (0, 0)), constant_values=False)[at],
        )

    def take(self, rows: NDArray[np.int64]) -> Panel:
        """Keep the territories of these row numbers, in their order."""
        return replace(
            self, territories=self.territories[rows], values=self.values[rows], breaks=self.breaks[rows]
        )

    def span(self, first: int, last: int) -> Panel:
        """Cut or extend to the periods `first` to `last` (ordinals); added periods are NaN."""
        there = (self.ordinals >= first) & (self.ordinals <= last)
        at = self.ordinals[there] - first
        values = np.full((len(self.territories), last - first + 1), np.nan)
        breaks = np.zeros(values.shape, dtype=bool)
        values[:, at], breaks[:, at] = self.values[:, there], self.breaks[:, there]
        return replace(self, first=first, values=values, breaks=breaks)


def to_panel(frame: pd.DataFrame, indicator: str, *, at: str = "A", group: str = TOTAL) -> Panel:
    """Lay out one indicator of an observations frame as arrays.

    Parameters
    ----------
    frame : DataFrame
        Columns `COLUMNS`; flag ``b`` in `status` marks a break.
    indicator, group : str
        Which series to take.
    at : {"A", "Q", "M"}
        The frequency to take; others are left out, never mixed.

    Raises
    ------
    DataError
        Where a territory has two values for one period.

    Examples
    --------
    >>> rows = [("gdp", "01", "2020", "total", 8.0, ""), ("gdp", "02", "2021", "total", 9.0, "b")]
    >>> panel = to_panel(pd.DataFrame(rows, columns=COLUMNS), "gdp")
    >>> panel.first, panel.values.tolist(), panel.breaks.tolist()
    (2020, [[8.0, nan], [nan, 9.0]], [[False, False], [False, True]])
    """
    rows = frame[(frame["indicator"] == indicator) & (frame["group"] == group)]
    labels = rows["period"].unique()
    rows = rows[rows["period"].isin([label for label in labels if frequency(label) == at])]
    which, periods = pd.factorize(rows["period"])
    when = np.array([ordinal(period) for period in periods], dtype=np.int64)[which]
    row, territories = pd.factorize(rows["territory"], sort=True)
    first = int(when.min()) if len(when) else 0
    shape = (len(territories), int(when.max()) - first + 1 if len(when) else 0)
    values, (breaks, there) = np.full(shape, np.nan), np.zeros((2, *shape), dtype=bool)
    cell = row, when - first
    there[cell] = True
    if there.sum() < len(rows):
        refuse_twice(rows)
    values[cell] = rows["value"].to_numpy(dtype=float)
    breaks[cell] = rows["status"].str.contains("b", regex=False).to_numpy(dtype=bool)
    return Panel(np.asarray(territories, dtype=object), first, PERIODS_PER_YEAR[at], values, breaks)


def to_panels(
    frame: pd.DataFrame, indicators: Iterable[str], *, at: str = "A", group: str = TOTAL
) -> dict[str, Panel]:
    """Lay out several indicators, each as `to_panel` does, in one pass over the frame.

    Examples
    --------
    >>> rows = [("gdp", "01", "2020", "total", 8.0, ""), ("jobs", "01", "2021", "total", 9.0, "")]
    >>> panels = to_panels(pd.DataFrame(rows, columns=COLUMNS), ["jobs", "deaths"])
    >>> {code: panel.values.tolist() for code, panel in panels.items()}
    {'jobs': [[9.0]], 'deaths': []}
    """
    rows = frame.groupby("indicator", sort=False).indices
    return {code: to_panel(frame.iloc[rows.get(code, [])], code, at=at, group=group) for code in indicators}
