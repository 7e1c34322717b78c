"""Urban, intermediate, rural: by density, and for the level above by where its people live (METHODS 2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from geodata.hierarchy import Typology
from geodata.observatory import Observatory
from indicators.observations import TOTAL
from indicators.typology import by_cuts, derive_class


def population_of(frame: pd.DataFrame, observatory: Observatory, members: pd.Series[Any]) -> dict[str, float]:
    """Pick the people by whom territories are classed.

    Parameters
    ----------
    frame : DataFrame
        Published observations, `COLUMNS`.
    members : Series of str
        Codes of the classed level.

    Returns
    -------
    dict
        Code -> people, of the declared year; of the last year in which most members are counted where none
        is declared.
    """
    typology = observatory.typology
    code = (typology and typology.population) or observatory.population
    rows = frame[(frame["indicator"] == code) & (frame["group"] == TOTAL) & frame["territory"].isin(members)]
    rows = rows[rows["value"].notna() & (rows["period"].str.len() == len("2020"))]
    if rows.empty:
        return {}
    counted = rows["period"].value_counts()
    year = str(typology.year) if typology and typology.year else counted[counted == counted.max()].index.max()
    chosen = rows[rows["period"] == year]
    return dict(zip(chosen["territory"], chosen["value"].astype(float), strict=True))


def classify(territories: pd.DataFrame, typology: Typology, population: Mapping[str, float]) -> pd.DataFrame:
    """Give every territory its class, where the declaration says how.

    Parameters
    ----------
    territories : DataFrame
        Columns territory, level, parent, area_km2, role; with scheme ``property`` the roles of the classed
        level are already there.
    population : mapping
        Code -> people, of the classed level.

    Returns
    -------
    DataFrame
        The same rows with `role` (None: no class) and `role_derived`.
    """
    classed = territories["level"] == typology.level
    people = territories["territory"].map(population).astype(float)
    roles = territories["role"].astype(object)
    if typology.scheme == "density" and typology.cuts:
        density = (people / territories["area_km2"])[classed]
        roles[classed] = by_cuts(density, typology.cuts)
    made = territories.assign(role=roles)
    members = made[classed].assign(people=people[classed])
    for level in typology.derive:
        derived = derive_class(members.assign(parent=_ancestors(made, level)))
        there = made["level"] == level
        made["role"] = made["role"].where(~there, made["territory"].map(derived).astype(object))
    made["role"] = made["role"].where(made["role"].notna(), None)
    return made.assign(role_derived=made["level"].isin(typology.derive) & made["role"].notna())


def _ancestors(territories: pd.DataFrame, level: str) -> pd.Series[Any]:
    """Return the ancestor of each territory at a level, None where it has none."""
    parents = dict(zip(territories["territory"], territories["parent"], strict=True))
    targets = set(territories.loc[territories["level"] == level, "territory"])

    def climb(code: str | None) -> str | None:
        while code is not None and code not in targets:
            code = parents[code]
        return code

    found = [climb(code) for code in territories["territory"]]
    return pd.Series(found, index=territories.index, dtype=object)
