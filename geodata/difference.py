"""What differs between two releases, and whether the scores of one can be recomputed."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geodata.store import Reader, Release
from indicators.composite import Scores, score
from indicators.observations import COLUMNS

FIGURE = ["indicator", "territory", "period", "group"]
MEASURE = ["indicator", "territory", "shock", "evaluation"]
COMPOSITE = ["dimension", "territory", "shock", "evaluation"]
CLOSE = 1e-9  # relative: sums of the same numbers in another order


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


def recompute(reader: Reader, release: Release) -> Scores:
    """Compute the scores of a release anew, from its stored figures and its declaration."""
    declared = release.declaration
    return score(
        reader.observations(release)[COLUMNS],
        declared.indicators,
        declared.shocks,
        declared.recipe,
        reader.territories(release)[["territory", "level"]],
    )


def unlike_stored(reader: Reader, release: Release) -> pd.DataFrame:
    """List every score of a release that comes out otherwise when it is computed anew; none, as it should be.

    Returns
    -------
    DataFrame
        Columns of `MEASURE` and `COMPOSITE`, column, stored and computed.
    """
    again = recompute(reader, release)
    pairs = (
        (reader.measures(release), again.measures, MEASURE),
        (reader.composites(release), again.composites, COMPOSITE),
    )
    return pd.concat([_unlike(*pair) for pair in pairs], ignore_index=True)


def _unlike(stored: pd.DataFrame, computed: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    values = [str(name) for name in stored if name not in key]
    both = _side_by_side(stored, computed, key, values)
    found = [
        both[~_equal(both[f"{name}_old"], both[f"{name}_new"])]
        .assign(column=name)[[*key, "column", f"{name}_old", f"{name}_new"]]
        .set_axis([*key, "column", "stored", "computed"], axis=1)
        for name in values
    ]
    return pd.concat([frame.astype(object) for frame in found], ignore_index=True)


def _moved(old: pd.DataFrame, new: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    both = _side_by_side(old, new, key, ["score"])
    return both[~_equal(both["score_old"], both["score_new"])].reset_index(drop=True)


def _side_by_side(old: pd.DataFrame, new: pd.DataFrame, key: list[str], values: list[str]) -> pd.DataFrame:
    left, right = (frame[[*key, *values]].astype(dict.fromkeys(key, object)) for frame in (old, new))
    return left.merge(right, on=key, how="outer", suffixes=("_old", "_new"))


def _equal(old: pd.Series, new: pd.Series) -> pd.Series[bool]:
    """Tell where two columns agree: numbers to rounding, everything else exactly, missing with missing."""
    missing = old.isna() & new.isna()
    if pd.api.types.is_float_dtype(old) and pd.api.types.is_float_dtype(new):
        return missing | pd.Series(np.isclose(old, new, rtol=CLOSE, atol=CLOSE), index=old.index)
    return missing | (old == new)
