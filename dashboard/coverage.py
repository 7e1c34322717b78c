"""What an edition is made of: its data sets with their checks, and how much of it each year and level has."""

from __future__ import annotations

import pandas as pd

from dashboard.library import Edition
from indicators.observations import TOTAL

YEARS_SHOWN = 16
COUNTS = ["rows_read", "rows_loaded", "rows_rejected", "rows_out_of_scope"]


def data_sets(edition: Edition) -> pd.DataFrame:
    """List the published data sets of an edition with what was read, set aside and checked.

    Returns
    -------
    DataFrame
        One row a data set: data_set, indicator, publisher, dataset, licence, url, since (when it was fetched
        or else loaded), the counts of rows, and the numbers of checks passed and made.
    """
    loads = edition.loads[edition.loads["kind"] == "published"]
    said = edition.checks
    made = said.groupby("data_set").size().reindex(loads["data_set"], fill_value=0)
    passed = said[said["outcome"] == "passed"].groupby("data_set").size()
    since = loads["retrieved_at"].where(loads["retrieved_at"].notna(), loads["loaded_at"])
    facts = ["data_set", "indicator", "publisher", "dataset", "licence", "url"]
    return loads[facts + COUNTS].assign(
        since=since,
        checks_made=made.to_numpy(),
        checks_passed=passed.reindex(loads["data_set"], fill_value=0).to_numpy(),
    )


def coverage(edition: Edition, level: str) -> pd.DataFrame:
    """Return the share of the territories of a level that have a figure.

    Returns
    -------
    DataFrame
        Indexed by indicator, in the declared order; a column a year, the last `YEARS_SHOWN`; 0 to 1.
        Indicators without any figure at the level are left out.
    """
    return edition.keep(("coverage", level), lambda: _coverage(edition, level))


def _coverage(edition: Edition, level: str) -> pd.DataFrame:
    members = edition.members(level)
    counts = {}
    for code in edition.declaration.indicators:
        series = edition.series(code)
        here = series[
            (series["group"] == TOTAL) & series["territory"].isin(members) & series["value"].notna()
        ]
        if len(here):
            counts[code] = here.groupby("year")["territory"].nunique() / len(members)
    frame = pd.DataFrame(counts).T.reindex(list(counts)).fillna(0.0)
    return frame[sorted(frame.columns)[-YEARS_SHOWN:]]


def reasons(edition: Edition) -> pd.DataFrame:
    """Count the rows set aside by data set and reason, the most frequent first: data_set, reason, rows."""
    found = edition.rejects.assign(reason=edition.rejects["reason"].str.split(";").str[0])
    counted = found.groupby(["data_set", "reason"]).size().rename("rows").reset_index()
    return counted.sort_values("rows", ascending=False, kind="stable")
