"""Rows against territories in colour: how far from the goals, and which way they go."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.curve import INK, dress
from dashboard.figures.labels import inert
from dashboard.figures.scale import NO_DATA, SEQUENTIAL

# Okabe & Ito (2008), told apart by colour-blind readers: backward, slowly, forward.
WAYS = ("#d55e00", "#f0e442", "#0072b2")
NAMED = 40
ROW, NAMES, ENDS = 62, 210, 70
LINE, LINES = 24, 3
SELECTED = "#e6007e"


def heat(
    values: pd.DataFrame,
    texts: pd.DataFrame,
    names: Sequence[str],
    *,
    colours: Sequence[str] = tuple(SEQUENTIAL[5]),
    reach: tuple[float, float] = (0, 100),
    ticks: Sequence[tuple[float, str]] = (),
    selected: str = "",
) -> go.Figure:
    """Colour a row for each label, a column for each territory; where there is no value the ground shows.

    Parameters
    ----------
    values : DataFrame
        Labels as the index, the first on top; codes of territories as the columns.
    texts : DataFrame
        Of the same shape: what is said of each.
    names : sequence of str
        Of the columns; written below them where they are few.
    colours : sequence of str
        Equal classes from one end of `reach` to the other.
    ticks : sequence of (value, text)
        Of the legend.
    """
    figure, count = go.Figure(), len(colours)
    steps = [(k / count, colour) for i, colour in enumerate(colours) for k in (i, i + 1)]
    labels, codes = [_wrapped(str(label)) for label in values.index], [str(code) for code in values.columns]
    figure.add_trace(
        go.Heatmap(
            z=values.to_numpy(dtype=float),
            x=list(range(len(codes))),
            y=list(range(len(labels))),
            text=texts.map(inert).to_numpy(),
            customdata=np.tile(np.array(codes, dtype=object), (len(labels), 1)),
            hovertemplate="%{text}<extra></extra>",
            hoverongaps=False,
            colorscale=steps,
            zmin=reach[0],
            zmax=reach[1],
            xgap=1 if len(codes) <= NAMED else 0,
            ygap=2,
            colorbar={
                "orientation": "h",
                "y": 1.0,
                "yanchor": "bottom",
                "x": 0.5,
                "thickness": 10,
                "len": 1.0,
                "tickangle": 0,
                "tickfont": {"size": 11},
                "tickvals": [value for value, _ in ticks],
                "ticktext": [text for _, text in ticks],
            },
        )
    )
    if selected in codes:
        _frame(figure, codes.index(selected), len(labels))
    few = len(codes) <= NAMED
    dress(figure).update_layout(
        hovermode="closest",
        plot_bgcolor=NO_DATA,
        height=ENDS + ROW * len(labels) + (NAMES if few else 0),
        margin={"l": 8, "r": 8, "t": 60, "b": 8},
    )
    rows = {"tickvals": list(range(len(labels))), "ticktext": labels}  # two labels may read alike
    figure.update_yaxes(autorange="reversed", showgrid=False, tickmode="array", **rows)
    return figure.update_xaxes(
        tickmode="array",
        tickvals=list(range(len(codes))) if few else [],
        ticktext=[inert(name) for name in names] if few else [],
        tickangle=-60,
        dtick=None,
        automargin=True,
    )


def _wrapped(label: str) -> str:
    """Break a label into short lines, so that a phone has room for the rows."""
    return "<br>".join(map(inert, wrap(label, LINE, max_lines=LINES, placeholder="…")))


def _frame(figure: go.Figure, column: int, rows: int) -> None:
    """Frame the territory chosen."""
    ends = {"x0": column - 0.5, "x1": column + 0.5, "y0": -0.5, "y1": rows - 0.5}
    figure.add_shape(type="rect", line={"color": INK, "width": 5}, **ends)
    figure.add_shape(type="rect", line={"color": SELECTED, "width": 3}, **ends)
