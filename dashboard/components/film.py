"""The classes of the map in every year, sent ahead: a change of year is drawn before it is answered.

A year that the film holds is one that the view can be of, so the browser turns the view to it by itself.

What else belongs to a year (texts, sentence, table) follows with the answer.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from dash import ClientsideFunction, Dash, Input, Output, State, dcc

from dashboard.choice import behind, every_year, scale_of
from dashboard.components.map import palette
from dashboard.components.offer import topic
from dashboard.components.picture import seen
from dashboard.desk import Desk, open_desk
from dashboard.figures.scale import NOT_YET_CLASS
from dashboard.follow import ADDRESS
from dashboard.library import Library
from dashboard.state import CLASS, CLUSTER, RANK
from dashboard.threads import threaded

ZERO = ord("0")


def film(desk: Desk) -> dict[str, Any] | None:
    """Class every year of what is shown; None where a year has to be computed first.

    Returns
    -------
    dict
        topic (what it is of), ground, colours, first (the class that `0` stands for), and years: year -> a
        text of one sign a territory, in the order of `Ground.codes`.
    """
    edition, view = desk.edition, desk.view
    if view.weights or view.show == CLUSTER or view.indicator == CLASS:
        return None
    sheets, (ground, _) = every_year(edition, behind(edition, view)), seen(desk)
    there = edition.years(view.shock, view.indicator, view.show, view.level)
    figures = sheets.columns["rank"] if view.show == RANK else sheets.figures
    late = np.isnan(figures) & (sheets.last < np.array(sheets.years, dtype=float)[:, None])
    classes = np.where(late, NOT_YET_CLASS, scale_of(edition, view).classify(figures))
    order = sheets.codes.get_indexer(pd.Index(ground.codes))
    signs = (np.take(classes, order, axis=1) - NOT_YET_CLASS + ZERO).astype(np.uint8)
    return {
        "topic": topic(view),
        "ground": ground.key,
        **palette(scale_of(edition, view).colours),
        "years": {
            str(year): row.tobytes().decode()
            for year, row in zip(sheets.years, signs, strict=True)
            if year in there
        },
    }


def store(desk: Desk) -> dcc.Store:
    """Keep the film of a view."""
    return dcc.Store(id="film", data=film(desk))


def register(app: Dash, library: Library) -> None:
    """Make another film for another topic, and turn it to the year that is chosen: see assets/map.js."""

    @app.callback(
        Output("film", "data"),
        Input("offer", "data"),
        State("view", "data"),
        ADDRESS,
        prevent_initial_call=True,
    )
    @threaded
    def film_anew(_: str, search: str, pathname: str) -> dict[str, Any] | None:
        return film(open_desk(library, pathname, search))

    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("map", "keep"),
        # Never written: without an output the browser would not call it for a page just opened.
        Output("film", "clear_data"),
        Input("film", "data"),
    )
