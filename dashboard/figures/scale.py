"""Classes of a map: at most seven, the same in every year, in colour-blind-safe colours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

# ColorBrewer YlGnBu (sequential) and PuOr (diverging), Brewer & Harrower 2003: both colour-blind safe.
SEQUENTIAL = {
    1: ["#41b6c4"],
    2: ["#c7e9b4", "#2c7fb8"],
    3: ["#edf8b1", "#7fcdbb", "#2c7fb8"],
    4: ["#ffffcc", "#a1dab4", "#41b6c4", "#225ea8"],
    5: ["#ffffcc", "#a1dab4", "#41b6c4", "#2c7fb8", "#253494"],
    6: ["#ffffcc", "#c7e9b4", "#7fcdbb", "#41b6c4", "#2c7fb8", "#253494"],
    7: ["#ffffcc", "#c7e9b4", "#7fcdbb", "#41b6c4", "#1d91c0", "#225ea8", "#0c2c84"],
}
DIVERGING = ["#b35806", "#f1a340", "#fee0b6", "#d8daeb", "#998ec3", "#542788"]
# Okabe & Ito (2008): vermilion, yellow and bluish green, told apart by colour-blind readers.
CLASSES = ("#d55e00", "#f0e442", "#009e73")
NO_DATA = "#d0d0d0"
NO_DATA_CLASS = -1


@dataclass(frozen=True)
class Scale:
    """Class breaks and their colours.

    Attributes
    ----------
    breaks : tuple of float
        Inner limits, rising; a value on a limit belongs to the class above it.
    colours : tuple of str
        One more than `breaks`.
    """

    breaks: tuple[float, ...]
    colours: tuple[str, ...]

    def classify(self, values: ArrayLike) -> NDArray[np.int64]:
        """Class of each value, 0 for the lowest; -1 where there is no value.

        Examples
        --------
        >>> Scale((0.0,), ("red", "blue")).classify([-1, 0, float("nan")]).tolist()
        [0, 1, -1]
        """
        array = np.asarray(values, dtype=float)
        return np.where(np.isnan(array), NO_DATA_CLASS, np.digitize(array, self.breaks))


def score_scale() -> Scale:
    """Return the classes of a score, 0 to 100, the same for every shock and observatory."""
    return Scale((40.0, 50.0, 60.0, 70.0, 80.0, 90.0), tuple(SEQUENTIAL[7]))


def class_scale() -> Scale:
    """Return one colour for each urban-rural class, from town to country, numbered 0, 1 and 2."""
    return Scale((0.5, 1.5), CLASSES)


def value_scale(values: ArrayLike) -> Scale:
    """Classes with about as many values in each, over the values of every year, on round limits."""
    known = _known(values)
    inner = np.quantile(known, np.arange(1, 7) / 7) if len(known) else np.array([])
    breaks = sorted({b for b in map(_round, inner.tolist()) if known.min() < b <= known.max()})
    return Scale(tuple(breaks), tuple(SEQUENTIAL[len(breaks) + 1]))


def change_scale(values: ArrayLike) -> Scale:
    """Six classes around zero, symmetric, over the changes of every year, on round limits."""
    known = np.abs(_known(values))
    known = known[known > 0]
    if not len(known):
        return Scale((0.0,), (DIVERGING[1], DIVERGING[4]))
    near, far = (_round(float(q)) for q in np.quantile(known, [0.4, 0.8]))
    if near == far:
        return Scale((-near, 0.0, near), tuple(DIVERGING[i] for i in (1, 2, 3, 4)))
    return Scale((-far, -near, 0.0, near, far), tuple(DIVERGING))


def _known(values: ArrayLike) -> NDArray[np.float64]:
    array: NDArray[np.float64] = np.asarray(values, dtype=float)
    known: NDArray[np.float64] = array[np.isfinite(array)]
    return known


def _round(value: float) -> float:
    return float(f"{value:.2g}")
