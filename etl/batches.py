"""Which figures must be in memory together for what follows from them to be computed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from indicators.indicator import Indicator

MOST = 500_000  # figures of a batch, where it can be helped


@dataclass(frozen=True)
class Batch:
    """Some indicators, in some groups.

    Attributes
    ----------
    groups : tuple of str, optional
        All where None.
    whole : tuple of str
        Indicators that others inherit, of which every group is read all the same.
    """

    indicators: tuple[str, ...]
    groups: tuple[str, ...] | None = None
    whole: tuple[str, ...] = ()


def in_batches(
    counts: pd.DataFrame, indicators: Mapping[str, Indicator], most: int = MOST
) -> Iterator[Batch]:
    """Cut the figures into batches that can be completed one without the other.

    Indicators that are made of each other stay together. Groups are rolled up and computed apart, so that
    many figures are cut by group, except where an inherited indicator (whose total stands in for a group) is
    itself computed.

    Parameters
    ----------
    counts : DataFrame
        Columns indicator, group and count: the figures there are.
    most : int
        Figures of a batch.

    Examples
    --------
    >>> from indicators.indicator import catalogue
    >>> rows = [("gdp", "total", 6), ("gdp", "place=capital", 5), ("deaths", "total", 6)]
    >>> counts = pd.DataFrame(rows, columns=["indicator", "group", "count"])
    >>> known = {code: catalogue()[code] for code in ("gdp", "deaths")}
    >>> [(batch.indicators, batch.groups) for batch in in_batches(counts, known, most=9)]
    [(('gdp',), ('place=capital',)), (('gdp',), ('total',)), (('deaths',), None)]
    """
    together: list[str] = []
    size = 0
    for members in _components(indicators):
        here = counts[counts["indicator"].isin(members)]
        count = int(here["count"].sum())
        if count > most and _separable(members, indicators):
            yield from _by_group(members, here, indicators, most)
        elif count:
            if together and size + count > most:
                yield Batch(tuple(together))
                together, size = [], 0
            together, size = [*together, *members], size + count
    if together:
        yield Batch(tuple(together))


def _components(indicators: Mapping[str, Indicator]) -> list[list[str]]:
    """Put indicators that are made of each other together, in the order of their first."""
    parts: list[list[str]] = []
    for code, indicator in indicators.items():
        near = {code, *indicator.inputs, *filter(None, [indicator.weighted_by])}
        touched = [part for part in parts if near & {*part}]
        merged = [*dict.fromkeys([*(other for part in touched for other in part), *sorted(near)])]
        at = parts.index(touched[0]) if touched else len(parts)
        parts = [part for part in parts if part not in touched]
        parts.insert(at, merged)
    return parts


def _separable(members: Sequence[str], indicators: Mapping[str, Indicator]) -> bool:
    inherited = [indicators[code] for code in members if indicators[code].inherit]
    return all(indicator.formula is None and indicator.roll_up == "none" for indicator in inherited)


def _by_group(
    members: Sequence[str], counts: pd.DataFrame, indicators: Mapping[str, Indicator], most: int
) -> Iterator[Batch]:
    whole = tuple(code for code in members if indicators[code].inherit)
    sizes = counts.groupby("group")["count"].sum().sort_index()
    number = (sizes.cumsum() - 1) // most
    for _, groups in sizes.groupby(number):
        yield Batch(tuple(members), tuple(groups.index), whole)
