"""How sure a rank is: where a territory would stand by other choices behind the score (METHODS 5)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.layer import Layer
from dashboard.library import Edition
from dashboard.state import RANK, SCORE
from indicators.observations import TOTAL
from indicators.scenarios import recovery_space
from indicators.uncertainty import Ranks, simulate
from indicators.variants import Variants, remeasure


def draw_ranks(edition: Edition, shock: str, level: str, year: int) -> Ranks | None:
    """Draw the ranks of the composite scores of a level, once an edition; None where nobody is measured."""
    return edition.keep(("ranks", shock, level, str(year)), lambda: _draw(edition, shock, level, year))


def _draw(edition: Edition, shock: str, level: str, year: int) -> Ranks | None:
    rows = edition.measures(shock)
    rows = rows[(rows["evaluation"] == year) & rows["territory"].isin(edition.members(level))]
    if rows.empty:
        return None
    declared = edition.declaration
    variants = _variants(edition, shock, level, year)
    return simulate(recovery_space(rows, declared.indicators, declared.recipe, variants))


def _variants(edition: Edition, shock: str, level: str, year: int) -> Variants | None:
    """Measure by the other baselines, trends and years that the recipe declares; None where it has none."""
    declared = edition.declaration
    chosen = declared.recipe.uncertainty
    if not any(shock in others for others in (chosen.baselines, chosen.trends, chosen.evaluations)):
        return None
    judged, members = edition.shock(shock), edition.members(level)
    counts = [declared.indicators[code].count for code in judged.indicators]
    series = [edition.series(code) for code in dict.fromkeys([*judged.indicators, *filter(None, counts)])]
    frame = pd.concat(series)
    frame = frame[(frame["group"] == TOTAL) & frame["territory"].isin(members)]
    return remeasure(frame, declared.indicators, judged, declared.shocks, declared.recipe, members, year)


def ranges(layer: Layer) -> dict[str, tuple[int, int]]:
    """Return the ranks between which each territory stands in 90 % of the draws; empty where none are drawn.

    They are drawn for the composite, by the recipe's weights: not for a dimension, nor for a reader's own.
    """
    view, drawn = layer.view, _drawn(layer)
    if drawn is None:
        return {}
    return layer.edition.keep(("ranges", view.shock, view.level, str(view.year)), lambda: _ranges(drawn))


def _ranges(drawn: Ranks) -> dict[str, tuple[int, int]]:
    table = drawn.tabulate()
    table = table[table["rank"].notna()]
    ends = np.column_stack([np.floor(table["rank_low"]), np.ceil(table["rank_high"])]).astype(int)
    return {
        str(code): (low, high) for code, (low, high) in zip(table["territory"], ends.tolist(), strict=True)
    }


def write_ranges(layer: Layer) -> dict[str, str]:
    """Write the range of each territory that has one."""
    say = layer.say
    return {
        code: say("rank {low}", low=low) if low == high else say("ranks {low}–{high}", low=low, high=high)
        for code, (low, high) in ranges(layer).items()
    }


def alike(layer: Layer, territory: str) -> list[str]:
    """Return the territories, best rank first, that one cannot be told apart from in the draws."""
    drawn = _drawn(layer)
    if drawn is None or territory not in drawn.territories:
        return []
    view = layer.view
    pairs = layer.edition.keep(("alike", view.shock, view.level, str(view.year)), drawn.not_distinguishable)
    own = pairs.loc[territory]
    ranks = pd.Series(drawn.rank, index=drawn.territories)[own.to_numpy()].sort_values()
    return [str(code) for code in ranks.index]


def _drawn(layer: Layer) -> Ranks | None:
    view = layer.view
    if view.indicator != SCORE or view.weights or view.show not in (SCORE, RANK):
        return None
    return draw_ranks(layer.edition, view.shock, view.level, view.year)
