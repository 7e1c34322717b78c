"""The measures laid out as a grid: a row for each shock, year and territory; a column for each indicator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from indicators.arrays import Floats, Mask, Words
from indicators.labels import list_true, rank_alike
from indicators.measures import MARKS
from indicators.recipe import Recipe

T = TypeVar("T", bound=np.generic)
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

    def tabulate(self, dimension: str, score: Floats, coverage: Floats, used: Mask) -> pd.DataFrame:
        """Make the rows of one dimension, or of the composite (""), ranked within each shock and year.

        Parameters
        ----------
        score, coverage : ndarray, shape (U,)
        used : ndarray of bool, shape (U, I)
            The indicators that the score is made of.
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
        return self.units.assign(
            dimension=dimension,
            score=score,
            coverage=coverage,
            parts=np.where(scored, parts, ""),
            marks=list_true(dict(sorted({**marks, "parts differ": differs}.items()))),
            reason=list_true({"no weight": weightless, "coverage too low": ~scored & ~weightless}),
            rank=pd.array(rank, dtype="Int64"),
            ranked_of=ranked_of,
        )[COMPOSITES].astype(_TEXT)


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
    units = measures[UNIT].drop_duplicates().reset_index(drop=True)
    row = measures.groupby(UNIT, sort=False).ngroup().to_numpy()
    column, codes = pd.factorize(measures["indicator"])
    shape = (len(units), len(codes))

    def place(values: NDArray[T], empty: object) -> NDArray[T]:
        table = np.full(shape, empty, dtype=values.dtype)
        table[row, column] = values
        return table

    weight = np.array([recipe.indicator_weights.get(code, 1.0) for code in codes])
    label = measures["indicator"] + ":" + measures["parts"].str.replace(",", "+", regex=False)
    return Grid(
        units=units,
        codes=list(codes),
        scores=place(measures["score"].to_numpy(dtype=float), np.nan),
        weights=place(weight[column], 0.0),
        parts=place(label.to_numpy(dtype=object), ""),
        marks={
            mark: place(measures["marks"].str.contains(mark, regex=False).to_numpy(dtype=bool), False)
            for mark in MARKS
            if mark != "parts differ"
        },
        groups=[np.asarray(rows) for rows in units.groupby(UNIT[:2], sort=False).indices.values()],
    )


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
