"""Town and country: where a territory stands among its class, and how the groups within it fared."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import dcc, html

from dashboard.components.card import CONFIG
from dashboard.components.credits import credits
from dashboard.desk import Desk
from dashboard.figures.groups import group_lines
from dashboard.story import groups
from dashboard.words import Words, mark

GROUPS = {
    "area=capital_canton": mark("Canton of the capital"),
    "area=rest_of_province": mark("Rest of the province"),
    "urbanisation=urban": mark("Urban areas"),
    "urbanisation=rural": mark("Rural areas"),
    "sex=F": mark("Women"),
    "sex=M": mark("Men"),
}


def standing(desk: Desk) -> html.Section:
    """Build the section."""
    within = _within(desk)
    return html.Section([html.H2(desk.say("Town and country")), *within], className="card")


def _within(desk: Desk) -> list[Any]:
    """Draw each indicator published by group, as an index of the baseline year."""
    shock = desk.edition.shock(desk.view.shock)
    found: list[Any] = []
    for code in desk.edition.declaration.indicators:
        frame = groups(desk.edition, code, desk.view.territory, max(shock.baseline))
        if frame["group"].nunique() < 2:
            continue
        name = desk.edition.indicator(code).name.in_(desk.say.language)
        frame = frame.assign(group=[group_name(group, desk.say) for group in frame["group"]])
        figure = group_lines(
            frame, impact=shock.impact, axis=desk.say("{baseline} = 100", baseline=max(shock.baseline))
        )
        found += [
            html.H3(name),
            html.P(_finding(frame, desk.say)),
            dcc.Graph(figure=figure, config=CONFIG, className="curve", responsive=True),
            credits(desk.edition, [code], desk.say),
        ]
    return found


def _finding(frame: pd.DataFrame, say: Words) -> str:
    last = frame[frame["year"] == frame["year"].max()].set_index("group")["value"]
    said = [
        say("{group} {value}", group=group, value=say.percent(v / 100 - 1, sign=True))
        for group, v in last.items()
    ]
    return say("Change to {year}: {changes}.", year=int(frame["year"].max()), changes=say.join(said))


def group_name(group: str, say: Words) -> str:
    """Name a group of the population; its code where the house knows no name for it."""
    return " · ".join(say(GROUPS.get(part, part)) for part in group.split(";"))
