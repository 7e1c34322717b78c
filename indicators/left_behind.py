"""Who stays among the worst while the gap does not close (METHODS 6)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from indicators.arrays import Words
from indicators.contrast import require_intensive
from indicators.indicator import Indicator
from indicators.labels import list_true
from indicators.observations import TOTAL, Panel, to_panel
from indicators.recipe import Recipe
from indicators.standing import LeftBehindRule, Standing, stand

LEFT_BEHIND = [
    *("indicator", "territory", "group", "evaluation", "state", "value", "benchmark"),
    *("gap_before", "gap", "years", "reference", "reason"),
]
LEFT_BEHIND_STATES = ("left behind", "not left behind", "not counted")
LEFT_BEHIND_REASONS = (
    *("no figure", "nothing to compare with", "too few territories"),
    *("among the worst", "gap not closing", "not among the worst", "not behind", "gap closing"),
)


def left_behind(
    frame: pd.DataFrame,
    indicator: Indicator,
    territories: Sequence[str],
    benchmark: str,
    evaluation: int | None = None,
    *,
    rule: LeftBehindRule | None = None,
    recipe: Recipe | None = None,
) -> pd.DataFrame:
    """Flag territories among the worst of their reference group whose gap to the benchmark does not close.

    A territory is flagged where, in each of the last `rule.years` years, it is in the worst decile of the
    territories given, fares worse than the benchmark, and has come no nearer to it than the year before by
    more than the materiality epsilon. Where equals fill the worst fifth, nobody is in the worst decile.

    Parameters
    ----------
    frame : DataFrame
        Columns `observations.COLUMNS`; annual totals are used.
    territories : sequence of str
        The reference group: one level.
    benchmark : str
        The territory that the gap is measured to.
    evaluation : int, optional
        The last of the years; the last with a figure unless given.

    Returns
    -------
    DataFrame
        Columns `LEFT_BEHIND`, a row for each territory: state; its value and the benchmark's; the gap before
        the years and at their end, positive where it fares worse, a share of the benchmark's value for
        relative indicators and in units for absolute ones; for how many `years` on end both conditions hold;
        how many territories have a figure (`reference`); and the reason, comma-joined out of
        `LEFT_BEHIND_REASONS`. Territories without enough figures are `not counted`.

    Raises
    ------
    DataError
        Where the indicator is a total or an index.

    Examples
    --------
    >>> from indicators.indicator import catalogue
    >>> from indicators.observations import COLUMNS
    >>> rows = [("unemployment_rate", "EC", f"{year}", "total", 5.0, "") for year in (2019, 2020, 2021)]
    >>> rows += [
    ...     ("unemployment_rate", f"{place:02}", f"{year}", "total", 5.0 + place * (year - 2018), "")
    ...     for place in range(12)
    ...     for year in (2019, 2020, 2021)
    ... ]
    >>> frame = pd.DataFrame(rows, columns=COLUMNS)
    >>> found = left_behind(frame, catalogue()["unemployment_rate"], [f"{p:02}" for p in range(12)], "EC")
    >>> found.loc[found["state"] == "left behind", ["territory", "gap_before", "gap"]].to_numpy().tolist()
    [['10', 10.0, 30.0], ['11', 11.0, 33.0]]
    """
    panel = to_panel(frame, indicator.code)
    year = panel.last if evaluation is None else evaluation
    own, whole = panel.align(territories), panel.align([benchmark] * len(territories))
    return _judge(own, whole, indicator, year, rule or LeftBehindRule(), recipe or Recipe())


def left_behind_groups(
    frame: pd.DataFrame,
    indicator: Indicator,
    territories: Sequence[str],
    evaluation: int | None = None,
    *,
    rule: LeftBehindRule | None = None,
    recipe: Recipe | None = None,
) -> pd.DataFrame:
    """Flag groups (rural, female, ...) by the same rule against the total of their own territory.

    The reference group of a group is the same group in all territories.

    Parameters
    ----------
    frame, indicator, territories, evaluation, rule, recipe
        As in `left_behind`; every group but the total is judged.

    Returns
    -------
    DataFrame
        Columns `LEFT_BEHIND`, a row for each group and territory; the benchmark is the territory's total.

    Raises
    ------
    DataError
        Where the indicator is a total or an index.

    Examples
    --------
    >>> from indicators.indicator import catalogue
    >>> from indicators.observations import COLUMNS
    >>> rows = [("unemployment_rate", "01", "2020", group, 5.0, "") for group in ("total", "sex=F")]
    >>> frame = pd.DataFrame(rows, columns=COLUMNS)
    >>> found = left_behind_groups(frame, catalogue()["unemployment_rate"], ["01"])
    >>> found[["territory", "group", "state", "reason"]].to_numpy().tolist()
    [['01', 'sex=F', 'not counted', 'no figure,nothing to compare with,too few territories']]
    """
    rows = frame[frame["indicator"] == indicator.code]
    total = to_panel(rows, indicator.code)
    year = total.last if evaluation is None else evaluation
    found = [
        _judge(
            to_panel(rows, indicator.code, group=group).align(territories),
            total.align(territories),
            indicator,
            year,
            rule or LeftBehindRule(),
            recipe or Recipe(),
        ).assign(group=group)
        for group in sorted(set(rows["group"]) - {TOTAL})
    ]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=LEFT_BEHIND)


def _judge(
    own: Panel, whole: Panel, indicator: Indicator, year: int, rule: LeftBehindRule, recipe: Recipe
) -> pd.DataFrame:
    """Judge each row of one panel against the same row of the other, up to a year."""
    require_intensive(indicator)
    found = stand(own, whole, indicator, year, rule, recipe)
    states = np.select([found.flagged, found.counted], LEFT_BEHIND_STATES[:2], LEFT_BEHIND_STATES[2])
    return pd.DataFrame(
        {
            "indicator": indicator.code,
            "territory": own.territories,
            "group": TOTAL,
            "evaluation": year,
            "state": states,
            "value": found.own[:, -1],
            "benchmark": found.benchmark[:, -1],
            "gap_before": found.gap[:, -1 - rule.years],
            "gap": found.gap[:, -1],
            "years": found.run,
            "reference": found.known[-1],
            "reason": _explain(found, rule),
        }
    )[LEFT_BEHIND]


def _explain(found: Standing, rule: LeftBehindRule) -> Words:
    """Tell why each one is flagged, is not, or is not counted."""
    recent, window = slice(-rule.years, None), slice(-rule.years - 1, None)
    few = (found.known[recent] < rule.fewest).any()
    masks = (
        np.isnan(found.own[:, window]).any(axis=1),
        np.isnan(found.benchmark[:, window]).any(axis=1),
        np.full(len(found.own), few),
        found.flagged,
        found.flagged,
        found.counted & (~found.worst[:, recent]).any(axis=1),
        found.counted & (found.gap <= 0)[:, recent].any(axis=1),
        found.counted & found.closing[:, recent].any(axis=1),
    )
    named = zip(LEFT_BEHIND_REASONS, masks, strict=True)
    return list_true({name: np.asarray(mask) for name, mask in named})
