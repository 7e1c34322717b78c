"""Progress of every territory to the SDG targets and to its own commitments (METHODS 3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from indicators.ends import earliest, latest
from indicators.errors import DataError
from indicators.frames import require_columns, require_once
from indicators.indicator import Indicator
from indicators.observations import to_panel
from indicators.pace import Profile, Way, judge_pace

COMMITMENTS = ["territory", "indicator", "plan", "target", "target_year"]
PROGRESS = [
    "territory",
    "indicator",
    "plan",
    "base_year",
    "base",
    "year",
    "value",
    "target",
    "target_year",
    "actual",
    "required",
    "ratio",
    "status",
    "reason",
    "score",
]
SDG = ""

_YEARS = dict.fromkeys(["base_year", "year", "target_year"], "Int64")
_WORDS = dict.fromkeys(["territory", "indicator", "plan", "status", "reason"], "str")
_NUMBERS = dict.fromkeys([name for name in PROGRESS if name not in {**_YEARS, **_WORDS}], "float64")


def progress(
    frame: pd.DataFrame,
    indicators: Iterable[Indicator],
    territories: Sequence[str],
    year: int | None = None,
    *,
    base_year: int = 2015,
    commitments: pd.DataFrame | None = None,
    profile: Profile = "default",
    max_age: int = 1,
) -> pd.DataFrame:
    """Judge the pace of every territory to every target, its own commitments beside the SDG ones.

    Parameters
    ----------
    frame : DataFrame
        Columns `observations.COLUMNS`; annual totals are used.
    year : int, optional
        The last year that may be used, and `max_age` by how many years a series may end before it; left
        out, each series is judged by its last figure.
    base_year : int
        Where the pace starts, or at the first figure after it.
    commitments : DataFrame, optional
        Columns `COMMITMENTS`: what a territory's own plan promises; `plan` names it. A column base_year
        says where a plan starts.
    profile : {"default", "open_sdg"}
        Thresholds and words (`pace.judge_pace`).

    Returns
    -------
    DataFrame
        Columns `PROGRESS`; a row for every territory and indicator (plan "", the indicator's own target or
        none), then one for every commitment. Of `status` and `reason` one is empty.

    Raises
    ------
    DataError
        Where a commitment names an indicator or territory that is not asked for, or has no plan's name; a
        territory is asked for twice.

    Examples
    --------
    >>> from indicators.indicator import catalogue
    >>> from indicators.observations import COLUMNS
    >>> rows = [("gdp", "01", "2015", "total", 80.0, ""), ("gdp", "01", "2020", "total", 90.0, "")]
    >>> plan = pd.DataFrame([("01", "gdp", "Recovery plan", 100.0, 2025)], columns=COMMITMENTS)
    >>> frame = pd.DataFrame(rows, columns=COLUMNS)
    >>> progress(frame, [catalogue()["gdp"]], ["01"], commitments=plan)[
    ...     ["plan", "status"]
    ... ].to_numpy().tolist()
    [['', 'improving'], ['Recovery plan', 'on track']]
    """
    require_once(pd.DataFrame({"territory": list(territories)}), "the territories")
    known = {indicator.code: indicator for indicator in indicators}
    plans = _check(commitments, known, territories)
    made = [pd.DataFrame(columns=PROGRESS)]
    for code, indicator in known.items():
        panel = to_panel(frame, code).align(territories)
        end = panel.last if year is None else year
        for rows in (_sdg(indicator, territories), plans[plans["indicator"] == code]):
            start = rows["base_year"].fillna(base_year).to_numpy(dtype=float)
            target, by = (rows[name].to_numpy(dtype=float) for name in ("target", "target_year"))
            here = panel.align(rows["territory"].to_numpy())
            value, when = latest(here, end, None if year is None else max_age)
            base, since = earliest(here, start)
            since, base = (np.where(since <= when, x, np.nan) for x in (since, base))
            way = Way(since, base, when, value, target, by)
            judged = {**vars(way), **vars(judge_pace(way, indicator, profile))}
            made.append(rows[["territory", "indicator", "plan"]].assign(**judged)[PROGRESS])
    found = pd.concat(made[1:] or made, ignore_index=True)
    return found.astype(_YEARS | _WORDS | _NUMBERS)


def _sdg(indicator: Indicator, territories: Sequence[str]) -> pd.DataFrame:
    """Make the rows of the indicator's own target, the same for everybody."""
    return pd.DataFrame(
        {
            "territory": np.array(territories, dtype=object),
            "indicator": indicator.code,
            "plan": SDG,
            "target": np.nan if indicator.target is None else indicator.target,
            "target_year": np.nan if indicator.target_year is None else indicator.target_year,
            "base_year": np.nan,
        }
    )


def _check(
    commitments: pd.DataFrame | None, known: dict[str, Indicator], places: Sequence[str]
) -> pd.DataFrame:
    if commitments is None:
        return pd.DataFrame(columns=[*COMMITMENTS, "base_year"])
    require_columns(commitments, COMMITMENTS, "the commitments")
    for column, allowed in (("indicator", set(known)), ("territory", set(places))):
        strange = sorted(set(commitments[column]) - allowed)
        if strange:
            raise DataError(
                f"a commitment names the {column} '{strange[0]}', which is not asked for",
                mend=f"remove it, or ask for the {column} too",
            )
    if (commitments["plan"] == SDG).any():
        raise DataError("a commitment without the name of its plan", mend="fill in the column 'plan'")
    return commitments if "base_year" in commitments else commitments.assign(base_year=np.nan)
