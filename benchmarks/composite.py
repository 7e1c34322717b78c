"""How fast do new weights make new scores, while a slider moves? Beside a plain loop, in one run.

Run: `.venv/bin/python -m benchmarks.indicators composite`.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pandas as pd

from benchmarks.clock import seconds
from indicators.composite import combine
from indicators.indicator import catalogue
from indicators.recipe import Recipe

TERRITORIES, INDICATORS = 300, 10
RECIPE = Recipe(dimension_weights={"economy": 2})


def made_up() -> pd.DataFrame:
    """Scores of every territory and indicator, seeded."""
    codes = [code for code, i in catalogue().items() if i.formula is None][:INDICATORS]
    rows = pd.MultiIndex.from_product([[f"T{i:03}" for i in range(TERRITORIES)], codes]).to_frame(index=False)
    score = np.random.default_rng(1).uniform(0, 100, len(rows))
    named = {"shock": "shock", "evaluation": 2023, "marks": "", "reason": ""}
    parts = "resistance,recovery,renewal"
    return rows.set_axis(["territory", "indicator"], axis=1).assign(**named, parts=parts, score=score)


def loop(measures: pd.DataFrame) -> dict[str, float]:
    """The weighted mean of dimension means, as one writes it without thinking of speed."""
    known, sums = catalogue(), defaultdict(lambda: defaultdict(list))
    for row in measures.itertuples():
        sums[row.territory][known[row.indicator].dimension].append(row.score)
    weigh = {d: RECIPE.dimension_weights.get(d, 1.0) for d in {i.dimension for i in known.values()}}
    return {
        territory: sum(weigh[d] * np.mean(scores) for d, scores in dimensions.items())
        / sum(weigh[d] for d in dimensions)
        for territory, dimensions in sums.items()
    }


def main() -> None:
    """Check that both give the same scores, then print the times side by side."""
    measures = made_up()
    found = combine(measures, catalogue(), RECIPE)
    whole = found[found["dimension"] == ""].set_index("territory")["score"]
    np.testing.assert_allclose(whole, pd.Series(loop(measures)).reindex(whole.index), rtol=1e-9)
    ours, plain = (
        seconds(lambda: combine(measures, catalogue(), RECIPE), 20),
        seconds(lambda: loop(measures), 20),
    )
    print(
        f"{TERRITORIES} territories x {INDICATORS} indicators: combine {1000 * ours:.1f} ms with "
        f"coverage, parts, marks and ranks; a plain loop of the means alone {1000 * plain:.1f} ms; "
        f"ratio {plain / ours:.1f}"
    )
