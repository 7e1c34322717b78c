"""The page of the data: every source with its licence, checks and gaps, and every indicator's definition."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import Dash, html

from dashboard.components.datasets import coverage_tables, sets_table, warnings
from dashboard.components.definitions import definitions
from dashboard.components.table import downloads
from dashboard.components.taking import taking
from dashboard.coverage import data_sets
from dashboard.desk import Desk
from dashboard.library import Library
from dashboard.words import mark

NAME = "data"
TITLE = mark("Data and sources")
LEADS_TO = "territory"


def body(desk: Desk) -> list[Any]:
    """Lay out the page."""
    say = desk.say
    sections = [
        (say("Data sets"), [sets_table(desk), *warnings(desk), downloads(desk)]),
        (say("Which territories have figures (%)"), [_hint(desk), *coverage_tables(desk)]),
        (say("Take it along"), taking(desk)),
        (say("Indicators"), definitions(desk)),
    ]
    cards = [html.Section([html.H2(title), *parts], className="card") for title, parts in sections]
    return [html.H1(told(desk)), *cards]


def told(desk: Desk) -> str:
    """Say how much there is, from how many, and whether it was sound."""
    sets, say = data_sets(desk.edition), desk.say
    counted = {
        "figures": say.number(int(sets["rows_loaded"].sum()), 0),
        "sets": len(sets),
        "passed": say.number(int(sets["checks_passed"].sum()), 0),
        "made": say.number(int(sets["checks_made"].sum()), 0),
        "rejected": say.number(int(sets["rows_rejected"].sum()), 0),
    }
    return say(
        "{figures} figures in {sets} data sets: {passed} of {made} checks passed, {rejected} rows were set "
        "aside.",
        **counted,
    )


def records(desk: Desk) -> pd.DataFrame:
    """Return the data sets as one table."""
    return data_sets(desk.edition).assign(since=lambda frame: frame["since"].astype("str"))


def _hint(desk: Desk) -> html.P:
    return html.P(
        desk.say("Share of the territories of a level that have a figure of the year."),
        className="quiet-text",
    )


def register(app: Dash, library: Library) -> None:
    """Nothing on this page moves with the view."""
