"""The groups inside each territory: their own change since the baseline, and their share (METHODS 2)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from indicators.contrast import CONTRAST, ROLES, compare, list_undefined, require_intensive
from indicators.course import performance
from indicators.indicator import Indicator
from indicators.materiality import materiality
from indicators.observations import TOTAL, refuse_twice, to_panel
from indicators.recipe import Recipe
from indicators.reference import baseline
from indicators.shock import Shock

URBANISATION = "urbanisation"
GROUP_BALANCE = ["indicator", "shock", "territory", "period", *CONTRAST, "reason"]
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
    >>> from indicators.indicator import catalogue
    >>> from indicators.shock import EXAMPLE
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
    >>> found = compare_groups(frame, catalogue()["gdp"], EXAMPLE)
    >>> found.loc[found["period"] == "2020", ["group", "change", "share"]].to_numpy().tolist()
    [['place=capital', -0.25, 0.5], ['place=rest', 0.125, 0.5]]
    """
    annual = frame[(frame["indicator"] == indicator.code) & (frame["period"].str.len() == len("2020"))]
    rows = annual[(annual["group"] != TOTAL) & annual["value"].notna()].reset_index(drop=True)
    refuse_twice(rows)
    rows["share"] = _share(rows) if indicator.kind == "total" else np.nan
    start, share = (_baseline(rows, column, shock) for column in ("value", "share"))
    rows["change"] = performance(rows["value"].to_numpy(float), start.to_numpy(float), indicator)
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


def balance_groups(
    frame: pd.DataFrame, indicator: Indicator, shock: Shock, recipe: Recipe | None = None
) -> pd.DataFrame:
    """Compare town and country inside each territory, where the source tells them apart (METHODS 2).

    Parameters
    ----------
    frame : DataFrame
        Columns `observations.COLUMNS`; annual rows of the groups ``urbanisation=urban``,
        ``urbanisation=intermediate`` and ``urbanisation=rural`` are used.
    recipe : Recipe, optional
        For the materiality epsilon, taken over the groups of all territories.

    Returns
    -------
    DataFrame
        Columns `GROUP_BALANCE`, a row for each territory and year with such a group; figures, units and
        verdict as in `contrast.compare`. An undefined figure has a `reason` out of
        `contrast.BALANCE_REASONS`.

    Raises
    ------
    DataError
        Where the indicator is a total or an index (`compare_groups` follows those), or a group has two values
        for one period.

    Examples
    --------
    >>> from indicators.indicator import catalogue
    >>> from indicators.observations import COLUMNS
    >>> from indicators.shock import EXAMPLE
    >>> rows = [
    ...     ("unemployment_rate", "01", year, f"urbanisation={role}", value, "")
    ...     for year, role, value in [
    ...         ("2019", "urban", 5.0),
    ...         ("2019", "rural", 6.0),
    ...         ("2020", "urban", 6.0),
    ...         ("2020", "rural", 9.0),
    ...     ]
    ... ]
    >>> frame = pd.DataFrame(rows, columns=COLUMNS)
    >>> found = balance_groups(frame, catalogue()["unemployment_rate"], EXAMPLE)
    >>> found[["period", "gap", "ratio", "gap_change", "verdict"]].to_numpy().tolist()
    [['2019', 1.0, 1.2, nan, ''], ['2020', 3.0, 1.5, 2.0, 'widened']]
    """
    require_intensive(indicator)
    panels = [to_panel(frame, indicator.code, group=f"{URBANISATION}={role}") for role in ROLES]
    territories = np.unique(np.concatenate([panel.territories for panel in panels]))
    first = min((panel.first for panel in panels if len(panel.territories)), default=0)
    last = max(panel.last for panel in panels)
    panels = [panel.align(territories).span(first, last) for panel in panels]
    years = panels[0].ordinals
    means = np.stack([np.asarray(panel.values) for panel in panels])
    baselines = np.concatenate([baseline(panel, shock) for panel in panels])
    epsilon = materiality(indicator, recipe or Recipe(), baselines)
    flat = means.reshape(len(ROLES), -1)
    figures = compare(means, years, indicator, shock, epsilon) | {
        "territory": np.repeat(territories, len(years)),
        "period": np.tile(years.astype(str), len(territories)),
        "reason": list_undefined(flat, np.asarray((flat <= 0).any(axis=0))),
    }
    rows = pd.DataFrame({name: figure.ravel() for name, figure in figures.items()})
    rows = rows[np.isfinite(flat).any(axis=0)].assign(indicator=indicator.code, shock=shock.code)
    return rows.reset_index(drop=True)[GROUP_BALANCE]
