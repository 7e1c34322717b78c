"""Where a territory stands: among its country, its class and those most like it."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import html

from dashboard.classes import class_names
from dashboard.components.chart import chart, twin_table
from dashboard.desk import Desk
from dashboard.figures.strip import strip
from dashboard.peers import peer_groups
from dashboard.story import benchmark_of


def position(desk: Desk, year: int) -> html.Section | None:
    """Build the section; None where the territory has no score."""
    edition, say, own = desk.edition, desk.say, desk.view.territory
    rows = edition.composites(desk.view.shock)
    rows = rows[(rows["dimension"] == "") & (rows["evaluation"] == year) & rows["score"].notna()]
    rows, names = rows.set_index("territory"), edition.names(say.language)
    if own not in rows.index:
        return None
    # Who is scored on other parts is not ranked with the rest.
    comparable = rows["rank"].notna() if pd.notna(rows["rank"][own]) else rows["parts"] == rows["parts"][own]
    scores = rows.loc[comparable, "score"].astype(float)
    labels, parts = group_labels(desk), []
    for group, codes in peer_groups(edition, desk.view.shock, own).items():
        there = [code for code in codes if code in scores.index]
        if len(there) > 1:
            values = scores[there].to_numpy()
            place = {"group": labels[group], "territory": there, "name": names[there].to_numpy()}
            parts.append(pd.DataFrame({**place, "value": values}))
    if not parts:
        return None
    frame = pd.concat(parts, ignore_index=True)
    words = {
        "axis": say("recovery score, 0–100"),
        "others": say("others"),
        "own": names[own],
        "median": say("median"),
    }
    told = [say("{rank} of {of} among {group}", **standing) for standing in ranks(frame, own)]
    finding = say("{name} ranks {places}.", name=names[own], places=say.join(told))
    cells = [
        [
            s["group"],
            f"{s['rank']} / {s['of']}",
            say.number(s["median"], 1),
            f"{s['best']} ({say.number(s['top'], 1)})",
        ]
        for s in ranks(frame, own)
    ]
    twin = twin_table([say("Among"), say("Rank"), say("Median"), say("Best")], cells)
    title = say("Where it stands, {year}", year=year)
    shown = edition.shock(desk.view.shock).indicators
    return chart(desk, "position", title, finding, strip(frame, own, words), twin, shown, className="shift")


def group_labels(desk: Desk) -> dict[str, str]:
    """Name the groups of `peer_groups`."""
    edition, say, own = desk.edition, desk.say, desk.view.territory
    place, names = edition.territories.loc[own].to_dict(), edition.names(say.language)
    plural = edition.declaration.hierarchy.level(place["level"]).plural
    return {
        "level": say("all {places}", places=plural.in_(say.language) if plural else say("territories")),
        "country": names.get(benchmark_of(edition, own), ""),
        "parent": names.get(place["parent"], ""),
        "class": class_names(edition, say).get(place["role"], ""),
        "similar": say("those most like it before the shock"),
    }


def ranks(frame: pd.DataFrame, territory: str) -> list[dict[str, Any]]:
    """Rank a territory in each group (a row of `strip` each), equal scores sharing the better rank."""
    found = []
    for group, rows in frame.groupby("group", sort=False):
        own = rows.loc[rows["territory"] == territory, "value"].iloc[0]
        best = rows.sort_values("value", ascending=False).iloc[0]
        found.append(
            {
                "group": str(group),
                "rank": int((rows["value"] > own).sum()) + 1,
                "of": len(rows),
                "median": float(rows["value"].median()),
                "best": best["name"],
                "top": float(best["value"]),
            }
        )
    return found
