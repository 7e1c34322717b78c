"""One score out of many: indicators make dimensions, dimensions make the composite (METHODS 4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from indicators.aggregate import mean_covered, to_positive
from indicators.arrays import Floats, Mask
from indicators.errors import DataError
from indicators.frames import require_columns
from indicators.grid import Grid, lay_out
from indicators.indicator import DIMENSIONS, Dimension, Indicator
from indicators.measures import tabulate
from indicators.observations import Panel, to_panels
from indicators.pairs import refuse_pairs
from indicators.recipe import Recipe
from indicators.recovery import last_evaluation, measure
from indicators.shock import Shock, touching

COMPOSITE = ""


@dataclass(frozen=True)
class _Part:
    """One dimension of U units: its score, the share of its weight that has one, its own weight in the
    composite, whether the unit's shock has it at all, and which of the I indicators are used.
    """

    dimension: Dimension
    score: Floats
    share: Floats
    weight: Floats
    there: Mask
    used: Mask


def combine(measures: pd.DataFrame, indicators: Mapping[str, Indicator], recipe: Recipe) -> pd.DataFrame:
    """Combine the recovery scores of one level into dimension scores and the composite (METHODS 4).

    Nothing is imputed. A dimension is used where at least `recipe.dimension_coverage` of its weight has a
    score; one that is not counts as missing in the composite, which needs `recipe.coverage` of the total
    weight. Ranked are only territories whose scores are made of the most common parts.

    Parameters
    ----------
    measures : DataFrame
        Columns `measures.MEASURES`, territories of one level; every declared indicator of a shock has a
        row for every territory, with or without a score.
    indicators : mapping
        Code -> indicator; tells the dimensions.
    recipe : Recipe
        Weights, aggregation and coverage rule.

    Returns
    -------
    DataFrame
        Columns `COMPOSITES`; dimension "" is the composite. Scores are 0-100 (1-100 for the geometric and
        harmonic mean); `coverage` is the share of the weight that is used. `parts` names each indicator
        used and its parts (``gdp:resistance+renewal,deaths:harm``); `reason` is ``coverage too low``, or
        ``no weight`` where every weight is zero.

    Raises
    ------
    DataError
        Where a shock is judged by a level and by its value per head, which would count twice.

    References
    ----------
    OECD and JRC (2008), Handbook on constructing composite indicators.

    Examples
    --------
    >>> from indicators.indicator import catalogue
    >>> from indicators.measures import tabulate
    >>> common = {"territory": "01", "shock": "s", "evaluation": 2022, "parts": "resistance"}
    >>> rows = [
    ...     {**common, "indicator": "gdp", "score": 60.0},
    ...     {**common, "indicator": "deaths", "score": 90.0},
    ... ]
    >>> made = combine(tabulate(pd.DataFrame(rows)), catalogue(), Recipe(dimension_weights={"economy": 2}))
    >>> made[["dimension", "score", "rank"]].to_numpy().tolist()
    [['', 70.0, 1], ['economy', 60.0, 1], ['society', 90.0, 1]]
    """
    grid = lay_out(measures, recipe)
    _refuse_pairs(grid, indicators)
    x = to_positive(grid.scores, recipe.aggregation)
    parts = [_dimension(grid, x, dimension, indicators, recipe) for dimension in DIMENSIONS]
    score, coverage = mean_covered(
        np.stack([part.score for part in parts], axis=1),
        np.stack([part.weight for part in parts], axis=1),
        np.stack([np.where(np.isfinite(part.score), part.share, 0.0) for part in parts], axis=1),
        recipe.coverage,
        recipe.aggregation,
    )
    used = np.any([part.used & (part.weight > 0)[:, None] for part in parts], axis=0)
    everywhere = np.ones(len(score), dtype=bool)
    rows = [grid.rows(COMPOSITE, score, coverage, used, everywhere)]
    rows += [
        grid.rows(part.dimension, part.score, part.share, part.used, part.there)
        for part in parts
        if part.there.any()
    ]
    return grid.tabulate(rows)


def _refuse_pairs(grid: Grid, indicators: Mapping[str, Indicator]) -> None:
    for shock in dict.fromkeys(grid.units["shock"]):
        weighs = (grid.weights[grid.units["shock"].to_numpy() == shock] > 0).any(axis=0)
        refuse_pairs([code for code, here in zip(grid.codes, weighs, strict=True) if here], indicators)


def _dimension(
    grid: Grid, x: Floats, dimension: Dimension, indicators: Mapping[str, Indicator], recipe: Recipe
) -> _Part:
    inside = np.array([indicators[code].dimension == dimension for code in grid.codes], dtype=bool)
    weights = np.where(inside, grid.weights, 0.0)
    score, share = mean_covered(x, weights, np.isfinite(x), recipe.dimension_coverage, recipe.aggregation)
    there = np.asarray((weights > 0).any(axis=1))
    used = np.isfinite(score)[:, None] & np.isfinite(x) & (weights > 0)
    importance = np.where(there, recipe.dimension_weights.get(dimension, 1.0), 0.0)
    return _Part(dimension, score, share, importance, there, used)


@dataclass(frozen=True)
class Scores:
    """Everything that is scored of an observatory.

    Attributes
    ----------
    measures : DataFrame
        Columns `measures.MEASURES`.
    composites : DataFrame
        Columns `grid.COMPOSITES`.
    indicators : mapping
        Code -> indicator.
    recipe : Recipe
        What the scores were made with.
    """

    measures: pd.DataFrame
    composites: pd.DataFrame
    indicators: Mapping[str, Indicator]
    recipe: Recipe


def score(
    frame: pd.DataFrame,
    indicators: Mapping[str, Indicator],
    shocks: Sequence[Shock],
    recipe: Recipe,
    territories: pd.DataFrame,
    levels: Sequence[str] | None = None,
) -> Scores:
    """Measure every shock at every level and evaluation year, and combine the scores (METHODS 1, 4).

    The years run from the shock's first to the last that any of its indicators has data for and may use
    (the next shock of the same indicator ends it). A shock without any figure at a level is left out there;
    otherwise each of its indicators has a row for every territory of the level, with or without a score.

    Parameters
    ----------
    frame : DataFrame
        Columns `observations.COLUMNS`, completed (`derive.complete`); annual totals are used.
    territories : DataFrame
        Columns territory, level.
    levels : sequence of str, optional
        All if left out.

    Raises
    ------
    DataError
        Where a shock is judged by an indicator that is not given.

    Examples
    --------
    >>> from indicators.observations import COLUMNS
    >>> nobody = pd.DataFrame({"territory": [], "level": []})
    >>> score(pd.DataFrame(columns=COLUMNS), {}, [], Recipe(), nobody).measures.shape
    (0, 32)
    """
    needed = {code for shock in shocks for code in shock.indicators}
    require_columns(territories, ["territory", "level"], "the territories")
    if strange := sorted(needed - set(indicators)):
        raise DataError(
            f"a shock is judged by '{strange[0]}', which is not declared", mend="give its indicator"
        )
    needed |= {count for code in needed if (count := indicators[code].count)}
    panels = to_panels(frame, needed)
    measures, composites = [tabulate({"territory": [], "evaluation": []})], []
    for level in territories["level"].unique() if levels is None else levels:
        members = territories.loc[territories["level"] == level, "territory"].to_numpy(dtype=object)
        here = {code: panel.align(members) for code, panel in panels.items()}
        for shock in shocks:
            found = _measure_years(here, indicators, shock, shocks, recipe)
            measures.append(found)
            composites.append(combine(found, indicators, recipe))
    empty = combine(measures[0], indicators, recipe)
    whole = pd.concat([empty, *composites], ignore_index=True)
    return Scores(pd.concat(measures, ignore_index=True), whole, indicators, recipe)


def _measure_years(
    panels: Mapping[str, Panel],
    indicators: Mapping[str, Indicator],
    shock: Shock,
    shocks: Sequence[Shock],
    recipe: Recipe,
) -> pd.DataFrame:
    others = {code: touching(code, shocks, indicators) for code in shock.indicators}
    ends = [last_evaluation(shock, panels[code].last, others[code]) for code in shock.indicators]
    found = [tabulate({"territory": [], "evaluation": []})]
    for evaluation in range(shock.start, max(ends) + 1):
        for code in shock.indicators:
            indicator = indicators[code]
            counts = panels.get(indicator.count or "")
            found.append(measure(panels[code], indicator, shock, recipe, evaluation, others[code], counts))
    return pd.concat(found, ignore_index=True)
