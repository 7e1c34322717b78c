"""Outliers: found by skewness and kurtosis, winsorised, else put on a log scale; never in silence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import Field

from indicators.arrays import Floats, Mask
from indicators.declaration import Frozen
from indicators.moments import moments

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


def is_flagged(values: Floats, treatment: Treatment) -> Mask:
    """Tell which columns have outliers: skewness and kurtosis both beyond the limits; shape (K,).

    Examples
    --------
    >>> is_flagged(np.array([[*range(1, 11), 30.0, 100.0], [*range(12)]]).T, Treatment())
    array([ True, False])
    """
    return _beyond(*moments(values), treatment)


def _beyond(skewness: Floats, kurtosis: Floats, treatment: Treatment) -> Mask:
    skewed = np.abs(skewness) > treatment.skewness + NOISE
    return np.asarray(skewed & (kurtosis > treatment.kurtosis + NOISE))


def winsorise(values: Floats, treatment: Treatment) -> tuple[Floats, NDArray[np.int64]]:
    """Pull the outermost values in to the next one, until nothing is flagged or the points are used up.

    The side is that of the skewness. Tied values move together, so the last step may go beyond `points`.

    Parameters
    ----------
    values : ndarray, shape (R, K)
        Each column by itself.

    Returns
    -------
    values : ndarray, shape (R, K)
    moved : ndarray of int, shape (K,)
        How many values were moved.

    Examples
    --------
    >>> x, moved = winsorise(np.array([[*range(1, 11), 30.0, 100.0]]).T, Treatment())
    >>> x[-3:, 0].tolist(), moved.tolist()
    ([10.0, 30.0, 30.0], [1])
    """
    x, moved = values.astype(float), np.zeros(values.shape, dtype=bool)
    while True:
        skewness, kurtosis = moments(x)
        due = _beyond(skewness, kurtosis, treatment) & (moved.sum(axis=0) < treatment.points)
        if not due.any():
            return x, moved.sum(axis=0)
        side = np.where(skewness >= 0, 1.0, -1.0)  # turned so that the outlier is the highest
        turned = np.where(np.isfinite(x), side * x, -np.inf)
        outermost = due & (turned == turned.max(axis=0))
        following = np.where(outermost, -np.inf, turned).max(axis=0)
        x = np.where(outermost, side * following, x)
        moved |= outermost


def shift_log(values: Floats) -> Floats:
    """Put values on a log scale: ln(x - min + 0.01 range), which any sign allows.

    Examples
    --------
    >>> shift_log(np.array([-1.0, 0.0, 99.0])).round(3)
    array([0.   , 0.693, 4.615])
    """
    low = np.nanmin(values, axis=0, initial=np.inf)
    high = np.nanmax(values, axis=0, initial=-np.inf)
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
    if treatment is None:
        return Treated(values.astype(float), pd.DataFrame(columns=TREATMENTS))
    flagged = np.flatnonzero(is_flagged(values, treatment))
    made, raw = values.astype(float), values[:, flagged]
    x, moved = winsorise(raw, treatment)
    logged = is_flagged(x, treatment) & treatment.log
    x[:, logged] = shift_log(raw[:, logged])
    made[:, flagged] = x
    (skewness, kurtosis), (skewness_after, kurtosis_after) = moments(raw), moments(x)
    log = {
        "indicator": [codes[k] for k in flagged],
        "treatment": np.where(logged, "log", np.where(moved > 0, "winsorised", "none")).astype(object),
        "winsorised": np.where(logged, 0, moved),
        "skewness": skewness,
        "kurtosis": kurtosis,
        "skewness_after": skewness_after,
        "kurtosis_after": kurtosis_after,
    }
    return Treated(made, pd.DataFrame(log, columns=TREATMENTS))
