"""The gap between classes of territory, beside the map."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.layer import Layer


def balance(layer: Layer) -> list[Any]:
    """Say how far the classes of territory lie apart in what is shown."""
    return [html.H2(layer.say("Town and country"))]
