"""Figures of another version of the territories, converted to the present ones, or told what became of them.

Totals are shared out by the flows of a crosswalk, rates and indices are averaged by them. Every converted
figure is flagged ``e``.
Method: areal interpolation with weights (Goodchild & Lam 1980).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from geodata.flows import Flows
from geodata.history import fate_in
from indicators.observations import COLUMNS, join_status

Weight = Literal["population", "area"]
KEY = ["indicator", "period", "group"]
GONE = "the same, but not among the territories"
NO_FLOWS = "; quarantined, there are no flows to the present territories"
COVERED = 0.99  # share of a new territory whose old figures must be there


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
        told = _told(rows, flows.version, crosswalks)
        if weight != "off":
            parts = _parts(rows, flows.table, weight, known)
            complete = parts[parts["covered"] >= COVERED]
            free = complete[~_keys(complete).isin(taken)]
            frames.append(_estimates(free, kind))
            taken = taken.append(_keys(free))
            told += _use(rows, complete, free)
        fates.loc[rows.index] = told
    for flows in crosswalks:
        rows = foreign[(fates == "") & foreign["territory"].isin(flows.said)]
        fates.loc[rows.index] = _told(rows, flows.version, crosswalks) + NO_FLOWS
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


def _told(rows: pd.DataFrame, version: str, histories: Sequence[Flows]) -> pd.Series[str]:
    own = [flows for flows in histories if flows.version == version]
    words = {code: f"of {version}, {fate_in(own, code) or GONE}" for code in rows["territory"].unique()}
    return rows["territory"].map(words).astype("str")


def _use(rows: pd.DataFrame, complete: pd.DataFrame, free: pd.DataFrame) -> pd.Series[str]:
    """Say for each old figure whether it went into an estimate, and if not, why."""
    index = rows.index.to_series()
    reason = pd.Series("; quarantined, figures of its neighbours are missing", index=rows.index, dtype="str")
    reason[index.isin(complete["row"])] = "; quarantined, there are figures of the present territories"
    reason[index.isin(free["row"])] = "; estimated for the present territories"
    return reason
