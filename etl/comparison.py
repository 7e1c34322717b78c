"""Does a data set still make sense beside its last load? One function a check."""

from __future__ import annotations

import numpy as np
import pandas as pd

from etl.check import KEY
from etl.inspection import Finding, Found, Subject, some, starts

TEN = 10.0
SHARE = 1.5  # the most a share may be, where percentages are expected
FEWEST = 3  # figures that tell a unit
COVERAGE_LOST = 0.2
HELD = [*KEY, "value", "status"]


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
    return Finding(f"the figures of {some(wrong.index)} are about {factor:g} times those before", rows)


def _with_reference(new: pd.DataFrame, old: pd.DataFrame) -> pd.DataFrame:
    """Give each new figure the old one of its period, else the last old one before it, in column `was`."""
    series = ["territory", "group"]
    left = new.assign(start=starts(new["period"])).sort_values("start", kind="stable")
    right = old[[*series, "period", "value"]].rename(columns={"value": "was"}).dropna(subset=["was"])
    right = right.assign(start=starts(right["period"])).drop(columns="period").sort_values("start")
    return pd.merge_asof(left, right, on="start", by=series).dropna(subset=["was"]).drop(columns="start")


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
        words += [f"not one value for {column} {some(void)}"] if void else []
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
    words = [f"{what}: {some(names)}" for what, names in (("new", new), ("gone", gone)) if names]
    rows = pd.DataFrame({"column": [*new, *gone], "is": ["new"] * len(new) + ["gone"] * len(gone)})
    return Finding(f"other columns than in the last load; {'; '.join(words)}", rows)


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
