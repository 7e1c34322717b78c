"""The gate before publishing: every declared check of every changed data set, stored whatever it says."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from etl import comparison, inspection
from etl.inspection import Finding, Found, Subject
from indicators.errors import DataError

CHECKS: Mapping[str, Callable[[Subject], Found]] = {
    "units": comparison.units,
    "range": inspection.range_,
    "sums": inspection.sums,
    "rows": comparison.rows_,
    "empty": comparison.empty,
    "columns": comparison.columns,
    "future": inspection.future,
    "mixed": inspection.mixed,
    "duplicates": inspection.duplicates,
    "revised": comparison.revised,
    "coverage": comparison.coverage,
}
BESIDE_LAST = {"rows", "empty", "columns", "revised", "coverage"}
RESULTS = ["data_set", "sha256", "name", "outcome", "message", "failing", "rows"]
SHOWN = [
    "line",
    "column",
    "code",
    "territory",
    "level",
    "period",
    "group",
    "value",
    "was",
    "sum",
    "is",
    "reason",
]


class CheckError(DataError):
    """Hard checks failed: nothing is published; `results` holds what every check said."""

    def __init__(self, results: pd.DataFrame, observatory: str) -> None:
        self.results = results
        stopped = results[results["outcome"] == "stopped"]
        lines = (stopped["data_set"] + ": " + stopped["name"] + ": " + stopped["message"]).tolist()
        first = stopped.iloc[0]
        super().__init__(
            "nothing was published, checks failed:\n  " + "\n  ".join(lines),
            mend=f"see the rows with: recovery checks {observatory}. If it is right, declare under data set "
            f"'{first['data_set']}':  checks: {{{first['name']}: warn}}",
        )


def inspect(subject: Subject, data_set: str, sha256: str) -> pd.DataFrame:
    """Make the checks that a data set does not switch off.

    Returns
    -------
    DataFrame
        Columns `RESULTS`: outcome ``passed``, ``warned`` or ``stopped``; the first failing rows as JSON.
    """
    results = []
    for name, check in CHECKS.items():
        severity = getattr(subject.checks, name)
        if severity == "off":
            continue
        alone = not subject.survey.replaces and name in BESIDE_LAST
        found = None if alone else check(subject)
        outcome = "passed" if found is None else {"stop": "stopped", "warn": "warned"}[severity]
        results.append((data_set, sha256, name, outcome, *_told(found)))
    return pd.DataFrame(results, columns=RESULTS)


def refuse(results: Sequence[pd.DataFrame], observatory: str) -> pd.DataFrame:
    """Return all results as one frame.

    Raises
    ------
    CheckError
        Where a check stopped; it names every one, and how to let it pass on purpose.
    """
    together = pd.concat([pd.DataFrame(columns=RESULTS), *results], ignore_index=True)
    if (together["outcome"] == "stopped").any():
        raise CheckError(together, observatory)
    return together


def _told(found: Finding | None) -> tuple[str, int, str]:
    if found is None:
        return "", 0, "[]"
    first = found.rows.first
    shown = first[[name for name in SHOWN if name in first]].to_json(orient="records")
    return found.message, found.rows.count, json.dumps(json.loads(shown))
