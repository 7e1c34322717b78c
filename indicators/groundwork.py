"""What an index of raw figures stands on: its tree, the directions, the figures and what fills their gaps."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from pandas.api.types import is_numeric_dtype

from indicators.arrays import Floats, Mask
from indicators.composition import Composition
from indicators.errors import DataError
from indicators.figures import impute
from indicators.indicator import Indicator
from indicators.pairs import refuse_pairs
from indicators.recipe import Recipe
from indicators.structure import Structure, plant

TOP = "index"
"""The name of the top, where the recipe has no tree of its own."""


def lay_tree(
    table: pd.DataFrame, recipe: Recipe, indicators: Mapping[str, Indicator]
) -> tuple[Structure, Floats]:
    """Lay the tree of a composition out, and the sign of each indicator, shape (K,)."""
    choice = recipe.composition
    parents, weights = dict(choice.parents), dict(choice.weights)
    if not parents:
        known = [code for code in table if code in indicators]
        parents = {str(code): indicators[str(code)].dimension for code in known}
        parents |= dict.fromkeys(sorted(set(parents.values())), TOP)
        given = [*recipe.indicator_weights.items(), *recipe.dimension_weights.items()]
        weights = {node: weight for node, weight in given if node in parents} | weights
    codes = [node for node in parents if node not in set(parents.values())]
    if missing := [code for code in codes if code not in table]:
        raise DataError(
            f"{', '.join(missing)}: no such column in the table", mend="add it, or take it out of the tree"
        )
    refuse_pairs(codes, indicators)
    signs = []
    for code in codes:
        declared = indicators[code].direction if code in indicators else None
        direction = choice.directions.get(code, declared)
        if direction is None:
            raise DataError(
                f"'{code}' has no direction", mend=f"add directions: {{{code}: higher}}, or lower"
            )
        signs.append(1.0 if direction == "higher" else -1.0)
    return plant(codes, parents, weights), np.array(signs)


def take_figures(table: pd.DataFrame, structure: Structure) -> pd.DataFrame:
    """Take the indicators of the tree out of a table, in their order."""
    for code in structure.codes:
        if not is_numeric_dtype(table[code]):
            raise DataError(f"'{code}' holds text", mend="make it numbers, with NaN for what is missing")
    raw = table[list(structure.codes)].astype(float)
    if raw.index.has_duplicates:
        raise DataError(
            f"territory '{raw.index[raw.index.duplicated()][0]}' is there twice", mend="keep one row"
        )
    if np.isinf(raw.to_numpy()).any():
        raise DataError(
            f"'{raw.columns[np.isinf(raw.to_numpy()).any(axis=0)][0]}' has an infinite figure",
            mend="correct it",
        )
    return raw


def fill(
    raw: pd.DataFrame, choice: Composition, groups: Mapping[str, object] | None, filled: pd.DataFrame | None
) -> tuple[Floats, Mask]:
    """Fill what is missing as the composition says, and tell where, both of shape (R, K)."""
    values = raw.to_numpy()
    imputed = np.zeros(values.shape, dtype=bool)
    if choice.imputation == "last" and filled is None:
        raise DataError(
            "a table has no last values", mend="give 'filled', or call compose_period with a frame"
        )
    if filled is not None:
        imputed = filled.reindex(index=raw.index, columns=raw.columns).to_numpy(dtype=bool) & np.isfinite(
            values
        )
    if choice.imputation in ("mean", "median"):
        of_each = None if groups is None else [groups.get(code) for code in raw.index]
        values, made = impute(values, of_each, choice.imputation)
        imputed |= made
    return values, imputed
