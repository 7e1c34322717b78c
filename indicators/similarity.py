"""Which territories resemble one another, by a profile of figures."""

from __future__ import annotations

import numpy as np
import pandas as pd

from indicators.errors import NotFoundError

SIMILAR = ["territory", "distance", "shared"]
MOST = 2 / 3


def find_similar(profiles: pd.DataFrame, territory: str, count: int) -> pd.DataFrame:
    """Find the territories whose figures lie nearest to those of one territory.

    Each figure is taken in standard deviations of its column; the distance is the root of the mean squared
    difference over the figures that both have, of which there must be two thirds of the territory's own.

    Parameters
    ----------
    profiles : DataFrame
        Indexed by territory, a column an indicator, NaN where there is no figure.
    territory : str
    count : int
        How many are wanted.

    Returns
    -------
    DataFrame
        Columns `SIMILAR`, the nearest first: distance in standard deviations, how many figures are shared.

    Raises
    ------
    NotFoundError
        Where the territory has no row.

    References
    ----------
    Gower, J. C. (1971), A general coefficient of similarity and some of its properties, Biometrics 27(4):
    comparison over the figures that both have.

    Examples
    --------
    >>> profiles = pd.DataFrame({"income": [1.0, 2, 9], "jobs": [5.0, 5, 1]}, index=["a", "b", "c"])
    >>> find_similar(profiles, "a", 1)["territory"].tolist()
    ['b']
    """
    if territory not in profiles.index:
        raise NotFoundError(f"'{territory}' has no profile", mend="choose a territory of the table")
    x = profiles.to_numpy(dtype=float)
    known = np.isfinite(x)
    varied = np.array([len(np.unique(column[there])) > 1 for column, there in zip(x.T, known.T, strict=True)])
    x, known, names = x[:, varied], known[:, varied], profiles.index
    x = (x - np.nanmean(x, axis=0)) / np.nanstd(x, axis=0)
    own = x[names.get_loc(territory)]
    shared = (known & np.isfinite(own)).sum(axis=1)
    squares = np.where(known & np.isfinite(own), (x - own) ** 2, 0.0).sum(axis=1)
    enough = (shared > 0) & (shared >= MOST * np.isfinite(own).sum()) & (names != territory)
    found = pd.DataFrame({"territory": names, "distance": squares, "shared": shared})[enough]
    found["distance"] = np.sqrt(found["distance"] / found["shared"])
    nearest: pd.DataFrame = found.sort_values(["distance", "territory"], ignore_index=True).head(count)
    return nearest
