"""The balance between town and country, and between the groups inside a territory (METHODS 2)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from indicators.contrast import ROLES, class_means, gap, parity, ratio
from indicators.counterfactual import baseline
from indicators.errors import DataError
from indicators.indicator import Indicator
from indicators.inequality import theil
from indicators.labels import list_true
from indicators.materiality import materiality
from indicators.observations import Panel, to_panel
from indicators.recipe import Recipe
from indicators.shock import Shock

Floats = NDArray[np.float64]
Figures = dict[str, NDArray[Any]]

BALANCE = [
    "indicator",
    "shock",
    "parent",
    "period",
    "enclaves",
    "members",
    "missing",
    *ROLES,
    "gap",
    "ratio",
    "parity",
    "theil",
    "theil_within",
    "theil_between",
    "gap_change",
    "ratio_change",
    "parity_change",
    "theil_change",
    "verdict",
    "reason",
]
VERDICTS = ("widened", "narrowed", "unchanged")
BALANCE_REASONS = ("empty class", "not positive")

_COMPARED = ("gap", "ratio", "parity", "theil")


def balance(
    frame: pd.DataFrame,
    indicator: Indicator,
    shock: Shock,
    territories: pd.DataFrame,
    weights_indicator: str,
    recipe: Recipe | None = None,
) -> pd.DataFrame:
    """Compare the classes of territory inside each parent, with and without enclaves (METHODS 2).

    Territories count where they have a value and a weight; the others are `missing`. The verdict tells
    whether the distance between urban and rural widened since the shock's baseline: of relative indicators
    by the ratio (whichever side is ahead), of absolute ones by the gap; less than the materiality epsilon
    is `unchanged`.

    Parameters
    ----------
    frame : DataFrame
        Columns `observations.COLUMNS`; annual totals are used.
    territories : DataFrame
        Columns territory, parent, role, enclave: territories of one level; one without a role belongs to no
        class and is left out.
    weights_indicator : str
        Weight of every mean, usually the population.
    recipe : Recipe, optional
        For the materiality epsilon.

    Returns
    -------
    DataFrame
        Columns `BALANCE`: a row for each parent, year, and `enclaves` counted in or not. `urban`,
        `intermediate` and `rural` are weighted means; `gap` is positive where urban fares better whatever
        the direction; `ratio` is rural over urban; `parity` 0-100; `*_change` is since the baseline, missing
        up to it. An undefined figure has a `reason` out of `BALANCE_REASONS`.

    Raises
    ------
    DataError
        Where the indicator is a total or an index, whose levels cannot be compared between territories.

    Examples
    --------
    >>> from indicators.indicator import catalogue
    >>> from indicators.declaration import Text
    >>> shock = Shock(
    ...     code="s",
    ...     name=Text(en="-"),
    ...     baseline=2019,
    ...     impact=(2020, 2021),
    ...     trend=(2015, 2019),
    ...     indicators=("gdp_per_head",),
    ... )
    >>> rows = [
    ...     (code, place, year, "total", value, "")
    ...     for code, place, year, value in [
    ...         ("gdp_per_head", "U", "2019", 50.0),
    ...         ("gdp_per_head", "R", "2019", 40.0),
    ...         ("gdp_per_head", "U", "2020", 50.0),
    ...         ("gdp_per_head", "R", "2020", 30.0),
    ...         ("population", "U", "2019", 1.0),
    ...         ("population", "R", "2019", 1.0),
    ...         ("population", "U", "2020", 1.0),
    ...         ("population", "R", "2020", 1.0),
    ...     ]
    ... ]
    >>> frame = pd.DataFrame(rows, columns=["indicator", "territory", "period", "group", "value", "status"])
    >>> places = pd.DataFrame(
    ...     {"territory": ["U", "R"], "parent": "C", "role": ["urban", "rural"], "enclave": False}
    ... )
    >>> found = balance(frame, catalogue()["gdp_per_head"], shock, places, "population")
    >>> found.loc[found["enclaves"], ["period", "gap", "ratio", "parity", "verdict"]].to_numpy().tolist()
    [['2019', 10.0, 0.8, 80.0, ''], ['2020', 20.0, 0.6, 60.0, 'widened']]
    """
    if indicator.kind != "intensive":
        raise DataError(
            f"{indicator.code} is not a rate: its level cannot be compared between territories",
            mend="take a rate or a figure per head, or compare each territory's own change",
        )
    places = territories[territories["role"].isin(ROLES) & territories["parent"].notna()]
    values = to_panel(frame, indicator.code)
    weights = to_panel(frame, weights_indicator).span(values.first, values.last)
    values = values.span(values.first, values.last)
    found = [pd.DataFrame(columns=BALANCE)]
    for parent, members in places.groupby("parent", sort=False):
        for enclaves in (True, False):
            kept = members[enclaves | ~members["enclave"].astype(bool)]
            codes, roles = (kept[column].to_numpy(dtype=object) for column in ("territory", "role"))
            figures = _figures(values.align(codes), weights.align(codes), roles, indicator)
            epsilon = materiality(indicator, recipe or Recipe(), baseline(values.align(codes), shock))
            changes = _changes(figures, values.ordinals, indicator, shock, epsilon)
            found.append(pd.DataFrame(figures | changes).assign(parent=parent, enclaves=enclaves))
    rows = pd.concat(found[1:] or found).assign(indicator=indicator.code, shock=shock.code)
    return rows.reset_index(drop=True)[BALANCE]


def _figures(values: Panel, weights: Panel, roles: NDArray[np.object_], indicator: Indicator) -> Figures:
    means = class_means(values.values, weights.values, roles)
    spread = theil(values.values, weights.values, roles)
    there = np.isfinite(values.values) & np.isfinite(weights.values)
    empty = np.asarray(np.isnan(means[[0, 2]]).any(axis=0))
    not_positive = (means <= 0).any(axis=0) | (np.isnan(spread.total) & there.any(axis=0))
    return {
        "period": values.ordinals.astype(str),
        "members": there.sum(axis=0),
        "missing": (~there).sum(axis=0),
        **dict(zip(ROLES, means, strict=True)),
        "gap": gap(means, indicator.sign),
        "ratio": ratio(means),
        "parity": parity(means),
        "theil": spread.total,
        "theil_within": spread.within,
        "theil_between": spread.between,
        "reason": list_true({"empty class": empty, "not positive": not_positive}),
    }


def _changes(
    figures: Figures, years: NDArray[np.int64], indicator: Indicator, shock: Shock, epsilon: float
) -> Figures:
    """Change of each figure since the baseline, and whether urban and rural moved apart."""
    base, after = np.isin(years, shock.baseline), years > max(shock.baseline)
    whole = base.sum() == len(shock.baseline)

    def since(figure: Floats) -> Floats:
        return np.where(after, figure - (figure[base].mean() if whole else np.nan), np.nan)

    if indicator.change == "relative":
        quotient = figures["ratio"]
        apart = np.abs(np.log(quotient, where=quotient > 0, out=np.full(len(years), np.nan)))
    else:
        apart = np.abs(figures["gap"])
    moved = since(apart)
    verdict = np.select([moved > epsilon, moved < -epsilon, np.isfinite(moved)], [*VERDICTS], "")
    return {"verdict": verdict, **{f"{name}_change": since(figures[name]) for name in _COMPARED}}
