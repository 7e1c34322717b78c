"""The space of all choices: a point of it is one draw, and gives every territory a score."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv

from indicators.aggregate import to_positive
from indicators.alternatives import Alternatives
from indicators.arrays import Floats, Mask, Words
from indicators.choices import Ordering
from indicators.climb import climb
from indicators.structure import Structure

CELLS = 100_000
"""Numbers held at once: what a core keeps near."""
AGGREGATION, WEIGHTS, LEFT_OUT = "aggregation", "weights", "indicator left out"

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Space:
    """Every combination of the alternatives.

    Attributes
    ----------
    territories : ndarray of str, shape (R,)
    ranked : ndarray of bool, shape (R,)
        Those that the recipe's own choices rank; the others are in no draw.
    structure : Structure
        Of K indicators, with the recipe's own weights.
    factors : mapping
        Choice -> number of its options, the recipe's own first, that give the indicators other scores.
    scores, there : ndarray, shape (S, R, K)
        For each combination of those options, the last varying fastest; as in `climb.climb`.
    methods : tuple of tuple
        The recipe's own aggregation by level, then the others.
    thresholds : (float, float)
    lifted : bool
        Whether scores of 0-100 are lifted to 1-100 for means that a zero would swallow.
    alternatives : Alternatives
    """

    territories: Words
    ranked: Mask
    structure: Structure
    factors: Mapping[str, int]
    scores: Floats
    there: Floats
    methods: tuple[tuple[Ordering, ...], ...]
    thresholds: tuple[float, float]
    lifted: bool
    alternatives: Alternatives

    @cached_property
    def axes(self) -> dict[str, slice]:
        """Choice -> its columns in the unit cube; what has one option only has none."""
        widths = {name: 1 for name, options in self.factors.items() if options > 1}
        if len(self.methods) > 1:
            widths[AGGREGATION] = 1
        if self.alternatives.weights != "fixed":
            widths[WEIGHTS] = sum(len(level) for level in self.structure.weights)
        if self.alternatives.leave_out and len(self.structure.codes) > 1:
            widths[LEFT_OUT] = 1
        ends = np.cumsum([0, *widths.values()]).tolist()
        return {name: slice(ends[i], ends[i + 1]) for i, name in enumerate(widths)}

    @property
    def width(self) -> int:
        """Columns of the unit cube."""
        return max((columns.stop for columns in self.axes.values()), default=0)

    def own(self) -> Floats:
        """Scores by the recipe's own choices, shape (R,); NaN where not ranked."""
        weights = [level[None] for level in self.structure.weights]
        return np.asarray(self._climb(0, self.methods[0], weights)[0])

    def draw(self, cube: Floats) -> Floats:
        """Scores of every territory, one row a point of the unit cube.

        Parameters
        ----------
        cube : ndarray, shape (D, width)
            Each between 0 and 1.

        Returns
        -------
        ndarray, shape (D, R)
            NaN where a territory is not ranked, or where too little of the weight has data.
        """
        which = np.zeros(len(cube), dtype=np.int64)
        for name, options in self.factors.items():
            which = which * options + self._pick(cube, name, options)
        method = self._pick(cube, AGGREGATION, len(self.methods))
        weights = self._weights(cube)
        found = np.empty((len(cube), len(self.territories)))
        pairs = which * len(self.methods) + method
        for pair in np.unique(pairs):
            here = np.flatnonzero(pairs == pair)
            scenario, order = divmod(int(pair), len(self.methods))
            for rows in np.array_split(here, self._chunks(len(here), self.methods[order])):
                found[rows] = self._climb(scenario, self.methods[order], [level[rows] for level in weights])
        return found

    def _pick(self, cube: Floats, name: str, options: int) -> Ints:
        if name not in self.axes:
            return np.zeros(len(cube), dtype=np.int64)
        column = cube[:, self.axes[name].start]
        return np.minimum((column * options).astype(np.int64), options - 1)

    def _climb(self, scenario: int, methods: tuple[Ordering, ...], weights: list[Floats]) -> Floats:
        scores = self.scores[scenario]
        if self.lifted and {"geometric", "harmonic"} & {*methods}:
            scores = to_positive(scores, "geometric")
        levels = climb(scores, self.there[scenario], self.structure, weights, methods, self.thresholds)
        return np.where(self.ranked, levels[-1].scores[0], np.nan)

    def _chunks(self, draws: int, methods: tuple[Ordering, ...]) -> int:
        n = len(self.territories)
        size = n * (n if "copeland" in methods else max(len(level) for level in self.structure.names[1:]))
        return min(draws, 1 + draws * size // CELLS)

    def _weights(self, cube: Floats) -> list[Floats]:
        """Weights of each level but the last, each of shape (D, N)."""
        own, chosen = self.structure.weights, self.alternatives
        ends = np.cumsum([0, *(len(level) for level in own)])
        points = cube[:, self.axes[WEIGHTS]] if WEIGHTS in self.axes else None
        made = []
        for step, level in enumerate(own):
            weights = np.tile(level, (len(cube), 1))
            if points is not None:
                u = points[:, ends[step] : ends[step + 1]]
                if chosen.weights == "percent":
                    weights = weights * (1 + chosen.percent / 100 * (2 * u - 1))
                else:
                    weights = _dirichlet(u, level, self.structure.parents[step], chosen.concentration)
            made.append(weights)
        if LEFT_OUT in self.axes:
            left = self._pick(cube, LEFT_OUT, len(own[0]) + 1)
            out = np.flatnonzero(left)
            made[0][out, left[out] - 1] = 0
        return made


def _dirichlet(u: Floats, weights: Floats, parents: Ints, concentration: float) -> Floats:
    """Draw weights around the recipe's, inside each parent; its means need no sum of 1."""
    total = np.bincount(parents, weights)[parents]
    members = np.bincount(parents)[parents]
    shape = concentration * np.divide(members * weights, total, out=np.zeros_like(weights), where=total > 0)
    drawn = np.zeros(u.shape)
    flat = np.isclose(shape, 1)
    drawn[:, flat] = -np.log1p(-u[:, flat])  # the gamma distribution of shape 1, much the fastest
    bent = (shape > 0) & ~flat
    drawn[:, bent] = gammaincinv(shape[bent], u[:, bent])
    return drawn
