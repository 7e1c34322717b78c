"""Totals of the classes of territory: each class's own change, and its share (METHODS 2)."""

from __future__ import annotations

import pandas as pd

from indicators.contrast import ROLES
from indicators.errors import DataError
from indicators.frames import require_columns, require_once, require_words
from indicators.groups import compare_groups
from indicators.indicator import Indicator
from indicators.observations import TOTAL, refuse_twice
from indicators.shock import Shock


def compare_classes(
    frame: pd.DataFrame, indicator: Indicator, shock: Shock, territories: pd.DataFrame
) -> pd.DataFrame:
    """Follow the total of each class of territory in each parent: own change and share (METHODS 2).

    A class has a total where every one of its territories has a figure.

    Parameters
    ----------
    frame : DataFrame
        Columns `observations.COLUMNS`; annual totals are used.
    territories : DataFrame
        Columns territory, parent, role: territories of one level; one without a role belongs to no class.

    Returns
    -------
    DataFrame
        Columns `GROUPS`, with the parent as territory and groups ``class=urban``, ``class=intermediate`` and
        ``class=rural``.

    Raises
    ------
    DataError
        Where the indicator is not a total (`balance.balance` compares rates), a territory has two values
        for one year or stands twice, or its role is no such.

    Examples
    --------
    >>> from indicators.indicator import catalogue
    >>> from indicators.observations import COLUMNS
    >>> from indicators.shock import EXAMPLE
    >>> rows = [
    ...     ("gdp", place, year, "total", value, "")
    ...     for year, values in [("2019", (60.0, 40.0)), ("2020", (45.0, 45.0))]
    ...     for place, value in zip("UR", values)
    ... ]
    >>> places = pd.DataFrame({"territory": ["U", "R"], "parent": "C", "role": ["urban", "rural"]})
    >>> found = compare_classes(pd.DataFrame(rows, columns=COLUMNS), catalogue()["gdp"], EXAMPLE, places)
    >>> found.loc[found["period"] == "2020", ["group", "change", "share"]].to_numpy().tolist()
    [['class=rural', 0.125, 0.5], ['class=urban', -0.25, 0.5]]
    """
    if indicator.kind != "total":
        raise DataError(
            f"{indicator.code} is not a total: the figures of a class cannot be added up",
            mend="compare a rate with balance(), and follow each territory's own change of an index",
        )
    require_columns(territories, ["territory", "parent", "role"], "the territories")
    require_words(territories["role"], ROLES, "role")
    places = territories[territories["role"].isin(ROLES) & territories["parent"].notna()]
    require_once(places, "the territories")
    rows = frame[(frame["indicator"] == indicator.code) & (frame["group"] == TOTAL) & frame["value"].notna()]
    refuse_twice(rows)
    rows = rows.merge(places[["territory", "parent", "role"]], on="territory")
    whole = places.groupby(["parent", "role"]).size().rename("whole")
    sums = rows.groupby(["parent", "role", "period"])["value"].agg(["sum", "size"]).join(whole).reset_index()
    sums = sums[sums["size"] == sums["whole"]]
    made = {"territory": sums["parent"], "period": sums["period"], "group": "class=" + sums["role"]}
    added = pd.DataFrame({"indicator": indicator.code, **made, "value": sums["sum"], "status": ""})
    return compare_groups(added.sort_values(["territory", "period", "group"]), indicator, shock)
