"""The measures laid out as a grid: a row for each shock, year and territory; a column for each indicator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from indicators.arrays import Floats, Mask, Words
from indicators.labels import list_true, rank_alike
from indicators.measures import MARKS
from indicators.recipe import Recipe

T = TypeVar("T", bound=np.generic)
Columns = dict[str, NDArray[Any]]
COMPOSITES = [
    "territory",
    "shock",
    "evaluation",
    "dimension",
    "score",
    "coverage",
    "parts",
    "marks",
    "reason",
    "rank",
    "ranked_of",
]
UNIT = ["shock", "evaluation", "territory"]

_TEXT = dict.fromkeys(["territory", "shock", "dimension", "parts", "marks", "reason"], "str")


@dataclass(frozen=True)
class Grid:
    """U units by I indicators.

    Attributes
    ----------
    units : DataFrame
        Columns `UNIT`, U rows.
    codes : list of str
        The I indicators.
    scores, weights : ndarray, shape (U, I)
        NaN without a score; weight 0 where the shock is not judged by the indicator.
    parts : ndarray of str, shape (U, I)
        The indicator and the parts of its score, ``gdp:resistance+renewal``.
    marks : dict
        Mark -> where it stands, shape (U, I); those that tell of the figures, not of the ranking.
    groups : list of ndarray
        Row numbers of each shock and year: what is ranked together.
    """

    units: pd.DataFrame
    codes: list[str]
    scores: Floats
    weights: Floats
    parts: Words
    marks: dict[str, Mask]
    groups: list[NDArray[np.int64]]

    def rows(self, dimension: str, score: Floats, coverage: Floats, used: Mask, there: Mask) -> Columns:
        """Make the rows of one dimension, or of the composite (""), ranked within each shock and year.

        Parameters
        ----------
        score, coverage : ndarray, shape (U,)
        used : ndarray of bool, shape (U, I)
            The indicators that the score is made of.
        there : ndarray of bool, shape (U,)
            The units that have the dimension at all; no other has a row.

        Returns
        -------
        dict
            `COMPOSITES` without the columns of the unit, and ``unit``, its row number: for `tabulate`.
        """
        parts = join_used(self.parts, used)
        rank, ranked_of = np.full(len(score), np.nan), np.zeros(len(score), dtype=int)
        differs = np.zeros(len(score), dtype=bool)
        for rows in self.groups:
            rank[rows], differs[rows] = rank_alike(score[rows], parts[rows])
            ranked_of[rows] = np.isfinite(rank[rows]).sum()
        scored = np.isfinite(score)
        marks = {mark: (mask & used).any(axis=1) & scored for mark, mask in self.marks.items()}
        weightless = np.isnan(coverage)
        columns: Columns = {
            "unit": np.arange(len(score)),
            "dimension": np.full(len(score), dimension, dtype=object),
            "score": score,
            "coverage": coverage,
            "parts": np.where(scored, parts, ""),
            "marks": list_true(dict(sorted({**marks, "parts differ": differs}.items()))),
            "reason": list_true({"no weight": weightless, "coverage too low": ~scored & ~weightless}),
            "rank": rank,
            "ranked_of": ranked_of,
        }
        return {name: column[there] for name, column in columns.items()}

    def tabulate(self, parts: Sequence[Columns]) -> pd.DataFrame:
        """Join the rows of the composite and its dimensions to a frame of `COMPOSITES`."""
        columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
        columns |= {name: self.units[name].to_numpy()[columns["unit"]] for name in UNIT}
        whole = {"rank": pd.Series(columns["rank"]).astype("Int64")}
        return pd.DataFrame({name: columns[name] for name in COMPOSITES} | whole).astype(_TEXT)


def lay_out(measures: pd.DataFrame, recipe: Recipe) -> Grid:
    """Lay the measures out, with the recipe's weights of the indicators.

    Parameters
    ----------
    measures : DataFrame
        At least `UNIT`, indicator, score, parts and marks; each unit and indicator once.

    Examples
    --------
    >>> from indicators.measures import tabulate
    >>> row = {"territory": "01", "shock": "s", "evaluation": 2022, "indicator": "gdp", "score": 60.0}
    >>> lay_out(tabulate(pd.DataFrame([row])), Recipe(indicator_weights={"gdp": 3})).weights
    array([[3.]])
    """
    named = {name: pd.factorize(measures[name]) for name in [*UNIT, "indicator", "parts", "marks"]}
    crisis = named["shock"][0] * (len(named["evaluation"][1]) + 1) + named["evaluation"][0]
    row, first = _number(crisis * (len(named["territory"][1]) + 1) + named["territory"][0])
    column, codes = named["indicator"]
    shape = (len(first), len(codes))

    def place(values: NDArray[T], empty: object) -> NDArray[T]:
        table = np.full(shape, empty, dtype=values.dtype)
        table[row, column] = values
        return table

    weight = np.array([recipe.indicator_weights.get(code, 1.0) for code in codes])
    made, marked = (named[name][1].to_numpy(dtype=object) for name in ("parts", "marks"))
    shown = [f"{code}:{parts.replace(',', '+')}" for code in codes for parts in made]
    labels = np.array(shown, dtype=object).reshape(len(codes), len(made))
    group = _number(crisis[first])[0]
    return Grid(
        units=measures[UNIT].iloc[first],
        codes=list(codes),
        scores=place(measures["score"].to_numpy(dtype=float), np.nan),
        weights=place(weight[column], 0.0),
        parts=place(labels[column, named["parts"][0]], ""),
        marks={
            mark: place(np.array([mark in text for text in marked], dtype=bool)[named["marks"][0]], False)
            for mark in MARKS
            if mark != "parts differ"
        },
        groups=[np.flatnonzero(group == g) for g in range(group.max(initial=-1) + 1)],
    )


def _number(keys: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Number equal keys in the order in which they appear, and tell where each appears first."""
    numbers, _ = pd.factorize(keys)
    return numbers, np.unique(numbers, return_index=True)[1]


def join_used(words: Words, used: Mask) -> Words:
    """Join the words of each row that are used, by commas.

    Examples
    --------
    >>> join_used(np.array([["a", "b", "c"]], dtype=object), np.array([[True, False, True]])).tolist()
    ['a,c']
    """
    text = np.full(len(words), "", dtype=object)
    for word, here in zip(words.T, used.T, strict=True):
        text[here] = np.where(text[here] == "", word[here], text[here] + "," + word[here])
    return text
