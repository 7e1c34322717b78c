"""From the baseline to the trough to now, a row a territory."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.curve import INK, LEGEND_ABOVE, dress
from dashboard.figures.labels import fold

# Okabe & Ito (2008), told apart by colour-blind readers; the shapes tell the same.
TROUGH, BACK, BEHIND = "#7a7a7a", "#0072b2", "#d55e00"
ROW_HEIGHT, ENDS_HEIGHT = 44, 120


def courses(frame: pd.DataFrame, words: Mapping[str, str]) -> go.Figure:
    """Draw a dumbbell a row: down from the baseline at zero to the trough, and to where it is now.

    Parameters
    ----------
    frame : DataFrame
        name, trough, now (changes since the baseline as a reader of the series sees them), back (whether it
        is at its baseline or better).
    words : mapping
        Labels: axis, baseline, trough, back, behind; ``suffix`` of the ticks.
    """
    suffix = words["suffix"]
    figure, names = go.Figure(), [fold(name) for name in frame["name"]]
    for name, trough, now, back in zip(names, frame["trough"], frame["now"], frame["back"], strict=True):
        figure.add_trace(_bar([0.0, trough], name, TROUGH, 2))
        figure.add_trace(_bar([trough, now], name, BACK if back else BEHIND, 5))
    if len(frame):
        look = {"color": "white", "size": 10, "line": {"color": INK, "width": 2}}
        zeros = pd.Series(0.0, index=frame.index)
        figure.add_trace(_points(zeros, names, words["baseline"], look, suffix))
        look = {"color": TROUGH, "size": 11, "symbol": "triangle-down"}
        figure.add_trace(_points(frame["trough"], names, words["trough"], look, suffix))
    for key, colour, symbol in (("back", BACK, "circle"), ("behind", BEHIND, "diamond")):
        rows = frame["back"].astype(bool) == (key == "back")
        here = [name for name, there in zip(names, rows, strict=True) if there]
        if here:
            look = {"color": colour, "size": 13, "symbol": symbol}
            figure.add_trace(_points(frame.loc[rows, "now"], here, words[key], look, suffix))
    figure.add_vline(x=0, line={"color": INK, "width": 1})
    dress(figure).update_layout(
        hovermode="closest", legend=LEGEND_ABOVE, height=ENDS_HEIGHT + ROW_HEIGHT * len(frame)
    )
    figure.update_xaxes(title=words["axis"], dtick=None, showgrid=True, ticksuffix=suffix)
    figure.update_xaxes(tickformat=",.3~r", nticks=8)
    return figure.update_yaxes(autorange="reversed", categoryorder="array", categoryarray=names, dtick=1)


def _bar(ends: list[float], name: str, colour: str, width: float) -> go.Scatter:
    line = {"color": colour, "width": width}
    return go.Scatter(x=ends, y=[name, name], mode="lines", line=line, hoverinfo="skip", showlegend=False)


def _points(
    values: pd.Series, names: list[str], label: str, look: Mapping[str, object], suffix: str
) -> go.Scatter:
    hover = f"%{{y}}: %{{x:+.1f}}{suffix}<extra></extra>"
    return go.Scatter(x=values, y=names, name=label, mode="markers", marker=look, hovertemplate=hover)
