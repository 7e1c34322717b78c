"""The goals of one territory as a wheel: a slice a goal, the longer the nearer."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.curve import INK, dress
from dashboard.figures.labels import fold, inert

NEAR, WHOLE, PROMISED, WIDEST = "#2c7fb8", "#eceff3", "#d55e00", 80


def wheel(frame: pd.DataFrame, words: Mapping[str, str], promised: pd.DataFrame | None = None) -> go.Figure:
    """Draw a slice a goal, from the worst at the hub to the target at the rim.

    Parameters
    ----------
    frame : DataFrame
        goal (its number, in the order round the wheel), name, score (0-100; NaN leaves the goal out).
    words : mapping
        Labels: near (what the length says), whole (the length of a goal that is reached), promised.
    promised : DataFrame, optional
        goal, name, score: a commitment that serves a goal of the wheel, as a mark on its slice.
    """
    figure, known = go.Figure(), frame.dropna(subset="score")
    if known.empty:
        return dress(figure)
    angles = [360 * place / len(known) for place in range(len(known))]
    names = [inert(f"{goal} {name}") for goal, name in zip(known["goal"], known["name"], strict=True)]
    width = [min(WIDEST, 0.92 * 360 / len(known))] * len(known)
    for key, lengths, colour in (("whole", [100.0] * len(known), WHOLE), ("near", known["score"], NEAR)):
        figure.add_trace(
            go.Barpolar(
                r=lengths,
                base=[0.0] * len(known),
                theta=angles,
                width=width,
                text=names,
                name=words[key],
                marker={"color": colour, "line": {"color": INK, "width": 0.6}},
                hovertemplate="%{text}: %{r:.0f}<extra></extra>",
                hoverinfo="skip" if key == "whole" else None,
            )
        )
    figure.data[0].hovertemplate = None
    if promised is not None:
        _mark(figure, promised, dict(zip(known["goal"], angles, strict=True)), words["promised"])
    axis = {
        "tickvals": angles,
        "ticktext": [
            fold(f"{goal} {name}", 18) for goal, name in zip(known["goal"], known["name"], strict=True)
        ],
    }
    return dress(figure).update_layout(
        polar={
            "radialaxis": {"range": [0, 100], "tickvals": [50, 100], "angle": 90, "tickangle": 90},
            "angularaxis": {**axis, "direction": "clockwise", "rotation": 90, "showgrid": False},
        },
        margin={"l": 80, "r": 80, "t": 56, "b": 56},
        legend={"y": -0.22},
    )


def _mark(figure: go.Figure, promised: pd.DataFrame, angles: Mapping[str, float], label: str) -> None:
    """Mark how near each commitment is, on the slice of its goal."""
    rows = promised[promised["goal"].isin([*angles])].dropna(subset="score")
    if rows.empty:
        return
    figure.add_trace(
        go.Scatterpolar(
            r=rows["score"],
            theta=rows["goal"].map(angles),
            mode="markers",
            name=label,
            text=[inert(name) for name in rows["name"]],
            marker={"symbol": "diamond", "size": 13, "color": PROMISED, "line": {"color": INK, "width": 1}},
            hovertemplate="%{text}: %{r:.0f}<extra></extra>",
        )
    )
