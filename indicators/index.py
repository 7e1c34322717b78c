"""An index of raw figures: treated, normalised, weighted and aggregated, and every step of it kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from indicators.climb import Level, climb
from indicators.figures import lay_figures
from indicators.groundwork import fill, lay_tree, take_figures
from indicators.indicator import Indicator
from indicators.labels import list_true, rank_scores
from indicators.normalise import normalise
from indicators.recipe import Recipe
from indicators.structure import Structure
from indicators.treat import treat

INDEX = ["territory", "node", "score", "coverage", "marks", "reason", "rank", "ranked_of"]


@dataclass(frozen=True)
class Index:
    """An index and every step on the way to it.

    Attributes
    ----------
    recipe : Recipe
    structure : Structure
    raw, treated, normalised : DataFrame
        A territory a row, an indicator a column; `raw` before anything was imputed, `treated` with what was.
    imputed : DataFrame of bool
        Where something stands in for a missing figure.
    treatments : DataFrame
        What was done to which indicator, columns `treat.TREATMENTS`.
    scores, coverage : DataFrame
        A territory a row, a node of the structure a column, the top first. Coverage is the share of the
        weight that stands on figures, imputed ones not counted.
    """

    recipe: Recipe
    structure: Structure
    raw: pd.DataFrame
    imputed: pd.DataFrame
    treated: pd.DataFrame
    treatments: pd.DataFrame
    normalised: pd.DataFrame
    scores: pd.DataFrame
    coverage: pd.DataFrame

    @property
    def ranks(self) -> pd.DataFrame:
        """Rank of each territory at each node, 1 for the best; missing without a score."""
        return self.scores.apply(rank_scores).astype("Int64")

    def tabulate(self) -> pd.DataFrame:
        """Make one row a territory and node: columns `INDEX`.

        `marks` says ``imputed`` where something below was; `reason` is ``coverage too low`` or ``no weight``.
        """
        ranks, frames = self.ranks, []
        below = self.structure.effective_weights()
        for node in self.scores:
            score, coverage = self.scores[node], self.coverage[node]
            filled = self.imputed[[code for code in self.imputed if below[str(node)].get(str(code))]].any(
                axis=1
            )
            weightless = coverage.isna().to_numpy()
            reason = {"no weight": weightless, "coverage too low": score.isna().to_numpy() & ~weightless}
            frames.append(
                pd.DataFrame(
                    {
                        "territory": self.scores.index,
                        "node": node,
                        "score": score.to_numpy(),
                        "coverage": coverage.to_numpy(),
                        "marks": np.where(filled, "imputed", ""),
                        "reason": list_true(reason),
                        "rank": ranks[node].array,
                        "ranked_of": int(score.notna().sum()),
                    }
                )
            )
        text = dict.fromkeys(["territory", "node", "marks", "reason"], "str")
        return pd.concat(frames, ignore_index=True)[INDEX].astype(text)


def compose(
    table: pd.DataFrame,
    recipe: Recipe,
    indicators: Mapping[str, Indicator] | None = None,
    *,
    groups: Mapping[str, object] | None = None,
    filled: pd.DataFrame | None = None,
) -> Index:
    """Make an index of raw figures: treat, normalise, weigh, aggregate (METHODS 4).

    Parameters
    ----------
    table : DataFrame
        A territory a row, its code in the index; an indicator a column. Columns that have no place in
        `recipe.composition.parents` are left aside.
    recipe : Recipe
        `composition` says how; `coverage` and `dimension_coverage` how much must be there.
    indicators : mapping, optional
        Code -> indicator: tells directions, and dimensions where the recipe has no tree.
    groups : mapping, optional
        Territory -> the group whose mean or median is imputed; all are one group if left out.
    filled : DataFrame of bool, optional
        Where the table already has a last value (`figures.lay_figures`); it is marked and not counted.

    Raises
    ------
    DataError
        Where a direction, column or place in the tree is missing, a figure is infinite, or a figure and its
        own ratio (a level and its value per head) are both used.

    References
    ----------
    OECD and JRC (2008), Handbook on constructing composite indicators.

    Examples
    --------
    >>> from indicators.composition import Composition
    >>> table = pd.DataFrame({"jobs": [1.0, 3, 2], "poverty": [30.0, 20, 10]}, index=["01", "02", "03"])
    >>> tree = {"jobs": "welfare", "poverty": "welfare"}
    >>> choices = Composition(parents=tree, directions={"jobs": "higher", "poverty": "lower"})
    >>> compose(table, Recipe(composition=choices)).scores["welfare"].tolist()
    [0.0, 75.0, 75.0]
    """
    structure, signs = lay_tree(table, recipe, indicators or {})
    raw = take_figures(table, structure)
    codes, choice = list(structure.codes), recipe.composition
    values, imputed = fill(raw, choice, groups, filled)
    treated = treat(values, codes, choice.treatment)
    normalised = normalise(
        treated.values, signs, choice.normalisation, codes, list(raw.index), choice.normalisations
    )
    levels = climb(
        normalised,
        (np.isfinite(raw.to_numpy()) & ~imputed).astype(float),
        structure,
        [weight[None] for weight in structure.weights],
        choice.aggregation,
        (recipe.dimension_coverage, recipe.coverage),
    )

    def table_of(values: np.ndarray) -> pd.DataFrame:
        return pd.DataFrame(values, index=raw.index, columns=codes)

    return Index(
        recipe=recipe,
        structure=structure,
        raw=raw,
        imputed=table_of(imputed),
        treated=table_of(treated.values),
        treatments=treated.log,
        normalised=table_of(normalised),
        scores=_lay_nodes(levels, structure, raw.index, "scores"),
        coverage=_lay_nodes(levels, structure, raw.index, "coverage"),
    )


def _lay_nodes(levels: list[Level], structure: Structure, territories: pd.Index, part: str) -> pd.DataFrame:
    """Lay out one part of all levels: a territory a row, a node a column, the top first."""
    columns = {
        name: getattr(levels[level - 1], part)[place, 0] for name, (level, place) in structure.groups.items()
    }
    return pd.DataFrame(columns, index=territories)


def compose_period(
    frame: pd.DataFrame,
    period: str,
    recipe: Recipe,
    indicators: Mapping[str, Indicator],
    *,
    groups: Mapping[str, object] | None = None,
) -> Index:
    """Make an index of one period of an observations frame (`compose`).

    Parameters
    ----------
    frame : DataFrame
        Columns `observations.COLUMNS`; totals are used.
    period : str
        With ``imputation: last``, a figure of at most `recipe.max_age` years before stands in, marked.

    Examples
    --------
    >>> from indicators.groundwork import TOP
    >>> from indicators.indicator import catalogue
    >>> from indicators.observations import COLUMNS
    >>> rows = [("gdp_per_head", place, "2020", "total", x, "") for place, x in (("01", 5.0), ("02", 7.0))]
    >>> compose_period(pd.DataFrame(rows, columns=COLUMNS), "2020", Recipe(), catalogue()).scores[
    ...     TOP
    ... ].tolist()
    [0.0, 100.0]
    """
    choice = recipe.composition
    inner = set(choice.parents.values())
    codes = [code for code in choice.parents if code not in inner] or list(frame["indicator"].unique())
    max_age = recipe.max_age if choice.imputation == "last" else 0
    table, filled = lay_figures(frame, codes, period, max_age=max_age)
    return compose(table, recipe, indicators, groups=groups, filled=filled)
