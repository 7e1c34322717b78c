"""The page of territories side by side: up to six, or one against those that resemble it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
from dash import Dash, html

from dashboard.components.comparison import Comparison, dumbbells, lines, overview, state_of_all
from dashboard.components.rivals import choices, peers
from dashboard.desk import Desk
from dashboard.follow import follow_view
from dashboard.library import Library
from dashboard.peers import peer_groups
from dashboard.sentences import inline, lead
from dashboard.state import PINS_MAX
from dashboard.words import mark

NAME = "compare"
TITLE = mark("Compare")


def body(desk: Desk) -> list[Any]:
    """Lay out the page."""
    return [html.Div(content(desk), id=NAME)]


def comparison_of(desk: Desk) -> Comparison | None:
    """Choose territories and indicator: those of the view, else one and its likes; None if none."""
    view, shock = desk.view, desk.edition.shock(desk.view.shock)
    told = desk.edition.indicator(view.indicator) if view.indicator in shock.indicators else None
    told = told or lead(desk.edition, view.shock, view.dimension or "")
    codes = list(view.pins) or (likes(desk, view.territory)[:PINS_MAX] if view.territory else [])
    if not codes or told is None:
        return None
    judged = desk.edition.measures(view.shock)
    years = judged.loc[judged["territory"].isin(codes), "evaluation"].unique()
    year = min(map(int, years), key=lambda known: abs(known - view.year), default=view.year)
    return Comparison(replace(desk, view=replace(view, year=year)), codes, told)


def likes(desk: Desk, territory: str) -> list[str]:
    """A territory and those that resemble it; without any, the territory alone."""
    return peer_groups(desk.edition, desk.view.shock, territory).get("similar", [territory])


def content(desk: Desk) -> list[Any]:
    """Say how the territories compare."""
    say, comparison = desk.say, comparison_of(desk)
    if comparison is None:
        hint = say("Choose up to {number} territories by their names.", number=PINS_MAX)
        return [html.H1(told(desk)), html.P(hint), choices(desk)]
    figures = [figure for figure in (lines(comparison), dumbbells(comparison)) if figure]
    return [
        html.H1(told(desk)),
        choices(desk),
        peers(desk, comparison.codes[0]),
        html.Div(figures, className="cards"),
        overview(comparison),
    ]


def told(desk: Desk) -> str:
    """State how the territories came through."""
    comparison = comparison_of(desk)
    if comparison is None:
        return desk.say("Compare territories")
    name = comparison.indicator.name.in_(desk.say.language)
    return desk.say("{what}: {said}", what=name, said=inline(state_of_all(comparison)))


def records(desk: Desk) -> pd.DataFrame:
    """Return what is measured of the territories in the year of the view; composites name no indicator."""
    comparison = comparison_of(desk)
    if comparison is None:
        return desk.edition.measures(desk.view.shock)[:0]
    return pd.concat([comparison.measures, comparison.composites], ignore_index=True)


def register(app: Dash, library: Library) -> None:
    """Follow the controls of the page."""
    follow_view(app, library, NAME, content)
