"""The recovery curve of one territory and one indicator."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

INK, OWN, PEER, EXPECTED = "#1a1a1a", "#0b5394", "#7a7a7a", "#b35806"
BREAK_LABELS_APART = 3
LABEL_SHARE = 0.15
"""Of the height of a curve, what the label below its lowest mark takes."""
LEGEND_ABOVE = {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0}
BAND, WINDOW = "rgba(179,88,6,0.15)", "rgba(90,90,90,0.12)"


def curve(
    frame: pd.DataFrame,
    *,
    level: float,
    impact: tuple[int, int],
    trough: int | None,
    words: Mapping[str, str],
) -> go.Figure:
    """Draw a series against its baseline, the path expected without the shock, and the benchmark.

    Parameters
    ----------
    frame : DataFrame
        One row a year: year, value, benchmark, expected, low, high (all on the scale of the axis), text
        (the value as published, in words), broken (the series starts anew in that year).
    level : float
        The baseline on that scale: 100 for an index, 0 for a difference.
    impact : (int, int)
        Years to shade.
    trough : int, optional
        Year to mark.
    words : mapping
        Labels: own, benchmark, expected, band, trough, break.
    """
    figure = go.Figure()
    expected = frame.dropna(subset="expected")
    _line(figure, expected, "high", words["band"], width=0, hover=False)
    _line(figure, expected, "low", words["band"], width=0, fill=True, legend=True)
    _line(figure, expected, "expected", words["expected"], EXPECTED, dash="dot", legend=True)
    _line(figure, frame, "benchmark", words["benchmark"], PEER, dash="dash", legend=True)
    _line(figure, frame, "value", words["own"], OWN, width=3, markers=True, legend=True)
    figure.add_vrect(x0=impact[0] - 0.5, x1=impact[1] + 0.5, fillcolor=WINDOW, line_width=0, layer="below")
    figure.add_hline(y=level, line={"color": INK, "width": 1}, layer="below")
    breaks = frame.loc[frame["broken"], "year"]
    for year in breaks:
        figure.add_vline(x=year - 0.5, line={"color": INK, "width": 1, "dash": "dot"})
    for year in breaks[breaks.diff().fillna(BREAK_LABELS_APART) >= BREAK_LABELS_APART]:
        figure.add_annotation(
            x=year - 0.5, y=1, yref="paper", text=words["break"], showarrow=False, yanchor="bottom"
        )
    _mark_trough(figure, frame, trough, words["trough"])
    return dress(figure)


def _line(
    figure: go.Figure,
    frame: pd.DataFrame,
    column: str,
    name: str,
    colour: str = EXPECTED,
    *,
    width: float = 2,
    dash: str = "solid",
    fill: bool = False,
    hover: bool = True,
    legend: bool = False,
    markers: bool = False,
) -> None:
    if frame[column].count() < 2:  # a lone point is no line
        return
    own = column == "value"
    figure.add_trace(
        go.Scatter(
            x=frame["year"],
            y=frame[column],
            name=name,
            mode="lines+markers" if markers else "lines",
            line={"color": colour, "width": width, "dash": dash},
            fill="tonexty" if fill else None,
            fillcolor=BAND if fill else None,
            text=frame["text"] if own else None,
            hovertemplate="%{y:.1f} (%{text})" if own else "%{y:.1f}",
            hoverinfo="skip" if not hover or fill else None,
            showlegend=legend,
        )
    )
    if not hover or fill:
        figure.data[-1].hovertemplate = None


def _mark_trough(figure: go.Figure, frame: pd.DataFrame, trough: int | None, word: str) -> None:
    at = frame[frame["year"] == trough].dropna(subset="value")
    if at.empty:
        return
    room = float(at["value"].iloc[0] - LABEL_SHARE * (frame["value"].max() - frame["value"].min()))
    figure.update_yaxes(autorangeoptions_include=[room])  # the label below the mark
    figure.add_trace(
        go.Scatter(
            x=at["year"],
            y=at["value"],
            mode="markers+text",
            text=[word],
            textposition="bottom center",
            marker={"symbol": "circle-open", "size": 15, "color": INK, "line": {"width": 2}},
            hoverinfo="skip",
            showlegend=False,
        )
    )


def dress(figure: go.Figure) -> go.Figure:
    """Give a figure over years its common look."""
    return figure.update_layout(
        template="plotly_white",
        margin={"l": 8, "r": 8, "t": 20, "b": 8},
        font={"family": "system-ui, sans-serif", "size": 13, "color": INK},
        hovermode="x unified",
        legend={"orientation": "h", "y": -0.14, "yanchor": "top", "x": 0},
        xaxis={"dtick": 2, "showgrid": False, "tickformat": "d"},
        yaxis={"automargin": True, "zeroline": False},
        dragmode=False,
    )
