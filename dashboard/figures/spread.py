"""How values spread: the heights of a small histogram, in the colours of the map."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from dashboard.figures.scale import Scale

BINS = 28
CORE = (0.01, 0.99)


def spread(values: ArrayLike, every: ArrayLike, scale: Scale) -> pd.DataFrame:
    """Count values in bins that stay the same in every year.

    Parameters
    ----------
    values : array_like
        What is shown; gaps are left out.
    every : array_like
        The values of all years, which set the ends of the bins; what lies outside all but the farthest
        hundredth on either side counts in the first or last bin.

    Returns
    -------
    DataFrame
        low, high (limits of the bin), count, colour (of the class at its middle). Empty where all values of
        all years are alike.
    """
    known, whole = (array[np.isfinite(array)] for array in map(_floats, (values, every)))
    low, high = np.quantile(whole, CORE) if len(whole) else (0.0, 0.0)
    if not low < high:
        return pd.DataFrame(columns=["low", "high", "count", "colour"])
    edges = np.linspace(low, high, BINS + 1)
    count, _ = np.histogram(np.clip(known, low, high), edges)
    colour = [scale.colours[k] for k in scale.classify((edges[1:] + edges[:-1]) / 2)]
    return pd.DataFrame({"low": edges[:-1], "high": edges[1:], "count": count, "colour": colour})


def place(value: float, bins: pd.DataFrame) -> float:
    """Where a value lies between the ends of the bins, from 0 to 1."""
    low, high = bins["low"].iloc[0], bins["high"].iloc[-1]
    return float(np.clip((value - low) / (high - low), 0, 1))


def _floats(values: ArrayLike) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.asarray(values, dtype=float)
