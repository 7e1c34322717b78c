"""The legend of the map: its classes, and a look of its own for what is not known."""

from __future__ import annotations

from itertools import pairwise

from dash import html

from dashboard.classes import class_names
from dashboard.components.aria import aria
from dashboard.components.map import OUTLINES
from dashboard.figures.scale import NO_DATA
from dashboard.layer import Layer


def legend(layer: Layer) -> html.Ul:
    """List the classes, lowest first, then no data, then enclaves."""
    breaks = layer.scale.breaks
    items = [
        _item(colour, label)
        for colour, label in zip(layer.scale.colours, _labels(layer, breaks), strict=True)
    ]
    if layer.frame["value"].isna().any():
        items.append(_item(NO_DATA, layer.say("no data"), f"2px solid {OUTLINES['no-data'][0]}"))
    if layer.frame["enclave"].any():
        items.append(_item("transparent", layer.say("enclave"), f"3px solid {OUTLINES['enclave'][0]}"))
    return html.Ul(items, className="legend", **aria(label=layer.say("Legend")))


def _labels(layer: Layer, breaks: tuple[float, ...]) -> list[str]:
    if layer.classed:
        return list(class_names(layer.edition, layer.say).values())
    if not breaks:
        return [layer.say("all the same")]
    words = [layer.say.number(b, 0) if layer.view.show == "score" else layer.write(b) for b in breaks]
    between = [layer.say("{low} to {high}", low=low, high=high) for low, high in pairwise(words)]
    return [f"< {words[0]}", *between, f"≥ {words[-1]}"]


def _item(colour: str, label: str, border: str = "1px solid #767676") -> html.Li:
    return html.Li([html.Span(style={"background": colour, "border": border}), label])
