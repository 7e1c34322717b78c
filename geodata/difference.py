"""What differs between two releases, and whether the scores of one can be recomputed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from geodata.codebook import tables
from geodata.observatory import Observatory
from geodata.store import Reader, Release
from indicators.composite import Scores, score
from indicators.observations import COLUMNS

FIGURE = ["indicator", "territory", "period", "group"]
MEASURE = ["indicator", "territory", "shock", "evaluation"]
COMPOSITE = ["dimension", "territory", "shock", "evaluation"]
ULPS = 4096  # units in the last place
CLOSE = ULPS * np.finfo(float).eps


def revised_values(reader: Reader, older: Release, newer: Release) -> pd.DataFrame:
    """List the figures, published and derived, that differ between two releases.

    Returns
    -------
    DataFrame
        Columns `FIGURE`, value_old, value_new, status_old, status_new; missing where there is none.
    """
    old = reader.observations(older, unlike=newer)
    new = reader.observations(newer, unlike=older)
    both = _side_by_side(old, new, FIGURE, ["value", "status"])
    same = _equal(both["value_old"], both["value_new"]) & (both["status_old"] == both["status_new"])
    return both[~same].reset_index(drop=True)


def moved_scores(reader: Reader, older: Release, newer: Release) -> tuple[pd.DataFrame, pd.DataFrame]:
    """List the measures and the composites whose score differs between two releases.

    Returns
    -------
    (DataFrame, DataFrame)
        Columns `MEASURE` and `COMPOSITE`, with score_old and score_new.
    """
    return (
        _moved(reader.measures(older), reader.measures(newer), MEASURE),
        _moved(reader.composites(older), reader.composites(newer), COMPOSITE),
    )


@dataclass(frozen=True)
class Proof:
    """Scores beside those that come out when they are computed anew.

    Attributes
    ----------
    cells : int
        How many were compared.
    rounded : int
        How many agree only to rounding (`ULPS`).
    unlike : DataFrame
        Those that differ: the key columns of their table, table, column, stored and computed.
    """

    cells: int
    rounded: int
    unlike: pd.DataFrame

    def __add__(self, other: Proof) -> Proof:
        """Prove both."""
        unlike = pd.concat([self.unlike, other.unlike], ignore_index=True)
        return Proof(self.cells + other.cells, self.rounded + other.rounded, unlike)


def recompute(figures: pd.DataFrame, declared: Observatory, territories: pd.DataFrame) -> Scores:
    """Compute the scores of an observatory anew, from its figures and its declaration.

    Parameters
    ----------
    figures : DataFrame
        `COLUMNS`, published and derived.
    territories : DataFrame
        Columns territory and level.
    """
    what = (declared.indicators, declared.shocks, declared.recipe)
    return score(figures[COLUMNS], *what, territories[["territory", "level"]])


def prove(reader: Reader, release: Release) -> Proof:
    """Compare every score of a release with what its figures and its declaration give."""
    again = recompute(reader.observations(release), release.declaration, reader.territories(release))
    return compare_cells("measures", reader.measures(release), again.measures) + compare_cells(
        "composites", reader.composites(release), again.composites
    )


def compare_cells(table: str, stored: pd.DataFrame, computed: pd.DataFrame) -> Proof:
    """Compare two frames of one table of the codebook, cell by cell, by their keys.

    Numbers may end in other last bits where another processor or library computes logarithms, powers and
    sums, and differences of near-equal numbers magnify that: up to `ULPS` of the number, or of 1 where it is
    smaller, are rounding. Everything else must be equal.
    """
    key = [*tables()[table].key]
    values = [name for name in tables()[table].names if name not in key]
    both = _side_by_side(stored, computed, key, values)
    found, rounded = [pd.DataFrame(columns=["table", *key, "column", "stored", "computed"])], 0
    for name in values:
        old, new = both[f"{name}_old"], both[f"{name}_new"]
        same, close = _same(old, new), _equal(old, new)
        rounded += int((close & ~same).sum())
        sides = both.loc[~close, [*key, f"{name}_old", f"{name}_new"]]
        sides = sides.set_axis([*key, "stored", "computed"], axis=1).astype(object)
        found.append(sides.assign(table=table, column=name))
    return Proof(len(both) * len(values), rounded, pd.concat(found, ignore_index=True))


def _moved(old: pd.DataFrame, new: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    both = _side_by_side(old, new, key, ["score"])
    return both[~_equal(both["score_old"], both["score_new"])].reset_index(drop=True)


def _side_by_side(old: pd.DataFrame, new: pd.DataFrame, key: list[str], values: list[str]) -> pd.DataFrame:
    left, right = (frame[[*key, *values]].astype(dict.fromkeys(key, object)) for frame in (old, new))
    return left.merge(right, on=key, how="outer", suffixes=("_old", "_new"))


def _same(old: pd.Series, new: pd.Series) -> pd.Series[bool]:
    """Tell where two columns are equal, missing with missing."""
    return (old.isna() & new.isna()) | (old == new).fillna(False).astype(bool)


def _equal(old: pd.Series, new: pd.Series) -> pd.Series[bool]:
    """Tell where two columns agree: numbers to rounding, everything else exactly, missing with missing."""
    same = _same(old, new)
    if pd.api.types.is_float_dtype(old) and pd.api.types.is_float_dtype(new):
        return same | ((old - new).abs() <= CLOSE * new.abs().clip(lower=1.0))
    return same
