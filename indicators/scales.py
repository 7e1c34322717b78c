"""The scales of a normalisation, one rule each: a column in, higher is better, a column out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.stats import rankdata

from indicators.arrays import Floats

Method = Literal[
    "min-max",
    "goalposts",
    "z-score",
    "rank",
    "borda",
    "percentile rank",
    "distance to target",
    "distance to reference",
    "distance to best",
    "share of best",
    "categorical",
    "none",
]


@dataclass(frozen=True)
class Column:
    """One indicator, turned so that higher is better: R values, what they are compared with, and how."""

    x: Floats
    goalposts: tuple[float, float] | None
    target: float
    reference: float
    scale: tuple[float, float] | None
    cuts: tuple[float, ...]
    cap: bool | None

    @property
    def low(self) -> float:
        """The worst value."""
        return float(np.nanmin(self.x))

    @property
    def high(self) -> float:
        """The best value."""
        return float(np.nanmax(self.x))


def _min_max(column: Column) -> Floats:
    low, high = column.goalposts or (column.low, column.high)
    share = (column.x - low) / (high - low)
    if column.goalposts and column.cap is not False:
        share = np.clip(share, 0, 1)
    bottom, top = column.scale or (0.0, 100.0)
    return bottom + share * (top - bottom)


def _z_score(column: Column) -> Floats:
    mean, spread = column.scale or (0.0, 1.0)
    if column.low == column.high:
        return np.full(len(column.x), np.nan)
    # Brought to 0-1 first, so that squares of huge figures do not overflow.
    share = (column.x - column.low) / (column.high - column.low)
    there = share[np.isfinite(share)]
    return np.asarray(mean + spread * (share - there.mean()) / there.std(ddof=1))


def _rank(column: Column) -> Floats:
    rank = rankdata(column.x, method="min", nan_policy="omit")
    return np.where(column.low < column.high, rank, np.nan)


def _borda(column: Column) -> Floats:
    return _rank(column) - 1


def _percentile_rank(column: Column) -> Floats:
    return np.asarray(_borda(column) / (np.isfinite(column.x).sum() - 1))


def _distance(column: Column, aim: float) -> Floats:
    # Where nobody is below the aim there is no distance to measure.
    share = 1 - (aim - column.x) / (aim - column.low if aim > column.low else np.nan)
    return np.asarray(np.minimum(share, 1) if column.cap else share)


def _to_target(column: Column) -> Floats:
    return _distance(column, column.target)


def _to_reference(column: Column) -> Floats:
    return _distance(column, column.reference)


def _to_best(column: Column) -> Floats:
    return _distance(column, column.high)


def _share_of_best(column: Column) -> Floats:
    # A share of nothing, or of a debt, tells nothing.
    return np.asarray(column.x / (column.high if column.high > 0 else np.nan))


def _categorical(column: Column) -> Floats:
    steps = np.nanquantile(column.x, column.cuts)
    reached = (column.x[:, None] >= steps).mean(axis=1)
    return np.where(np.isfinite(column.x) & (column.low < column.high), 100 * reached, np.nan)


def _as_they_are(column: Column) -> Floats:
    if column.scale is None:
        return column.x
    bottom, top = column.scale
    return np.asarray(bottom + column.x / 100 * (top - bottom))


RULES: dict[Method, Callable[[Column], Floats]] = {
    "min-max": _min_max,
    "goalposts": _min_max,
    "z-score": _z_score,
    "rank": _rank,
    "borda": _borda,
    "percentile rank": _percentile_rank,
    "distance to target": _to_target,
    "distance to reference": _to_reference,
    "distance to best": _to_best,
    "share of best": _share_of_best,
    "categorical": _categorical,
    "none": _as_they_are,
}
