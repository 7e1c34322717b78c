"""From text cells to observations: the one place where a value, a flag or a period is converted."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow
import pyarrow.compute as pc

from etl.sources.codes import Codes, constant, holds, occurring, recode
from etl.sources.numbers import read_numbers, texts
from geodata.observatory import DataSet

PLACE = ["line", "column"]
REJECTS = ["line", "column", "code", "reason", "content"]
LONGEST_CONTENT = 300
MISSING = ("", ":")
PIECE = 250_000
WITHHELD = "(withheld)"

TWO_YEARS = r"[0-9]{4}/(?:[0-9]{2}|[0-9]{4})"
PERIOD = r"([0-9]{4})(?:[- ]?(?:(Q[1-4])|M?(0[1-9]|1[0-2])))?"

Contents = Callable[[pd.DataFrame], list[str]]
"""What some rows are in the file, by their columns `PLACE`."""


@dataclass(frozen=True)
class Tidied:
    """What a reader made of one piece of a file. ``read`` is always the sum of its fates.

    Attributes
    ----------
    frame : DataFrame
        Columns indicator, territory, period, group, status and column, each of codes (`category`) that occur;
        value, float64; and line, int64.
    rejects : DataFrame
        Columns `REJECTS`: what cannot be used, where it stood and why.
    content : callable
        Rows of `frame` -> what they are in the file.
    empty, out_of_scope : int
        Values the publisher left out; values the declaration does not ask for.
    notes : tuple of str
        What was detected rather than declared, and other things to know of the file.
    columns : tuple of str
        The columns of the file, as it names them; empty for a source that has none.
    """

    frame: pd.DataFrame
    rejects: pd.DataFrame
    content: Contents
    empty: int = 0
    out_of_scope: int = 0
    notes: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()

    @property
    def read(self) -> int:
        """Number of values that the piece holds."""
        return len(self.frame) + len(self.rejects) + self.empty + self.out_of_scope


def convert(
    cells: pd.DataFrame,
    data_set: DataSet,
    broken: pd.DataFrame,
    out_of_scope: int,
    content: Contents,
) -> Tidied:
    """Turn text cells into observations; what cannot be turned is rejected with its line and reason.

    Parameters
    ----------
    cells : DataFrame
        Columns territory, period, group, status and column, of codes; value, text with a point as decimal
        sign; and line.
    data_set : DataSet
        Says the indicator and the scale.
    broken : DataFrame
        Columns `REJECTS`: rows that could not even be cut into cells.
    out_of_scope : int
        Values already left out by the declared filter.
    content : callable
        Rows of `cells` -> what they are in the file.
    """
    given = pc.utf8_trim_whitespace(texts(cells["value"]))
    missing = pc.is_in(given, pyarrow.array(MISSING, given.type)).to_numpy(zero_copy_only=False)
    status = recode(cells["status"].array, str.strip)
    confidential = holds(status, lambda flags: "c" in flags)
    some = ~missing | confidential
    rows = cells.assign(status=status)
    if not some.all():
        rows, given = rows[some], given.filter(pyarrow.array(some))
        missing, confidential = missing[some], confidential[some]
    value = read_numbers(given)
    territory = recode(rows["territory"].array, str.strip)
    period = recode(rows["period"].array, lambda written: _whole_year(written.strip(), data_set.split_years))
    rows = rows.assign(territory=territory, period=period, value=value)
    reason = first_reason(
        {
            "no territory code": holds(territory, lambda code: code == ""),
            "two years in one (declare split_years: first, or last)": holds(period, _matches(TWO_YEARS)),
            "not a period (write 2020, 2020-Q2 or 2020-06)": ~holds(period, _matches(PERIOD)),
            "not status flags (small letters)": ~holds(rows["status"].array, _matches("[a-z]*")),
            "confidential, left out by the publisher": confidential & missing,
            "confidential, never stored": confidential,
            "not a number": np.isnan(value),
            "a number too large to store": np.isinf(value),
        },
        rows.index,
    )
    bad = (reason != "").to_numpy()
    rejects = reject(rows, reason, content)
    rejects.loc[confidential[bad], "content"] = WITHHELD
    rejects = pd.concat([broken, rejects], ignore_index=True) if len(broken) else rejects
    frame = _frame(rows[~bad] if bad.any() else rows, data_set)
    return Tidied(frame, rejects, content, int((~some).sum()), out_of_scope)


def _frame(good: pd.DataFrame, data_set: DataSet) -> pd.DataFrame:
    columns = {
        "indicator": constant(data_set.indicator, len(good)),
        "territory": good["territory"].array,
        "period": recode(occurring(good["period"].array), _normal),
        "group": good["group"].array,
        "status": recode(good["status"].array, _sorted),
        "column": good["column"].array,
    }
    coded = {name: occurring(column) for name, column in columns.items()}
    value = good["value"].to_numpy() * data_set.scale
    return pd.DataFrame({**coded, "value": value, "line": good["line"].to_numpy(dtype=np.int64)})


def first_reason(reasons: Mapping[str, Any], index: pd.Index[Any]) -> pd.Series[Any]:
    """Name for each row the first reason that holds, or an empty text; a column of codes.

    Parameters
    ----------
    reasons : dict
        Reason -> where it holds, shape (n,).
    """
    found = np.zeros(len(index), dtype=np.int8)
    for at, holding in reversed([*enumerate(reasons.values(), start=1)]):
        found[np.asarray(holding)] = at
    names = pd.Index(["", *reasons], dtype="str")
    return pd.Series(Codes.from_codes(found, categories=names, validate=False), index=index)


def reject(rows: pd.DataFrame, reason: pd.Series[Any], content: Contents) -> pd.DataFrame:
    """Make rejects of the rows that have a reason.

    Parameters
    ----------
    rows : DataFrame
        Columns `PLACE` and territory, among others.
    """
    bad = (reason != "").to_numpy()
    rows = rows[bad]
    found = {
        "line": rows["line"].to_numpy(),
        "column": rows["column"].to_numpy(),
        "code": rows["territory"].to_numpy(),
        "reason": reason[bad].to_numpy(),
        "content": [text[:LONGEST_CONTENT] for text in content(rows)] if len(rows) else [],
    }
    return pd.DataFrame(found).astype(REJECT_TYPES)


def set_aside(rows: Sequence[tuple[int, str, str, str, str]]) -> pd.DataFrame:
    """Make rejects of rows that could not be cut into cells, given as `REJECTS`."""
    return pd.DataFrame(rows, columns=REJECTS).astype(REJECT_TYPES)


REJECT_TYPES = dict.fromkeys(REJECTS, "str") | {"line": "int64"}


def _matches(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern)
    return lambda text: compiled.fullmatch(text) is not None


def _whole_year(period: str, which: str | None) -> str:
    """Name one year of 2013/14 where that is declared; what does not follow each other stays as it is."""
    if which is None or not re.fullmatch(TWO_YEARS, period):
        return period
    first, _, last = period.partition("/")
    following = str(int(first) + 1)
    if not following.endswith(last):
        return period
    return first if which == "first" else following


def _sorted(flags: str) -> str:
    return "".join(sorted(set(flags)))


def _normal(period: str) -> str:
    """Write a period in the one way of the house.

    >>> _normal("2020"), _normal("2020Q2"), _normal("2020M06"), _normal("2020 06")
    ('2020', '2020-Q2', '2020-06', '2020-06')
    """
    year, finer = period[:4], period[4:].lstrip("- M")
    return f"{year}-{finer}" if finer else year
