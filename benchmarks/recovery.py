"""How much faster are the recovery measures on arrays than territory by territory? Side by side, in one run.

Run: `make bench`, or `.venv/bin/python benchmarks/recovery.py [territories]`.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from indicators.declaration import Text
from indicators.indicator import catalogue
from indicators.observations import Panel
from indicators.recipe import Recipe
from indicators.recovery import measure
from indicators.shock import Shock

YEARS = np.arange(2000, 2024)
SHOCK = Shock(
    code="shock",
    name=Text(en="A shock"),
    baseline=2019,
    impact=(2020, 2021),
    trend=(2012, 2019),
    indicators=("gdp",),
)
LOSS = 0.2


def made_up(territories: int) -> Panel:
    """Random walks with a fall in 2020, seeded."""
    steps = np.random.default_rng(1).normal(0.01, 0.02, (territories, len(YEARS)))
    steps[:, YEARS == 2020] -= 0.08
    codes = np.array([f"T{i:05}" for i in range(territories)], dtype=object)
    values = 100 * np.exp(steps.cumsum(axis=1))
    return Panel(codes, int(YEARS[0]), 1, values, np.zeros(values.shape, dtype=bool))


def one_by_one(rows: pd.DataFrame) -> pd.Series:
    """The same drop, trough, return, gap and score for one territory, as one writes it with pandas."""
    x = rows.set_index("year")["value"]
    change = x / x[2019] - 1
    fall = change.loc[2020:2021]
    drop, trough = fall.min(), fall.idxmin()
    back = change[change.index > trough]
    back = back[back >= 0]
    mu = np.log(x.loc[2012:2019]).diff().mean()
    gap = x[2023] / (x[2019] * np.exp(mu * sum(0.8**k for k in range(1, 5)))) - 1
    below = change.loc[2021:2023].clip(upper=0) / max(abs(drop), LOSS / 4)
    parts = [
        np.clip(1 + drop / LOSS, 0, 1),
        (1 + below).clip(0, 1).mean() if trough < 2023 else np.nan,
        np.clip(1 + gap / LOSS, 0, 1),
    ]
    return pd.Series(
        {
            "drop": drop,
            "trough": trough,
            "years": back.index[0] - trough if len(back) else np.nan,
            "score": 100 * np.nanmean(parts),
        }
    )


def seconds(call: Callable[[], object], times: int = 3) -> float:
    """Best of a few runs."""
    best = np.inf
    for _ in range(times):
        start = time.perf_counter()
        call()
        best = min(best, time.perf_counter() - start)
    return best


def main(territories: int) -> None:
    """Check that both give the same figures, then print the ratio."""
    panel = made_up(territories)
    tidy = pd.DataFrame(
        {
            "territory": np.repeat(panel.territories, len(YEARS)),
            "year": np.tile(YEARS, territories),
            "value": np.ravel(panel.values),
        }
    )
    indicator = catalogue()["gdp"].model_copy(update={"loss": LOSS})

    def arrays() -> pd.DataFrame:
        return measure(panel, indicator, SHOCK, Recipe(), 2023)

    def groupby() -> pd.DataFrame:
        return tidy.groupby("territory")[["year", "value"]].apply(one_by_one)

    np.testing.assert_allclose(arrays()["score"], groupby()["score"], rtol=1e-9)
    fast, slow = seconds(arrays), seconds(groupby, 1)
    print(
        f"recovery of {territories} territories x {len(YEARS)} years: "
        f"arrays {fast:.3f} s, groupby-apply {slow:.2f} s "
        f"(without interval, states and ranks), ratio {slow / fast:.0f}"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1500)
