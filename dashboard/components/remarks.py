"""What every reader is to know of what the map shows."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.layer import Layer
from dashboard.ranks import ranges


def remarks(layer: Layer) -> list[Any]:
    """Pass on what every reader of the shock, of the enclaves and of the ranks is to know."""
    language, declared = layer.say.language, layer.edition.declaration
    notes = [layer.edition.shock(layer.view.shock).note]
    notes += [declared.enclave_note] if layer.frame["enclave"].any() else []
    said = [html.P(note.in_(language)) for note in notes if note]
    if ranges(layer):
        text = layer.say(
            "A rank is told with the ranks that hold 90% of {draws} draws of other choices behind the score: "
            "other weights, and one indicator or none left out.",
            draws=layer.say.number(declared.recipe.uncertainty.draws, 0),
        )
        said.append(html.P(text))
    return [html.Section([html.H2(layer.say("Good to know")), *said], className="card")] if said else []
