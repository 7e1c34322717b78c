"""How much faster are the recovery measures on arrays than territory by territory? Side by side, in one run.

Run: `.venv/bin/python -m benchmarks.indicators recovery`.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import t as student

from benchmarks.clock import seconds
from indicators.declaration import Text
from indicators.indicator import Indicator, catalogue
from indicators.observations import COLUMNS, to_panels
from indicators.recipe import Recipe
from indicators.recovery import measure
from indicators.shock import Shock

YEARS = np.arange(2000, 2024)
TERRITORIES, INDICATORS, SAMPLE = 1500, 60, 20
EVALUATION = 2023
SHOCK = Shock(
    code="shock",
    name=Text(en="A shock"),
    baseline=2019,
    impact=(2020, 2021),
    trend=(2012, 2019),
    indicators=("gdp",),
)
LOSS = 0.2
FIGURES = ["drop", "trough", "years_to_recover", "years_below", "rebound", "expected", "expected_low"]
FIGURES += ["expected_high", "gap", "gap_cumulative", "resistance", "recovery", "renewal", "score"]


def made_up(indicators: list[Indicator]) -> pd.DataFrame:
    """Random walks with a fall in 2020, seeded, as an observations frame."""
    shape = (len(indicators), TERRITORIES, len(YEARS))
    steps = np.random.default_rng(1).normal(0.01, 0.02, shape)
    steps[..., YEARS == 2020] -= 0.08
    index = pd.MultiIndex.from_product(
        [[i.code for i in indicators], [f"T{i:05}" for i in range(TERRITORIES)], YEARS.astype(str)],
        names=COLUMNS[:3],
    )
    values = (100 * np.exp(steps.cumsum(axis=2))).ravel()
    return index.to_frame(index=False).assign(group="total", value=values, status="")


def one_by_one(rows: pd.DataFrame) -> pd.Series:
    """Measure one territory and indicator, as one writes it with pandas."""
    x = rows.set_index(rows["period"].astype(int))["value"].loc[2012:EVALUATION]
    change = x / x[2019] - 1
    fall = change.loc[2020:2021]
    drop, trough = fall.min(), fall.idxmin()
    back = change[(change.index > trough) & (change >= 0)]
    steps = np.log(x.loc[2012:2019]).diff().dropna()
    h = np.arange(1, EVALUATION - 2019 + 1)
    damped = (0.8**h).cumsum()
    half = student.ppf(0.95, len(steps) - 1) * steps.std() * np.sqrt(h + damped**2 / len(steps))
    expected = x[2019] * np.exp(steps.mean() * damped)
    gap = x.loc[2020:].to_numpy() / expected - 1
    below = change.loc[2021:].clip(upper=0) / max(abs(drop), LOSS / 4)
    now = change[EVALUATION]
    parts = [
        100 * np.clip(1 + drop / LOSS, 0, 1),
        100 * (1 + below).clip(0, 1).mean() if trough < EVALUATION else np.nan,
        100 * np.clip(1 + gap[-1] / LOSS, 0, 1),
    ]
    fallen = drop <= -Recipe().epsilon_relative
    again = len(back) and (change[change.index > back.index[0]] < -Recipe().epsilon_relative).any()
    told = ("relapsed" if again and now < 0 else "recovered") if len(back) else "not yet"
    return pd.Series(
        {
            "state": told if fallen else "no loss",
            "drop": drop,
            "trough": trough,
            "years_to_recover": back.index[0] - trough if fallen and len(back) else np.nan,
            "years_below": (change.loc[2020:] < 0).sum(),
            "rebound": 1 - now / drop if fallen and -drop >= LOSS / 4 else np.nan,
            "expected": expected[-1],
            "expected_low": expected[-1] * np.exp(-half[-1]),
            "expected_high": expected[-1] * np.exp(half[-1]),
            "gap": gap[-1],
            "gap_cumulative": gap.sum(),
            "resistance": parts[0],
            "recovery": parts[1],
            "renewal": parts[2],
            "score": np.nanmean(parts),
        }
    )


def main() -> None:
    """Check that both give the same figures, then print the ratio."""
    fields = {"loss": LOSS, "bounds": (None, None)}
    chosen = [catalogue()["gdp"].model_copy(update={"code": f"x{i}", **fields}) for i in range(INDICATORS)]
    tidy = made_up(chosen)
    some = tidy[tidy["territory"] < f"T{SAMPLE:05}"]

    def arrays() -> pd.DataFrame:
        panels = to_panels(tidy, [i.code for i in chosen])
        return pd.concat([measure(panels[i.code], i, SHOCK, Recipe(), EVALUATION) for i in chosen])

    def groupby() -> pd.DataFrame:
        return some.groupby(["indicator", "territory"])[["period", "value"]].apply(one_by_one)

    slow_figures = groupby()
    fast_figures = arrays().set_index(["indicator", "territory"]).loc[slow_figures.index]
    np.testing.assert_array_equal(fast_figures["state"], slow_figures["state"])
    for name in FIGURES:
        np.testing.assert_allclose(
            fast_figures[name].astype(float), slow_figures[name].astype(float), rtol=1e-9
        )
    fast, slow = seconds(arrays), seconds(groupby, 1) * TERRITORIES / SAMPLE
    print(
        f"{TERRITORIES} territories x {INDICATORS} indicators x {len(YEARS)} years, from the tidy "
        f"frame: arrays {fast:.2f} s (with ranks, marks and reasons); groupby-apply {slow:.0f} s "
        f"(timed on {SAMPLE} of the territories, times {TERRITORIES // SAMPLE}); ratio {slow / fast:.0f}"
    )
