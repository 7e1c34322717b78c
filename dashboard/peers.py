"""Whom a territory is set beside: its neighbours under one roof, its country, its class, who resembles it."""

from __future__ import annotations

import pandas as pd

from dashboard.library import Edition
from dashboard.story import benchmark_of
from indicators.indicator import Indicator
from indicators.observations import TOTAL
from indicators.similarity import SIMILAR, find_similar

MOST_SIMILAR = 5


def peer_groups(edition: Edition, shock: str, territory: str) -> dict[str, list[str]]:
    """Codes of each group that a territory belongs to, itself among them.

    Returns
    -------
    dict
        ``level``, ``country``, ``parent``, ``class`` and ``similar`` -> codes of one level; a group that
        holds nobody else, or the same as one before it, is left out.
    """
    places = edition.territories
    own = places.loc[territory]
    here = places[places["level"] == own["level"]]
    country = benchmark_of(edition, territory)
    similar = similar_to(edition, shock, territory)["territory"].tolist()
    groups = {
        "level": here.index.tolist(),
        "country": [code for code in here.index if country and benchmark_of(edition, code) == country],
        "parent": here.index[here["parent"] == own["parent"]].tolist(),
        "class": here.index[here["role"] == own["role"]].tolist(),
        "similar": [territory, *similar[:MOST_SIMILAR]],
    }
    kept: dict[str, list[str]] = {}
    for name, codes in groups.items():
        if len(codes) > 1 and set(codes) not in map(set, kept.values()):
            kept[name] = codes
    return kept


def similar_to(edition: Edition, shock: str, territory: str) -> pd.DataFrame:
    """Rank the territories of the same level by how like one they were before a shock (`SIMILAR`)."""
    table = profiles(edition, shock, str(edition.territories.loc[territory, "level"]))
    if territory not in table.index:
        return pd.DataFrame(columns=SIMILAR)
    return find_similar(table, territory, len(table))


def profiles(edition: Edition, shock: str, level: str) -> pd.DataFrame:
    """Lay out the rates of every territory of a level in the last year of a shock's baseline."""
    return edition.keep(("profiles", shock, level), lambda: _profiles(edition, shock, level))


def compared(edition: Edition, level: str) -> list[Indicator]:
    """Indicators whose levels can be compared between the territories of a level."""
    known = edition.declaration.indicators.values()
    return [i for i in known if i.kind == "intensive" and level in edition.value_levels(i.code)]


def _profiles(edition: Edition, shock: str, level: str) -> pd.DataFrame:
    year, members = max(edition.shock(shock).baseline), edition.members(level)
    columns = {}
    for indicator in compared(edition, level):
        series = edition.series(indicator.code)
        series = series[(series["group"] == TOTAL) & (series["year"] == year)]
        columns[indicator.code] = series.set_index("territory")["value"].reindex(members)
    table = pd.DataFrame(columns, index=pd.Index(members, name="territory")).astype(float)
    return table.dropna(how="all")
