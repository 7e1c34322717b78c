"""What a reader may take along and how it is cited: the whole release, its citation, the API."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.api.negotiate import CSV, GEOPACKAGE, ZIP, Format
from dashboard.api.problems import DOCUMENTATION
from dashboard.dataset import download
from dashboard.desk import Desk
from dashboard.package.citation import cite
from dashboard.words import mark

TABLES: tuple[tuple[str, str, Format], ...] = (
    (mark("all figures"), "observations", CSV),
    (mark("scores by indicator"), "measures", CSV),
    (mark("composite scores"), "scores", CSV),
    (mark("town and country"), "balance", CSV),
    (mark("territories with boundaries"), "territories", GEOPACKAGE),
)


def taking(desk: Desk) -> list[Any]:
    """Lay out the downloads of the release and its citation."""
    say, edition = desk.say, desk.edition
    whole = html.A(
        say("The whole release as a package (ZIP)"), href=download(edition, "package", ZIP), className="take"
    )
    parts = [
        html.Li(html.A(f"{say(words)} ({kind.ending.upper()})", href=download(edition, resource, kind)))
        for words, resource, kind in TABLES
    ]
    told = say(
        "Figures, scores, boundaries, a codebook in three languages, the recipe, licences and checksums. "
        "Anyone can compute every score anew from it: {command}",
        command="recovery verify",
    )
    return [
        html.P([whole, html.Br(), html.Span(told, className="quiet-text")]),
        html.Ul(parts),
        html.P([say("How to cite this release"), ":"]),
        html.Blockquote(cite(edition.release, edition.loads), lang="en"),
        html.P(html.A(say("Documentation of the API"), href=DOCUMENTATION)),
    ]
