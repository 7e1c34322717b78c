"""The groups within one territory, each against its own baseline."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.curve import INK, WINDOW, dress

# Okabe & Ito (2008), told apart by colour-blind readers.
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00")
DASHES = ("solid", "dash", "dot", "dashdot")


def group_lines(frame: pd.DataFrame, *, impact: tuple[int, int]) -> go.Figure:
    """Draw one line a group.

    Parameters
    ----------
    frame : DataFrame
        group, year, value (baseline = 100).
    """
    figure = go.Figure()
    for number, (group, rows) in enumerate(frame.groupby("group", sort=True)):
        line = {"color": COLOURS[number % len(COLOURS)], "dash": DASHES[number % len(DASHES)], "width": 3}
        figure.add_trace(
            go.Scatter(x=rows["year"], y=rows["value"], name=str(group), mode="lines+markers", line=line)
        )
    figure.update_traces(hovertemplate="%{y:.1f}")
    figure.add_vrect(x0=impact[0] - 0.5, x1=impact[1] + 0.5, fillcolor=WINDOW, line_width=0, layer="below")
    figure.add_hline(y=100, line={"color": INK, "width": 1}, layer="below")
    return dress(figure)
