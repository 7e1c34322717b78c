"""The map: geometry address, code -> class, colours and selection in; the code of a clicked territory out.

Drawn by plotly's `choropleth_map` (MapLibre, WebGL). Pages and tests know only `Map`, `draw`, `recolour` and
`clicked`, so the drawing engine can change.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import plotly.graph_objects as go
from dash import Patch
from numpy.typing import NDArray

from dashboard.figures.scale import NO_DATA, NO_DATA_CLASS, NOT_YET, NOT_YET_CLASS

Box = tuple[float, float, float, float]

BACKGROUND = "#f4f6f8"
# An own style with one real same-origin source: an empty style breaks when the figure is updated.
STYLE = {
    "version": 8,
    "sources": {"ground": {"type": "geojson", "data": {"type": "FeatureCollection", "features": []}}},
    "layers": [{"id": "ground", "type": "background", "paint": {"background-color": BACKGROUND}}],
}
CLEAR = "rgba(0,0,0,0)"
OUTLINES = {
    "no-data": ("#8a8a8a", 1.2),
    "enclave": ("#2b2b2b", 2.0),
    "pinned": ("#0072b2", 4.0),
    "selected": ("#e6007e", 4.0),
}
AREAS, LAYERS = "areas", ("areas", *OUTLINES)
INSET_WIDTH, INSET_HEIGHT, FEW_INSETS = 0.24, 0.22, 2
COLUMN_WIDTH, NAME_HEIGHT = 0.19, 0.03
INSET_SHARE = 0.2
# The more territories (up to so many), the thinner their outlines, or small ones would be all outline.
FINENESS = ((100, 1.0), (500, 0.5), (math.inf, 0.2))
AREA_LINE = 0.8
OPENING_ZOOM = 1


@dataclass(frozen=True)
class Map:
    """What a map shows.

    Attributes
    ----------
    geometry : str
        Same-origin address of GeoJSON whose feature ids are territory codes.
    classes : mapping of str to int
        Territory -> class, -1 where there is no value, -2 where there is none yet.
    texts : mapping of str to str
        Territory -> what is said of its value on hover (already safe as HTML, as are names and `hover`).
    names : mapping of str to str
        Territory -> its name.
    hover : str
        What is said on hover: plotly's template, of `%{text}` (the name) and `%{customdata}` (the text).
    boxes : mapping
        Territory -> west, south, east, north; decides in which part of the map it is drawn.
    extent : (float, float, float, float)
        What the main part shows.
    insets : sequence of (name, box)
        Far parts, each drawn in a box of its own.
    """

    geometry: str
    classes: Mapping[str, int]
    texts: Mapping[str, str]
    colours: Sequence[str]
    boxes: Mapping[str, Box]
    extent: Box
    insets: Sequence[tuple[str, Box]] = ()
    enclaves: frozenset[str] = frozenset()
    selected: str = ""
    pinned: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)
    hover: str = "%{customdata}<extra></extra>"

    @property
    def ground(self) -> str:
        """What stays as it is when only values change: the polygons, and the part of them that is seen."""
        return f"{self.geometry}#{','.join(map(str, self.extent))}"

    def parts(self) -> list[list[str]]:
        """Codes drawn in the main part and in each inset."""
        nowhere = (math.nan,) * 4
        boxes = np.array([self.boxes.get(code, nowhere) for code in self.classes], dtype=float)
        part = np.zeros(len(boxes), dtype=int)
        for number, (_, inset) in reversed(list(enumerate(self.insets, 1))):
            part[_within(boxes, inset)] = number
        codes = np.array(list(self.classes), dtype=object)
        return [codes[part == number].tolist() for number in range(1 + len(self.insets))]

    def outlined(self, codes: Sequence[str]) -> dict[str, list[str]]:
        """Codes that carry each outline."""
        return {
            "no-data": [code for code in codes if self.classes[code] <= NO_DATA_CLASS],
            "enclave": [code for code in codes if code in self.enclaves],
            "pinned": [code for code in codes if code in self.pinned],
            "selected": [code for code in codes if code == self.selected],
        }

    @property
    def fineness(self) -> float:
        """Factor that thins the outlines of many territories."""
        return next(factor for most, factor in FINENESS if len(self.classes) <= most)

    @property
    def colorscale(self) -> list[tuple[float, str]]:
        """Steps of colour for the classes -2 (not yet), -1 (no data), 0, 1, ..."""
        steps = [NOT_YET, NO_DATA, *self.colours]
        return [(k / len(steps), colour) for i, colour in enumerate(steps) for k in (i, i + 1)]

    @property
    def zmax(self) -> float:
        """Upper end of the colour axis."""
        return len(self.colours) - 0.5


def draw(data: Map) -> go.Figure:
    """Draw the whole map."""
    figure = go.Figure()
    for number, codes in enumerate(data.parts()):
        subplot = "map" if number == 0 else f"map{number + 1}"
        figure.add_trace(_areas(data, codes, subplot))
        for name, outlined in data.outlined(codes).items():
            figure.add_trace(_outline(data, name, outlined, subplot))
    figure.update_layout(
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        paper_bgcolor=BACKGROUND,
        hoverlabel={"bgcolor": "white", "font": {"color": "#1a1a1a"}, "align": "left"},
        uirevision=data.ground,
        annotations=_names(data),
        # The browser fits the views to its own size by these: see assets/view.js.
        meta=[data.extent, *(box for _, box in data.insets)],
        **_views(data),
    )
    return figure


def recolour(data: Map) -> Patch:
    """Change values, hover texts, colours and selection of a map of the same geometry."""
    patch = Patch()
    for number, codes in enumerate(data.parts()):
        first = number * len(LAYERS)
        patch["data"][first]["z"] = [data.classes[code] for code in codes]
        patch["data"][first]["customdata"] = [data.texts[code] for code in codes]
        patch["data"][first]["hovertemplate"] = data.hover
        patch["data"][first]["colorscale"] = data.colorscale
        patch["data"][first]["zmax"] = data.zmax
        for step, outlined in enumerate(data.outlined(codes).values(), 1):
            patch["data"][first + step]["locations"] = outlined
            patch["data"][first + step]["z"] = [0] * len(outlined)
    return patch


def clicked(click: Mapping[str, Any] | None) -> str:
    """Code of the territory clicked; empty for none."""
    points = (click or {}).get("points") or [{}]
    return str(points[0].get("location", ""))


def _areas(data: Map, codes: Sequence[str], subplot: str) -> go.Choroplethmap:
    return go.Choroplethmap(
        name=AREAS,
        geojson=data.geometry,
        locations=codes,
        z=[data.classes[code] for code in codes],
        customdata=[data.texts[code] for code in codes],
        text=[data.names.get(code, "") for code in codes],
        hovertemplate=data.hover,
        colorscale=data.colorscale,
        zmin=NOT_YET_CLASS - 0.5,
        zmax=data.zmax,
        marker={"line": {"color": "white", "width": AREA_LINE * data.fineness}},
        showscale=False,
        subplot=subplot,
    )


def _outline(data: Map, name: str, codes: Sequence[str], subplot: str) -> go.Choroplethmap:
    colour, width = OUTLINES[name]
    if name in ("no-data", "enclave"):
        width *= data.fineness
    return go.Choroplethmap(
        name=name,
        geojson=data.geometry,
        locations=codes,
        z=[0] * len(codes),
        colorscale=[(0, CLEAR), (1, CLEAR)],
        marker={"line": {"color": colour, "width": width}},
        hoverinfo="skip",
        showscale=False,
        subplot=subplot,
    )


def _domains(data: Map) -> list[dict[str, list[float]]]:
    """Place one or two insets in the lower left of the main part, more of them in a column beside it."""
    count = len(data.insets)
    if count <= FEW_INSETS:
        boxes = [([k * INSET_WIDTH, (k + 1) * INSET_WIDTH], [0.0, INSET_HEIGHT]) for k in range(count)]
        main = 1.0
    else:
        main, right = 1 - COLUMN_WIDTH, [1 - COLUMN_WIDTH, 1.0]
        boxes = [(right, [1 - (k + 1) / count, 1 - k / count - NAME_HEIGHT]) for k in range(count)]
    return [{"x": [0.0, main], "y": [0.0, 1.0]}, *({"x": x, "y": y} for x, y in boxes)]


def _views(data: Map) -> dict[str, Any]:
    names = ["map", *(f"map{number + 2}" for number in range(len(data.insets)))]
    boxes = [data.extent, *(box for _, box in data.insets)]
    return {
        name: {"style": STYLE, "domain": domain, "center": _center(box), "zoom": OPENING_ZOOM}
        for name, domain, box in zip(names, _domains(data), boxes, strict=True)
    }


def _center(box: Box) -> dict[str, float]:
    """Middle of a box as the Mercator projection shows it."""
    north, south = (math.asinh(math.tan(math.radians(box[i]))) for i in (3, 1))
    return {"lon": (box[0] + box[2]) / 2, "lat": math.degrees(math.atan(math.sinh((north + south) / 2)))}


def _names(data: Map) -> list[dict[str, Any]]:
    """Write the name of each inset: inside its box, or above it in a column."""
    few = len(data.insets) <= FEW_INSETS
    at = {"xanchor": "left", "yanchor": "top"} if few else {"xanchor": "right", "yanchor": "bottom"}
    look = {"font": {"size": 12 if few else 10}, "xref": "paper", "yref": "paper", "showarrow": False}
    return [
        {"text": name, "x": domain["x"][0 if few else 1], "y": domain["y"][1], "borderpad": 0, **at, **look}
        for (name, _), domain in zip(data.insets, _domains(data)[1:], strict=True)
    ]


def _within(boxes: NDArray[np.float64], inset: Box) -> NDArray[np.bool_]:
    """Tell which territories belong to an inset: they need not lie in it whole (Madeira has far islets)."""
    shared = np.minimum(boxes[:, 2:], inset[2:]) - np.maximum(boxes[:, :2], inset[:2])
    area = np.prod(boxes[:, 2:] - boxes[:, :2], axis=1)
    return np.asarray((shared > 0).all(axis=1) & (np.prod(shared, axis=1) >= INSET_SHARE * area))
