"""The legend of the map: its classes, and a look of its own for what is not known."""

from __future__ import annotations

from itertools import pairwise

from dash import html

from dashboard.components.aria import aria
from dashboard.components.map import OUTLINES
from dashboard.figures.scale import NO_DATA, NO_DATA_CLASS, NOT_YET, NOT_YET_CLASS
from dashboard.layer import Layer
from dashboard.state import RANK


def legend(layer: Layer) -> html.Ul:
    """List the classes, lowest first, then what is not known or not yet, then outlines."""
    breaks = layer.scale.breaks
    items = [
        _item(colour, label)
        for colour, label in zip(layer.scale.colours, _labels(layer, breaks), strict=True)
    ]
    gap, there = f"2px solid {OUTLINES['no-data'][0]}", set(layer.classes)
    if NO_DATA_CLASS in there:
        text = layer.say("not ranked") if layer.view.show == RANK else layer.say("no data")
        items.append(_item(NO_DATA, text, gap))
    if NOT_YET_CLASS in there:
        items.append(_item(NOT_YET, layer.say("not published yet for {year}", year=layer.view.year), gap))
    if layer.frame["enclave"].any():
        items.append(_item("transparent", layer.say("enclave"), f"3px solid {OUTLINES['enclave'][0]}"))
    if set(layer.view.pins) & set(layer.frame.index):
        items.append(_item("transparent", layer.say("kept"), f"3px solid {OUTLINES['pinned'][0]}"))
    return html.Ul(items, className="legend", **aria(label=layer.say("Legend")))


def _labels(layer: Layer, breaks: tuple[float, ...]) -> list[str]:
    if layer.worded:
        return list(layer.worded.values())
    if layer.view.show == RANK:
        return _ranks(layer, breaks)
    if not breaks:
        return [layer.say("all the same")]
    whole = layer.view.show == "score" and all(b.is_integer() for b in breaks)
    words = [layer.say.number(b, 0) if whole else layer.write(b) for b in breaks]
    between = [layer.say("{low} to {high}", low=low, high=high) for low, high in pairwise(words)]
    return [f"< {words[0]}", *between, f"≥ {words[-1]}"]


def _ranks(layer: Layer, breaks: tuple[float, ...]) -> list[str]:
    """Name classes of ranks by their first and last."""
    starts, ends = [1.0, *breaks[:-1]], [b - 1 for b in breaks]
    closed = [
        low if low == high else layer.say("{low} to {high}", low=low, high=high)
        for low, high in zip(map(layer.write, starts), map(layer.write, ends), strict=True)
    ]
    return [*closed, f"≥ {layer.write(breaks[-1])}"] if breaks else [layer.write(1.0)]


def _item(colour: str, label: str, border: str = "1px solid #767676") -> html.Li:
    return html.Li([html.Span(style={"background": colour, "border": border}), label])
