"""One number for how level town and country stand, 0 to 100, and who is behind, in words (METHODS 2)."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from indicators.composite import combine
from indicators.indicator import Indicator
from indicators.measures import tabulate
from indicators.recipe import Recipe

BALANCE_SCORES = [
    *("shock", "parent", "period", "enclaves", "dimension", "score", "coverage"),
    *("indicators", "rural_behind", "urban_behind", "level", "direction", "reason"),
]
SIDES = ["rural_behind", "urban_behind", "level"]
COUNTS = ["indicators", *SIDES]
_UNIT = ["shock", "parent", "period", "enclaves"]
_SCORED = ["dimension", "score", "coverage", "reason"]


def score_balance(
    balances: pd.DataFrame, indicators: Mapping[str, Indicator], recipe: Recipe | None = None
) -> pd.DataFrame:
    """Mean parity of each parent over its intensive indicators, by dimension and in all (METHODS 2).

    Parities are scores already: `composite.combine` combines them as it does the scores of recovery, with the
    recipe's weights, aggregation and coverage rule. An indicator that has a row somewhere counts as missing
    wherever it has no parity.

    Parameters
    ----------
    balances : DataFrame
        Rows of `balance.balance`, of as many indicators as there are; or of `groups.balance_groups`, whose
        territories are then the parents.
    indicators : mapping
        Code -> indicator; tells the dimensions.
    recipe : Recipe, optional

    Returns
    -------
    DataFrame
        Columns `BALANCE_SCORES`: a row for each shock, parent, year, `enclaves` counted in or not, and
        dimension ("" is all together). `coverage` is the share of the weight that has a parity; of the
        `indicators` with one, `rural_behind`, `urban_behind` and `level` count who fares worse, and
        `direction` says it in words; `reason` is why there is no score.

    Examples
    --------
    >>> from indicators.indicator import catalogue
    >>> row = {"shock": "covid19", "parent": "EC", "period": "2020", "enclaves": True}
    >>> rows = [
    ...     row | {"indicator": "gdp_per_head", "parity": 80.0, "direction": "rural behind"},
    ...     row | {"indicator": "unemployment_rate", "parity": 60.0, "direction": "urban behind"},
    ... ]
    >>> found = score_balance(pd.DataFrame(rows), catalogue())
    >>> found[["dimension", "score", "direction"]].to_numpy().tolist()[0]
    ['', 70.0, 'rural behind in 1 of 2, urban behind in 1 of 2']
    """
    if "parent" not in balances:
        balances = balances.rename(columns={"territory": "parent"}).assign(enclaves=True)
    if balances.empty:
        return pd.DataFrame(columns=BALANCE_SCORES)
    # A row for every unit and indicator: combine counts those without a parity as missing.
    every = balances[_UNIT].drop_duplicates().merge(balances[["indicator"]].drop_duplicates(), how="cross")
    rows = every.merge(balances[[*every.columns, "parity"]], how="left").rename(columns={"parity": "score"})
    found = []
    for enclaves, part in rows.groupby("enclaves", sort=False):
        named = {"territory": part["parent"], "evaluation": part["period"].astype(int), "parts": "parity"}
        measures = tabulate({**part[["shock", "indicator", "score"]], **named})
        made = combine(measures, indicators, recipe or Recipe()).assign(enclaves=enclaves)
        found.append(
            made.rename(columns={"territory": "parent"}).assign(period=made["evaluation"].astype(str))
        )
    scores = pd.concat(found, ignore_index=True)[[*_UNIT, *_SCORED]]
    counted = scores.merge(_count_sides(balances, indicators), how="left", on=[*_UNIT, "dimension"])
    counted[COUNTS] = counted[COUNTS].fillna(0).astype(int)
    return counted.assign(direction=_say_sides(counted))[BALANCE_SCORES]


def _count_sides(balances: pd.DataFrame, indicators: Mapping[str, Indicator]) -> pd.DataFrame:
    """Count the indicators with a parity by who fares worse, for each unit and dimension."""
    known = balances[balances["parity"].notna()]
    own = known.assign(dimension=[indicators[code].dimension for code in known["indicator"]])
    sides = pd.concat([known.assign(dimension=""), own]).assign(indicators=1)
    for name in SIDES:
        sides[name] = sides["direction"] == name.replace("_", " ")
    return sides.groupby([*_UNIT, "dimension"], as_index=False)[COUNTS].sum()


def _say_sides(counted: pd.DataFrame) -> list[str]:
    """Write who is behind in how many, as in ``rural behind in 3 of 4, level in 1 of 4``."""
    return [
        ", ".join(
            f"{name.replace('_', ' ')} in {count} of {total}"
            for name, count in zip(SIDES, counts, strict=True)
            if count
        )
        for total, *counts in counted[COUNTS].itertuples(index=False)
    ]
