"""The questions what is covered: which years, and how many territories by data set, level and year."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Integer, Select, cast, func, select

from geodata import tables as t
from geodata.store.queries import visible


def coverage(observatory: int, high: int) -> Select[Any]:
    """How many territories of a level have a value, by data set, indicator, level and year."""
    fact, place = t.observation.c, t.territory_version.c
    year = cast(func.extract("year", fact.period_start), Integer)
    key = (t.data_set.c.code, t.indicator.c.code, place.level, year)
    names = ("data_set", "indicator", "level", "year")
    return (
        select(
            *(column.label(name) for column, name in zip(key, names, strict=True)),
            func.count(fact.territory.distinct()).label("territories"),
        )
        .select_from(
            t.observation.join(t.territory_version, fact.territory == place.territory)
            .join(t.indicator, fact.indicator == t.indicator.c.id)
            .join(t.data_set, fact.data_set == t.data_set.c.id)
        )
        .where(
            t.data_set.c.observatory == observatory,
            fact.value.is_not(None),
            visible(t.observation, high),
            visible(t.territory_version, high),
        )
        .group_by(*key)
        .order_by(*key)
    )


def years(observatory: int, high: int) -> Select[int, int]:
    """First and last year of any value."""
    fact = t.observation.c
    ours = select(t.data_set.c.id).where(t.data_set.c.observatory == observatory)
    first, last = (
        cast(func.extract("year", end), Integer)
        for end in (func.min(fact.period_start), func.max(fact.period_start))
    )
    return select(first, last).where(
        fact.data_set.in_(ours), fact.value.is_not(None), visible(t.observation, high)
    )
