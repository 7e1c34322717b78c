"""How sure is a rank? Drawn over all the choices that might have been made otherwise (METHODS 5)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from indicators.arrays import Floats, Mask, Words
from indicators.errors import DataError
from indicators.labels import rank_scores
from indicators.space import CELLS, Space

RANKS = [
    "territory",
    "score",
    "rank",
    "rank_low",
    "rank_median",
    "rank_high",
    "top_share",
    "bottom_share",
    "shift",
    "ranked_share",
]
QUANTILES = (0.05, 0.5, 0.95)
SURE = 0.95
"""Share of the draws in which the one must beat the other to be told apart."""


@dataclass(frozen=True)
class Ranks:
    """The ranks of R territories in D draws.

    Attributes
    ----------
    territories : ndarray of str, shape (R,)
    score, rank : ndarray, shape (R,)
        By the recipe's own choices; NaN where not ranked.
    drawn : ndarray, shape (D, R)
        Rank in each draw; NaN where the territory is not ranked in it.
    top : int
        The k of `top_share` and `bottom_share`.
    """

    territories: Words
    score: Floats
    rank: Floats
    drawn: Floats
    top: int

    @property
    def shift(self) -> float:
        """Mean absolute rank shift of all draws and territories; NaN where nobody is ranked."""
        moved = np.abs(self.drawn - self.rank)
        known = np.isfinite(moved)
        return float(moved[known].mean()) if known.any() else np.nan

    def tabulate(self) -> pd.DataFrame:
        """Make one row a territory, columns `RANKS`, best first.

        `rank_low` to `rank_high` hold the middle 90 % of the draws; `top_share` and `bottom_share` are the
        shares of its draws in which the territory is among the first and the last k; `shift` is its mean
        absolute rank shift; `ranked_share` the share of all draws in which it is ranked.
        """
        known = np.isfinite(self.drawn)
        n, ranked_of = known.sum(axis=0), known.sum(axis=1)[:, None]

        def share(true: Mask) -> Floats:
            return np.asarray(np.divide(true.sum(axis=0), n, out=np.full(n.shape, np.nan), where=n > 0))

        low, median, high = _quantiles(self.drawn, QUANTILES)
        moved = np.where(known, np.abs(self.drawn - self.rank), 0).sum(axis=0)
        columns = {
            "territory": self.territories,
            "score": self.score,
            "rank": pd.Series(self.rank).astype("Int64"),
            "rank_low": low,
            "rank_median": median,
            "rank_high": high,
            "top_share": share(self.drawn <= self.top),
            "bottom_share": share(self.drawn > ranked_of - self.top),
            "shift": np.divide(moved, n, out=np.full(n.shape, np.nan), where=n > 0),
            "ranked_share": known.mean(axis=0),
        }
        made = pd.DataFrame(columns)[RANKS].astype({"territory": "str"})
        return made.sort_values(["rank", "territory"], ignore_index=True)

    @cached_property
    def beats(self) -> pd.DataFrame:
        """Share of the draws in which the row beats the column, ties half; NaN where never both ranked."""
        drawn = self.drawn.astype(np.float32)
        known = np.isfinite(drawn)
        n = len(self.territories)
        share = np.full((n, n), np.nan)
        both = known.T.astype(np.float64) @ known
        for k in range(n):
            won = np.count_nonzero(drawn[:, [k]] < drawn, axis=0)
            tied = np.count_nonzero(drawn[:, [k]] == drawn, axis=0)
            share[k] = np.divide(won + tied / 2, both[k], out=share[k], where=both[k] > 0)
        return pd.DataFrame(share, index=self.territories, columns=self.territories)

    def not_distinguishable(self) -> pd.DataFrame:
        """Tell which pairs cannot be told apart: one beats the other in over 5 and under 95 % of the draws.

        Overlapping intervals are no such test: two ranks may overlap and yet never change places.

        Returns
        -------
        DataFrame of bool
            Territories by territories; false on the diagonal and where two are never ranked together.
        """
        share = self.beats.to_numpy()
        alike = (share < SURE) & (share > 1 - SURE)
        np.fill_diagonal(alike, False)
        return pd.DataFrame(alike, index=self.territories, columns=self.territories)


def simulate(space: Space, draws: int | None = None, seed: int | None = None) -> Ranks:
    """Draw combinations of choices, and rank the territories in each (METHODS 5, "Monte Carlo").

    Parameters
    ----------
    space : Space
        Made by `scenarios.recovery_space` or `scenarios.index_space`.
    draws, seed : int, optional
        The recipe's if left out.

    Raises
    ------
    DataError
        Where nothing is drawn.

    References
    ----------
    Saisana, M., Saltelli, A. and Tarantola, S. (2005), Uncertainty and sensitivity analysis techniques as
    tools for the quality assessment of composite indicators, J. of the Royal Statistical Society A 168(2).

    Examples
    --------
    >>> from indicators.composition import Composition
    >>> from indicators.recipe import Recipe
    >>> from indicators.scenarios import index_space
    >>> table = pd.DataFrame({"jobs": [1.0, 3, 2], "schools": [1.0, 3, 2]}, index=["01", "02", "03"])
    >>> tree = {"jobs": "welfare", "schools": "welfare"}
    >>> choices = Composition(parents=tree, directions={"jobs": "higher", "schools": "higher"})
    >>> ranks = simulate(index_space(table, Recipe(composition=choices)))
    >>> ranks.tabulate()[["territory", "rank_low", "rank_high"]].to_numpy().tolist()
    [['02', 1.0, 1.0], ['03', 2.0, 2.0], ['01', 3.0, 3.0]]
    """
    chosen = space.alternatives
    count = chosen.draws if draws is None else draws
    if count < 1:
        raise DataError(f"{count} draws", mend="draw at least once")
    random = np.random.default_rng(chosen.seed if seed is None else seed)
    cube = random.random((count, space.width))
    own = space.own()
    scores = space.draw(cube)
    parts = np.array_split(scores, 1 + scores.size // CELLS)
    drawn = np.concatenate([rank_scores(part) for part in parts])
    return Ranks(space.territories, own, rank_scores(own), drawn, chosen.top)


def _quantiles(drawn: Floats, at: tuple[float, ...]) -> Floats:
    """Quantiles of each column by linear interpolation, NaN left out, shape (len(at), R)."""
    ordered = np.sort(drawn, axis=0)  # NaN last
    last = np.isfinite(drawn).sum(axis=0) - 1
    place = np.outer(at, np.maximum(last, 0))
    below = np.floor(place).astype(int)
    above = np.minimum(below + 1, np.maximum(last, 0))
    low, high = (np.take_along_axis(ordered, where, axis=0) for where in (below, above))
    return np.asarray(low + (high - low) * (place - below))
