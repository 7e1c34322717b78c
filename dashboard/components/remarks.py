"""What the declaration wants every reader to know."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.layer import Layer


def remarks(layer: Layer) -> list[Any]:
    """Pass on what the declaration wants every reader of the shock and of the enclaves to know."""
    language, declared = layer.say.language, layer.edition.declaration
    notes = [layer.edition.shock(layer.view.shock).note]
    notes += [declared.enclave_note] if layer.frame["enclave"].any() else []
    said = [html.P(note.in_(language)) for note in notes if note]
    return [html.Section([html.H2(layer.say("Good to know")), *said], className="card")] if said else []
