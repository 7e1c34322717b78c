"""The table twin of the map: the same values, ranked, sortable, and open to keyboard and screen reader."""

from __future__ import annotations

from typing import Any

import dash_ag_grid as dag
import numpy as np
from dash import html

from dashboard.components.aria import KEEPS_VIEW
from dashboard.desk import Desk
from dashboard.focus import inner
from dashboard.layer import RECENT, Layer
from dashboard.ranks import write_ranges
from dashboard.recent import recent
from dashboard.state import CLUSTER
from dashboard.verdicts import marks, reasons
from dashboard.words import Words

WRAPPED: dict[str, Any] = {"wrapText": True, "autoHeight": True, "cellClass": "wrapped"}
LEAVE = {"function": "leave()"}
"""One Tab stop a table: arrows move inside it; see assets/view.js."""


def spoken(say: Words) -> dict[str, str]:
    """Texts of the grid itself, for eyes and screen readers."""
    return {
        "noRowsToShow": say("Nothing to show"),
        "loadingOoo": say("Loading"),
        "ariaSortableColumn": say("press Enter to sort"),
    }


@recent(RECENT)
def ranking(desk: Desk) -> list[dict[str, Any]]:
    """Rows of the table of a view: of whatever lies inside the territory chosen, or of all."""
    return rows(inner(desk.layer()))


def rows(layer: Layer) -> list[dict[str, Any]]:
    """One row a territory, cluster by cluster, best rank first; those without a rank last, by name."""
    frame = layer.frame
    names, ranks, values = (frame[name].to_numpy(dtype=object) for name in ("name", "rank", "value"))
    by_name = np.argsort(names, kind="stable")
    keys = [ranks, values] if layer.view.show == CLUSTER else [ranks]
    order = by_name[np.lexsort([key[by_name].astype(float) for key in keys])]
    codes, texts, said = frame.index.to_numpy(dtype=object), layer.texts, _all_notes(layer)
    sure = write_ranges(layer)
    return [
        {
            "code": codes[i],
            "rank": None if ranks[i] != ranks[i] else int(ranks[i]),
            "name": names[i],
            "value": None if values[i] != values[i] else values[i],
            "text": texts[i],
            "notes": "; ".join(filter(None, (sure.get(codes[i]), said.get(codes[i])))),
        }
        for i in order.tolist()
    ]


def _all_notes(layer: Layer) -> dict[str, str]:
    """Write the notes of every territory that has any."""
    frame = layer.frame
    told = frame[(frame["marks"] != "") | frame["value"].isna() | frame["enclave"]]
    return {
        str(code): "; ".join(notes(layer, row))
        for code, row in zip(told.index, told.to_dict("records"), strict=True)
    }


def notes(layer: Layer, row: Any) -> list[str]:
    """Whatever a reader must know about one value: its marks, and why there is none."""
    own = [mark for mark in row["marks"].split(",") if mark not in layer.shared_marks]
    found = marks(",".join(own), layer.say)
    if row["value"] != row["value"]:
        found.append(_why(layer, row))
    if row["enclave"]:
        found.append(layer.say("enclave"))
    return found


def _why(layer: Layer, row: Any) -> str:
    """Say why there is no value: none at all, or none yet."""
    if row["last"] == row["last"]:
        return layer.say("not published yet; last figure {year}", year=int(row["last"]))
    return reasons(row["reason"] or "no data", layer.say)


def table(layer: Layer) -> dag.AgGrid:
    """Build the table."""
    say = layer.say
    columns: list[dict[str, Any]] = [
        {"field": "rank", "headerName": "#", "width": 60, "type": "numericColumn"},
        {"field": "name", "headerName": say("Territory"), "flex": 3, "minWidth": 150, **WRAPPED},
        {
            "field": "value",
            "headerName": say("Value"),
            "width": 136,
            **(WRAPPED | {"cellClass": "wrapped ag-right-aligned-cell"}),
            "type": "numericColumn",
            "valueFormatter": {"function": "params.data.text"},
        },
        {"field": "notes", "headerName": say("Notes"), "flex": 2, "minWidth": 130, **WRAPPED},
    ]
    return dag.AgGrid(
        id="table",
        rowData=rows(layer),
        columnDefs=columns,
        getRowId="params.data.code",
        defaultColDef={"sortable": True, "resizable": True, "suppressHeaderMenuButton": True},
        dashGridOptions={
            "rowHeight": 40,
            "ensureDomOrder": True,
            "enableCellTextSelection": True,
            "tabToNextCell": LEAVE,
            "tabToNextHeader": LEAVE,
            "localeText": spoken(say),
        },
        className="ag-theme-quartz table",
        style={"height": "100%"},
    )


def downloads(desk: Desk) -> html.P:
    """Offer the `records` of the page as CSV and their metadata as JSON; the links follow the view."""
    say, view = desk.say, desk.view
    return html.P(
        [
            say("Download"),
            *(
                html.A(
                    label,
                    href=f"{desk.path(desk.page)}.{kind}?{view.query}",
                    download="",
                    **KEEPS_VIEW,
                )
                for kind, label in (("csv", "CSV"), ("json", say("metadata (JSON)")))
            ),
        ],
        className="downloads",
    )
