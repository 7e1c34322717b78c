"""From a layer to what the map component draws."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from html import escape
from textwrap import wrap

import numpy as np

from dashboard.components.map import Box, Map
from dashboard.desk import Desk
from dashboard.focus import inner, within
from dashboard.layer import Layer

HOVER_WIDTH = 46


def geometry_address(desk: Desk, level: str) -> str:
    """Immutable address of the polygons of a level: the name holds their hash."""
    observatory = desk.edition.release.observatory
    return f"/geometry/{observatory}/{level}/{desk.edition.geometry_hash(level)}.geojson"


def map_of(desk: Desk, layer: Layer) -> Map:
    """Describe the map of a layer."""
    view, places, declared = desk.view, desk.edition.territories, desk.edition.declaration.map
    codes = layer.frame.index.tolist()
    boxes = places.loc[codes, ["west", "south", "east", "north"]].itertuples(index=False, name=None)
    whole = Map(
        geometry=geometry_address(desk, view.level),
        classes=dict(zip(codes, layer.classes.tolist(), strict=True)),
        texts=dict(zip(codes, map(escape, layer.texts), strict=True)),
        names=dict(zip(codes, map(escape, layer.frame["name"]), strict=True)),
        hover=_hover(layer),
        colours=layer.scale.colours,
        boxes=dict(zip(codes, boxes, strict=True)),
        extent=declared.extent,
        insets=tuple((escape(i.name.in_(layer.say.language)), i.extent) for i in declared.insets),
        enclaves=frozenset(layer.frame.index[layer.frame["enclave"]]),
        selected=view.territory,
        pinned=frozenset(view.pins),
    )
    return whole if not within(layer) else replace(whole, extent=_around(whole, inner(layer).frame.index))


def _around(whole: Map, codes: Iterable[str]) -> Box:
    """Box around territories, those drawn in insets left out unless all are."""
    main = set(whole.parts()[0])
    chosen = [code for code in codes if code in main] or list(codes)
    west, south, east, north = np.array([whole.boxes[code] for code in chosen], dtype=float).T
    box = (west.min(), south.min(), east.max(), north.max())
    return tuple(round(float(edge), 4) for edge in box)  # type: ignore[return-value]


def _hover(layer: Layer) -> str:
    """Name, value, unit, year and source of a territory, as the hover shows them."""
    source = "<br>".join(map(escape, wrap(", ".join(layer.publishers), HOVER_WIDTH)))
    tail = f"{escape(' · '.join(filter(None, [layer.measure, layer.year])))}<br>{source}"
    return f"<b>%{{text}}</b><br>{escape(layer.title)}: <b>%{{customdata}}</b><br>{tail}<extra></extra>"
