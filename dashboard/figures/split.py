"""Inequality over time, split into what lies within the classes of territory and between them."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.curve import dress

# Okabe & Ito (2008), told apart by colour-blind readers.
PARTS = {"within": "#56b4e9", "between": "#d55e00"}


def split_bars(frame: pd.DataFrame, words: Mapping[str, str]) -> go.Figure:
    """Stack the two parts of an index, a bar a year.

    Parameters
    ----------
    frame : DataFrame
        year, within, between: parts of an index of inequality, without a unit.
    words : mapping
        Names of the parts.
    """
    figure = go.Figure()
    for part, colour in PARTS.items():
        if frame[part].notna().any():
            figure.add_trace(
                go.Bar(
                    x=frame["year"],
                    y=frame[part],
                    name=words[part],
                    marker={"color": colour, "line": {"color": "white", "width": 1}},
                    hovertemplate="%{y:.4f}",
                )
            )
    return dress(figure).update_layout(barmode="stack", bargap=0.25, yaxis={"rangemode": "tozero"})
