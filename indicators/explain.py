"""Every step from the raw figure to the final score, so that a page can show how it came about."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from indicators.aggregate import to_positive
from indicators.composite import COMPOSITE, Scores, combine
from indicators.contribution import Branch, list_contributions
from indicators.errors import NotFoundError
from indicators.grid import UNIT
from indicators.index import Index
from indicators.indicator import Indicator
from indicators.recipe import Recipe
from indicators.scenarios import PARTS

BEST = 100.0
FIGURES = ("baseline", "value", "change", "drop", "expected", "gap", "excess")


def explain(score: Index | Scores, territory: str) -> pd.DataFrame:
    """Explain a score step by step, from the raw figure to the top.

    Parameters
    ----------
    score : Index or Scores
        What `compose` or `score` has made; a territory has an explanation for each shock and year.
    territory : str

    Returns
    -------
    DataFrame
        Columns `contribution.EXPLANATION`, and first shock and evaluation for recoveries.

    Raises
    ------
    NotFoundError
        Where the territory has no row in the score.

    Examples
    --------
    >>> from indicators.composition import Composition
    >>> from indicators.index import compose
    >>> table = pd.DataFrame({"jobs": [1.0, 3, 2]}, index=["01", "02", "03"])
    >>> choices = Composition(parents={"jobs": "work"}, directions={"jobs": "higher"})
    >>> found = explain(compose(table, Recipe(composition=choices)), "03")
    >>> found[["node", "step", "value"]].to_numpy().tolist()
    [['work', 'score', 50.0], ['jobs', 'raw', 2.0], ['jobs', 'normalised', 50.0], ['jobs', 'score', 50.0]]
    """
    return _of_index(score, territory) if isinstance(score, Index) else _of_scores(score, territory)


def _of_index(score: Index, territory: str) -> pd.DataFrame:
    if territory not in score.raw.index:
        raise NotFoundError(f"'{territory}' is not in the index", mend="choose a territory of the table")
    scale = score.recipe.composition.normalisation.scale
    top = _node(score, territory, len(score.structure.names) - 1, 0)
    return list_contributions(top, scale[1] if scale else BEST)


def _node(index: Index, territory: str, level: int, place: int) -> Branch:
    name = index.structure.names[level][place]
    if level == 0:
        return _leaf(index, territory, name, float(index.structure.weights[0][place]))
    below = index.structure.children[level - 1][place]
    children = [_node(index, territory, level - 1, int(k)) for k in below]
    if len(below) == 1 and children[0].node == name:
        return children[0]
    methods = index.recipe.composition.aggregation
    coverage = _cell(index.coverage, territory, name)
    score = _cell(index.scores, territory, name)
    note = "" if np.isfinite(score) else "no weight" if np.isnan(coverage) else "coverage too low"
    weights = index.structure.weights
    return Branch(
        node=name,
        score=score,
        weight=float(weights[level][place]) if level < len(weights) else 1.0,
        method=methods[min(level - 1, len(methods) - 1)],
        children=children,
        note=note,
    )


def _cell(table: pd.DataFrame, row: str, column: str) -> float:
    return float(table[column].to_numpy(dtype=float)[table.index.get_loc(row)])


def _leaf(index: Index, territory: str, code: str, weight: float) -> Branch:
    raw, treated, normalised = (
        _cell(table, territory, code) for table in (index.raw, index.treated, index.normalised)
    )
    filled = bool(index.imputed.loc[territory, code])
    log = index.treatments.set_index("indicator")["treatment"].to_dict()
    steps = [("raw", raw)]
    steps += [("imputed", treated)] if filled and code not in log else []
    steps += [("treated", treated)] if code in log else []
    steps.append(("normalised", normalised))
    words = {"imputed": filled, log.get(code, ""): code in log, "no figure": np.isnan(treated)}
    words["nothing to compare with"] = np.isfinite(treated) and np.isnan(normalised)
    return Branch(code, normalised, weight, steps, note=",".join(word for word, so in words.items() if so))


def _of_scores(score: Scores, territory: str) -> pd.DataFrame:
    rows = score.measures[score.measures["territory"] == territory]
    if rows.empty:
        raise NotFoundError(f"'{territory}' has no measures", mend="choose a territory that was measured")
    found = []
    for _, part in rows.groupby(UNIT[:2], sort=False):
        explained = explain_recovery(part, score.indicators, score.recipe)
        named = {name: part[name].iloc[0] for name in UNIT[:2]}
        found.append(explained.assign(**named)[[*named, *explained]])
    return pd.concat(found, ignore_index=True)


def explain_recovery(
    measures: pd.DataFrame, indicators: Mapping[str, Indicator], recipe: Recipe
) -> pd.DataFrame:
    """Explain the composite of one territory, shock and year, from the figures to the score.

    Parameters
    ----------
    measures : DataFrame
        Columns `measures.MEASURES`, the rows of one territory, shock and evaluation year.
    indicators : mapping
        Code -> indicator.
    recipe : Recipe
        The one that the measures were made with; weights and aggregation may be others.

    Returns
    -------
    DataFrame
        Columns `contribution.EXPLANATION`. Nodes: the composite (""), dimensions, indicators with the
        figures behind them, and the parts of their scores (``gdp:resistance``).

    Raises
    ------
    NotFoundError
        Where the rows are of none or several territories, shocks or years.

    Examples
    --------
    >>> from indicators.indicator import catalogue
    >>> from indicators.measures import tabulate
    >>> row = {"territory": "01", "shock": "s", "evaluation": 2022, "indicator": "gdp", "score": 60.0}
    >>> row |= {"resistance": 80.0, "recovery": 40.0, "parts": "resistance,recovery"}
    >>> found = explain_recovery(tabulate(pd.DataFrame([row])), catalogue(), Recipe())
    >>> found[["node", "points"]].to_numpy().tolist()[-2:]
    [['gdp:resistance', 40.0], ['gdp:recovery', 20.0]]
    """
    if len(measures[UNIT].drop_duplicates()) != 1:
        raise NotFoundError("not the rows of one territory, shock and year", mend="choose one of each")
    made = combine(measures, indicators, recipe).set_index("dimension")
    weights = {str(name): weight for name, weight in recipe.dimension_weights.items()}
    below: dict[str, list[Branch]] = {}
    for row in measures.to_dict("records"):
        below.setdefault(indicators[row["indicator"]].dimension, []).append(_indicator(row, recipe))
    dimensions = [
        Branch(
            node=str(name),
            score=_cell(made, str(name), "score"),
            weight=weights.get(str(name), 1.0),
            method=recipe.aggregation,
            children=below[str(name)],
            note=str(made.loc[name, "reason"]),
        )
        for name in made.index.drop(COMPOSITE)
    ]
    whole, reason = _cell(made, COMPOSITE, "score"), str(made.loc[COMPOSITE, "reason"])
    top = Branch(COMPOSITE, whole, 1.0, (), recipe.aggregation, dimensions, reason)
    return list_contributions(top, BEST)


def _indicator(row: Mapping[Hashable, Any], recipe: Recipe) -> Branch:
    code, score = str(row["indicator"]), float(row["score"])
    lifted = float(to_positive(np.array([score]), recipe.aggregation)[0])
    steps = [(name, float(row[name])) for name in FIGURES if np.isfinite(row[name])]
    steps += [("unlifted", score)] if np.isfinite(score) and lifted != score else []
    made_of = [part for part in str(row["parts"]).split(",") if part in PARTS]
    weights = recipe.parts.model_dump()
    parts = [Branch(f"{code}:{part}", float(row[part]), weights[part]) for part in made_of]
    return Branch(
        node=code,
        score=lifted,
        weight=recipe.indicator_weights.get(code, 1.0),
        steps=steps,
        method="arithmetic" if parts else "",
        children=parts,
        note=",".join(text for text in (str(row["state"]), str(row["reason"]), str(row["marks"])) if text),
    )
