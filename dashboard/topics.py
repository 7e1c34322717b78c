"""What can be shown, by name."""

from __future__ import annotations

from dashboard.library import Edition
from dashboard.state import CLASS, SCORE
from dashboard.words import Words, mark

DIMENSION_NAMES = {
    "economy": mark("Economy"),
    "society": mark("Society"),
    "environment": mark("Environment"),
    "connectivity": mark("Connectivity"),
    "governance": mark("Governance and finance"),
}
CLUSTER_NAMES = {
    "high-high": mark("High, and its neighbours too"),
    "low-low": mark("Low, and its neighbours too"),
    "high-low": mark("High among low neighbours"),
    "low-high": mark("Low among high neighbours"),
    "": mark("May be chance"),
}


def topic(edition: Edition, indicator: str, say: Words) -> str:
    """Name a choice of the picker: the composite, one of its dimensions, or an indicator."""
    head, _, dimension = indicator.partition(".")
    if indicator == CLASS:
        return say("Urban-rural class")
    if head != SCORE:
        return edition.indicator(indicator).name.in_(say.language)
    return say(DIMENSION_NAMES[dimension]) if dimension else say("All indicators together")
