"""A figure on a page: its finding, the drawing, the same numbers as a table, its picture and its sources."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go
from dash import dcc, html

from dashboard.components.aria import aria
from dashboard.components.credits import credits
from dashboard.desk import Desk
from dashboard.figures.labels import fold

CONFIG: Any = {"displayModeBar": False}
PICTURES = ("png", "svg")
LARGE_PX = 20
"""Type of drawings for the back row."""
TITLE_WIDTH = 30
"""Letters of the title of an axis that a phone has room for."""
LONE_PERCENT = re.compile(r"%(?!{)")
"""A percent sign that is written, not the beginning of a blank."""


def chart(
    desk: Desk,
    name: str,
    title: str,
    finding: str,
    figure: go.Figure,
    twin: html.Table,
    shown: Sequence[str],
    **more: Any,
) -> html.Section:
    """Lay out a figure; a figure without a trace is left out, and its finding says why.

    Parameters
    ----------
    name : str
        What the drawing is called on the page and its picture on the reader's disk.
    finding : str
        What the figure shows, in a sentence or two; it also stands for the drawing where none is seen.
    twin : Table
        The same numbers.
    shown : sequence of str
        Codes of the indicators shown, whose sources are told.
    more
        Further properties of the drawing.
    """
    if figure.layout.height:  # a drawing of many rows says itself how high it must be
        more = {"style": {"height": f"{figure.layout.height:.0f}px"}, "className": "tall", **more}
    drawing = graph(figure, desk, id=name, **more)
    table = html.Details(
        [
            html.Summary(desk.say("The same as a table")),
            html.Div(twin, className="scroll", tabIndex=0, **_named(title)),
        ],
        className="twin-table",
    )
    # A phone scrolls what has a name under every column, so the keyboard must reach it.
    focus: dict[str, Any] = {"className": "scroll", "tabIndex": 0} if figure.layout.xaxis.ticktext else {}
    stage = html.Div(drawing, role="img", **focus, **aria(label=f"{title}. {finding}"))
    parts = [stage, table, pictures(desk, title)] if figure.data else []
    return html.Section(
        [
            html.H2(title),
            html.P(finding, className="finding"),
            *parts,
            credits(desk.edition, shown, desk.say),
        ],
        className="card chart",
    )


def graph(figure: go.Figure, desk: Desk, **more: Any) -> dcc.Graph:
    """Put a drawing on a page, its numbers as the language writes them, its type as large as the view asks.

    Figures know of no language: what they write as ``50%`` is ``50 %`` in Spanish and French.
    """
    say = desk.say
    figure.update_layout(separators=say.separators)
    if desk.view.size:
        figure.update_layout(font_size=LARGE_PX)
    figure.for_each_xaxis(lambda axis: axis.update(title_text=fold(axis.title.text or "", TITLE_WIDTH)))
    sign = {"ticksuffix": say.percent_sign}
    for_percent = {"selector": {"ticksuffix": "%"}}
    figure.update_xaxes(sign, **for_percent).update_yaxes(sign, **for_percent)
    for trace in figure.data:
        if getattr(trace, "hovertemplate", None):
            trace.hovertemplate = LONE_PERCENT.sub(say.percent_sign, trace.hovertemplate)
    return dcc.Graph(figure=figure, config=CONFIG, responsive=True, **{"className": "curve", **more})


def _named(title: str) -> dict[str, Any]:
    """Name what can be scrolled by keyboard."""
    return {"role": "region", **aria(label=title)}


def pictures(desk: Desk, title: str, kinds: Sequence[str] = PICTURES) -> html.P:
    """Offer the drawing as a picture, made by the browser: see assets/image.js."""
    release = desk.edition.release
    source = desk.say(
        "{observatory}, release {number}",
        observatory=desk.edition.declaration.name.in_(desk.say.language),
        number=release.number,
    )
    buttons = []
    for kind in kinds:
        label = desk.say("{title} as {kind}", title=title, kind=kind.upper())
        more: dict[str, Any] = {"data-image": kind, "data-title": title, "data-source": source}
        buttons.append(html.Button(kind.upper(), className="quiet", **more, **aria(label=label)))
    return html.P([desk.say("Picture"), *buttons], className="downloads pictures")


def twin_table(head: Sequence[Any], rows: Sequence[Sequence[Any]]) -> html.Table:
    """Write a table whose first column names its rows."""
    body = [
        html.Tr([html.Th(first, scope="row"), *(html.Td(cell) for cell in cells)]) for first, *cells in rows
    ]
    top = html.Tr([html.Th(text, scope="col") for text in head])
    return html.Table([html.Thead(top), html.Tbody(body)])
