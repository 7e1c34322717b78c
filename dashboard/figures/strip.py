"""Where one territory stands among others: a row a group, a dot a territory."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.curve import INK, LEGEND_ABOVE, dress
from dashboard.figures.labels import fold, inert

OTHER, OWN = "rgba(90,105,130,0.45)", "#e6007e"
ROW_HEIGHT, ENDS_HEIGHT = 48, 110


def strip(frame: pd.DataFrame, territory: str, words: Mapping[str, str]) -> go.Figure:
    """Draw the scores of each group on one axis, the territory and each group's median marked.

    Parameters
    ----------
    frame : DataFrame
        group, territory, name, value; a territory once a group.
    words : mapping
        Labels: axis, others, own, median.
    """
    figure = go.Figure()
    if frame.empty:
        return dress(figure)
    rows = [fold(str(group)) for group in frame["group"]]
    own = (frame["territory"] == territory).to_numpy()
    medians = frame.groupby("group", sort=False)["value"].median()
    looks = {
        "others": (frame[~own], [r for r, is_own in zip(rows, own, strict=True) if not is_own]),
        "own": (frame[own], [r for r, is_own in zip(rows, own, strict=True) if is_own]),
    }
    for key, marker in (
        ("others", {"color": OTHER, "size": 9}),
        ("own", {"color": OWN, "size": 15, "symbol": "diamond", "line": {"color": "white", "width": 1.5}}),
    ):
        part, at = looks[key]
        text = [inert(name) for name in part["name"]]
        figure.add_trace(_dots(part["value"], at, words[key], marker, text))
    tick = {"color": INK, "symbol": "line-ns", "size": 22, "line": {"color": INK, "width": 2.5}}
    figure.add_trace(_dots(medians, [fold(str(g)) for g in medians.index], words["median"], tick, None))
    dress(figure).update_layout(
        hovermode="closest",
        height=ENDS_HEIGHT + ROW_HEIGHT * len(medians),
        legend=LEGEND_ABOVE | {"traceorder": "reversed"},
    )
    figure.update_xaxes(title=words["axis"], dtick=None, showgrid=True, range=[-2, 102], nticks=8)
    return figure.update_yaxes(
        autorange="reversed", categoryorder="array", categoryarray=list(dict.fromkeys(rows))
    )


def _dots(
    values: pd.Series, rows: list[str], name: str, marker: Mapping[str, object], text: list[str] | None
) -> go.Scatter:
    hover = ("%{text}: " if text else "") + "%{x:.1f}<extra></extra>"
    return go.Scatter(
        x=values, y=rows, name=name, mode="markers", marker=marker, text=text, hovertemplate=hover
    )
