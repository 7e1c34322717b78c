"""One indicator's new rows: its formula computed, or its members rolled up."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from indicators.formula import evaluate
from indicators.indicator import Indicator
from indicators.lookup import KEY, Parents, lineage, look_up, unite_status
from indicators.observations import COLUMNS

Indicators = Mapping[str, Indicator]
Figures = Mapping[str, pd.DataFrame]


def empty() -> pd.DataFrame:
    """Return an observations frame without rows.

    Examples
    --------
    >>> empty().columns.tolist() == COLUMNS
    True
    """
    return pd.DataFrame(
        {column: pd.Series(dtype=float if column == "value" else "str") for column in COLUMNS}
    )


def derived(indicator: Indicator, known: Indicators, figures: Figures, parents: Parents) -> pd.DataFrame:
    """Compute one formula for every key that its inputs share (DESIGN, "Declared once").

    Parameters
    ----------
    indicator : Indicator
        With a formula.
    known : mapping
        Code -> indicator, at least its inputs.
    figures : mapping
        Code -> that indicator's rows; a code without rows may be absent.
    parents : mapping
        Territory -> its parent.

    Examples
    --------
    >>> from indicators.indicator import catalogue
    >>> gdp = pd.DataFrame([("gdp", "AT", "2020", "total", 8.0, "")], columns=COLUMNS)
    >>> people = pd.DataFrame([("population", "AT", "2020", "total", 2.0, "")], columns=COLUMNS)
    >>> figures = {"gdp": gdp, "population": people}
    >>> derived(catalogue()["gdp_per_head"], catalogue(), figures, {})["value"].tolist()
    [4000000.0]
    """
    inputs = [known[code] for code in indicator.inputs]
    # A formula is computed where its own figures are: a stock or an inherited figure is only lent to it.
    drivers = (
        [i for i in inputs if not (i.stock or i.inherit)] or [i for i in inputs if not i.inherit] or inputs
    )
    keys = figures.get(drivers[0].code, empty())[KEY]
    for driver in drivers[1:]:
        keys = keys.merge(figures.get(driver.code, empty())[KEY], on=KEY)
    found = {i.code: look_up(figures.get(i.code, empty()), keys, i, parents) for i in inputs}
    rows = keys.assign(
        indicator=indicator.code,
        value=evaluate(
            str(indicator.formula), {code: part["value"].to_numpy() for code, part in found.items()}
        ),
        status=unite_status(part["status"] for part in found.values()),
    )
    return _unpublished(rows, figures.get(indicator.code, empty()))


def rolled(indicator: Indicator, known: Indicators, figures: Figures, parents: Parents) -> pd.DataFrame:
    """Roll one indicator up, from the lowest level to the top (DESIGN, "Declared once").

    Parameters
    ----------
    indicator, known, figures, parents
        As in `derived`; every territory of the hierarchy is a key of `parents`.

    Examples
    --------
    >>> from indicators.indicator import catalogue
    >>> gdp = pd.DataFrame([("gdp", "AT1", "2020", "total", 8.0, "")], columns=COLUMNS)
    >>> parents = {"AT1": "AT", "AT": None}
    >>> rolled(catalogue()["gdp"], catalogue(), {"gdp": gdp}, parents)["territory"].tolist()
    ['AT']
    >>> parents["AT2"] = "AT"
    >>> rolled(catalogue()["gdp"], catalogue(), {"gdp": gdp}, parents)["territory"].tolist()
    []
    """
    published = figures.get(indicator.code, empty())
    if indicator.roll_up == "none" or published.empty:
        return empty()
    depth = {place: len(lineage(place, parents)) for place in parents}
    members = pd.Series(parents, dtype="str").value_counts()
    rows, new = published, [empty()]
    for level in range(max(depth.values(), default=0), 1, -1):
        below = rows[rows["territory"].map(depth) == level].reset_index(drop=True)
        if indicator.weighted_by:
            by = known[indicator.weighted_by]
            lent = look_up(figures.get(by.code, empty()), below, by, parents)
            above = _united(
                below.assign(status=unite_status([below["status"], lent["status"]])), lent["value"], parents
            )
            above["value"] = (above["value"] / above["weight"]).where(above["weight"] > 0)
        else:
            above = _united(below, pd.Series(1.0, below.index), parents)
        full = above["members"].to_numpy() == above["territory"].map(members).to_numpy()
        new.append(_unpublished(above[full].assign(indicator=indicator.code), published))
        rows = pd.concat([rows, new[-1]], ignore_index=True)
    return pd.concat(new, ignore_index=True)


def _united(below: pd.DataFrame, weight: pd.Series, parents: Parents) -> pd.DataFrame:
    """Weighted sum of the members with a weight, one row a parent, period and group."""
    there = weight.notna()
    weight = weight[there]
    parts = below[there].assign(territory=below.loc[there, "territory"].map(parents))
    at = parts.groupby(KEY, sort=False).ngroup().to_numpy()
    above = parts[KEY].drop_duplicates().reset_index(drop=True)
    n = len(above)
    above["value"] = np.bincount(at, parts["value"] * weight, n)
    above["weight"] = np.bincount(at, weight, n)
    above["members"] = np.bincount(at, minlength=n)
    above["status"] = pd.Series("", above.index, dtype="str")
    for flag in sorted(set("".join(parts["status"].unique()))):
        flagged = np.bincount(at, parts["status"].str.contains(flag, regex=False), n) > 0
        above.loc[flagged, "status"] += flag
    return above


def _unpublished(rows: pd.DataFrame, published: pd.DataFrame) -> pd.DataFrame:
    rows = rows[rows["value"].notna()]
    there = pd.MultiIndex.from_frame(rows[KEY]).isin(pd.MultiIndex.from_frame(published[KEY]))
    return rows.loc[~there, COLUMNS]
