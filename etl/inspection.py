"""Does a data set make sense in itself? One function a check; `etl.comparison` looks at its last load.

What `etl/check.py` judges value by value is judged here as a whole; `geodata.checks` says what follows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pandas as pd

from etl.check import KEY, OUTSIDE, REPEATED
from etl.sources.cells import PERIOD, Tidied
from geodata.checks import Checks
from indicators.indicator import Indicator
from indicators.observations import frequency, period_start

OUTSIDE_SHARE = 0.1


@dataclass(frozen=True)
class Subject:
    """What is inspected.

    Attributes
    ----------
    new : Tidied
        What is to be stored, with its rejects.
    old : DataFrame
        Present figures of the data set, `COLUMNS`; empty at its first load.
    places : DataFrame
        Columns territory, level, parent.
    columns : tuple of str
        Columns of the file at its last load; empty where unknown.
    today : date
        No period may begin after it.
    """

    checks: Checks
    indicator: Indicator
    new: Tidied
    old: pd.DataFrame
    places: pd.DataFrame
    columns: tuple[str, ...]
    today: date


@dataclass(frozen=True)
class Finding:
    """What a check found: a sentence, and the rows it speaks of."""

    message: str
    rows: pd.DataFrame


Found = Finding | None


def range_(subject: Subject) -> Found:
    """Count the values that lie outside the bounds."""
    rejects, kept = subject.new.rejects, len(subject.new.frame)
    rows = rejects[rejects["reason"].str.startswith(OUTSIDE)]
    if len(rows) <= OUTSIDE_SHARE * (kept + len(rows)):
        return None
    return Finding(f"{len(rows)} of {kept + len(rows)} values lie outside the bounds", rows)


def sums(subject: Subject) -> Found:
    """Add up the children of each published parent, where all of them are there."""
    if subject.indicator.roll_up != "sum":
        return None
    frame = subject.new.frame
    parent = dict(zip(subject.places["territory"], subject.places["parent"], strict=True))
    members = subject.places["parent"].value_counts()
    children = frame.assign(territory=frame["territory"].map(parent)).dropna(subset=["territory"])
    total = children.groupby(KEY)["value"].agg(["sum", "count"]).reset_index()
    total = total[total["count"] == total["territory"].map(members)]
    both = frame.merge(total, on=KEY)
    off = (both["sum"] - both["value"]).abs() > both["value"].abs() * subject.checks.sums_percent / 100
    rows = both[off].drop(columns="count")
    percent = f"{subject.checks.sums_percent:g} %"
    return (
        Finding(f"{len(rows)} sums of children differ from their parent by over {percent}", rows)
        if len(rows)
        else None
    )


def future(subject: Subject) -> Found:
    """Look for periods that have not begun."""
    frame = subject.new.frame
    rows = frame[starts(frame["period"]) > pd.Timestamp(subject.today)]
    found = sorted({*rows["period"]})
    return Finding(f"{some(found)} has not begun on {subject.today}", rows) if found else None


def mixed(subject: Subject) -> Found:
    """Look for years, quarters and months in one series."""
    frame = subject.new.frame
    at = frame["period"].map({period: frequency(period) for period in frame["period"].unique()})
    several = at.groupby([frame["territory"], frame["group"]]).transform("nunique") > 1
    rows = frame[several]
    return Finding("years, quarters or months are mixed in one series", rows) if len(rows) else None


def duplicates(subject: Subject) -> Found:
    """Look for keys that were given two values."""
    rejects = subject.new.rejects
    rows = rejects[rejects["reason"].str.fullmatch(REPEATED + r" \d+ with another value")]
    return Finding(f"{len(rows)} keys have a second, different value", rows) if len(rows) else None


def own_columns(header: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out the columns named after a period: a new year is no new column."""
    named = pd.Series(header, dtype="str")
    return tuple(named[~named.str.fullmatch(PERIOD)])


def starts(periods: pd.Series[str]) -> pd.Series[pd.Timestamp]:
    """First days of periods."""
    return pd.to_datetime(periods.map({period: period_start(period) for period in periods.unique()}))


def some(names: Iterable[object]) -> str:
    """Name the first few."""
    listed = [str(name) for name in names]
    return ", ".join(listed[:5]) + (f" and {len(listed) - 5} more" if len(listed) > 5 else "")
