"""What a reader may take along: the table that is shown, and the facts needed to use and cite it."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from dashboard.components.table import notes
from dashboard.desk import Desk
from dashboard.layer import Layer
from dashboard.sentences import finding

# Spreadsheets run a cell that begins with one of these as a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def table_csv(desk: Desk) -> str:
    """Write the table of the map as CSV, every figure as stored."""
    layer, view = desk.layer(), desk.view
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(
        ["territory", "name", "level", "shock", "indicator", "show", "year", "value", "unit", "rank", "notes"]
    )
    shared = [view.level, view.shock, view.indicator, view.show, view.year]
    for code, row in layer.frame.iterrows():
        value = "" if row["value"] != row["value"] else repr(float(row["value"]))
        value = row["role"] if layer.classed and value else value
        rank = "" if row["rank"] != row["rank"] else int(row["rank"])
        said = "; ".join(notes(layer, row))
        writer.writerow(
            [plain(str(code)), plain(row["name"]), *shared, value, plain(unit(layer)), rank, plain(said)]
        )
    return out.getvalue()


def metadata(desk: Desk) -> dict[str, Any]:
    """Gather what the figures are, where they come from, and how to cite them."""
    layer, edition = desk.layer(), desk.edition
    release = edition.release
    facts = ["data_set", "indicator", "publisher", "dataset", "licence", "url", "sha256"]
    return {
        "title": ", ".join(filter(None, [layer.title, layer.year])),
        "finding": finding(layer),
        "measure": layer.measure,
        "observatory": release.observatory,
        "release": release.number,
        "published_at": release.published_at.isoformat(),
        "software": release.software,
        "declaration_hash": edition.declaration.hash,
        "recipe": edition.declaration.recipe.model_dump(mode="json"),
        "weights": dict(desk.view.weights),
        "view": f"{desk.path('map')}?{desk.view.query}",
        "sources": json.loads(layer.loads[facts].to_json(orient="records")),
    }


def unit(layer: Layer) -> str:
    """Unit of the figures as stored: a share for a relative change."""
    indicator = layer.indicator
    if layer.view.show == "change" and indicator is not None and indicator.change == "relative":
        return layer.say("share of the baseline")
    return layer.unit


def plain(text: str) -> str:
    """Keep a text from being run as a formula.

    Examples
    --------
    >>> plain("=1+1"), plain("Azuay")
    ("'=1+1", 'Azuay')
    """
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
