"""Resistance against recoverability: who held up, who came back, against their own country."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.curve import INK, LEGEND_ABOVE, dress
from dashboard.figures.labels import fold, inert

# Okabe & Ito (2008), told apart by colour-blind readers; the shapes tell the same.
LOOKS = {
    "both": ("#009e73", "circle"),
    "rebound": ("#56b4e9", "diamond"),
    "hold": ("#f0e442", "square"),
    "neither": ("#d55e00", "x"),
}
SELECTED = "#e6007e"
SHOWN, LEAST = 0.95, 0.5
LEGEND_WIDTH = 32
"""Letters that a phone has room for beside a mark."""


def frame_of(frame: pd.DataFrame) -> float:
    """Return how far the axes reach from zero: to most of the points, so that a few do not press the rest.

    Examples
    --------
    >>> frame_of(pd.DataFrame({"resistance": [0.1, -0.2], "recoverability": [0.1, 0.3]}))
    0.5
    """
    sizes = frame[["resistance", "recoverability"]].abs().max(axis=1).dropna()
    return max(float(np.ceil(10 * sizes.quantile(SHOWN)) / 10), LEAST) if len(sizes) else LEAST


def quadrant(frame: pd.DataFrame, words: Mapping[str, str], selected: str = "") -> go.Figure:
    """Draw each territory by its two indices; what lies beyond the frame stands on its edge.

    Parameters
    ----------
    frame : DataFrame
        Indexed by territory: name, resistance, recoverability (0 is as the country), quadrant (a key of
        `LOOKS`).
    words : mapping
        Labels of the axes as ``x`` and ``y``, and of each quadrant.
    """
    figure, far = go.Figure(), frame_of(frame)
    for kind, (colour, symbol) in LOOKS.items():
        rows = frame[frame["quadrant"] == kind]
        if rows.empty:
            continue
        chosen = rows.index == selected
        figure.add_trace(
            go.Scatter(
                x=rows["resistance"].clip(-far, far),
                y=rows["recoverability"].clip(-far, far),
                name=fold(words[kind], LEGEND_WIDTH),
                mode="markers",
                text=[inert(name) for name in rows["name"]],
                customdata=np.column_stack([rows.index, rows["resistance"], rows["recoverability"]]),
                hovertemplate="<b>%{text}</b><br>%{customdata[1]:+.2f}<br>%{customdata[2]:+.2f}<extra></extra>",
                marker={
                    "color": colour,
                    "symbol": symbol,
                    "size": np.where(chosen, 18, 11),
                    "line": {"color": np.where(chosen, SELECTED, INK), "width": np.where(chosen, 3, 1)},
                },
            )
        )
    reach = [-1.08 * far, 1.08 * far]
    dress(figure).update_layout(hovermode="closest", legend=LEGEND_ABOVE)
    axis = {"range": reach, "zeroline": True, "zerolinecolor": INK, "zerolinewidth": 1.5, "showgrid": True}
    figure.update_xaxes(title=words["x"], dtick=None, tickformat=".1~f", **axis)
    return figure.update_yaxes(title=words["y"], tickformat=".1~f", **axis)
