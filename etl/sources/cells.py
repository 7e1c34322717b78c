"""From text cells to observations: the one place where a value, a flag or a period is converted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from geodata.observatory import DataSet
from indicators.observations import COLUMNS, TOTAL

PLACE = ["line", "column", "content"]
REJECTS = ["line", "column", "code", "reason", "content"]
LONGEST_CONTENT = 300
MISSING = ("", ":")

_NUMBER = r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
TWO_YEARS = r"[0-9]{4}/(?:[0-9]{2}|[0-9]{4})"
PERIOD = r"([0-9]{4})(?:[- ]?(?:(Q[1-4])|M?(0[1-9]|1[0-2])))?"


@dataclass(frozen=True)
class Tidied:
    """What a reader made of a file. ``read`` is always the sum of its fates.

    Attributes
    ----------
    frame : DataFrame
        Columns `COLUMNS`, and `PLACE`: where in the file each value stood.
    rejects : DataFrame
        Columns `REJECTS`: what cannot be used, where it stood and why.
    empty, out_of_scope : int
        Values the publisher left out; values the declaration does not ask for.
    notes : tuple of str
        What was detected rather than declared, and other things to know of the file.
    columns : tuple of str
        The columns of the file, as it names them; empty for a source that has none.
    """

    frame: pd.DataFrame
    rejects: pd.DataFrame
    empty: int = 0
    out_of_scope: int = 0
    notes: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()

    @property
    def read(self) -> int:
        """Number of values that the file holds."""
        return len(self.frame) + len(self.rejects) + self.empty + self.out_of_scope


def convert(
    cells: pd.DataFrame,
    data_set: DataSet,
    broken: pd.DataFrame,
    out_of_scope: int,
    notes: tuple[str, ...] = (),
) -> Tidied:
    """Turn text cells into observations; what cannot be turned is rejected with its line and reason.

    Parameters
    ----------
    cells : DataFrame
        Columns territory, period, group, value, status and `PLACE`, all text but ``line``. The decimal
        sign of ``value`` is a point.
    data_set : DataSet
        Says the indicator and the scale.
    broken : DataFrame
        Columns `REJECTS`: rows that could not even be cut into cells.
    out_of_scope : int
        Values already left out by the declared filter.
    notes : tuple of str
        What to know of the file.
    """
    padded = ("territory", "period", "value", "status")
    cells = cells.assign(**{name: cells[name].str.strip() for name in padded})
    missing = cells["value"].isin(MISSING)
    confidential = cells["status"].str.contains("c", regex=False)
    empty = missing & ~confidential
    cells, missing, confidential = cells[~empty], missing[~empty], confidential[~empty]
    value = _numbers(cells["value"])
    period = _whole_years(cells["period"], data_set.split_years)
    cells.loc[confidential, "content"] = "(withheld)"
    reason = first_reason(
        cells,
        {
            "no territory code": cells["territory"] == "",
            "two years in one (declare split_years: first, or last)": _all(TWO_YEARS, period),
            "not a period (write 2020, 2020-Q2 or 2020-06)": ~_all(PERIOD, period),
            "not status flags (small letters)": ~_all("[a-z]*", cells["status"]),
            "confidential, left out by the publisher": confidential & missing,
            "confidential, never stored": confidential,
            "not a number": value.isna(),
            "a number too large to store": np.isinf(value),
        },
    )
    good = cells[reason == ""]
    frame = good.assign(
        indicator=data_set.indicator,
        period=_label(period[reason == ""]),
        value=value[reason == ""] * data_set.scale,
        status=good["status"].map({flags: _sorted(flags) for flags in good["status"].unique()}).astype("str"),
    )
    rejects = pd.concat([broken, reject(cells, reason)], ignore_index=True).astype({"line": "int64"})
    frame = frame[[*COLUMNS, *PLACE]].reset_index(drop=True)
    return Tidied(frame, rejects, int(empty.sum()), out_of_scope, notes)


def select(rows: pd.DataFrame, data_set: DataSet) -> tuple[pd.Series[bool], pd.Series[str]]:
    """Apply the declared filter and map: which rows are in scope, and the group of each.

    A code that the map does not name is out of scope.
    """
    wanted = pd.Series(True, index=rows.index)
    for column, codes in {**data_set.filter, **data_set.map}.items():
        wanted &= rows[column].isin([*codes])
    keys = rows.loc[wanted, [*data_set.map]]
    each = [tuple(key) for key in keys.to_numpy()]
    known = {key: group_of(dict(zip(keys.columns, key, strict=True)), data_set) for key in {*each}}
    groups = [known[key] for key in each]
    return wanted, pd.Series(groups, index=keys.index, dtype="str")


def group_of(codes: Mapping[str, str], data_set: DataSet) -> str:
    """Join the declared group and those of the mapped columns into one, dimensions sorted."""
    named = [data_set.group, *(groups[codes[column]] for column, groups in data_set.map.items())]
    return ";".join(sorted(name for name in named if name != TOTAL)) or TOTAL


def first_reason(rows: pd.DataFrame, reasons: Mapping[str, Any]) -> pd.Series[str]:
    """Name for each row the first reason that holds, or an empty text."""
    return pd.Series(np.select([*reasons.values()], [*reasons], default=""), index=rows.index, dtype="str")


def reject(rows: pd.DataFrame, reason: pd.Series[str]) -> pd.DataFrame:
    """Make rejects of the rows that have a reason."""
    rows = rows.assign(reason=reason, content=rows["content"].str.slice(0, LONGEST_CONTENT))
    return rows.rename(columns={"territory": "code"})[REJECTS][reason != ""].reset_index(drop=True)


def _all(pattern: str, text: pd.Series[str]) -> pd.Series[bool]:
    """Match the whole of each text; texts repeat so much that each is looked at once."""
    return text.map({one: bool(re.fullmatch(pattern, one)) for one in text.unique()}).astype(bool)


def _numbers(text: pd.Series[str]) -> pd.Series[float]:
    return pd.to_numeric(text.where(text.str.fullmatch(_NUMBER)), errors="coerce").astype(float)


def _whole_years(period: pd.Series[str], which: str | None) -> pd.Series[str]:
    if which is None:
        return period
    found = {two: _year_of(two, which) for two in period.unique() if re.fullmatch(TWO_YEARS, two)}
    return period.replace(found)


def _year_of(two: str, which: str) -> str:
    """Name one year of 2013/14; two years that do not follow each other stay as they are."""
    first, _, last = two.partition("/")
    following = str(int(first) + 1)
    if not following.endswith(last):
        return two
    return first if which == "first" else following


def _sorted(flags: str) -> str:
    return "".join(sorted(set(flags)))


def _label(period: pd.Series[str]) -> pd.Series[str]:
    return period.map({written: _normal(written) for written in period.unique()}).astype("str")


def _normal(period: str) -> str:
    """Write a period in the one way of the house.

    >>> _normal("2020"), _normal("2020Q2"), _normal("2020M06"), _normal("2020 06")
    ('2020', '2020-Q2', '2020-06', '2020-06')
    """
    year, finer = period[:4], period[4:].lstrip("- M")
    return f"{year}-{finer}" if finer else year
