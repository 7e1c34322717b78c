"""The map: its ground, code -> class, colours and selection in; the code of a clicked territory out.

Plotly's `choropleth_map` draws the parts, answers the pointer and keeps the view. `assets/map.js` colours
them, in layers of its own on the same MapLibre maps: plotly would draw every polygon anew for a new value.
So the figure holds the ground only, and what is shown on it travels apart. Pages and tests know only `Map`,
`draw`, `shown` and `clicked`, so the drawing engine can change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from dashboard.components.ground import Ground, center
from dashboard.figures.scale import NO_DATA, NOT_YET, NOT_YET_CLASS

BACKGROUND = "#f4f6f8"
# An own style with one real same-origin source: an empty style breaks when the figure is updated.
STYLE = {
    "version": 8,
    "sources": {"ground": {"type": "geojson", "data": {"type": "FeatureCollection", "features": []}}},
    "layers": [{"id": "ground", "type": "background", "paint": {"background-color": BACKGROUND}}],
}
OUTLINES = {
    "no-data": ("#8a8a8a", 1.2),
    "enclave": ("#2b2b2b", 2.0),
    "pinned": ("#0072b2", 4.0),
    "selected": ("#e6007e", 4.0),
}
"""Colour and width in pixels; of two that a territory carries, the later one is seen."""
FINE = ("areas", "no-data", "enclave")
AREAS, AREA_LINE = "areas", ("#ffffff", 0.8)
OPENING_ZOOM = 1


@dataclass(frozen=True)
class Map:
    """What a map shows.

    Attributes
    ----------
    ground : Ground
        The polygons.
    classes : mapping of str to int
        Territory -> class, -1 where there is no value, -2 where there is none yet.
    texts : mapping of str to str
        Territory -> what is said of its value on hover (already safe as HTML, as is `hover`).
    hover : str
        What is said on hover: plotly's template, of `%{text}` (the name) and `%{customdata}` (the text).
    """

    ground: Ground
    classes: Mapping[str, int]
    texts: Mapping[str, str]
    colours: Sequence[str]
    selected: str = ""
    pinned: Sequence[str] = ()
    hover: str = "%{customdata}<extra></extra>"


def draw(ground: Ground) -> go.Figure:
    """Draw the parts of a map, without anything on them."""
    figure = go.Figure()
    for number, codes in enumerate(ground.parts):
        figure.add_trace(_areas(ground, codes, _part(number)))
    figure.update_layout(
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        paper_bgcolor=BACKGROUND,
        hoverlabel={"bgcolor": "white", "font": {"color": "#1a1a1a"}, "align": "left"},
        uirevision=ground.key,
        annotations=ground.labels(),
        # The browser fits the views to its own size, and adds the outlines: see assets/map.js.
        meta={"views": ground.views, "outlines": _outlines(ground)},
        **_views(ground),
    )
    return figure


def shown(data: Map) -> dict[str, Any]:
    """Tell assets/map.js what to show on the ground; territories are in the order of `Ground.codes`."""
    codes = data.ground.codes
    return {
        "ground": data.ground.key,
        **palette(data.colours),
        "classes": [data.classes[code] for code in codes],
        "texts": [data.texts[code] for code in codes],
        "hover": data.hover,
        "outlined": {
            "enclave": sorted(data.ground.enclaves),
            "pinned": list(data.pinned),
            "selected": [data.selected],
        },
    }


def palette(colours: Sequence[str]) -> dict[str, Any]:
    """Colours of the classes from the first on, which is that of what is not known yet."""
    return {"colours": [NOT_YET, NO_DATA, *colours], "first": NOT_YET_CLASS}


def clicked(click: Mapping[str, Any] | None) -> str:
    """Code of the territory clicked; empty for none."""
    points = (click or {}).get("points") or [{}]
    return str(points[0].get("location", ""))


def _part(number: int) -> str:
    return "map" if number == 0 else f"map{number + 1}"


def _areas(ground: Ground, codes: Sequence[str], subplot: str) -> go.Choroplethmap:
    """Lay out the areas of one part, unseen: the pointer finds them, and assets/map.js fills them in."""
    return go.Choroplethmap(
        name=AREAS,
        geojson=ground.geometry,
        locations=codes,
        z=[0] * len(codes),
        customdata=[""] * len(codes),
        text=[ground.names.get(code, "") for code in codes],
        hovertemplate="%{text}<extra></extra>",
        marker={"opacity": 0, "line": {"width": 0}},
        showscale=False,
        subplot=subplot,
    )


def _outlines(ground: Ground) -> dict[str, tuple[str, float]]:
    """Colour and width of each outline, those of many territories thinned."""
    looks = {AREAS: AREA_LINE, **OUTLINES}
    return {
        name: (colour, width * ground.fineness if name in FINE else width)
        for name, (colour, width) in looks.items()
    }


def _views(ground: Ground) -> dict[str, Any]:
    return {
        _part(number): {"style": STYLE, "domain": domain, "center": center(box), "zoom": OPENING_ZOOM}
        for number, (domain, box) in enumerate(zip(ground.domains(), ground.views, strict=True))
    }
