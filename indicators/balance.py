"""The balance between town and country, and between the groups inside a territory (METHODS 2)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from indicators.arrays import Floats, Words
from indicators.contrast import (
    CONTRAST,
    ROLES,
    Figures,
    class_means,
    compare,
    list_undefined,
    require_intensive,
    since_baseline,
)
from indicators.dispersion import gini, variation
from indicators.frames import read_flags, require_columns, require_once, require_words
from indicators.indicator import Indicator
from indicators.inequality import mean_log_deviation, theil
from indicators.materiality import materiality
from indicators.observations import Panel, to_panel
from indicators.recipe import Recipe
from indicators.reference import baseline
from indicators.shock import Shock

BALANCE = [
    *("indicator", "shock", "parent", "period", "enclaves", "members", "missing"),
    *CONTRAST,
    *("theil", "theil_within", "theil_between", "theil_change"),
    *("ge0", "ge0_within", "ge0_between", "gini", "variation", "reason"),
]
MEANS, EPSILON, NOT_POSITIVE = "means", "epsilon", "not positive"


def balance(
    frame: pd.DataFrame,
    indicator: Indicator,
    shock: Shock,
    territories: pd.DataFrame,
    weights_indicator: str,
    recipe: Recipe | None = None,
) -> pd.DataFrame:
    """Compare the classes of territory inside each parent, with and without enclaves (METHODS 2).

    Territories count where they have a value and a weight above zero; the others are `missing`.

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
        up to it; `direction` and `verdict` as `contrast.compare` says. `theil`, `ge0`, `gini` and `variation`
        measure the inequality between all the territories, the first two split into within and between the
        classes. An undefined figure has a `reason` out of `contrast.BALANCE_REASONS`.

    Raises
    ------
    DataError
        Where the indicator is a total or an index, whose levels cannot be compared between territories; a
        territory stands twice, or its role or enclave is no such.

    Examples
    --------
    >>> from indicators.indicator import catalogue
    >>> from indicators.shock import EXAMPLE
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
    >>> found = balance(frame, catalogue()["gdp_per_head"], EXAMPLE, places, "population")
    >>> found.loc[found["enclaves"], ["period", "gap", "ratio", "parity", "verdict"]].to_numpy().tolist()
    [['2019', 10.0, 0.8, 80.0, ''], ['2020', 20.0, 0.6, 60.0, 'widened']]
    """
    panels = to_panel(frame, indicator.code), to_panel(frame, weights_indicator)
    return balance_panels(*panels, indicator, shock, territories, recipe)


def balance_panels(
    values: Panel,
    weights: Panel,
    indicator: Indicator,
    shock: Shock,
    territories: pd.DataFrame,
    recipe: Recipe | None = None,
) -> pd.DataFrame:
    """Do what `balance` does with figures that are laid out already: whoever compares often lays them once.

    Parameters
    ----------
    values, weights : Panel
        Annual totals; of any territories, in any order.
    indicator, shock, territories, recipe
        As in `balance`.
    """
    require_intensive(indicator)
    require_columns(territories, ["territory", "parent", "role", "enclave"], "the territories")
    require_words(territories["role"], ROLES, "role")
    places = territories[territories["role"].isin(ROLES) & territories["parent"].notna()]
    require_once(places, "the territories")
    codes, roles = (places[column].to_numpy(dtype=object) for column in ("territory", "role"))
    panels = [panel.span(values.first, values.last).align(codes) for panel in (values, weights)]
    x, people = (panel.values for panel in panels)  # noqa: PD011 -- arrays of Panels, no frames
    enclave, baselines = read_flags(places["enclave"], "enclave"), baseline(panels[0], shock)
    found: list[Figures] = []
    named: list[tuple[str, bool]] = []
    for parent, members in places.groupby("parent", sort=False).indices.items():
        for enclaves in (True, False):
            if enclaves or enclave[members].any():  # or the same figures stand for both
                rows = np.asarray(members)[enclaves | ~enclave[members]]
                epsilon = materiality(indicator, recipe or Recipe(), baselines[rows])
                figures = _figures(x[rows], people[rows], roles[rows], epsilon)
            found.append(figures)
            named.append((str(parent), enclaves))
    made = _tabulate(found, named, panels[0].ordinals, indicator, shock)
    return made.assign(indicator=indicator.code, shock=shock.code)[BALANCE]


def _figures(values: Floats, weights: Floats, roles: Words, epsilon: float) -> Figures:
    """Compute what needs the single territories: one row of figures, shape (..., T)."""
    spread, spread0 = (measure(values, weights, roles) for measure in (theil, mean_log_deviation))
    there = np.isfinite(values) & np.greater(weights, 0)
    return {
        "members": there.sum(axis=0),
        "missing": (~there).sum(axis=0),
        "theil": spread.total,
        "theil_within": spread.within,
        "theil_between": spread.between,
        "ge0": spread0.total,
        "ge0_within": spread0.within,
        "ge0_between": spread0.between,
        "gini": gini(values, weights),
        "variation": variation(values, weights),
        MEANS: class_means(values, weights, roles),
        EPSILON: np.array([epsilon]),
        NOT_POSITIVE: np.asarray((there & np.less_equal(values, 0)).any(axis=0)),
    }


def _tabulate(
    parts: Sequence[Figures],
    named: Sequence[tuple[str, bool]],
    years: NDArray[np.int64],
    indicator: Indicator,
    shock: Shock,
) -> pd.DataFrame:
    """Lay the figures of every parent one below the other, and compare the classes of all at once."""
    if not parts:
        return pd.DataFrame(columns=BALANCE)
    figures = {name: np.stack([part[name] for part in parts], axis=-2) for name in parts[0]}
    means, epsilon, not_positive = (figures.pop(name) for name in (MEANS, EPSILON, NOT_POSITIVE))
    figures |= compare(means, years, indicator, shock, epsilon)
    figures["theil_change"] = since_baseline(figures["theil"], years, shock)
    figures["reason"] = list_undefined(means, not_positive)
    parents, enclaves = (np.repeat(each, len(years)) for each in zip(*named, strict=True))
    said = {"parent": parents, "enclaves": enclaves, "period": np.tile(years.astype(str), len(named))}
    return pd.DataFrame(said | {name: figure.reshape(-1) for name, figure in figures.items()})
