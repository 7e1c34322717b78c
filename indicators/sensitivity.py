"""Which of the choices moves the ranks (METHODS 5, "Sobol")."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import qmc, sobol_indices

from indicators.arrays import Floats
from indicators.errors import DataError
from indicators.labels import rank_scores
from indicators.space import Space

SENSITIVITY = ["choice", "first_order", "total", "reason"]


def sensitivity(space: Space, samples: int = 256, seed: int | None = None) -> pd.DataFrame:
    """Tell which choice moves the ranks: Sobol indices of the mean absolute rank shift (METHODS 5).

    All weights together are one choice.

    Parameters
    ----------
    samples : int
        A power of 2; the scores are computed (choices + 2) times as often.
    seed : int, optional
        The recipe's if left out.

    Returns
    -------
    DataFrame
        Columns `SENSITIVITY`, one row a choice with alternatives: the share of the variance of the shift
        that the choice makes alone, and with all others. NaN with the reason ``nothing moves`` where no
        draw moves any rank more than another.

    Raises
    ------
    DataError
        Where `samples` is no power of 2.

    References
    ----------
    Saltelli, A. et al. (2010), Variance based sensitivity analysis of model output, Computer Physics
    Communications 181(2).

    Examples
    --------
    >>> from indicators.composition import Composition
    >>> from indicators.recipe import Recipe
    >>> from indicators.scenarios import index_space
    >>> table = pd.DataFrame({"jobs": [1.0, 3, 2], "schools": [3.0, 1, 2.5]}, index=["01", "02", "03"])
    >>> tree = {"jobs": "welfare", "schools": "welfare"}
    >>> choices = Composition(parents=tree, directions={"jobs": "higher", "schools": "higher"})
    >>> sensitivity(index_space(table, Recipe(composition=choices)))["choice"].tolist()
    ['weights', 'indicator left out']
    """
    if samples < 2 or samples & (samples - 1):
        raise DataError(f"{samples} samples cannot be balanced", mend="give a power of 2, as 256 or 1024")
    width, own = space.width, rank_scores(space.own())
    names = list(space.axes)
    if not names:
        return _indices([], np.array([]), np.array([]), "")
    seed = space.alternatives.seed if seed is None else seed
    points = qmc.Sobol(2 * width, scramble=True, rng=seed).random(samples)
    a, b = points[:, :width], points[:, width:]

    def shift(cube: Floats) -> Floats:
        moved = np.abs(rank_scores(space.draw(cube)) - own)
        known = np.isfinite(moved)
        n = known.sum(axis=1)
        total = np.where(known, moved, 0).sum(axis=1)
        return np.asarray(np.divide(total, n, out=np.zeros(len(cube)), where=n > 0))

    mixed = []
    for columns in space.axes.values():
        ab = a.copy()
        ab[:, columns] = b[:, columns]
        mixed.append(shift(ab)[None])
    f_a, f_b = shift(a)[None], shift(b)[None]
    if np.ptp([f_a, f_b]) == 0:
        undefined = np.full(len(names), np.nan)
        return _indices(names, undefined, undefined, "nothing moves")
    # scipy cannot index a single choice: one that changes nothing stands beside the others.
    mixed.append(f_a)
    found = sobol_indices(func={"f_A": f_a, "f_B": f_b, "f_AB": np.stack(mixed)}, n=samples)
    return _indices(names, found.first_order[:-1], found.total_order[:-1], "")


def _indices(names: list[str], first: Floats, total: Floats, reason: str) -> pd.DataFrame:
    columns = {"choice": names, "first_order": first, "total": total, "reason": reason}
    return pd.DataFrame(columns, columns=SENSITIVITY).astype({"choice": "str", "reason": "str"})
