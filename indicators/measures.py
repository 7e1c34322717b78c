"""The frame of recovery measures: its columns, and the words that stand in them."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

MEASURES = [
    "territory",
    "indicator",
    "shock",
    "evaluation",
    "state",
    "reason",
    "marks",
    "baseline",
    "last",
    "value",
    "change",
    "drop",
    "trough",
    "rebound",
    "years_to_recover",
    "years_since_trough",
    "years_below",
    "expected",
    "expected_low",
    "expected_high",
    "gap",
    "outside",
    "gap_cumulative",
    "excess",
    "loss",
    "resistance",
    "recovery",
    "renewal",
    "parts",
    "score",
    "rank",
    "ranked_of",
]
STATES = ("recovered", "not yet", "relapsed", "no loss", "harm", "insufficient data", "undefined")
UNMEASURED = ("insufficient data", "undefined")
REASONS = (
    "no baseline",
    "gap in the impact window",
    "series too old",
    "baseline is zero",
    "across break",
    "trend too short",
    "expected is zero",
    "no reference group",
    "no weight",
)
MARKS = ("across break", "early", "parts differ", "relapsed before")

_WORDS = ("territory", "indicator", "shock", "state", "reason", "marks", "parts")
_YEARS = ("last", "trough", "rank")
_NUMBERS = [c for c in MEASURES if c not in (*_WORDS, "evaluation", "outside", "rank", "ranked_of")]
_DTYPES = (
    dict.fromkeys(_NUMBERS, "float64")
    | dict.fromkeys(_WORDS, "str")
    | dict.fromkeys(_YEARS, "Int64")
    | {"evaluation": "int64", "outside": "boolean", "ranked_of": "int64"}
)


def tabulate(columns: Mapping[str, object]) -> pd.DataFrame:
    """Make the frame of measures: every column there, in its order and type; what is not given is missing.

    At least territory and evaluation must be given.

    Examples
    --------
    >>> tabulate({"territory": ["01"], "evaluation": 2022, "state": "harm"}).shape
    (1, 32)
    """
    empty = dict.fromkeys(_WORDS, "") | {"ranked_of": 0}
    return pd.DataFrame(empty | dict(columns)).reindex(columns=MEASURES).astype(_DTYPES)
