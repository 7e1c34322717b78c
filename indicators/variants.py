"""The same recovery measured from other baselines, by other trend windows and in other years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import pandas as pd
from pydantic import ValidationError

from indicators.errors import DataError
from indicators.indicator import Indicator
from indicators.observations import to_panel
from indicators.recipe import Recipe
from indicators.recovery import measure
from indicators.shock import Shock, touching


@dataclass(frozen=True)
class Variants:
    """Measures by every combination of alternatives.

    Attributes
    ----------
    factors : mapping
        Choice -> number of its options, the declared one first.
    measures : tuple of DataFrame
        Columns `measures.MEASURES`, one for each combination, the last factor varying fastest.
    """

    factors: Mapping[str, int]
    measures: tuple[pd.DataFrame, ...]


def remeasure(
    frame: pd.DataFrame,
    indicators: Mapping[str, Indicator],
    shock: Shock,
    shocks: Sequence[Shock],
    recipe: Recipe,
    territories: Sequence[str],
    evaluation: int | None = None,
) -> Variants:
    """Measure a shock by each combination of the alternatives in `recipe.uncertainty` (METHODS 5).

    A trend window ends with the baseline, where that is the earlier.

    Parameters
    ----------
    frame : DataFrame
        Columns `observations.COLUMNS`, completed (`derive.complete`); annual totals are used.
    shocks : sequence of Shock
        Every shock of the observatory.
    territories : sequence of str
        Of one level.
    evaluation : int, optional
        The shock's default year if left out.

    Raises
    ------
    DataError
        Where an alternative is no shock: a baseline inside the impact window, a trend that begins too late.

    Examples
    --------
    >>> from indicators.alternatives import Alternatives
    >>> from indicators.indicator import catalogue
    >>> from indicators.observations import COLUMNS
    >>> from indicators.shock import EXAMPLE
    >>> rows = [("gdp", "AT", str(year), "total", 100.0 - (year == 2020), "") for year in range(2012, 2024)]
    >>> recipe = Recipe(uncertainty=Alternatives(trends={"covid19": [(2012, 2019)]}))
    >>> frame = pd.DataFrame(rows, columns=COLUMNS)
    >>> remeasure(frame, catalogue(), EXAMPLE, [EXAMPLE], recipe, ["AT"]).factors
    {'baseline': 1, 'trend': 2, 'evaluation': 1}
    """
    chosen, code = recipe.uncertainty, shock.code
    when = shock.default_evaluation if evaluation is None else evaluation
    baselines = (shock.baseline, *chosen.baselines.get(code, ()))
    trends = (shock.trend, *chosen.trends.get(code, ()))
    evaluations = (when, *chosen.evaluations.get(code, ()))
    panels = {c: to_panel(frame, c).align(list(territories)) for c in _codes(shock, indicators)}
    made = []
    for baseline, trend, year in product(baselines, trends, evaluations):
        other = _vary(shock, baseline, trend)
        around = [other if s.code == code else s for s in shocks]
        found = [
            measure(
                panels[c],
                indicators[c],
                other,
                recipe,
                year,
                touching(c, around, indicators),
                panels.get(indicators[c].count or ""),
            )
            for c in shock.indicators
        ]
        made.append(pd.concat(found, ignore_index=True))
    sizes = {"baseline": len(baselines), "trend": len(trends), "evaluation": len(evaluations)}
    return Variants(sizes, tuple(made))


def _codes(shock: Shock, indicators: Mapping[str, Indicator]) -> list[str]:
    counts = [indicators[code].count for code in shock.indicators]
    return [*shock.indicators, *(count for count in counts if count)]


def _vary(shock: Shock, baseline: tuple[int, ...], trend: tuple[int, int]) -> Shock:
    try:
        window = (trend[0], min(trend[1], max(baseline)))
        return Shock.model_validate({**shock.model_dump(), "baseline": baseline, "trend": window})
    except ValidationError as error:
        what = "; ".join(fault["msg"].removeprefix("Value error, ") for fault in error.errors())
        raise DataError(
            f"baseline {baseline} with trend {trend} is no alternative: {what}",
            where=f"uncertainty of shock '{shock.code}'",
            mend="correct recipe.uncertainty",
        ) from None
