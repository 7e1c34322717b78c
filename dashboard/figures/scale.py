"""Classes of a map: at most seven, the same in every year, in colour-blind-safe colours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dashboard.figures.limits import SPACED, limits

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
# High-high, low-low, high among low, low among high (ColorBrewer PuOr), and what stands out in no way.
CLUSTER_COLOURS = ("#542788", "#b35806", "#b2abd2", "#fdb863", "#fdf6dc")
# Told apart from every class, and from each other, also by colour-blind readers: greys and white are not.
NO_DATA, NOT_YET = "#baae96", "#edffff"
NO_DATA_CLASS, NOT_YET_CLASS = -1, -2


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


def value_scale(values: ArrayLike, method: str = "quantiles", decimals: int = 9) -> Scale:
    """Seven classes at most, by one of `limits.METHODS` over the values of every year."""
    breaks = limits(values, 7, method, decimals)
    return Scale(tuple(breaks), tuple(SEQUENTIAL[len(breaks) + 1]))


def change_scale(values: ArrayLike, method: str = "quantiles", decimals: int = 9) -> Scale:
    """Six classes around zero, symmetric, by one of `limits.METHODS` over the changes of every year."""
    sizes = np.abs(np.asarray(values, dtype=float))
    # Without the many that stand still, or they would take the middle classes.
    sizes = sizes[sizes > 0]
    # Natural breaks part what there is; other classes begin at zero, which Jenks would take for a value.
    far = limits(sizes if method == "jenks" else np.append(sizes, 0.0), 3, method, decimals)[:2]
    made = _around_zero(far)
    while far and method not in SPACED and (empty := _unreached(made, values)):
        far = [limit for place, limit in enumerate(far) if place != max(min(empty) - 1, 0)]
        made = _around_zero(far)
    return made


def _around_zero(far: list[float]) -> Scale:
    colours = {0: (DIVERGING[1], DIVERGING[4]), 1: DIVERGING[1:5], 2: DIVERGING}[len(far)]
    return Scale((*(-limit for limit in reversed(far)), 0.0, *far), tuple(colours))


def _unreached(scale: Scale, values: ArrayLike) -> set[int]:
    """Return the steps away from zero that no value takes, up or down."""
    known = np.asarray(values, dtype=float)
    half = len(scale.colours) // 2
    classes = scale.classify(known[np.isfinite(known)])
    return set(range(half)) - set(np.where(classes >= half, classes - half, half - 1 - classes).tolist())


def rank_scale(count: int) -> Scale:
    """Seven classes of ranks at most, as large as each other; the best in the colour of the highest."""
    parts = min(7, max(count, 1))
    breaks = tuple(float(1 + -(-count * k // parts)) for k in range(1, parts))
    return Scale(breaks, tuple(reversed(SEQUENTIAL[parts])))


def cluster_scale() -> Scale:
    """Return one colour for each of `CLUSTERS`, numbered 0 to 4."""
    return Scale((0.5, 1.5, 2.5, 3.5), CLUSTER_COLOURS)
