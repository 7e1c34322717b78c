"""The part of a layer that lies inside the territory chosen."""

from __future__ import annotations

from dataclasses import replace

from dashboard.layer import Layer
from dashboard.nesting import inside


def inner(layer: Layer) -> Layer:
    """Keep of a layer what lies inside the territory chosen; all of it where that is none, or all."""
    chosen = layer.view.territory
    codes = inside(layer.edition, chosen, layer.view.level) if chosen else []
    return replace(layer, frame=layer.frame.loc[codes]) if 0 < len(codes) < len(layer.frame) else layer


def within(layer: Layer) -> str:
    """Name of the territory whose inside is looked at; empty where it is all."""
    names = layer.edition.names(layer.say.language)
    return "" if len(inner(layer).frame) == len(layer.frame) else str(names[layer.view.territory])
