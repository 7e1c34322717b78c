"""The frame of recovery measures: its columns, and the words that stand in them."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from indicators.season import label_periods

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
    "gap in the series",
    "series too old",
    "baseline is zero",
    "overflow",
    "across break",
    "trend too short",
    "expected is zero",
    "no reference group",
    "no weight",
)
MARKS = ("across break", "early", "parts differ", "relapsed before")

_WORDS = ("territory", "indicator", "shock", "state", "reason", "marks", "parts")
_PERIODS = ("last", "trough")
_NUMBERS = [c for c in MEASURES if c not in (*_WORDS, "evaluation", "outside", "rank", "ranked_of")]
_DTYPES = (
    dict.fromkeys(_NUMBERS, "float64")
    | dict.fromkeys(_WORDS, "str")
    | dict.fromkeys((*_PERIODS, "rank"), "Int64")
    | {"evaluation": "int64", "outside": "boolean", "ranked_of": "int64"}
)


def tabulate(columns: Mapping[str, object], per_year: int = 1) -> pd.DataFrame:
    """Make the frame of measures: every column there, in its order and type; what is not given is missing.

    At least territory and evaluation must be given. The periods `last` and `trough` are years; of quarterly
    and monthly series, whose ordinals are given, they are written as ``2020-Q2`` or ``2020-06``.

    Examples
    --------
    >>> tabulate({"territory": ["01"], "evaluation": 2022, "state": "harm"}).shape
    (1, 32)
    """
    empty = dict.fromkeys(_WORDS, "") | {"ranked_of": 0}
    frame = pd.DataFrame(empty | dict(columns)).reindex(columns=MEASURES)
    if per_year == 1:
        return frame.astype(_DTYPES)
    labels = {name: label_periods(frame[name].to_numpy(dtype=float), per_year) for name in _PERIODS}
    return frame.assign(**labels).astype(_DTYPES | dict.fromkeys(_PERIODS, "str"))
