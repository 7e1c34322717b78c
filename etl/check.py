"""What must hold before a figure is stored: a known territory, one value a key, sane bounds."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from fnmatch import fnmatchcase

import pandas as pd

from etl.sources import SOURCES
from etl.sources.cells import Tidied, first_reason, reject
from etl.sources.records import columns_of
from geodata.observatory import Break, DataSet
from indicators.errors import DataError
from indicators.indicator import Indicator
from indicators.observations import period_start

NO_TERRITORY = "no territory of this code"
OUTSIDE = ("below the least possible", "above the most possible")
REPEATED = "given already on line"
KEY = ["territory", "period", "group"]


def check(
    tidied: Tidied, data_set: DataSet, indicator: Indicator, known: Collection[str], where: str
) -> Tidied:
    """Keep what may be stored and reject the rest, each value with its line and reason.

    Rejected are codes of no known territory, values outside the indicator's bounds, and every further
    value for a key that already has one. Codes that the declaration calls out of scope are counted.

    Parameters
    ----------
    tidied : Tidied
        What the source read.
    known : collection of str
        Codes of the hierarchy's territories.
    where : str
        Name of the file in messages.

    Returns
    -------
    Tidied
        With the declared breaks flagged ``b``.

    Raises
    ------
    DataError
        Where nothing is left to store.
    """
    outside = tidied.frame["territory"].map(_matcher(data_set.out_of_scope)).astype(bool)
    frame = tidied.frame[~outside]
    low, high = indicator.bounds
    reasons = first_reason(
        {
            NO_TERRITORY: ~frame["territory"].isin([*known]),
            f"{OUTSIDE[0]}, {low}": frame["value"] < (float("-inf") if low is None else low),
            f"{OUTSIDE[1]}, {high}": frame["value"] > (float("inf") if high is None else high),
        },
        frame.index,
    )
    rejects, frame = reject(frame, reasons, tidied.content), frame[reasons == ""]
    rejects.loc[rejects["reason"] == NO_TERRITORY, "column"] = territory_column(data_set)
    again = _repeated(frame)
    result = replace(
        tidied,
        frame=mark_breaks(frame[again == ""], data_set.breaks).reset_index(drop=True),
        rejects=pd.concat([tidied.rejects, rejects, reject(frame, again, tidied.content)], ignore_index=True),
        out_of_scope=tidied.out_of_scope + int(outside.sum()),
    )
    if result.frame.empty:
        raise DataError(_nothing(result, known), where=where, mend="correct the file, or how it is declared")
    return result


def territory_column(data_set: DataSet) -> str:
    """Name the column in which a file names its territories."""
    return columns_of(data_set, SOURCES[data_set.source].COLUMNS).territory


def mark_breaks(frame: pd.DataFrame, breaks: Iterable[Break]) -> pd.DataFrame:
    """Add flag ``b`` to the first value of each series from a declared break on."""
    declared_breaks = [*breaks]
    if not declared_breaks:
        return frame
    frame = frame.copy()
    starts = frame["period"].map({period: period_start(period) for period in frame["period"].unique()})
    for declared in declared_breaks:
        after = starts >= period_start(declared.period)
        if "all" not in declared.territories:
            after &= frame["territory"].isin([*declared.territories])
        first = starts[after].groupby([frame["territory"], frame["group"]]).transform("min") == starts[after]
        frame.loc[first.index[first], "status"] = frame.loc[first.index[first], "status"].map(_with_break)
    return frame


def _with_break(status: str) -> str:
    return "".join(sorted({*status, "b"}))


def _matcher(patterns: Collection[str]) -> dict[str, bool]:
    class Memo(dict[str, bool]):
        def __missing__(self, code: str) -> bool:
            self[code] = any(fnmatchcase(code, pattern) for pattern in patterns)
            return self[code]

    return Memo()


def _repeated(frame: pd.DataFrame) -> pd.Series[str]:
    first = frame.groupby(KEY, sort=False)["line"].transform("first")
    value = frame.groupby(KEY, sort=False)["value"].transform("first")
    same = (frame["value"] == value).map({True: "with the same value", False: "with another value"})
    words = f"{REPEATED} " + first.astype("str") + " " + same
    return words.where(frame.duplicated(KEY), "").astype("str")


def _nothing(result: Tidied, known: Collection[str]) -> str:
    reasons = result.rejects["reason"].value_counts().to_dict()
    fates = {"out of scope": result.out_of_scope, "empty": result.empty, **reasons}
    told = "; ".join(f"{count} x {fate}" for fate, count in fates.items() if count)
    first = result.rejects.head(1)
    example = "".join(f"; the first, line {row.line}: {row.content}" for row in first.itertuples())
    codes = f"; codes are like {', '.join(sorted(known)[:3])}" if NO_TERRITORY in reasons else ""
    return f"not one of {result.read} values can be stored: {told}{example}{codes}"
