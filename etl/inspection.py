"""Does a data set still make sense, beside its last load and beside itself? One function a check.

What `etl/check.py` judges value by value is judged here as a whole; `geodata.checks` says what follows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from etl.check import KEY, OUTSIDE, REPEATED
from etl.sources.cells import PERIOD, Tidied
from geodata.checks import Checks
from indicators.indicator import Indicator
from indicators.observations import frequency, period_start

TEN = 10.0
SHARE = 1.5  # the most a share may be, where percentages are expected
FEWEST = 3  # figures that tell a unit
OUTSIDE_SHARE = 0.1
COVERAGE_LOST = 0.2
HELD = [*KEY, "value", "status"]


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


def units(subject: Subject) -> Found:
    """Compare each period with the last load: the same series, then or at its latest period before."""
    new, old = subject.new.frame, subject.old
    unit = subject.indicator.unit.en
    if old.empty:
        share = unit.startswith("%") and len(new) >= FEWEST and 0 < new["value"].abs().max() <= SHARE
        return Finding(f"no value above {SHARE:g}, where the unit is {unit}", new) if share else None
    pairs = _with_reference(new, old)
    pairs = pairs[(pairs["value"] != 0) & (pairs["was"] != 0)]
    ratio = (pairs["value"] / pairs["was"]).abs().groupby(pairs["period"])
    typical = ratio.median()[(ratio.count() >= min(FEWEST, old["territory"].nunique())).to_numpy()]
    wrong = typical[(typical >= TEN) | (typical <= 1 / TEN)]
    if wrong.empty:
        return None
    factor = TEN ** round(float(np.log10(wrong.median())))
    rows = pairs[pairs["period"].isin(wrong.index)]
    return Finding(f"the figures of {_some(wrong.index)} are about {factor:g} times those before", rows)


def _with_reference(new: pd.DataFrame, old: pd.DataFrame) -> pd.DataFrame:
    """Give each new figure the old one of its period, else the last old one before it, in column `was`."""
    series = ["territory", "group"]
    left = new.assign(start=_starts(new["period"])).sort_values("start", kind="stable")
    right = old[[*series, "period", "value"]].rename(columns={"value": "was"}).dropna(subset=["was"])
    right = right.assign(start=_starts(right["period"])).drop(columns="period").sort_values("start")
    return pd.merge_asof(left, right, on="start", by=series).dropna(subset=["was"]).drop(columns="start")


def _starts(periods: pd.Series[str]) -> pd.Series[pd.Timestamp]:
    return pd.to_datetime(periods.map({period: period_start(period) for period in periods.unique()}))


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


def rows_(subject: Subject) -> Found:
    """Count the figures, beside those of the last load."""
    now, before = len(subject.new.frame), len(subject.old)
    if now >= before * (1 - subject.checks.rows_percent / 100):
        return None
    rows = _gone(subject)
    return Finding(
        f"{now:,} figures, {1 - now / before:.0%} fewer than the {before:,} of the last load", rows
    )


def _gone(subject: Subject) -> pd.DataFrame:
    there = pd.MultiIndex.from_frame(subject.new.frame[KEY])
    return subject.old[~pd.MultiIndex.from_frame(subject.old[KEY]).isin(there)][HELD]


def empty(subject: Subject) -> Found:
    """Look for what held values before and holds none now."""
    words, gone = [], _gone(subject)
    lost = pd.Series(False, index=gone.index)
    for column in ("period", "group"):
        void = sorted({*subject.old[column]} - {*subject.new.frame[column]})
        lost |= gone[column].isin(void)
        words += [f"not one value for {column} {_some(void)}"] if void else []
    if subject.old["status"].ne("").any() and len(subject.new.frame) and not _flagged(subject.new.frame):
        words.append("not one status flag, where the last load had some")
    return Finding("; ".join(words), gone[lost]) if words else None


def _flagged(frame: pd.DataFrame) -> bool:
    return bool(frame["status"].ne("").any())


def columns(subject: Subject) -> Found:
    """Compare the columns of the file with those of its last load."""
    now, before = subject.new.columns, subject.columns
    if not before or not now or {*now} == {*before}:
        return None
    new, gone = [name for name in now if name not in before], [name for name in before if name not in now]
    words = [f"{what}: {_some(names)}" for what, names in (("new", new), ("gone", gone)) if names]
    rows = pd.DataFrame({"column": [*new, *gone], "is": ["new"] * len(new) + ["gone"] * len(gone)})
    return Finding(f"other columns than in the last load; {'; '.join(words)}", rows)


def future(subject: Subject) -> Found:
    """Look for periods that have not begun."""
    frame = subject.new.frame
    rows = frame[_starts(frame["period"]) > pd.Timestamp(subject.today)]
    found = sorted({*rows["period"]})
    return Finding(f"{_some(found)} has not begun on {subject.today}", rows) if found else None


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


def revised(subject: Subject) -> Found:
    """List the figures that the publisher changed."""
    both = subject.new.frame.merge(subject.old[[*KEY, "value"]].rename(columns={"value": "was"}), on=KEY)
    rows = both[(both["value"] != both["was"]) & both["was"].notna()]
    if rows.empty:
        return None
    return Finding(f"{len(rows):,} of {len(both):,} figures were revised", rows)


def coverage(subject: Subject) -> Found:
    """Compare the territories that have a figure, by level and period, with those of the last load."""
    level = subject.places.set_index("territory")["level"]
    now, before = (_covered(frame, level) for frame in (subject.new.frame, subject.old))
    both = pd.DataFrame({"was": before, "is": now}).dropna(subset=["was"]).fillna(0)
    lost = both[both["is"] < both["was"] * (1 - COVERAGE_LOST)].reset_index()
    if lost.empty:
        return None
    first = lost.iloc[0]
    what = (
        f"{first['level']} in {first['period']}: {first['is']:.0f} territories instead of {first['was']:.0f}"
    )
    return Finding(f"{what}{f', and {len(lost) - 1} more' * (len(lost) > 1)}", lost)


def _covered(frame: pd.DataFrame, level: pd.Series[str]) -> pd.Series[int]:
    by = [frame["territory"].map(level).rename("level"), frame["period"]]
    return frame["territory"].groupby(by).nunique()


CHECKS: Mapping[str, Callable[[Subject], Found]] = {
    "units": units,
    "range": range_,
    "sums": sums,
    "rows": rows_,
    "empty": empty,
    "columns": columns,
    "future": future,
    "mixed": mixed,
    "duplicates": duplicates,
    "revised": revised,
    "coverage": coverage,
}


def own_columns(header: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out the columns named after a period: a new year is no new column."""
    named = pd.Series(header, dtype="str")
    return tuple(named[~named.str.fullmatch(PERIOD)])


def _some(names: object) -> str:
    listed = [str(name) for name in names]  # type: ignore[attr-defined]
    return ", ".join(listed[:5]) + (f" and {len(listed) - 5} more" if len(listed) > 5 else "")
