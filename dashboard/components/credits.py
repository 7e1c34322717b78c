"""Source, licence, release and attribution: what stands under every figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from dashboard.library import Edition
from dashboard.package.citation import is_web
from dashboard.words import Words
from indicators.indicator import Indicator, ancestors


def credits(edition: Edition, shown: Sequence[str], say: Words, level: str | None = None) -> html.Div:
    """Name the sources of what is shown, and of a level's boundaries where a map is drawn.

    Parameters
    ----------
    shown : sequence of str
        Codes of the indicators shown; their definitions and whatever they are made of are told.
    """
    known = edition.declaration.indicators
    inputs = {step for code in shown for step in ancestors(code, known)}
    loads = edition.loads[edition.loads["indicator"].isin(inputs)].drop_duplicates(["publisher", "dataset"])
    release, lines = edition.release, [_definition(known[code], say) for code in shown]
    sources: list[Mapping[Any, Any]] = [*loads.to_dict("records"), *_grid(edition, say)]
    lines += [html.Li(_source(row, say)) for row in sources]
    publishers = ", ".join(sorted(set(loads["publisher"])))
    summary = [
        *([say("Sources: {publishers}", publishers=publishers)] if publishers else []),
        say("Release {number}, {date}", number=release.number, date=say.date(release.published_at)),
    ]
    if level and (drawn := edition.declaration.hierarchy.level(level).boundaries):
        summary.insert(-1, say("Boundaries: {publisher}", publisher=drawn.publisher))
        lines.append(html.Li(f"{summary[-2]}. {drawn.attribution} {drawn.licence}"))
    return html.Div(html.Details([html.Summary(" · ".join(summary)), html.Ul(lines)]), className="credits")


def _definition(indicator: Indicator, say: Words) -> html.Li:
    name, text = indicator.name.in_(say.language), indicator.definition.in_(say.language)
    return html.Li([html.Strong(name), f": {text}"])


def _grid(edition: Edition, say: Words) -> list[dict[str, str]]:
    """Tell the sources of the population grid that territories are classed by, each once."""
    typology = edition.declaration.typology
    told = {(layer.publisher, layer.licence, layer.url) for layer in edition.declaration.grid}
    label = typology.label.in_(say.language) if typology else ""
    return [
        {"publisher": publisher, "dataset": label, "licence": licence, "url": url}
        for publisher, licence, url in sorted(told)
        if publisher
    ]


def _source(row: Mapping[Any, Any], say: Words) -> list[Any]:
    text = f"{row['publisher']}: {row['dataset']}. " if row["dataset"] else f"{row['publisher']}. "
    return [text, say("Licence: {licence}", licence=row["licence"]), " ", *web_link(row["url"])]


def web_link(url: Any) -> list[html.A]:
    """Link an address of the web; nothing where it is none."""
    return [html.A(url, href=url, rel="noreferrer", target="_blank")] if is_web(url) else []
