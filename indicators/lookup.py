"""Find the figure that stands beside another: of the same place, or lent by an ancestor or by the year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from indicators.errors import DataError
from indicators.indicator import Indicator
from indicators.observations import TOTAL

Parents = Mapping[str, str | None]
KEY = ["territory", "period", "group"]


def lineage(territory: str, parents: Parents) -> list[str]:
    """Return a territory and its ancestors, nearest first.

    Raises
    ------
    DataError
        Where a territory stands above itself.

    Examples
    --------
    >>> lineage("ES61", {"ES61": "ES6", "ES6": "ES", "ES": None})
    ['ES61', 'ES6', 'ES']
    """
    line: list[str] = []
    step: str | None = territory
    while step is not None:
        if step in line:
            raise DataError(f"territory '{step}' stands above itself", mend="correct its parent")
        line.append(step)
        step = parents.get(step)
    return line


def unite_status(statuses: Iterable[pd.Series]) -> pd.Series:
    """Union of the SDMX flags of aligned columns, sorted, row by row.

    Examples
    --------
    >>> unite_status([pd.Series(["p", ""]), pd.Series(["bp", ""])]).tolist()
    ['bp', '']
    """
    first, *others = statuses
    joined = first
    for other in others:
        joined = joined + other
    return joined.map({text: "".join(sorted(set(text))) for text in joined.unique()})


def look_up(
    figures: pd.DataFrame, keys: pd.DataFrame, indicator: Indicator, parents: Parents
) -> pd.DataFrame:
    """Find an indicator's figure for every key (DESIGN, "Declared once").

    Parameters
    ----------
    figures : DataFrame
        The indicator's rows; `KEY` unique, every value there.
    keys : DataFrame
        Columns `KEY`.
    indicator : Indicator
        `stock`: the year's figure stands in where a quarter or month has none. `inherit`: the territory
        reads the nearest of itself and its ancestors that has the indicator, and the total where that
        has no such group.
    parents : mapping
        Territory -> its parent; None at the top.

    Returns
    -------
    DataFrame
        Columns value (NaN where there is none) and status; the index of `keys`.

    Examples
    --------
    >>> from indicators.indicator import catalogue
    >>> figures = pd.DataFrame([("01", "2020", "total", 9.0, "e")], columns=[*KEY, "value", "status"])
    >>> keys = pd.DataFrame([("01", "2020-Q2", "total"), ("01", "2021-Q2", "total")], columns=KEY)
    >>> look_up(figures, keys, catalogue()["population"], {}).to_numpy().tolist()
    [[9.0, 'e'], [nan, '']]
    """
    wanted = keys[KEY]
    if indicator.inherit:
        holders = set(figures["territory"])
        nearest = {
            place: next((step for step in lineage(place, parents) if step in holders), place)
            for place in wanted["territory"].unique()
        }
        wanted = wanted.assign(territory=wanted["territory"].map(nearest))
    places = pd.MultiIndex.from_frame(figures[KEY])
    at = places.get_indexer(pd.MultiIndex.from_frame(wanted))
    if indicator.inherit:
        at = _second(at, places, wanted.assign(group=TOTAL))
    if indicator.stock:
        at = _second(at, places, wanted.assign(period=wanted["period"].str[:4]))
    there = at >= 0
    value = np.full(len(keys), np.nan)
    value[there] = figures["value"].to_numpy(dtype=float)[at[there]]
    status = pd.Series("", index=keys.index, dtype="str")
    status[there] = figures["status"].to_numpy()[at[there]]
    return pd.DataFrame({"value": value, "status": status}, index=keys.index)


def _second(at: np.ndarray, places: pd.MultiIndex, wanted: pd.DataFrame) -> np.ndarray:
    return np.where(at >= 0, at, places.get_indexer(pd.MultiIndex.from_frame(wanted)))
