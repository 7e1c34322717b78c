"""The page of the Sustainable Development Goals: how far every territory is, and which way it goes."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import Dash, Input, Output, ctx, html, no_update

from dashboard import goal_records
from dashboard.components import controls
from dashboard.components.goal_by_goal import headline, one_place
from dashboard.components.promises import promises
from dashboard.components.table import downloads
from dashboard.components.targets import Targets, how_far, how_fast
from dashboard.desk import Desk
from dashboard.follow import follow_view
from dashboard.goals import GOALS, aimed, levels, years
from dashboard.library import Library
from dashboard.threads import threaded
from dashboard.words import mark

NAME = "sdgs"
TITLE = mark("Development goals")
COLUMNS = goal_records.COLUMNS


def body(desk: Desk) -> list[Any]:
    """Lay out the page."""
    return [html.Div(content(desk), id=NAME)]


def targets_of(desk: Desk) -> Targets | None:
    """Choose level and year: the page's own, or the nearest to those of the view; None without figures."""
    found, view = levels(desk.edition), desk.view
    if not found:
        return None
    level = next((code for code in (view.goals_level, view.level) if code in found), found[0])
    wanted = int(view.goals_year or view.year)
    return Targets(desk, level, min(years(desk.edition, level), key=lambda year: (abs(year - wanted), -year)))


def content(desk: Desk) -> list[Any]:
    """Say everything known of the way to the goals."""
    say, targets = desk.say, targets_of(desk)
    if targets is None:
        return [
            html.H1(told(desk)),
            html.P(say("An indicator serves one where its declaration names a target of the goals.")),
        ]
    place = one_place(targets)
    hint = html.P(say("Choose a territory in the search field to see it goal by goal."), className="hint")
    return [
        html.H1(told(desk)),
        _choices(targets),
        place or hint,
        how_far(targets),
        how_fast(targets),
        *filter(None, [promises(desk, targets.year)]),
        downloads(desk),
    ]


def told(desk: Desk) -> str:
    """State which goals are near and which are far."""
    targets = targets_of(desk)
    return headline(targets) if targets else desk.say("No indicator here serves a development goal")


def _choices(targets: Targets) -> html.Div:
    edition, say = targets.desk.edition, targets.desk.say
    served = {str(rate.sdg_goal) for rate in aimed(edition, targets.level)}
    goals = [{"value": "", "label": say("All goals")}]
    goals += [{"value": code, "label": targets.goal(code)} for code in GOALS if code in served]
    there = [{"value": str(year), "label": str(year)} for year in years(edition, targets.level)]
    known = [edition.declaration.hierarchy.level(code) for code in levels(edition)]
    names = [{"value": level.code, "label": level.name.in_(say.language)} for level in known]
    view, level = targets.desk.view, edition.declaration.hierarchy.level(targets.level).name
    parts = [
        controls.select("goal", say("Goal"), goals, view.goal, NAME),
        # Nothing is chosen while the page follows the view; what it then shows stands as the placeholder.
        controls.select(
            "goals_year", say("Year"), there, view.goals_year, NAME, placeholder=str(targets.year)
        ),
    ]
    if len(names) > 1:
        shown = {"placeholder": level.in_(say.language)}
        parts.append(controls.select("goals_level", say("Level"), names, view.goals_level, NAME, **shown))
    return html.Div(parts, className="toolbar plain wide")


def records(desk: Desk) -> pd.DataFrame:
    """Return distance and pace of every territory and rate, the means of the goals, and every commitment."""
    targets = targets_of(desk)
    if targets is None:
        return pd.DataFrame()
    whole = goal_records.lay_out(desk.edition, targets.level, targets.year, desk.view.goal)
    whole.insert(1, "name", desk.edition.names(desk.say.language).reindex(whole["territory"]).to_numpy())
    return whole


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
