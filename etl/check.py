"""What must hold for each value before it is stored: a known territory, sane bounds."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from fnmatch import fnmatchcase

import pandas as pd

from etl.sources import SOURCES
from etl.sources.cells import Tidied, first_reason, reject
from etl.sources.codes import holds
from etl.sources.records import columns_of
from geodata.observatory import DataSet
from indicators.indicator import Indicator

NO_TERRITORY = "no territory of this code"
OUTSIDE = ("below the least possible", "above the most possible")
REPEATED = "given already on line"
DIFFERENT = "with another value"
KEY = ["territory", "period", "group"]


def check(tidied: Tidied, data_set: DataSet, indicator: Indicator, known: Collection[str]) -> Tidied:
    """Keep what may be stored of a piece and reject the rest, each value with its line and reason.

    Rejected are codes of no known territory and values outside the indicator's bounds. Codes that the
    declaration calls out of scope are counted.

    Parameters
    ----------
    tidied : Tidied
        What the source read.
    known : collection of str
        Codes of the hierarchy's territories.
    """
    patterns = data_set.out_of_scope
    territory = tidied.frame["territory"].array
    outside = holds(territory, lambda code: any(fnmatchcase(code, pattern) for pattern in patterns))
    frame = tidied.frame[~outside] if outside.any() else tidied.frame
    low, high = indicator.bounds
    reasons = first_reason(
        {
            NO_TERRITORY: ~holds(frame["territory"].array, {*known}.__contains__),
            f"{OUTSIDE[0]}, {low}": frame["value"] < (float("-inf") if low is None else low),
            f"{OUTSIDE[1]}, {high}": frame["value"] > (float("inf") if high is None else high),
        },
        frame.index,
    )
    bad = (reasons != "").to_numpy()
    if not bad.any():
        return replace(tidied, frame=frame, out_of_scope=tidied.out_of_scope + int(outside.sum()))
    rejects = reject(frame, reasons, tidied.content)
    rejects.loc[rejects["reason"] == NO_TERRITORY, "column"] = territory_column(data_set)
    return replace(
        tidied,
        frame=frame[~bad],
        rejects=pd.concat([tidied.rejects, rejects], ignore_index=True),
        out_of_scope=tidied.out_of_scope + int(outside.sum()),
    )


def territory_column(data_set: DataSet) -> str:
    """Name the column in which a file names its territories."""
    return columns_of(data_set, SOURCES[data_set.source].COLUMNS).territory
