"""From then to now, a row each: how far apart town and country were and are."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.curve import INK, LEGEND_ABOVE, dress
from dashboard.figures.labels import fold

# Okabe & Ito (2008), told apart by colour-blind readers; the shapes tell the same.
LOOKS = {
    "widened": ("#d55e00", "diamond"),
    "narrowed": ("#0072b2", "circle"),
    "unchanged": ("#7a7a7a", "square"),
}
ROW_HEIGHT, ENDS_HEIGHT = 24, 110


def shifts(frame: pd.DataFrame, words: Mapping[str, str], level: float = 100.0) -> go.Figure:
    """Draw a line from what was to what is, in a row a name, the first on top.

    Parameters
    ----------
    frame : DataFrame
        name, before, now (in percent), verdict (a key of `LOOKS`).
    words : mapping
        Label of the axis as ``axis``, of the start as ``before``, and of each verdict.
    level : float
        Where both are equal.
    """
    figure, names = go.Figure(), [fold(name) for name in frame["name"]]
    for name, row in zip(names, frame.to_dict("records"), strict=True):
        figure.add_trace(
            go.Scatter(
                x=[row["before"], row["now"]],
                y=[name, name],
                mode="lines",
                line={"color": LOOKS[row["verdict"]][0], "width": 3},
                hoverinfo="skip",
                showlegend=False,
            )
        )
    start = {"color": "white", "size": 9, "line": {"color": INK, "width": 1.5}}
    if len(frame):
        figure.add_trace(_points(frame["before"], names, words["before"], start))
    for verdict, (colour, symbol) in LOOKS.items():
        rows = (frame["verdict"] == verdict).to_numpy()
        if rows.any():
            here = [name for name, there in zip(names, rows, strict=True) if there]
            look = {"color": colour, "symbol": symbol, "size": 12}
            figure.add_trace(_points(frame.loc[rows, "now"], here, words[verdict], look))
    figure.add_vline(x=level, line={"color": INK, "width": 1})
    dress(figure).update_layout(
        hovermode="closest", legend=LEGEND_ABOVE, height=ENDS_HEIGHT + ROW_HEIGHT * len(frame)
    )
    figure.update_xaxes(title=words["axis"], dtick=None, showgrid=True, ticksuffix="%", tickformat=",.0f")
    return figure.update_yaxes(autorange="reversed", categoryorder="array", categoryarray=names, dtick=1)


def _points(values: pd.Series, names: list[str], label: str, look: Mapping[str, object]) -> go.Scatter:
    return go.Scatter(
        x=values,
        y=names,
        name=label,
        mode="markers",
        marker=look,
        hovertemplate="<b>%{y}</b><br>%{x:.1f}%<extra></extra>",
    )
