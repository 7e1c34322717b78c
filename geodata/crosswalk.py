"""Figures of an older version of the territories, converted to the present ones, or told what became of them.

A crosswalk lists flows: how many people and how much area of each old territory lie in each new one. Totals
are shared out by them, rates and indices are averaged by them. Every converted figure is flagged ``e``.
Method: areal interpolation with weights (Goodchild & Lam 1980).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from geodata.folder import Folder
from geodata.hierarchy import Crosswalk
from geodata.text import read_rows
from indicators.errors import DataError
from indicators.observations import COLUMNS, join_status

Weight = Literal["population", "area"]
KEY = ["indicator", "period", "group"]
SLIVER = 0.01  # flows below this share of both ends are noise of the drawing
COVERED = 0.99  # share of a new territory whose old figures must be there


@dataclass(frozen=True)
class Flows:
    """The flows of one crosswalk.

    Attributes
    ----------
    version : str
        Version of the old codes.
    table : DataFrame
        Columns old, new, population, area; one row a pair of territories, slivers left out.
    """

    version: str
    table: pd.DataFrame

    def fate(self, code: str) -> str:
        """Say what became of an old territory.

        Examples
        --------
        >>> table = pd.DataFrame(
        ...     [("A", "B", 5.0, 1.0), ("A", "C", 5.0, 1.0), ("D", "E", 1.0, 1.0)],
        ...     columns=["old", "new", "population", "area"],
        ... )
        >>> Flows("2016", table).fate("A"), Flows("2016", table).fate("D")
        ('split into B, C', 'renamed E')
        """
        targets = self.table.loc[self.table["old"] == code, "new"]
        into = ", ".join(sorted(targets))
        shared = self.table["new"].isin(targets) & (self.table["old"] != code)
        if len(targets) > 1:
            return f"boundary shift, now parts of {into}" if shared.any() else f"split into {into}"
        return f"merged into {into}" if shared.any() else f"renamed {into}"


@dataclass(frozen=True)
class Converted:
    """Estimates for present territories, and what was made of each old figure.

    Attributes
    ----------
    frame : DataFrame
        Columns `COLUMNS`.
    fates : Series of str
        For each row given, same index: what became of its territory, and whether it was used; empty where
        no crosswalk knows the code.
    """

    frame: pd.DataFrame
    fates: pd.Series[str]


def read_crosswalks(declared: Sequence[Crosswalk], folder: Folder) -> tuple[Flows, ...]:
    """Read the declared crosswalks.

    Raises
    ------
    DataError
        Where a file or a column is missing, or a weight is not a number from 0 up.
    """
    return tuple(_read(crosswalk, folder) for crosswalk in declared)


def _read(declared: Crosswalk, folder: Folder) -> Flows:
    path = folder / declared.path
    names = {
        "old": declared.old,
        "new": declared.new,
        "population": declared.population,
        "area": declared.area,
    }
    rows = [*read_rows(path, ",", [*names.values()])]
    cells = [[row[name] for name in names.values()] for _, row in rows]
    table = pd.DataFrame(cells, columns=[*names], dtype="str")
    for weight in ("population", "area"):
        table[weight] = pd.to_numeric(table[weight], errors="coerce")
        wrong = table.index[~(table[weight] >= 0)]
        if len(wrong):
            raise DataError(
                f"not a weight in {names[weight]}", where=rows[wrong[0]][0], mend="write a number"
            )
    return Flows(declared.version, _without_slivers(table))


def _without_slivers(table: pd.DataFrame) -> pd.DataFrame:
    shares = [
        table[weight] / table.groupby(end)[weight].transform("sum")
        for weight in ("population", "area")
        for end in ("old", "new")
    ]
    return table[(pd.concat(shares, axis=1) >= SLIVER).any(axis=1)].reset_index(drop=True)


def convert(
    foreign: pd.DataFrame,
    crosswalks: Sequence[Flows],
    kind: str,
    weight: Weight | Literal["off"],
    published: pd.DataFrame,
    known: Collection[str],
) -> Converted:
    """Convert figures of codes that are not present ones, each by the first crosswalk that knows it.

    A present territory gets an estimate where old figures cover it to 99 %, and never where the data set
    itself has a figure.

    Parameters
    ----------
    foreign, published : DataFrame
        Columns `COLUMNS`: the figures of unknown and of present territories.
    kind : {"total", "intensive", "index"}
        Of the indicator: totals are shared out, the others averaged.
    weight : {"population", "area", "off"}
        What flows are measured by; ``off`` only names the fates.
    known : collection of str
        The present codes.
    """
    fates = pd.Series("", index=foreign.index, dtype="str")
    frames = []
    taken = pd.MultiIndex.from_frame(published[[*KEY, "territory"]])
    for flows in crosswalks:
        rows = foreign[(fates == "") & foreign["territory"].isin(flows.table["old"])]
        if rows.empty:
            continue
        words = {code: f"of {flows.version}, {flows.fate(code)}" for code in rows["territory"].unique()}
        told = rows["territory"].map(words)
        if weight != "off":
            parts = _parts(rows, flows.table, weight, known)
            complete = parts[parts["covered"] >= COVERED]
            free = complete[~_keys(complete).isin(taken)]
            frames.append(_estimates(free, kind))
            taken = taken.append(_keys(free))
            told += _use(rows, complete, free)
        fates.loc[rows.index] = told
    frame = pd.concat([pd.DataFrame(columns=COLUMNS), *frames], ignore_index=True)
    return Converted(frame.astype({"value": float}), fates)


def _keys(parts: pd.DataFrame) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(parts[[*KEY, "new"]])


def _parts(rows: pd.DataFrame, table: pd.DataFrame, weight: str, known: Collection[str]) -> pd.DataFrame:
    """Join each old figure with its flows: its share in each, and how far the new territory is covered."""
    flows = pd.DataFrame({"territory": table["old"], "new": table["new"], "weight": table[weight]})
    flows["share"] = flows["weight"] / flows.groupby("territory")["weight"].transform("sum")
    flows["part"] = flows["weight"] / flows.groupby("new")["weight"].transform("sum")
    parts = rows.rename_axis("row").reset_index().merge(flows[flows["new"].isin([*known])], on="territory")
    return parts.assign(covered=parts.groupby([*KEY, "new"])["part"].transform("sum"))


def _estimates(parts: pd.DataFrame, kind: str) -> pd.DataFrame:
    by = "share" if kind == "total" else "weight"
    grouped = parts.assign(value=parts["value"] * parts[by]).groupby([*KEY, "new"], sort=False)
    value = grouped["value"].sum()
    if kind != "total":
        value /= grouped["weight"].sum()
    status = grouped["status"].agg(lambda flags: join_status("e", *flags))
    made = pd.DataFrame({"value": value, "status": status}).reset_index()
    return made.rename(columns={"new": "territory"})[COLUMNS]


def _use(rows: pd.DataFrame, complete: pd.DataFrame, free: pd.DataFrame) -> pd.Series[str]:
    """Say for each old figure whether it went into an estimate, and if not, why."""
    index = rows.index.to_series()
    reason = pd.Series("; quarantined, figures of its neighbours are missing", index=rows.index, dtype="str")
    reason[index.isin(complete["row"])] = "; quarantined, there are figures of the present territories"
    reason[index.isin(free["row"])] = "; estimated for the present territories"
    return reason
