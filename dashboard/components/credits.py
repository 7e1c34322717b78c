"""Source, licence, release and attribution: what stands under every figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard.library import Edition
from dashboard.words import Words


def credits(edition: Edition, inputs: Sequence[str], say: Words, level: str | None = None) -> html.Div:
    """Name the sources of some indicators, and of a level's boundaries where a map is drawn."""
    release = edition.release
    loads = edition.loads[edition.loads["indicator"].isin(inputs)]
    loads = loads.drop_duplicates(["publisher", "dataset"])
    lines: list[Any] = [html.Li(_source(row, say)) for row in loads.to_dict("records")]
    if level and (boundaries := edition.declaration.hierarchy.level(level).boundaries):
        text = f"{boundaries.publisher}. {boundaries.attribution} {boundaries.licence}".strip()
        lines.append(html.Li([say("Boundaries: {text}", text=text)]))
    summary = say(
        "Sources: {publishers} · Release {number}, {date}",
        publishers=", ".join(sorted(set(loads["publisher"]))),
        number=release.number,
        date=say.date(release.published_at),
    )
    return html.Div(html.Details([html.Summary(summary), html.Ul(lines)]), className="credits")


def _source(row: dict[str, Any], say: Words) -> list[Any]:
    text = f"{row['publisher']}: {row['dataset']}. " if row["dataset"] else f"{row['publisher']}. "
    link = (
        [html.A(row["url"], href=row["url"], rel="noreferrer", target="_blank")] if _web(row["url"]) else []
    )
    return [text, say("Licence: {licence}", licence=row["licence"]), " ", *link]


def _web(url: object) -> bool:
    return isinstance(url, str) and url.startswith(("https://", "http://"))
