"""How fast are ranks drawn? Beside a plain loop over the draws, in one run.

Run: `.venv/bin/python -m benchmarks.indicators uncertainty`.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

from benchmarks.clock import seconds
from benchmarks.composite import made_up
from indicators.alternatives import Alternatives
from indicators.composite import combine
from indicators.composition import Composition
from indicators.index import compose
from indicators.indicator import catalogue
from indicators.measures import tabulate
from indicators.normalise import Normalisation
from indicators.recipe import Recipe
from indicators.scenarios import index_space, recovery_space
from indicators.space import Space
from indicators.uncertainty import simulate

TERRITORIES, INDICATORS, GROUPS, DRAWS = 300, 50, 5, 10_000
ALIKE = 200
"""Draws that the loop must score alike."""


def table(indicators: int) -> pd.DataFrame:
    """Raw figures of every territory, seeded; some are skewed, and one in a hundred is missing."""
    random = np.random.default_rng(2)
    x = random.lognormal(0, np.linspace(0.1, 1.5, indicators), (TERRITORIES, indicators))
    x[random.random(x.shape) < 0.01] = np.nan
    return pd.DataFrame(x, [f"T{i:03}" for i in range(TERRITORIES)], [f"i{k:02}" for k in range(indicators)])


def recipe(codes: pd.Index, **alternatives: object) -> Recipe:
    """Groups of indicators under one index, on a scale that every mean can use."""
    parents = {code: f"g{k % GROUPS}" for k, code in enumerate(codes)}
    parents |= dict.fromkeys([f"g{k}" for k in range(GROUPS)], "index")
    scale, up = Normalisation(scale=(1, 100)), dict.fromkeys(codes, "higher")
    composition = Composition(parents=parents, directions=up, normalisation=scale)
    # The loop knows no coverage rule.
    chosen = {"composition": composition, "uncertainty": Alternatives(**alternatives)}
    return Recipe(**chosen, coverage=0, dimension_coverage=0)


def loop(space: Space, cube: np.ndarray) -> np.ndarray:
    """The same scores draw by draw: weights, group means, the mean of groups."""
    codes, names = space.structure.names[:2]
    groups = [np.flatnonzero(space.structure.parents[0] == g) for g in range(len(names))]
    tables = space.scores if not space.lifted else np.concatenate([space.scores, 1 + 0.99 * space.scores])
    found = np.empty((len(cube), len(space.territories)))
    for d, point in enumerate(cube):
        pick = {name: point[columns] for name, columns in space.axes.items()}
        scale = int(pick.get("normalisation", [0])[0] * len(space.scores))
        method = space.methods[int(pick["aggregation"][0] * len(space.methods))][0]
        u, own = pick["weights"], np.concatenate(space.structure.weights)
        weights = own * (0.75 + 0.5 * u) if space.alternatives.weights == "percent" else -np.log1p(-u)
        left = int(pick["indicator left out"][0] * (len(codes) + 1))
        if left:
            weights[left - 1] = 0
        x = tables[scale + (space.lifted and method != "arithmetic")]
        inner = [one_mean(x[:, at], weights[at], method) for at in groups if weights[at].any()]
        outer = [w for w, at in zip(weights[len(codes) :], groups, strict=True) if weights[at].any()]
        found[d] = one_mean(np.stack(inner, axis=1), np.array(outer), method)
    return found


def race(space: Space, title: str, times: int) -> None:
    """Check that both score alike, then print the times side by side."""
    cube = np.random.default_rng(1).random((space.alternatives.draws, space.width))
    np.testing.assert_allclose(space.draw(cube[:ALIKE]), loop(space, cube[:ALIKE]), rtol=1e-9)
    ours = seconds(lambda: simulate(space).tabulate(), times)
    plain = seconds(lambda: stats.rankdata(-loop(space, cube), axis=1), 1)
    size = f"{len(space.territories)} territories x {len(space.structure.codes)} indicators"
    print(
        f"{title}: {len(cube):,} draws of {size} in {ours:.2f} s with quantiles and shares; "
        f"a numpy loop over the draws, ranks alone, {plain:.2f} s; ratio {plain / ours:.1f}"
    )


def one_mean(x: np.ndarray, weights: np.ndarray, method: str) -> np.ndarray:
    """Weighted mean of each row over what is there."""
    there = np.isfinite(x)
    w = np.where(there, weights, 0)
    w = w / w.sum(axis=1, keepdims=True)
    x = np.where(there, x, 1)
    if method == "geometric":
        return np.exp((w * np.log(x)).sum(axis=1))
    return 1 / (w / x).sum(axis=1) if method == "harmonic" else (w * x).sum(axis=1)


def draws() -> None:
    """Print the time of 10 000 draws, beside the loop."""
    figures = table(INDICATORS)
    others = {"aggregations": ("geometric", "harmonic"), "normalisations": (Normalisation(method="rank"),)}
    chosen = recipe(figures.columns, draws=DRAWS, weights="dirichlet", **others)
    race(index_space(figures, chosen), "two scales, three means, any weights, one left out", 1)


def slider() -> None:
    """Print how long new weights take to become scores and rank intervals."""
    measures = tabulate(made_up())
    moved = Recipe(dimension_weights={"economy": 2}, uncertainty=Alternatives(aggregations=("geometric",)))

    def answer() -> pd.DataFrame:
        combine(measures, catalogue(), moved)
        return simulate(recovery_space(measures, catalogue(), moved)).tabulate()

    race(recovery_space(measures, catalogue(), moved), "two means, weights +- 25 %, one left out", 10)
    print(f"from new weights to scores and rank intervals, all told: {1000 * seconds(answer, 10):.0f} ms")


def treat_plainly(x: np.ndarray) -> np.ndarray:
    """The treatment of one column, as one writes it with scipy."""

    def flagged(y: np.ndarray) -> bool:
        skewness, kurtosis = (
            moment(y, bias=False, nan_policy="omit") for moment in (stats.skew, stats.kurtosis)
        )
        return abs(skewness) > 2 and kurtosis > 3.5

    made, moved = x.copy(), np.zeros(len(x), dtype=bool)
    while flagged(made) and moved.sum() < 5:
        side = 1 if stats.skew(made, nan_policy="omit") >= 0 else -1
        outermost = side * made == np.nanmax(side * made)
        made[outermost] = side * np.nanmax(np.where(outermost, np.nan, side * made))
        moved |= outermost
    low, high = np.nanmin(x), np.nanmax(x)
    return np.log(x - low + 0.01 * (high - low)) if flagged(made) else made


def index() -> None:
    """Print how long an index of 60 raw indicators takes, beside pandas and scipy column by column."""
    figures = table(60)
    chosen = recipe(figures.columns)

    def plain() -> pd.Series:
        treated = figures.apply(lambda x: treat_plainly(x.to_numpy()))
        scaled = treated.apply(lambda x: 1 + 99 * (x - x.min()) / (x.max() - x.min()))
        parents = pd.Series(chosen.composition.parents)[figures.columns]
        return scaled.T.groupby(parents).mean().mean()

    np.testing.assert_allclose(compose(figures, chosen).scores["index"], plain(), rtol=1e-9)
    ours, slow = seconds(lambda: compose(figures, chosen)), seconds(plain)
    print(
        f"index of {TERRITORIES} territories x 60 raw indicators: {1000 * ours:.0f} ms with coverage and "
        f"every step kept; pandas and scipy column by column {1000 * slow:.0f} ms; ratio {slow / ours:.1f}"
    )


def main() -> None:
    """Run the three."""
    slider()
    draws()
    index()


if __name__ == "__main__":
    main()
