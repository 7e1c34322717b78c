"""Does a data set still make sense beside its last load? One function a check."""

from __future__ import annotations

import pandas as pd

from etl.inspection import Finding, Found, Subject, listed, some

SHARE = 1.5  # the most a share may be, where percentages are expected
FEWEST = 3  # figures that tell a unit
COVERAGE_LOST = 0.2
EXACT = 1e-9  # a logarithm of ten times as much may come out as less than 1


def units(subject: Subject) -> Found:
    """Compare each period with the last load: the same series, then or at its latest period before."""
    survey, unit = subject.survey, subject.indicator.unit.en
    if not survey.replaces:
        most = survey.new["largest"].max()
        share = unit.startswith("%") and subject.new >= FEWEST and 0 < most <= SHARE
        return (
            Finding(f"no value above {SHARE:g}, where the unit is {unit}", survey.rows()) if share else None
        )
    each = survey.magnitudes()
    each = each[each["count"] >= min(FEWEST, survey.former_territories())]
    wrong = each[each["magnitude"].abs() >= 1 - EXACT]
    if wrong.empty:
        return None
    factor = 10.0 ** round(float(wrong["magnitude"].median()))
    rows = survey.paired([*wrong["period"]])
    return Finding(f"the figures of {some(wrong['period'])} are about {factor:g} times those before", rows)


def rows_(subject: Subject) -> Found:
    """Count the figures, beside those of the last load."""
    now, before = subject.new, int(subject.survey.former["count"].sum())
    if now >= before * (1 - subject.checks.rows_percent / 100):
        return None
    words = f"{now:,} figures, {1 - now / before:.0%} fewer than the {before:,} of the last load"
    return Finding(words, subject.survey.gone())


def empty(subject: Subject) -> Found:
    """Look for what held values before and holds none now."""
    new, old = subject.survey.new, subject.survey.former
    void = {column: sorted({*old[column]} - {*new[column]}) for column in ("period", "group")}
    words = [f"not one value for {column} {some(names)}" for column, names in void.items() if names]
    if old["flagged"].any() and not new["flagged"].any():
        words.append("not one status flag, where the last load had some")
    return Finding("; ".join(words), subject.survey.gone(void["period"], void["group"])) if words else None


def columns(subject: Subject) -> Found:
    """Compare the columns of the file with those of its last load."""
    now, before = subject.columns, subject.former_columns
    if not before or not now or {*now} == {*before}:
        return None
    new, gone = [name for name in now if name not in before], [name for name in before if name not in now]
    words = [f"{what}: {some(names)}" for what, names in (("new", new), ("gone", gone)) if names]
    rows = pd.DataFrame({"column": [*new, *gone], "is": ["new"] * len(new) + ["gone"] * len(gone)})
    return Finding(f"other columns than in the last load; {'; '.join(words)}", listed(rows))


def revised(subject: Subject) -> Found:
    """List the figures that the publisher changed."""
    both, rows = subject.survey.revised()
    return Finding(f"{rows.count:,} of {both:,} figures were revised", rows) if rows.count else None


def coverage(subject: Subject) -> Found:
    """Compare the territories that have a figure, by level and period, with those of the last load."""
    both = subject.survey.covered().dropna(subset=["was"]).fillna(0)
    lost = both[both["is"] < both["was"] * (1 - COVERAGE_LOST)].reset_index()
    if lost.empty:
        return None
    first = lost.iloc[0]
    what = (
        f"{first['level']} in {first['period']}: {first['is']:.0f} territories instead of {first['was']:.0f}"
    )
    return Finding(f"{what}{f', and {len(lost) - 1} more' * (len(lost) > 1)}", listed(lost))
