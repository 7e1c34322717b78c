"""Who catches up: growth against where each territory started."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.curve import INK, LEGEND_ABOVE, dress
from dashboard.figures.groups import COLOURS
from dashboard.figures.labels import inert

SYMBOLS = ("circle", "square", "diamond", "cross")
SELECTED = "#e6007e"
DECADE = 5


def convergence_scatter(
    frame: pd.DataFrame,
    words: Mapping[str, str],
    *,
    line: tuple[float, float, int] | None = None,
    selected: str = "",
) -> go.Figure:
    """Draw each territory's growth a year against its start, on a logarithmic axis.

    Parameters
    ----------
    frame : DataFrame
        Indexed by territory: name, group (its class in words), start (> 0), growth (a share a year).
    words : mapping
        Labels: start, growth, line.
    line : (intercept, beta, years), optional
        The regression of log growth over all those years on log start (`convergence.Beta`).
    """
    figure = go.Figure()
    for number, (group, rows) in enumerate(frame.groupby("group", sort=False)):
        figure.add_trace(
            go.Scatter(
                x=rows["start"],
                y=100 * rows["growth"],
                name=inert(str(group)),
                mode="markers",
                customdata=rows.index,
                text=[inert(name) for name in rows["name"]],
                hovertemplate="<b>%{text}</b><br>%{x:,.5~g}<br>%{y:+.1f}%<extra></extra>",
                marker={
                    "symbol": SYMBOLS[number % len(SYMBOLS)],
                    "color": COLOURS[number % len(COLOURS)],
                    "size": np.where(rows.index == selected, 16, 9),
                    "opacity": 0.8,
                    "line": {"color": np.where(rows.index == selected, SELECTED, "white"), "width": 1.5},
                },
            )
        )
    if line is not None and len(frame):
        figure.add_trace(_fit(frame, line, words["line"]))
    dress(figure).update_layout(hovermode="closest", legend=LEGEND_ABOVE, margin={"r": 16})
    figure.update_xaxes(
        type="log", title=words["start"], dtick=_steps(frame["start"]), showgrid=True, tickformat=",.3~r"
    )
    return figure.update_yaxes(
        title=words["growth"], tickformat=",.3~r", ticksuffix="%", zeroline=True, zerolinecolor=INK
    )


def _steps(values: pd.Series) -> str:
    """Mark every digit within a decade, 1, 2 and 5 over more."""
    return "D1" if len(values) and values.max() < DECADE * values.min() else "D2"


def _fit(frame: pd.DataFrame, line: tuple[float, float, int], name: str) -> go.Scatter:
    intercept, beta, years = line
    x = np.geomspace(frame["start"].min(), frame["start"].max(), 40)
    y = 100 * np.expm1((intercept + beta * np.log(x)) / years)
    return go.Scatter(
        x=x, y=y, name=name, mode="lines", line={"color": INK, "dash": "dash"}, hoverinfo="skip"
    )
