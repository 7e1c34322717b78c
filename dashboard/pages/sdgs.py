"""The page of the Sustainable Development Goals: how far every territory is, and which way it goes."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import Dash, Input, Output, ctx, html, no_update

from dashboard.components import controls
from dashboard.components.goal_by_goal import headline, one_place
from dashboard.components.table import downloads
from dashboard.components.targets import Targets, how_far, how_fast
from dashboard.desk import Desk
from dashboard.follow import follow_view
from dashboard.goals import GOALS, aimed, distances, levels, paces, years
from dashboard.library import Library
from dashboard.threads import threaded
from dashboard.words import mark

NAME = "sdgs"
TITLE = mark("Development goals")


def body(desk: Desk) -> list[Any]:
    """Lay out the page."""
    return [html.Div(content(desk), id=NAME)]


def targets_of(desk: Desk) -> Targets | None:
    """Choose level and year: those of the view, or the nearest that has figures; None where none has."""
    found = levels(desk.edition)
    if not found:
        return None
    level = desk.view.level if desk.view.level in found else found[0]
    there = years(desk.edition, level)
    return Targets(desk, level, min(there, key=lambda year: (abs(year - desk.view.year), -year)))


def content(desk: Desk) -> list[Any]:
    """Say everything known of the way to the goals."""
    say, targets = desk.say, targets_of(desk)
    if targets is None:
        return [
            html.H1(say("No indicator here serves a development goal")),
            html.P(say("An indicator serves one where its declaration names a target of the goals.")),
        ]
    place = one_place(targets)
    hint = html.P(say("Choose a territory in the search field to see it goal by goal."), className="hint")
    return [
        html.H1(headline(targets)),
        _choices(targets),
        place or hint,
        how_far(targets),
        how_fast(targets),
        downloads(desk),
    ]


def _choices(targets: Targets) -> html.Div:
    desk, say = targets.desk, targets.desk.say
    edition, view = desk.edition, desk.view
    served = {str(rate.sdg_goal) for rate in aimed(edition, targets.level)}
    goals = [{"value": "", "label": say("All goals")}]
    goals += [{"value": code, "label": targets.goal(code)} for code in GOALS if code in served]
    followed = edition.years(view.shock, view.indicator, view.show, view.level)
    there = [str(year) for year in years(edition, targets.level) if year in followed]
    known = [
        code for code in edition.levels(view.shock, view.indicator, view.show) if code in levels(edition)
    ]
    names = {code: edition.declaration.hierarchy.level(code).name.in_(say.language) for code in known}
    parts = [controls.select("goal", say("Goal"), goals, view.goal, NAME)]
    if str(targets.year) in there:
        data = [{"value": year, "label": year} for year in there]
        parts.append(controls.select("year", say("Year"), data, str(targets.year), NAME))
    if len(known) > 1:
        data = [{"value": code, "label": name} for code, name in names.items()]
        parts.append(controls.select("level", say("Level"), data, targets.level, NAME))
    return html.Div(parts, className="toolbar plain wide")


def records(desk: Desk) -> pd.DataFrame:
    """Return distance and pace of every territory and rate."""
    targets = targets_of(desk)
    if targets is None:
        return pd.DataFrame()
    codes = [rate.code for rate in targets.rates]
    far, fast = (made(desk.edition, targets.level, targets.year) for made in (distances, paces))
    pace = fast[["territory", "indicator", "base_year", "base", "actual", "status"]]
    whole = far.merge(pace, on=["territory", "indicator"], how="left")
    names = desk.edition.names(desk.say.language)
    whole.insert(1, "name", names.reindex(whole["territory"]).to_numpy())
    return whole[whole["indicator"].isin(codes)]


def register(app: Dash, library: Library) -> None:
    """Follow the controls of the page, and choose a territory on a drawing."""
    follow_view(app, library, NAME, content)

    @app.callback(
        Output(controls.control("territory"), "value", allow_duplicate=True),
        Input("distance", "clickData"),
        Input("pace", "clickData"),
        prevent_initial_call=True,
    )
    @threaded
    def choose_column(far: dict[str, Any] | None, fast: dict[str, Any] | None) -> Any:
        click = far if ctx.triggered_id == "distance" else fast
        return (click or {}).get("points", [{}])[0].get("customdata") or no_update
