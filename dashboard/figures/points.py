"""What each part adds to a score, and how much it could add."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.curve import INK, LEGEND_ABOVE, OWN, dress
from dashboard.figures.labels import fold

LOST = "#d9dee6"
ROW_HEIGHT, ENDS_HEIGHT = 40, 110


def points(frame: pd.DataFrame, words: Mapping[str, str]) -> go.Figure:
    """Draw a bar a part: the points that it adds, and those that it leaves behind.

    Parameters
    ----------
    frame : DataFrame
        name, points, most (what it would add at its best); the points add up to the score.
    words : mapping
        Labels: axis, points, lost.
    """
    figure, names = go.Figure(), [fold(name) for name in frame["name"]]
    lost = frame["most"] - frame["points"]
    for key, values, colour in (("points", frame["points"], OWN), ("lost", lost, LOST)):
        if len(frame):
            figure.add_trace(
                go.Bar(
                    x=values,
                    y=names,
                    name=words[key],
                    orientation="h",
                    marker={"color": colour, "line": {"color": INK, "width": 0.5}},
                    hovertemplate="%{y}: %{x:.1f}",
                )
            )
    dress(figure).update_layout(
        barmode="stack",
        bargap=0.35,
        hovermode="closest",
        height=ENDS_HEIGHT + ROW_HEIGHT * len(frame),
        legend=LEGEND_ABOVE,
    )
    figure.update_xaxes(title=words["axis"], dtick=None, showgrid=True, nticks=8)
    return figure.update_yaxes(autorange="reversed", categoryorder="array", categoryarray=names)
