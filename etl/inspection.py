"""Does a data set make sense in itself? One function a check; `etl.comparison` looks at its last load.

What `etl/check.py` judges value by value is judged here as a whole; `geodata.checks` says what follows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pandas as pd

from etl.check import DIFFERENT, OUTSIDE, REPEATED
from etl.sources.cells import PERIOD
from geodata.checks import Checks
from geodata.store import Rows, Survey
from geodata.store.survey import MOST_ROWS
from indicators.indicator import Indicator
from indicators.observations import period_start

OUTSIDE_SHARE = 0.1


@dataclass(frozen=True)
class Subject:
    """What is inspected.

    Attributes
    ----------
    new : int
        How many figures are to be stored.
    rejects : DataFrame
        What was put aside.
    survey : Survey
        Answers on the figures, and on those of the last load.
    columns, former_columns : tuple of str
        Columns of the file, now and at its last load; empty where unknown.
    today : date
        No period may begin after it.
    """

    checks: Checks
    indicator: Indicator
    new: int
    rejects: pd.DataFrame
    survey: Survey
    columns: tuple[str, ...]
    former_columns: tuple[str, ...]
    today: date


@dataclass(frozen=True)
class Finding:
    """What a check found: a sentence, and the rows it speaks of."""

    message: str
    rows: Rows


Found = Finding | None


def range_(subject: Subject) -> Found:
    """Count the values that lie outside the bounds."""
    rows = subject.rejects[subject.rejects["reason"].str.startswith(OUTSIDE)]
    every = subject.new + len(rows)
    if len(rows) <= OUTSIDE_SHARE * every:
        return None
    return Finding(f"{len(rows)} of {every} values lie outside the bounds", listed(rows))


def sums(subject: Subject) -> Found:
    """Add up the children of each published parent, where all of them are there."""
    if subject.indicator.roll_up != "sum":
        return None
    percent = subject.checks.sums_percent
    rows = subject.survey.sums(percent)
    if not rows.count:
        return None
    return Finding(f"{rows.count} sums of children differ from their parent by over {percent:g} %", rows)


def future(subject: Subject) -> Found:
    """Look for periods that have not begun."""
    periods = sorted({*subject.survey.new["period"]})
    found = [period for period in periods if period_start(period) > subject.today]
    if not found:
        return None
    return Finding(f"{some(found)} has not begun on {subject.today}", subject.survey.rows(found))


def mixed(subject: Subject) -> Found:
    """Look for years, quarters and months in one series."""
    rows = subject.survey.mixed()
    return Finding("years, quarters or months are mixed in one series", rows) if rows.count else None


def duplicates(subject: Subject) -> Found:
    """Look for keys that were given two values."""
    reasons = subject.rejects["reason"]
    rows = subject.rejects[reasons.str.fullmatch(rf"{REPEATED} \d+ {DIFFERENT}")]
    return Finding(f"{len(rows)} keys have a second, different value", listed(rows)) if len(rows) else None


def own_columns(header: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out the columns named after a period: a new year is no new column."""
    named = pd.Series(header, dtype="str")
    return tuple(named[~named.str.fullmatch(PERIOD)])


def listed(rows: pd.DataFrame) -> Rows:
    """Count rows and keep the first."""
    return Rows(len(rows), rows.head(MOST_ROWS))


def some(names: Iterable[object]) -> str:
    """Name the first few."""
    words = [str(name) for name in names]
    return ", ".join(words[:5]) + (f" and {len(words) - 5} more" if len(words) > 5 else "")
