"""Series side by side: the groups within a territory, or a territory and what it is compared with."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.curve import INK, WINDOW, dress

# Okabe & Ito (2008), told apart by colour-blind readers.
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00")
DASHES = ("solid", "dash", "dot", "dashdot")


def group_lines(frame: pd.DataFrame, *, impact: tuple[int, int], level: float | None = 100.0) -> go.Figure:
    """Draw one line a group.

    Parameters
    ----------
    frame : DataFrame
        group, year, value.
    level : float, optional
        Where the baseline lies; None where the values are not compared with one.
    """
    figure = go.Figure()
    for number, (group, rows) in enumerate(frame.groupby("group", sort=False)):
        line = {"color": COLOURS[number % len(COLOURS)], "dash": DASHES[number % len(DASHES)], "width": 3}
        values = rows.set_index("year")["value"]
        values = values.reindex(range(values.index.min(), values.index.max() + 1))  # a gap stays a gap
        figure.add_trace(
            go.Scatter(x=values.index, y=values, name=str(group), mode="lines+markers", line=line)
        )
    figure.update_traces(hovertemplate="%{y:,.1~f}")
    figure.add_vrect(x0=impact[0] - 0.5, x1=impact[1] + 0.5, fillcolor=WINDOW, line_width=0, layer="below")
    if level is not None:
        figure.add_hline(y=level, line={"color": INK, "width": 1}, layer="below")
    return dress(figure)
