"""Who lies next to whom, as a frame of pairs; and the weights that they give (METHODS 7)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import sparse

from indicators.arrays import Words
from indicators.errors import DataError

NEIGHBOURS = ["territory", "neighbour"]


def weigh_neighbours(
    neighbours: pd.DataFrame, territories: Sequence[str] | Words, *, standardised: bool = True
) -> sparse.csr_array:
    """Lay out the neighbours of each territory as weights.

    Parameters
    ----------
    neighbours : DataFrame
        Columns territory, neighbour, each pair in both directions where both are neighbours of each other;
        and weight (positive), where not all count alike. Pairs with a territory that is not asked for are
        left out.
    territories : sequence of str, length R
    standardised : bool
        Whether the weights of each territory's neighbours are made to sum to 1.

    Returns
    -------
    csr_array, shape (R, R)
        An empty row where a territory has no neighbour here.

    Raises
    ------
    DataError
        Where a pair stands twice, a territory is its own neighbour, or a weight is not positive.

    Examples
    --------
    >>> pairs = pd.DataFrame([("a", "b"), ("b", "a"), ("b", "c"), ("c", "b")], columns=NEIGHBOURS)
    >>> weigh_neighbours(pairs, ["a", "b", "c"]).toarray().tolist()
    [[0.0, 1.0, 0.0], [0.5, 0.0, 0.5], [0.0, 1.0, 0.0]]
    """
    wrong = {
        "stands twice": neighbours.duplicated(NEIGHBOURS),
        "makes a territory its own neighbour": neighbours["territory"] == neighbours["neighbour"],
    }
    weight = np.ones(len(neighbours))
    if "weight" in neighbours:
        weight = neighbours["weight"].to_numpy(dtype=float)
        wrong["has no weight above zero"] = pd.Series(~(weight > 0), neighbours.index)
    for what, rows in wrong.items():
        if rows.any():
            first = " - ".join(neighbours.loc[rows, NEIGHBOURS].iloc[0])
            raise DataError(f"the pair {first} {what}", where="neighbours", mend="mend or drop the pair")
    known = pd.Index(territories)
    row, column = (known.get_indexer(pd.Index(neighbours[name])) for name in NEIGHBOURS)
    there = (row >= 0) & (column >= 0)
    pairs = (weight[there], (row[there], column[there]))
    matrix = sparse.csr_array(pairs, shape=(len(known), len(known)))
    if not standardised:
        return matrix
    sums = matrix.sum(axis=1)
    matrix.data /= np.repeat(sums, np.diff(matrix.indptr))
    return matrix
