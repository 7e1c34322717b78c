"""Outliers: found by skewness and kurtosis, winsorised, else put on a log scale; never in silence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import numpy as np
import pandas as pd
from pydantic import Field

from indicators.arrays import Floats, Mask
from indicators.declaration import Frozen

TREATMENTS = [
    "indicator",
    "treatment",
    "winsorised",
    "skewness",
    "kurtosis",
    "skewness_after",
    "kurtosis_after",
]
LOG_SHIFT = 0.01
NOISE = 1e-9
"""Rounding that must not flag an indicator whose moment is the limit itself."""
FEWEST = 4
"""Values without which a kurtosis is undefined."""


class Treatment(Frozen):
    """How outliers are found and treated (METHODS 4).

    Attributes
    ----------
    points : int
        The most values that are winsorised; 0: none.
    skewness, kurtosis : float
        Flagged where the absolute skewness and the excess kurtosis are both above.
    log : bool
        Whether what is still flagged is put on a log scale.
    """

    points: Annotated[int, Field(ge=0)] = 5
    skewness: Annotated[float, Field(ge=0)] = 2.0
    kurtosis: Annotated[float, Field(allow_inf_nan=False)] = 3.5
    log: bool = True


@dataclass(frozen=True)
class Treated:
    """Treated values, shape (R, K), and the log of what was done to which indicator (`TREATMENTS`)."""

    values: Floats
    log: pd.DataFrame


def moments(values: Floats) -> tuple[Floats, Floats]:
    """Bias-corrected skewness and excess kurtosis of each column (METHODS 4, "Treatment").

    Parameters
    ----------
    values : ndarray, shape (R, K)
        NaN is left out.

    Returns
    -------
    skewness, kurtosis : ndarray, shape (K,)
        G1 and G2 of Joanes and Gill; NaN where fewer than four values are there, or all are equal.

    References
    ----------
    Joanes, D. N. and Gill, C. A. (1998), Comparing measures of sample skewness and kurtosis,
    Journal of the Royal Statistical Society D 47(1).

    Examples
    --------
    >>> x = np.array([[*range(1, 11), 30.0, 100.0]]).T
    >>> [float(moment[0].round(6)) for moment in moments(x)]
    [3.063241, 9.741391]
    """
    there = np.isfinite(values)
    n = there.sum(axis=0)
    defined = (n >= FEWEST) & _varies(values)
    count = np.where(defined, n, FEWEST)
    deviation = np.where(there, values - _mean(values, there), 0.0)
    # Scaled by the largest, so that powers of huge or tiny units neither overflow nor vanish.
    largest = np.abs(deviation).max(axis=0, initial=0)
    deviation = deviation / np.where(defined, largest, 1.0)
    m2, m3, m4 = (np.where(defined, (deviation**power).sum(axis=0), 1.0) / count for power in (2, 3, 4))
    skewness = m3 / m2**1.5 * np.sqrt(count * (count - 1)) / (count - 2)
    kurtosis = ((count + 1) * (m4 / m2**2 - 3) + 6) * (count - 1) / ((count - 2) * (count - 3))
    return np.where(defined, skewness, np.nan), np.where(defined, kurtosis, np.nan)


def _mean(values: Floats, there: Mask) -> Floats:
    n = np.maximum(there.sum(axis=0), 1)
    return np.asarray(np.where(there, values / n, 0.0).sum(axis=0))


def _varies(values: Floats) -> Mask:
    there = np.isfinite(values)
    top = np.where(there, values, -np.inf).max(axis=0, initial=-np.inf)
    return np.asarray(top > np.where(there, values, np.inf).min(axis=0, initial=np.inf))


def is_flagged(values: Floats, treatment: Treatment) -> Mask:
    """Tell which columns have outliers: skewness and kurtosis both beyond the limits; shape (K,).

    Examples
    --------
    >>> is_flagged(np.array([[*range(1, 11), 30.0, 100.0], [*range(12)]]).T, Treatment())
    array([ True, False])
    """
    skewness, kurtosis = moments(values)
    beyond = (np.abs(skewness) > treatment.skewness + NOISE, kurtosis > treatment.kurtosis + NOISE)
    return np.asarray(beyond[0] & beyond[1])


def winsorise(values: Floats, treatment: Treatment) -> tuple[Floats, int]:
    """Pull the outermost values in to the next one, until nothing is flagged or the points are used up.

    The side is that of the skewness. Tied values move together, so the last step may go beyond `points`.

    Parameters
    ----------
    values : ndarray, shape (R,)

    Returns
    -------
    values : ndarray, shape (R,)
    moved : int
        How many values were moved.

    Examples
    --------
    >>> winsorise(np.array([*range(1, 11), 30.0, 100.0]), Treatment())
    (array([ 1.,  2.,  3.,  4.,  5.,  6.,  7.,  8.,  9., 10., 30., 30.]), 1)
    """
    moved = np.zeros(len(values), dtype=bool)
    x = values.copy()
    while moved.sum() < treatment.points and is_flagged(x[:, None], treatment)[0]:
        high = moments(x[:, None])[0][0] >= 0
        end = np.nanmax(x) if high else np.nanmin(x)
        rest = x[np.isfinite(x) & (x != end)]
        moved |= x == end
        x[x == end] = rest.max() if high else rest.min()
    return x, int(moved.sum())


def shift_log(values: Floats) -> Floats:
    """Put values on a log scale: ln(x - min + 0.01 range), which any sign allows.

    Examples
    --------
    >>> shift_log(np.array([-1.0, 0.0, 99.0])).round(3)
    array([0.   , 0.693, 4.615])
    """
    low, high = np.nanmin(values), np.nanmax(values)
    return np.asarray(np.log(values - low + LOG_SHIFT * (high - low)))


def treat(values: Floats, codes: list[str], treatment: Treatment | None) -> Treated:
    """Treat the columns that have outliers (METHODS 4, "Treatment").

    Winsorised; where that is not enough, the original values are put on a log scale instead.

    Parameters
    ----------
    values : ndarray, shape (R, K)
        Finite or NaN; an indicator a column.
    codes : list of str
        Names of the columns, for the log.
    treatment : Treatment, optional
        Nothing is treated without one.

    Returns
    -------
    Treated
        The log has a row for each flagged column; `treatment` is ``winsorised``, ``log`` or ``none`` where
        neither was allowed to help.

    References
    ----------
    OECD and JRC (2008), Handbook on constructing composite indicators, step 3; Becker et al. (2022),
    COINr, Journal of Open Source Software 7(78).

    Examples
    --------
    >>> x = np.array([[*range(1, 11), 30.0, 100.0]]).T
    >>> treat(x, ["x"], Treatment()).log["treatment"].tolist()
    ['winsorised']
    """
    made = values.astype(float)
    rows: list[list[object]] = []
    if treatment is None:
        return Treated(made, pd.DataFrame(rows, columns=TREATMENTS))
    for k in np.flatnonzero(is_flagged(values, treatment)):
        x, moved = winsorise(values[:, k], treatment)
        how = "winsorised" if moved else "none"
        if treatment.log and is_flagged(x[:, None], treatment)[0]:
            x, moved, how = shift_log(values[:, k]), 0, "log"
        made[:, k] = x
        before, after = (np.concatenate(moments(column[:, None])) for column in (values[:, k], x))
        rows.append([codes[k], how, moved, *before, *after])
    return Treated(made, pd.DataFrame(rows, columns=TREATMENTS))
