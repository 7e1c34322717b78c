"""One indicator of one territory through one shock, laid out by year: what the recovery curve draws."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.library import Edition
from dashboard.words import Words
from geodata.balances import ancestors_at
from indicators.counterfactual import counterfactual
from indicators.indicator import Indicator
from indicators.observations import TOTAL, Panel, to_panel
from indicators.reference import refer
from indicators.season import cover
from indicators.shock import Shock, touching

YEARS_BEFORE = 8

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Story:
    """A series on the scale of its curve.

    Attributes
    ----------
    frame : DataFrame
        What `figures.curve.curve` takes.
    level : float
        The baseline on that scale: 100 for an index, 0 for a difference.
    """

    indicator: Indicator
    frame: pd.DataFrame
    level: float


def benchmark_of(edition: Edition, territory: str) -> str:
    """Code of the ancestor that the observatory compares with; empty for one that has none above it."""
    level, places = edition.declaration.benchmark, edition.territories
    above = edition.keep(("benchmarks",), lambda: ancestors_at(places, level).to_dict())
    return above.get(territory, "")


def story(edition: Edition, shock: Shock, indicator: Indicator, territory: str, say: Words) -> Story:
    """Gather a series, its benchmark and the path expected without the shock."""
    rows = edition.series(indicator.code)
    peer = benchmark_of(edition, territory)
    panel = to_panel(rows[rows["territory"].isin([territory, peer])], indicator.code)
    return _tell(panel.align([territory, peer]), edition, shock, indicator, say)


def _tell(panel: Panel, edition: Edition, shock: Shock, indicator: Indicator, say: Words) -> Story:
    others = touching(indicator.code, edition.declaration.shocks, edition.declaration.indicators)
    recipe = edition.declaration.recipe
    path = counterfactual(panel, indicator, shock, recipe, others)
    base = refer(cover(panel, shock), indicator, shock, recipe, others).level[:, 0]
    own, peer = panel.values  # noqa: PD011 -- arrays of a Panel, not a frame
    relative, unit = indicator.change == "relative", indicator.unit.in_(say.language)
    frame = pd.DataFrame(
        {
            "year": panel.ordinals,
            "value": _scale(own, base[0], relative),
            "benchmark": _scale(peer, base[1], relative),
            "expected": _scale(path.expected[0], base[0], relative),
            "low": _scale(path.low[0], base[0], relative),
            "high": _scale(path.high[0], base[0], relative),
            "text": [f"{say.number(v, indicator.decimals)} {unit}" for v in own],
            "broken": panel.breaks[0],
        }
    )
    last = panel.ordinals[np.isfinite(own)].max(initial=0)
    shown = frame["year"].between(min(shock.baseline) - YEARS_BEFORE, last)
    return Story(indicator, frame[shown].reset_index(drop=True), 100.0 if relative else 0.0)


def groups(edition: Edition, indicator: str, territory: str, base: int) -> pd.DataFrame:
    """Return the groups published within a territory, each as an index of its own baseline."""
    rows = edition.series(indicator)
    rows = rows[(rows["territory"] == territory) & (rows["group"] != TOTAL)]
    bases = rows[rows["year"] == base].set_index("group")["value"]
    own = rows["group"].map(bases).astype(float)  # of no rows at all, pandas makes text
    return rows.assign(value=100 * rows["value"] / own).dropna(subset="value")


def _scale(values: Floats, base: float, relative: bool) -> Floats:
    return 100 * values / base if relative else values - base
