"""Eurostat's urban-rural typology of NUTS 3 regions: small ones merged, cities heeded (METHODS 2)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from indicators.errors import DataError
from indicators.typology import INTERMEDIATE, RURAL, URBAN

REGIONS = ["territory", "population", "rural_population", "area_km2", "city_population"]
CLASSED = ["territory", "role", "rural_share", "merged", "raised", "reason"]
TYPOLOGY_REASONS = ("no population", "no area")

SMALL_KM2 = 500.0
URBAN_BELOW, RURAL_ABOVE = 0.2, 0.5
CITY_SHARE = 0.25
CITY_OF_RURAL, CITY_OF_INTERMEDIATE = 200_000.0, 500_000.0


def classify_regions(regions: pd.DataFrame, neighbours: pd.DataFrame) -> pd.DataFrame:
    """Class NUTS 3 regions as urban, intermediate or rural (METHODS 2).

    Regions under 500 km2 are first merged with a neighbour, smallest first, until none is that small; what is
    merged has one class. Less than a fifth of the people in rural grid cells makes a region urban, more than
    half rural. A rural region with a city of more than 200 000, or an intermediate one with a city of more
    than 500 000, that holds a quarter of its people moves up one class.

    Eurostat does not say with which neighbour: here the one with the greatest weight, of equals the smallest.

    Parameters
    ----------
    regions : DataFrame
        Columns `REGIONS`: people, those of them in rural grid cells, area, and people of the largest city in
        the region (missing: no city).
    neighbours : DataFrame
        Columns territory, neighbour and perhaps weight (the length of the border).

    Returns
    -------
    DataFrame
        Columns `CLASSED`, in the order given: `rural_share` of what was classed, 0 to 1; `merged`, the codes
        of that, comma-joined, or "" where the region stands alone; `raised`, whether a city moved it up;
        `reason` out of `TYPOLOGY_REASONS` where there is no class (None).

    Raises
    ------
    DataError
        Where a region has more rural people than people, or stands twice.

    References
    ----------
    Eurostat (2018), Methodological manual on territorial typologies, chapter 4.

    Examples
    --------
    >>> rows = [
    ...     ("A", 100e3, 60e3, 900.0, None),
    ...     ("B", 900e3, 0.0, 90.0, 900e3),
    ...     ("C", 90e3, 50e3, 800.0, None),
    ... ]
    >>> borders = pd.DataFrame([("A", "B"), ("B", "A")], columns=["territory", "neighbour"])
    >>> classify_regions(pd.DataFrame(rows, columns=REGIONS), borders)[["role", "merged"]].to_numpy().tolist()
    [['urban', 'A,B'], ['urban', 'A,B'], ['rural', '']]
    """
    _refuse_nonsense(regions)
    group = regions["territory"].map(merge_small(regions, neighbours))
    figures = ["population", "rural_population", "area_km2"]
    sums = regions.groupby(group)[figures].sum(min_count=1)
    lacking = regions[figures].isna().groupby(group).any()
    city = regions["city_population"].astype(float).groupby(group).max().fillna(0.0)
    share = (sums["rural_population"] / sums["population"]).where(sums["population"] > 0)
    level = np.select([share < URBAN_BELOW, share > RURAL_ABOVE], [0, 2], 1)
    large = np.select([level == 2, level == 1], [city > CITY_OF_RURAL, city > CITY_OF_INTERMEDIATE], False)
    raised = large & (city >= CITY_SHARE * sums["population"]).to_numpy()
    made = pd.DataFrame({"rural_share": share, "raised": raised})
    made["role"] = np.array([URBAN, INTERMEDIATE, RURAL], dtype=object)[level - raised]
    no_people = lacking["population"] | lacking["rural_population"] | ~(sums["population"] > 0)
    made["reason"] = np.select([no_people, lacking["area_km2"]], TYPOLOGY_REASONS, "")
    known = made["reason"] == ""
    made["role"], made["rural_share"] = made["role"].astype(object).where(known, None), share.where(known)
    made["raised"] &= known
    members = regions["territory"].groupby(group).agg(lambda codes: ",".join(sorted(codes)))
    made["merged"] = members.where(members.str.contains(","), "")
    found = made.reindex(group).reset_index(drop=True)
    return found.assign(territory=regions["territory"].to_numpy())[CLASSED]


def merge_small(regions: pd.DataFrame, neighbours: pd.DataFrame) -> dict[str, str]:
    """Merge regions under 500 km2 with neighbours, the smallest first.

    Parameters
    ----------
    regions : DataFrame
        Columns territory, area_km2; one without an area is merged with nobody.
    neighbours : DataFrame
        As in `classify_regions`.

    Returns
    -------
    dict
        Region -> the first code of what it is part of.

    Examples
    --------
    >>> regions = pd.DataFrame({"territory": ["A", "B", "C"], "area_km2": [900.0, 90.0, 800.0]})
    >>> merge_small(regions, pd.DataFrame([("B", "C")], columns=["territory", "neighbour"]))
    {'A': 'A', 'B': 'B', 'C': 'B'}
    """
    sizes = zip(regions["territory"], regions["area_km2"].astype(float), strict=True)
    area: dict[str, float] = {code: size for code, size in sizes if np.isfinite(size)}
    borders = _list_borders(neighbours, area)
    part_of = {code: code for code in regions["territory"]}
    while small := [code for code in area if area[code] < SMALL_KM2 and borders[code]]:
        one = min(small, key=lambda code: (area[code], code))
        other = min(borders[one], key=lambda code: (-borders[one][code], area[code], code))
        stays, goes = sorted((one, other))
        area[stays] += area.pop(goes)
        for beside, weight in borders.pop(goes).items():
            del borders[beside][goes]
            if beside != stays:
                borders[stays][beside] = borders[beside][stays] = borders[stays].get(beside, 0.0) + weight
        part_of = {code: stays if group == goes else group for code, group in part_of.items()}
    return part_of


def _list_borders(neighbours: pd.DataFrame, known: Mapping[str, float]) -> dict[str, dict[str, float]]:
    """Weight of each border, both ways, the greater where the two ways differ."""
    borders: dict[str, dict[str, float]] = {code: {} for code in known}
    weights = neighbours["weight"] if "weight" in neighbours else np.ones(len(neighbours))
    for one, other, weight in zip(neighbours["territory"], neighbours["neighbour"], weights, strict=True):
        if one in borders and other in borders and one != other:
            borders[one][other] = borders[other][one] = max(weight, borders[one].get(other, 0.0))
    return borders


def _refuse_nonsense(regions: pd.DataFrame) -> None:
    wrong = {
        "stands twice": regions["territory"].duplicated(),
        "has more rural people than people": regions["rural_population"] > regions["population"],
        "has a figure below zero": (regions[REGIONS[1:]].astype(float) < 0).any(axis=1),
    }
    for what, rows in wrong.items():
        if rows.any():
            raise DataError(f"{regions.loc[rows, 'territory'].iloc[0]} {what}", mend="mend its row")
