"""How fast are clusters of neighbours found? Beside esda alone, in one run.

Run: `make bench`, or `.venv/bin/python -m benchmarks.indicators spatial`.
"""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
from scipy import sparse

from benchmarks.clock import seconds
from indicators.neighbours import weigh_neighbours
from indicators.permutation import count_extremes
from indicators.spatial import local_moran

TERRITORIES, PERMUTATIONS = 1500, 999
SIDE = 50


def made_up() -> tuple[pd.Series, pd.DataFrame]:
    """Values of the cells of a grid, seeded, and the pairs of cells that share a side or a corner."""
    codes = np.array([f"T{i:04}" for i in range(TERRITORIES)])
    row, column = np.divmod(np.arange(TERRITORIES), SIDE)
    steps = [(down, right) for down in (-1, 0, 1) for right in (-1, 0, 1) if down or right]
    pairs = []
    for down, right in steps:
        there = (
            (row + down >= 0)
            & (row + down < TERRITORIES // SIDE)
            & (column + right >= 0)
            & (column + right < SIDE)
        )
        other = (row + down)[there] * SIDE + (column + right)[there]
        pairs.append(pd.DataFrame({"territory": codes[there], "neighbour": codes[other]}))
    return pd.Series(np.random.default_rng(1).normal(size=TERRITORIES), codes), pd.concat(
        pairs, ignore_index=True
    )


def main() -> None:
    """Check that both find the same indices, then print the times side by side."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # esda would like numba and geopandas' plots
        from esda import Moran_Local
        from libpysal.weights import W
    values, pairs = made_up()
    near = {code: group.tolist() for code, group in pairs.groupby("territory")["neighbour"]}
    theirs_weights, z = W(near, id_order=list(values.index)), values.to_numpy()
    ours_weights: sparse.csr_array = weigh_neighbours(pairs, values.index.to_numpy())
    theirs = Moran_Local(z, theirs_weights, permutations=PERMUTATIONS, seed=1)
    ours = local_moran(values, pairs, permutations=PERMUTATIONS)
    np.testing.assert_allclose(ours["moran"], theirs.Is, atol=1e-10)
    np.testing.assert_allclose(ours["p"], theirs.p_sim, atol=0.08)
    alone = seconds(lambda: Moran_Local(z, theirs_weights, permutations=PERMUTATIONS, seed=1), 5)
    whole = seconds(lambda: local_moran(values, pairs, permutations=PERMUTATIONS), 5)
    core = seconds(lambda: count_extremes(z - z.mean(), ours_weights, PERMUTATIONS, 1), 5)
    print(
        f"{TERRITORIES} territories, {PERMUTATIONS} permutations: local_moran {1000 * whole:.0f} ms frame to "
        f"frame, of which permutations {1000 * core:.0f}; esda alone, its weights made before, "
        f"{1000 * alone:.0f} ms; ratio {alone / whole:.1f}, of the permutations {alone / core:.1f}"
    )


if __name__ == "__main__":
    main()
