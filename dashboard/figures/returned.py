"""How soon territories came back: shares over the years after the worst, and over the calendar."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.curve import LEGEND_ABOVE, WINDOW, dress
from dashboard.figures.groups import COLOURS, DASHES

ALL = "all"
BAND = "rgba(0,114,178,0.15)"


def waiting_times(curves: Mapping[str, pd.DataFrame], words: Mapping[str, str]) -> go.Figure:
    """Draw the share that had come back so many years after their worst year, as steps.

    Parameters
    ----------
    curves : mapping
        Group -> years, recovered, low, high (shares), from year 0 on. The group `ALL` carries its interval.
    words : mapping
        Name of each group, ``band`` and ``axis``.
    """
    figure = go.Figure()
    if ALL in curves:
        whole = curves[ALL].dropna(subset=["low", "high"])
        for column, fill in (("high", None), ("low", "tonexty")):
            figure.add_trace(
                go.Scatter(
                    x=whole["years"],
                    y=100 * whole[column],
                    name=words["band"],
                    mode="lines",
                    line={"width": 0, "shape": "hv"},
                    fill=fill,
                    fillcolor=BAND,
                    hoverinfo="skip",
                    showlegend=fill is not None,
                )
            )
    for number, (group, rows) in enumerate(curves.items()):
        line = {"color": COLOURS[number % len(COLOURS)], "dash": DASHES[number % len(DASHES)], "shape": "hv"}
        figure.add_trace(
            go.Scatter(
                x=rows["years"],
                y=100 * rows["recovered"],
                name=words[group],
                mode="lines+markers",
                line=line | {"width": 4 if group == ALL else 2},
                hovertemplate="%{y:.0f}%",
            )
        )
    figure = _shares(dress(figure)).update_layout(legend=LEGEND_ABOVE | {"traceorder": "normal"})
    return figure.update_xaxes(title=words["axis"], dtick=1)


def back_over_time(frame: pd.DataFrame, words: Mapping[str, str], impact: tuple[int, int]) -> go.Figure:
    """Draw the shares of territories and of people that are back, a year each.

    Parameters
    ----------
    frame : DataFrame
        year, territories, people (shares).
    words : mapping
        Names of the two.
    """
    figure = go.Figure()
    for number, column in enumerate(("territories", "people")):
        line = {"color": COLOURS[number], "dash": DASHES[number], "width": 3}
        figure.add_trace(
            go.Scatter(
                x=frame["year"],
                y=100 * frame[column],
                name=words[column],
                mode="lines+markers",
                line=line,
                hovertemplate="%{y:.0f}%",
            )
        )
    figure.add_vrect(x0=impact[0] - 0.5, x1=impact[1] + 0.5, fillcolor=WINDOW, line_width=0, layer="below")
    return _shares(dress(figure)).update_xaxes(dtick=1)


def _shares(figure: go.Figure) -> go.Figure:
    return figure.update_yaxes(range=[-3, 105], tickformat="d", ticksuffix="%", dtick=25)
