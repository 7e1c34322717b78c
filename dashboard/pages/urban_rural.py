"""The page of town and country: how far apart, since when, and who catches up."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import Dash, html

from dashboard.components import controls
from dashboard.components.catching_up import convergence, where_it_widened
from dashboard.components.credits import credits
from dashboard.components.divide import (
    Divide,
    headline,
    inequality,
    means_over_time,
    overview,
    parity_over_time,
    summary,
)
from dashboard.components.table import downloads
from dashboard.desk import Desk
from dashboard.follow import follow_view
from dashboard.gaps import all_gaps, classed_levels, rates
from dashboard.library import Library
from dashboard.words import mark

NAME = "urban-rural"
TITLE = mark("Town and country")


def body(desk: Desk) -> list[Any]:
    """Lay out the page."""
    return [html.Div(content(desk), id=NAME)]


def divide_of(desk: Desk) -> Divide | None:
    """Choose level and rate: those of the view where they can be compared; None where nothing can."""
    levels = classed_levels(desk.edition)
    for level in sorted(levels, key=lambda code: code != desk.view.level):
        found = rates(desk.edition, desk.view.shock, level)
        chosen = [rate for rate in found if rate.code == desk.view.indicator] or found
        if chosen:
            return Divide(desk, level, chosen[0])
    return None


def content(desk: Desk) -> list[Any]:
    """Say everything known of the gap."""
    say, divide = desk.say, divide_of(desk)
    if divide is None:
        return [
            html.H1(told(desk)),
            html.P(say("It takes an urban-rural class of the territories, and a rate that they all have.")),
        ]
    table = html.Div(overview(divide), className="scroll", tabIndex=0)
    widened = [where_it_widened(divide)]
    figures = [means_over_time(divide), parity_over_time(divide), inequality(divide), convergence(divide)]
    codes = divide.all["indicator"].unique().tolist()
    return [
        html.H1(told(desk)),
        _choices(divide),
        html.Div(figures, className="cards"),
        *filter(None, widened),
        html.Section(
            [
                html.H2(say("Every indicator")),
                html.P(summary(divide)),
                table,
                downloads(desk),
                credits(desk.edition, codes, say),
            ],
            className="card overview",
        ),
    ]


def told(desk: Desk) -> str:
    """State where town and country stand."""
    divide = divide_of(desk)
    return headline(divide) if divide else desk.say("Town and country cannot be compared here")


def _choices(divide: Divide) -> html.Div:
    desk, say = divide.desk, divide.desk.say
    edition, view = desk.edition, desk.view
    there = [
        {"value": r.code, "label": r.name.in_(say.language)} for r in rates(edition, view.shock, divide.level)
    ]
    levels = [
        {"value": code, "label": edition.declaration.hierarchy.level(code).name.in_(say.language)}
        for code in classed_levels(edition)
        if divide.rate in rates(edition, view.shock, code)
    ]
    level = [controls.select("level", say("Level"), levels, divide.level, NAME)] if len(levels) > 1 else []
    rate = controls.select("indicator", say("Indicator"), there, divide.rate.code, NAME)
    return html.Div([controls.shocks(edition, view, say), rate, *level], className="toolbar plain wide")


def records(desk: Desk) -> pd.DataFrame:
    """Return the figures of every rate and year, all territories of the level together."""
    divide = divide_of(desk)
    return (
        all_gaps(desk.edition, desk.view.shock, divide.level).drop(columns=["parent", "year"])
        if divide
        else pd.DataFrame()
    )


def register(app: Dash, library: Library) -> None:
    """Follow the controls of the page."""
    follow_view(app, library, NAME, content)
