"""Lay out the alternatives of a recipe: of an index of raw figures, or of the composite of recoveries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from indicators.arrays import Floats, Words
from indicators.choices import Ordering, PartWeights
from indicators.composite import COMPOSITE, combine
from indicators.errors import DataError
from indicators.grid import UNIT
from indicators.index import compose
from indicators.indicator import Indicator
from indicators.parts import mean_parts
from indicators.recipe import Recipe
from indicators.space import Space
from indicators.structure import plant
from indicators.variants import Variants

PARTS = ("resistance", "recovery", "renewal")


def index_space(
    table: pd.DataFrame,
    recipe: Recipe,
    indicators: Mapping[str, Indicator] | None = None,
    *,
    groups: Mapping[str, object] | None = None,
    filled: pd.DataFrame | None = None,
) -> Space:
    """Lay out the alternatives to an index of raw figures (METHODS 5).

    Parameters
    ----------
    table, recipe, indicators, groups, filled
        As in `index.compose`. `recipe.uncertainty` lists the alternatives; those of shocks and parts play
        no role here.

    Raises
    ------
    DataError
        As `index.compose`, or where an alternative mean meets a scale that goes down to 0.

    Examples
    --------
    >>> import pandas as pd
    >>> from indicators.composition import Composition
    >>> table = pd.DataFrame({"jobs": [1.0, 3, 2], "schools": [3.0, 1, 2]}, index=["01", "02", "03"])
    >>> choices = Composition(
    ...     parents=dict.fromkeys(table, "welfare"), directions=dict.fromkeys(table, "higher")
    ... )
    >>> index_space(table, Recipe(composition=choices)).own().tolist()
    [50.0, 50.0, 50.0]
    """
    chosen, choice = recipe.uncertainty, recipe.composition
    scales = [choice.normalisation, *chosen.normalisations]
    made = [
        compose(
            table,
            recipe.model_copy(update={"composition": choice.model_copy(update={"normalisation": scale})}),
            indicators,
            groups=groups,
            filled=filled,
        )
        for scale in scales
    ]
    own = made[0]
    there = (own.raw.notna() & ~own.imputed).to_numpy(dtype=float)
    return Space(
        territories=own.raw.index.to_numpy(dtype=object),
        ranked=own.scores[own.structure.top].notna().to_numpy(),
        structure=own.structure,
        factors={"normalisation": len(scales)},
        scores=np.stack([index.normalised.to_numpy() for index in made]),
        there=np.stack([there] * len(scales)),
        methods=_methods(choice.aggregation, chosen.aggregations),
        thresholds=(recipe.dimension_coverage, recipe.coverage),
        lifted=False,
        alternatives=chosen,
    )


def recovery_space(
    measures: pd.DataFrame,
    indicators: Mapping[str, Indicator],
    recipe: Recipe,
    variants: Variants | None = None,
) -> Space:
    """Lay out the alternatives to a composite of recovery scores (METHODS 5).

    Parameters
    ----------
    measures : DataFrame
        Columns `measures.MEASURES`, of one shock, one evaluation year and one level.
    recipe : Recipe
        `uncertainty` lists the alternatives.
    variants : Variants, optional
        The measures by other baselines, trend windows and evaluation years (`variants.remeasure`).

    Raises
    ------
    DataError
        Where the measures are of several shocks or years.

    Examples
    --------
    >>> from indicators.indicator import catalogue
    >>> from indicators.measures import tabulate
    >>> told = {"territory": ["01", "02"], "indicator": "gdp", "shock": "covid19", "evaluation": 2022}
    >>> measures = tabulate(
    ...     {**told, "parts": "resistance", "resistance": [80.0, 40.0], "score": [80.0, 40.0]}
    ... )
    >>> recovery_space(measures, catalogue(), Recipe()).own().tolist()
    [80.0, 40.0]
    """
    if len(measures[UNIT[:2]].drop_duplicates()) != 1:
        raise DataError("ranks are drawn for one shock and one year", mend="choose the rows of one of each")
    chosen, weigh = recipe.uncertainty, recipe.indicator_weights
    whole = combine(measures, indicators, recipe)
    whole = whole[whole["dimension"] == COMPOSITE]
    territories = whole["territory"].to_numpy(dtype=object)
    codes = [str(code) for code in measures["indicator"].unique() if weigh.get(code, 1.0) > 0]
    parents = {code: str(indicators[code].dimension) for code in codes}
    parents |= dict.fromkeys(sorted(set(parents.values())), COMPOSITE)
    given = [*weigh.items(), *recipe.dimension_weights.items()]
    tables = variants or Variants({}, (measures,))
    weights = [recipe.parts, *chosen.parts]
    scores = np.stack(
        [
            _score_parts(table, parts, territories, codes, own=k == 0)
            for table in tables.measures
            for k, parts in enumerate(weights)
        ]
    )
    return Space(
        territories=territories,
        ranked=whole["rank"].notna().to_numpy(),
        structure=plant(codes, parents, {node: weight for node, weight in given if node in parents}),
        factors={**tables.factors, "parts": len(weights)},
        scores=scores,
        there=np.isfinite(scores).astype(float),
        methods=_methods((recipe.aggregation,), chosen.aggregations),
        thresholds=(recipe.dimension_coverage, recipe.coverage),
        lifted=True,
        alternatives=chosen,
    )


def _score_parts(
    measures: pd.DataFrame, weights: PartWeights, territories: Words, codes: list[str], *, own: bool
) -> Floats:
    """Scores of territories by indicators, the parts weighted anew unless by the recipe's own."""
    score = measures["score"].to_numpy(dtype=float)
    if not own:
        parts = {name: measures[name].to_numpy(dtype=float) for name in PARTS}
        anew, _ = mean_parts(parts, weights)
        score = np.where(measures["parts"] == "harm", score, anew)
    row = pd.Index(territories).get_indexer(pd.Index(measures["territory"], dtype=object))
    column = pd.Index(codes).get_indexer(pd.Index(measures["indicator"]))
    known = (row >= 0) & (column >= 0)
    table = np.full((len(territories), len(codes)), np.nan)
    table[row[known], column[known]] = score[known]
    return table


def _methods(own: tuple[Ordering, ...], others: Sequence[Ordering]) -> tuple[tuple[Ordering, ...], ...]:
    return (own, *((other,) for other in others if (other,) != own))
