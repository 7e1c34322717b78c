"""From a layer to what the map component draws."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from textwrap import wrap

import numpy as np

from dashboard.components.ground import Box, Ground
from dashboard.components.map import Map
from dashboard.desk import Desk
from dashboard.figures.labels import inert
from dashboard.focus import inner, within
from dashboard.layer import Layer
from dashboard.ranks import write_ranges

HOVER_WIDTH = 46


def ground_of(desk: Desk, level: str) -> Ground:
    """Describe the polygons of a level; their address is immutable, as it holds their hash."""
    edition, language = desk.edition, desk.say.language

    def make() -> Ground:
        observatory, codes = edition.release.observatory, edition.members(level)
        places, declared = edition.territories.loc[codes], edition.declaration.map
        boxes = places[["west", "south", "east", "north"]].itertuples(index=False, name=None)
        names = edition.names(language).loc[codes]
        return Ground(
            geometry=f"/geometry/{observatory}/{level}/{edition.geometry_hash(level)}.geojson",
            boxes=dict(zip(codes, boxes, strict=True)),
            extent=declared.extent,
            insets=tuple((inert(i.name.in_(language)), i.extent) for i in declared.insets),
            names=dict(zip(codes, map(inert, names), strict=True)),
            enclaves=frozenset(places.index[places["enclave"].astype(bool)]),
        )

    return edition.keep(("ground", level, language), make)


def map_of(desk: Desk, layer: Layer) -> Map:
    """Describe the map of a layer."""
    ground, codes = ground_of(desk, desk.view.level), layer.frame.index.tolist()
    if within(layer):
        ground = closer(ground, set(inner(layer).frame.index))
    return Map(
        ground,
        classes=dict(zip(codes, layer.classes.tolist(), strict=True)),
        texts={code: inert(text) for code, text in zip(codes, _texts(layer), strict=True)},
        colours=layer.scale.colours,
        selected=desk.view.territory,
        pinned=desk.view.pins,
        hover=_hover(layer),
    )


def closer(ground: Ground, codes: set[str]) -> Ground:
    """Look at some territories only: the main part shows them, and the insets are those that hold some.

    Where none of them lies in the main part, it shows what the fullest inset held.
    """
    held = [codes & set(part) for part in ground.parts]
    first = 0 if held[0] else max(range(1, len(held)), key=lambda number: len(held[number]))
    others = [inset for number, inset in enumerate(ground.insets, 1) if held[number] and number != first]
    return replace(ground, extent=_around(ground, held[first]), insets=tuple(others))


def _around(ground: Ground, codes: Iterable[str]) -> Box:
    """Box around territories."""
    west, south, east, north = np.array([ground.boxes[code] for code in codes], dtype=float).T
    box = (west.min(), south.min(), east.max(), north.max())
    return tuple(round(float(edge), 4) for edge in box)  # type: ignore[return-value]


def _texts(layer: Layer) -> list[str]:
    """Each value in words, with the ranks between which it may lie."""
    sure = write_ranges(layer)
    return [
        f"{text} · {sure[code]}" if code in sure else text
        for code, text in zip(layer.frame.index, layer.texts, strict=True)
    ]


def _hover(layer: Layer) -> str:
    """Name, value, unit, year and source of a territory, as the hover shows them."""
    source = "<br>".join(map(inert, wrap(", ".join(layer.publishers), HOVER_WIDTH)))
    tail = f"{inert(' · '.join(filter(None, [layer.measure, layer.year])))}<br>{source}"
    return f"<b>%{{text}}</b><br>{inert(layer.title)}: <b>%{{customdata}}</b><br>{tail}<extra></extra>"
