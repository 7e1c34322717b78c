"""The card of every indicator: what it counts, in which unit, how it is made."""

from __future__ import annotations

from collections.abc import Set
from typing import Any

from dash import dcc, html

from dashboard.desk import Desk
from dashboard.topics import DIMENSION_NAMES
from dashboard.words import Words, mark
from indicators.declaration import Text
from indicators.indicator import DIMENSIONS, Indicator

KINDS = {
    "total": mark("a total"),
    "intensive": mark("a rate or mean"),
    "index": mark("an index"),
}


def definitions(desk: Desk) -> list[Any]:
    """Lay out every indicator of the observatory, by dimension."""
    known = desk.edition.declaration.indicators.values()
    mapped = set(desk.edition.indicators(desk.view.shock))
    parts: list[Any] = []
    for dimension in DIMENSIONS:
        cards = [_card(desk, indicator, mapped) for indicator in known if indicator.dimension == dimension]
        if cards:
            parts += [html.H3(desk.say(DIMENSION_NAMES[dimension])), *cards]
    return parts


def _card(desk: Desk, indicator: Indicator, mapped: Set[str]) -> html.Details:
    say = desk.say
    facts = [(say("Definition"), text(indicator.definition, say)), *_facts(indicator, say)]
    if indicator.notes:
        facts.append((say("Note"), text(indicator.notes, say)))
    rows = [html.Div([html.Dt(term), html.Dd(fact)]) for term, fact in facts]
    query = f"shock={desk.view.shock}&indicator={indicator.code}&show=value"
    link = dcc.Link(say("Show it on the map"), href=f"{desk.path('map')}?{query}")
    shown = [html.P(link)] if indicator.code in mapped else []
    summary = html.Summary(text(indicator.name, say))
    return html.Details([summary, html.Dl(rows, className="facts"), *shown], className="definition")


def _facts(indicator: Indicator, say: Words) -> list[tuple[str, Any]]:
    better = say("higher is better") if indicator.sign > 0 else say("lower is better")
    facts = [
        (say("Unit"), f"{indicator.unit.in_(say.language)} ({say(KINDS[indicator.kind])})"),
        (say("Direction"), better),
        (say("Method"), html.Code(indicator.formula) if indicator.formula else say("as published")),
    ]
    if indicator.sdg:
        facts.append((say("SDG target"), indicator.sdg))
    if indicator.target is not None:
        aim = say("{value} in {year}", value=say.number(indicator.target), year=indicator.target_year)
        facts.append((say("Own target"), aim))
    return facts


def text(words: Text, say: Words) -> Any:
    """Write a declared text; where it is missing in the language, in English and marked as such."""
    language = words.language(say.language)
    if language == say.language:
        return words.in_(say.language)
    only = say("in English only")
    fallback = html.Span(f" ({only})", className="quiet-text")
    return [html.Span(words.in_(say.language), lang=language), fallback]
