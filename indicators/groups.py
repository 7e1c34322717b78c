"""The groups inside each territory: their own change since the baseline, and their share (METHODS 2)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from indicators.errors import DataError
from indicators.indicator import Indicator
from indicators.observations import TOTAL
from indicators.shock import Shock

GROUPS = ["indicator", "shock", "territory", "period", "group", "value", "change", "share", "share_change"]


def scheme(group: str) -> str:
    """Return the dimensions of a group without its codes.

    Examples
    --------
    >>> scheme("sex=F;urbanisation=rural")
    'sex;urbanisation'
    """
    return ";".join(pair.partition("=")[0] for pair in group.split(";"))


def compare_groups(frame: pd.DataFrame, indicator: Indicator, shock: Shock) -> pd.DataFrame:
    """Follow each group of each territory: the capital canton against the rest of the province (METHODS 2).

    Totals of groups are compared only by each group's own change c since the shock's baseline and by its
    share. A share needs every group of the scheme that the territory ever has.

    Parameters
    ----------
    frame : DataFrame
        Columns `observations.COLUMNS`; annual rows of every group but the total are used.

    Returns
    -------
    DataFrame
        Columns `GROUPS`: `change` is positive where better than the baseline; `share` (0 to 1, totals only)
        and its change since the baseline in the same unit.

    Raises
    ------
    DataError
        Where a territory has two values for one period and group.

    Examples
    --------
    >>> from indicators.declaration import Text
    >>> from indicators.indicator import catalogue
    >>> shock = Shock(
    ...     code="s",
    ...     name=Text(en="-"),
    ...     baseline=2019,
    ...     impact=(2020, 2021),
    ...     trend=(2015, 2019),
    ...     indicators=("gdp",),
    ... )
    >>> rows = [
    ...     ("gdp", "01", year, f"place={place}", value, "")
    ...     for year, place, value in [
    ...         ("2019", "capital", 60.0),
    ...         ("2019", "rest", 40.0),
    ...         ("2020", "capital", 45.0),
    ...         ("2020", "rest", 45.0),
    ...     ]
    ... ]
    >>> frame = pd.DataFrame(rows, columns=["indicator", "territory", "period", "group", "value", "status"])
    >>> found = compare_groups(frame, catalogue()["gdp"], shock)
    >>> found.loc[found["period"] == "2020", ["group", "change", "share"]].to_numpy().tolist()
    [['place=capital', -0.25, 0.5], ['place=rest', 0.125, 0.5]]
    """
    annual = frame[(frame["indicator"] == indicator.code) & (frame["period"].str.len() == len("2020"))]
    rows = annual[(annual["group"] != TOTAL) & annual["value"].notna()].reset_index(drop=True)
    if rows.duplicated(["territory", "period", "group"]).any():
        raise DataError(f"{indicator.code}: a group has two values for one period", mend="keep one of them")
    rows["share"] = _share(rows) if indicator.kind == "total" else np.nan
    start, share = (_baseline(rows, column, shock) for column in ("value", "share"))
    change = indicator.sign * (rows["value"] - start)
    rows["change"] = (change / start.abs()).where(start != 0) if indicator.change == "relative" else change
    rows["share_change"] = rows["share"] - share
    return rows.assign(indicator=indicator.code, shock=shock.code)[GROUPS]


def _share(rows: pd.DataFrame) -> pd.Series:
    schemes = rows.assign(scheme=rows["group"].map(scheme))
    ever = schemes.groupby(["territory", "scheme"])["group"].transform("nunique")
    whole = schemes.groupby(["territory", "period", "scheme"])["value"]
    total = whole.transform("sum")
    return (rows["value"] / total).where((whole.transform("size") == ever) & (total > 0))


def _baseline(rows: pd.DataFrame, column: str, shock: Shock) -> pd.Series:
    """Mean of the baseline years of each row's group, missing where a year is."""
    base = rows["period"].isin([str(year) for year in shock.baseline])
    years = rows[base].groupby(["territory", "group"])[column]
    means = years.mean().where(years.count() == len(shock.baseline))
    places = pd.MultiIndex.from_frame(rows[["territory", "group"]])
    return pd.Series(means.reindex(places).to_numpy(), rows.index)
