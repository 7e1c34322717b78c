"""A series by quarter beside the same quarters of its baseline."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.curve import INK, OWN, WINDOW, dress


def quarter_lines(frame: pd.DataFrame, words: Mapping[str, str], *, impact: tuple[int, int]) -> go.Figure:
    """Draw each quarter and what it is compared with.

    Parameters
    ----------
    frame : DataFrame
        period (2020-Q2), value, level (the same quarter of the baseline, in the same unit).
    words : mapping
        Labels: value, level.
    impact : (int, int)
        Years to shade.
    """
    figure = go.Figure()
    if frame["value"].notna().sum() < 2:  # a lone point is no line
        return dress(figure)
    at = pd.PeriodIndex(frame["period"].str.replace("-", ""), freq="Q").to_timestamp()
    looks = {"level": {"color": INK, "width": 1.5, "dash": "dash"}, "value": {"color": OWN, "width": 3}}
    for key, line in looks.items():
        figure.add_trace(
            go.Scatter(
                x=at,
                y=frame[key],
                name=words[key],
                mode="lines",
                line=line,
                text=frame["period"],
                hovertemplate="%{text}: %{y:.2f}<extra></extra>",
            )
        )
    ends = {"x0": f"{impact[0]}-01-01", "x1": f"{impact[1]}-12-31"}
    figure.add_vrect(**ends, fillcolor=WINDOW, line_width=0, layer="below")
    dress(figure).update_layout(hovermode="closest")
    return figure.update_xaxes(dtick="M24", tickformat="%Y")
