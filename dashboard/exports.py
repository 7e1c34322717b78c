"""What a reader may take along: the table that is shown, and the facts needed to use and cite it."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd

from dashboard.choice import CLUSTERS
from dashboard.components.table import notes
from dashboard.desk import Desk
from dashboard.layer import Layer
from dashboard.ranks import ranges
from dashboard.sentences import finding
from dashboard.state import CLUSTER
from geodata.spreadsheet import plain
from indicators.indicator import ancestors


def table_csv(records: pd.DataFrame) -> str:
    """Write a table as CSV, every figure as stored, nothing that a spreadsheet would run."""
    return records.map(_cell).rename(columns=plain).to_csv(index=False, lineterminator="\r\n")


def _cell(value: Any) -> str:
    if value is None or value is pd.NA or value != value:
        return ""
    return plain(value) if isinstance(value, str) else repr(value)


def of_map(desk: Desk) -> pd.DataFrame:
    """Return the table of the map, as stored."""
    layer, view = desk.layer(), desk.view
    frame = layer.frame
    values = frame["role"] if layer.classed else frame["value"].astype(float)
    if view.show == CLUSTER:
        values = frame["value"].map(dict(enumerate(CLUSTERS)))
    shared = {"level": view.level, "shock": view.shock, "indicator": view.indicator, "show": view.show}
    told = {
        "value": values.astype(object),
        "unit": unit(layer),
        "rank": frame["rank"].astype("Int64").astype(object),
        **_ranges(layer),
        "notes": ["; ".join(notes(layer, row)) for _, row in frame.iterrows()],
    }
    places = {"territory": frame.index.astype(str), "name": frame["name"].to_numpy()}
    return pd.DataFrame({**places, **shared, "year": view.year, **told}, index=frame.index)


def _ranges(layer: Layer) -> dict[str, list[int | None]]:
    """Return the columns of the ranks between which each territory may lie; none where none are drawn."""
    found = ranges(layer)
    ends = [found.get(str(code), (None, None)) for code in layer.frame.index]
    names = ("rank_low", "rank_high") if found else ()
    return {name: [end[place] for end in ends] for place, name in enumerate(names)}


def metadata(desk: Desk, records: pd.DataFrame, title: str = "", told: str = "") -> dict[str, Any]:
    """Gather what the figures of a page are, where they come from, and how to cite them.

    Parameters
    ----------
    title, told : str
        Of a page other than the map: what it is called, and its finding.
    """
    layer, edition = desk.layer(), desk.edition
    release, loads = edition.release, layer.loads
    if desk.page != "map" and "indicator" in records:
        known = edition.declaration.indicators
        codes = [code for code in known if code in set(records["indicator"])]
        loads = edition.loads[
            edition.loads["indicator"].isin({a for c in codes for a in ancestors(c, known)})
        ]
    facts = ["data_set", "indicator", "publisher", "dataset", "licence", "url", "sha256"]
    return {
        "title": title or ", ".join(filter(None, [layer.title, layer.year])),
        "finding": told or finding(layer),
        **({} if title else {"measure": layer.measure}),
        "observatory": release.observatory,
        "release": release.number,
        "published_at": release.published_at.isoformat(),
        "software": release.software,
        "declaration_hash": edition.declaration.hash,
        "recipe": edition.declaration.recipe.model_dump(mode="json"),
        "weights": dict(desk.view.weights),
        "view": f"{desk.path(desk.page)}?{desk.view.query}",
        "sources": json.loads(loads[facts].to_json(orient="records")),
    }


def unit(layer: Layer) -> str:
    """Unit of the figures as stored: a share for a relative change."""
    indicator = layer.indicator
    if layer.view.show == "change" and indicator is not None and indicator.change == "relative":
        return layer.say("share of the baseline")
    return layer.unit
