"""The distance to targets, 0 to 100, and its means by goal (METHODS 3, "Distance")."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from indicators.arrays import Floats
from indicators.ends import latest
from indicators.indicator import Indicator
from indicators.labels import list_true
from indicators.observations import to_panel

DISTANCES = ["territory", "indicator", "goal", "period", "value", "lower", "target", "distance", "reason"]
GOALS = ["territory", "goal", "score", "indicators", "missing", "rank", "ranked_of"]
INDEX = ""

WORST_PERCENTILE = 2.5
BEST = 5
MOST_MISSING = 0.2


def distance(values: Floats, lower: float, target: float, sign: int) -> Floats:
    """Place values between the worst, 0, and the target, 100: clip((x - lower)/(target - lower)) * 100.

    Parameters
    ----------
    values : ndarray, shape (R,)
    lower, target : float
    sign : {1, -1}
        Whether higher or lower is better.

    Returns
    -------
    ndarray, shape (R,)
        NaN where the target is no better than the lower end: there is nothing to measure on.

    References
    ----------
    Sachs, J. et al., Sustainable Development Report, method of the SDG index.

    Examples
    --------
    >>> distance(np.array([2.0, 5, 12]), 0, 10, 1), distance(np.array([2.0, 5, 12]), 10, 0, -1)
    (array([ 20.,  50., 100.]), array([80., 50.,  0.]))
    """
    if not 0 < sign * (target - lower) < np.inf:
        return np.full(len(values), np.nan)
    with np.errstate(over="ignore"):
        return np.asarray(100 * np.clip((values - lower) / (target - lower), 0, 1))


def goalposts(values: Floats, sign: int) -> tuple[float, float]:
    """Take the lower end and the target from the reference group where none is declared (METHODS 3).

    Returns
    -------
    lower, target : float
        The 2.5th percentile on the bad side (linear interpolation) and the mean of the best five; NaN with
        fewer than five values.

    Examples
    --------
    >>> goalposts(np.arange(41.0), 1), goalposts(np.arange(41.0), -1)
    ((1.0, 38.0), (39.0, 2.0))
    """
    known = values[np.isfinite(values)]
    if len(known) < BEST:
        return np.nan, np.nan
    best = np.sort(sign * known)[-BEST:]
    with np.errstate(over="ignore", invalid="ignore"):
        return float(sign * np.percentile(sign * known, WORST_PERCENTILE)), float(sign * best.mean())


def measure_distances(
    frame: pd.DataFrame,
    indicators: Iterable[Indicator],
    territories: Sequence[str],
    year: int,
    *,
    max_age: int = 1,
) -> pd.DataFrame:
    """Measure how far every territory is from every target (METHODS 3, "Distance").

    Parameters
    ----------
    frame : DataFrame
        Columns `observations.COLUMNS`; annual totals are used.
    territories : sequence of str
        One level: the reference group, which sets the lower end and the target where the indicator
        declares none (`goalposts`).
    year : int
        The last year that may be used.
    max_age : int
        Years by which a figure may be older than `year`.

    Returns
    -------
    DataFrame
        Columns `DISTANCES`, a row for every territory and indicator. `goal` is the SDG's number, "" without
        one; `reason` is ``no data``, ``no reference group`` (fewer than five figures, nothing declared) or
        ``no range`` (the target is no better than the lower end).

    Examples
    --------
    >>> from indicators.indicator import catalogue
    >>> from indicators.observations import COLUMNS
    >>> rows = [("gdp", f"{i:02}", "2020", "total", 10.0 * i, "") for i in range(9)]
    >>> frame, places = pd.DataFrame(rows, columns=COLUMNS), [f"{i:02}" for i in range(9)]
    >>> measure_distances(frame, [catalogue()["gdp"]], places, 2020)["distance"].round(1).tolist()
    [0.0, 13.8, 31.0, 48.3, 65.5, 82.8, 100.0, 100.0, 100.0]
    """
    made = [pd.DataFrame(columns=DISTANCES)]
    for indicator in indicators:
        panel = to_panel(frame, indicator.code).align(territories)
        value, when = latest(panel, year, max_age)
        low, high = goalposts(value, indicator.sign)
        low = low if indicator.lower is None else indicator.lower
        high = high if indicator.target is None else indicator.target
        score = distance(value, low, high, indicator.sign)
        alone = np.full(len(value), not np.isfinite(high - low))
        reasons = {"no data": np.isnan(value), "no reference group": alone, "no range": np.isnan(score)}
        reasons["no range"] &= ~(reasons["no data"] | alone)
        columns = {
            "territory": np.array(territories, dtype=object),
            "indicator": indicator.code,
            "goal": str(indicator.sdg_goal or ""),
            "period": when,
            "value": value,
            "lower": low,
            "target": high,
            "distance": score,
            "reason": list_true(reasons),
        }
        made.append(pd.DataFrame(columns, columns=DISTANCES))
    return pd.concat(made[1:] or made, ignore_index=True).astype({"period": "Int64"})


def mean_goals(distances: pd.DataFrame) -> pd.DataFrame:
    """Average distances by goal, and goals to an index (METHODS 3, "Goal" and "index").

    A goal is the mean of its indicators that have a distance, the index the mean of the goals that have a
    score. Where more than 20 % of the indicators are missing there is a score but no rank.

    Parameters
    ----------
    distances : DataFrame
        Columns `DISTANCES`; indicators without a goal are left out.

    Returns
    -------
    DataFrame
        Columns `GOALS`, goal "" is the index; `indicators` counts those used, `missing` is the share that
        is not there. Equal scores share the better rank.

    Examples
    --------
    >>> rows = [("01", "a", "8", 40.0), ("01", "b", "8", 60.0), ("01", "c", "3", 90.0)]
    >>> found = mean_goals(pd.DataFrame(rows, columns=["territory", "indicator", "goal", "distance"]))
    >>> found[["goal", "score"]].to_numpy().tolist()
    [['', 70.0], ['3', 90.0], ['8', 50.0]]
    """
    aimed = distances[distances["goal"] != ""]
    goals = _average(aimed, ["territory", "goal"])
    index = _average(aimed, ["territory"]).assign(goal=INDEX)
    index["score"] = goals.groupby("territory")["score"].mean().reindex(index["territory"]).to_numpy()
    found = pd.concat([index, goals], ignore_index=True)
    found["rank"] = pd.array(np.full(len(found), np.nan), dtype="Int64")
    found["ranked_of"] = 0
    for rows in found.groupby("goal").indices.values():
        scored = found.loc[rows, "score"].notna() & (found.loc[rows, "missing"] <= MOST_MISSING)
        ranked = rows[scored.to_numpy()]
        found.loc[ranked, "rank"] = rankdata(-found.loc[ranked, "score"].round(9), method="min").astype(int)
        found.loc[rows, "ranked_of"] = len(ranked)
    return found.sort_values(["territory", "goal"], ignore_index=True)[GOALS]


def _average(distances: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    found = distances.groupby(by)["distance"].agg(score="mean", indicators="count", declared="size")
    found["missing"] = 1 - found["indicators"] / found["declared"]
    return found.drop(columns="declared").reset_index()
