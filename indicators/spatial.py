"""Where do neighbours fare alike? Local Moran's I, the clusters and the outliers (METHODS 7)."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse, stats

from indicators.arrays import Floats
from indicators.moran import deviate, pick_known
from indicators.neighbours import weigh_neighbours
from indicators.permutation import count_extremes

# The least pseudo p-value is one over this; a false discovery rate among hundreds needs it fine.
PERMUTATIONS = 9999
LEVEL = 0.05
QUADRANTS = ("high-high", "low-high", "low-low", "high-low")
LOCAL = [
    *("territory", "value", "neighbours", "lag", "moran", "quadrant"),
    *("p", "p_adjusted", "cluster", "reason"),
]


def local_moran(
    values: pd.Series[Any],
    neighbours: pd.DataFrame,
    *,
    standardised: bool = True,
    permutations: int = PERMUTATIONS,
    seed: int = 0,
    level: float = LEVEL,
    sides: Literal[1, 2] = 1,
) -> pd.DataFrame:
    """Local Moran's I of every territory, and the clusters and outliers that stand out (METHODS 7).

    I_i = (n - 1) z_i sum_j w_ij z_j / sum_k z_k^2. Each is tested against draws of its neighbours' values
    from all other territories; the false discovery rate over all territories is held at `level`.

    Parameters
    ----------
    values, neighbours, standardised, seed
        As in `moran.moran`.
    permutations : int
        At least 1.
    level : float
        False discovery rate among the territories that are called a cluster.
    sides : {1, 2}
        1: a territory is tested on its own side, as esda and GeoDa do; 2: on both, p twice as large.

    Returns
    -------
    DataFrame
        Columns `LOCAL`, a row for each territory in the order given: how many neighbours have a value, the
        weighted mean of theirs (`lag`), I (`moran`), the `quadrant` (itself, its neighbours), the pseudo `p`,
        the same adjusted by Benjamini and Hochberg, and the quadrant again as `cluster` where that is at most
        `level`, else "". Undefined rows have a `reason` out of `moran.SPATIAL_REASONS`.

    References
    ----------
    Anselin, L. (1995), Local indicators of spatial association, Geographical Analysis 27(2); Caldas de
    Castro, M. & Singer, B. H. (2006), Controlling the false discovery rate, Geographical Analysis 38(2).

    Examples
    --------
    >>> chain = list("abcdef")
    >>> pairs = pd.DataFrame(
    ...     [(one, other) for a, b in zip(chain, chain[1:]) for one, other in ((a, b), (b, a))],
    ...     columns=["territory", "neighbour"],
    ... )
    >>> found = local_moran(pd.Series([1.0, 2, 3, 7, 8, None], chain), pairs)
    >>> found[["territory", "lag", "quadrant", "reason"]].iloc[[0, 3, 5]].to_numpy().tolist()
    [['a', 2.0, 'low-low', ''], ['d', 5.5, 'high-high', ''], ['f', nan, '', 'no value']]
    """
    known = pick_known(values)
    weights = weigh_neighbours(neighbours, known.index.to_numpy(), standardised=standardised)
    count = np.diff(weights.indptr)
    z, reason = deviate(known, weights)
    why = np.where(count > 0, reason, "no neighbours")
    columns: dict[str, Any] = {"neighbours": count, "reason": why, "quadrant": "", "cluster": ""}
    if not reason:
        columns |= _local(z, weights, permutations, seed, sides)
        columns["lag"] = np.where(count > 0, weights @ known.to_numpy(dtype=float), np.nan)
        columns["cluster"] = np.where(columns["p_adjusted"] <= level, columns["quadrant"], "")
    rows = pd.DataFrame(columns, known.index).reindex(values.index)
    rows = rows.assign(territory=values.index, value=values).reindex(columns=LOCAL)
    rows["reason"] = rows["reason"].fillna("no value")
    rows = rows.fillna({"quadrant": "", "cluster": "", "neighbours": 0})
    return rows.reset_index(drop=True).astype({"neighbours": int})


def _local(
    z: Floats, weights: sparse.csr_array, permutations: int, seed: int, sides: int
) -> dict[str, NDArray[Any]]:
    """Compute index, quadrant and pseudo p-values of each territory."""
    alone = np.diff(weights.indptr) == 0
    lag = weights @ z
    above, below = count_extremes(z, weights, permutations, seed)
    p = np.minimum(sides * (np.minimum(above, below) + 1) / (permutations + 1), 1.0)
    # Who stands at the mean has an index of zero whatever its neighbours are.
    p = np.where(alone, np.nan, np.where(z == 0, 1.0, p))
    adjusted = p.copy()
    adjusted[~alone] = stats.false_discovery_control(p[~alone])
    high, high_around = z > 0, lag > 0
    words = np.select([alone, high & high_around, high_around, ~high], ["", *QUADRANTS[:3]], QUADRANTS[3])
    index = np.where(alone, np.nan, (len(z) - 1) / (z @ z) * z * lag)
    return {"moran": index, "quadrant": words, "p": p, "p_adjusted": adjusted}
