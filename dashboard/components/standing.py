"""Town and country: where a territory stands among its class, and how the groups within it fared."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from dash import html

from dashboard.classes import class_label, class_names
from dashboard.components.chart import graph
from dashboard.components.credits import credits
from dashboard.desk import Desk
from dashboard.figures.groups import group_lines
from dashboard.gaps import gaps
from dashboard.story import groups
from dashboard.words import Words, mark
from indicators.indicator import Indicator, ancestors
from indicators.observations import TOTAL

APART = ("area=", "urbanisation=")
"""Groups that tell town from country."""
GROUPS = {
    "area=capital_canton": mark("Canton of the capital"),
    "area=rest_of_province": mark("Rest of the province"),
    "urbanisation=urban": mark("Urban areas"),
    "urbanisation=intermediate": mark("Towns and suburbs"),
    "urbanisation=rural": mark("Rural areas"),
    "sex=F": mark("Women"),
    "sex=M": mark("Men"),
}


def standing(desk: Desk) -> html.Section:
    """Build the section."""
    return html.Section(
        [html.H2(desk.say("Town and country")), *_among(desk), *_within(desk)], className="card standing"
    )


def _among(desk: Desk) -> list[Any]:
    """Compare the territory with the means of the classes of its level, by rates only."""
    edition, say, code = desk.edition, desk.say, desk.view.territory
    places, roles = edition.territories.loc[[code]], class_names(edition, say)
    role, level = places["role"].iloc[0], places["level"].iloc[0]
    if role not in roles:
        return []
    name = edition.names(say.language)[code]
    sentence = say(
        "{name} is {role} ({label}).",
        name=name,
        role=roles[role],
        label=class_label(edition, places, say),
    )
    shown = [edition.indicator(c) for c in edition.shock(desk.view.shock).indicators]
    rates = [indicator for indicator in shown if indicator.kind == "intensive"]
    rows = [row for rate in rates if (row := _row(desk, rate, level, list(roles)))]
    head = [say("Indicator"), say("Year"), name, *roles.values()]
    table = html.Table([html.Thead(html.Tr([html.Th(h, scope="col") for h in head])), html.Tbody(rows)])
    if not rows:
        return [html.P(sentence)]
    hint = say("The means of the classes are weighted by population.")
    return [html.P(f"{sentence} {hint}"), html.Div(table, className="scroll", tabIndex=0)]


def _row(desk: Desk, indicator: Indicator, level: str, roles: list[str]) -> html.Tr | None:
    """Set a rate of the territory beside the means; None where it has none."""
    edition, say = desk.edition, desk.say
    series = edition.series(indicator.code)
    series = series[(series["group"] == TOTAL) & series["territory"].isin(edition.members(level))]
    own = series[(series["territory"] == desk.view.territory) & (series["year"] <= desk.view.year)]
    if own.empty:
        return None
    name = f"{indicator.name.in_(say.language)} ({indicator.unit.in_(say.language)})"
    year = int(own["year"].max())
    rows = gaps(edition, desk.view.shock, indicator.code, level)
    rows = rows[rows["enclaves"].astype(bool) & (rows["year"] == year)]
    means = rows.iloc[0] if len(rows) else dict.fromkeys(roles, np.nan)
    numbers = [float(own["value"].iloc[-1]), *(means[role] for role in roles)]
    cells = [html.Td(say.number(number, indicator.decimals)) for number in numbers]
    return html.Tr([html.Th(name, scope="row"), html.Td(str(year)), *cells])


def _within(desk: Desk) -> list[Any]:
    """Draw each indicator published by group, as an index of the baseline year."""
    shock, known = desk.edition.shock(desk.view.shock), desk.edition.declaration.indicators
    grouped = {code for code in known if desk.edition.series(code)["group"].str.startswith(APART).any()}
    made_of = {step for code in grouped for step in ancestors(code, known) if step != code}
    found: list[Any] = []
    for code in [code for code in known if code in grouped - made_of]:
        frame = groups(desk.edition, code, desk.view.territory, max(shock.baseline))
        frame = frame[frame["group"].str.startswith(APART)]
        if frame["group"].nunique() < 2:
            continue
        name = desk.edition.indicator(code).name.in_(desk.say.language)
        frame = frame.assign(group=[group_name(group, desk.say) for group in frame["group"]])
        figure = group_lines(frame, impact=shock.impact)
        found += [
            html.H3(name),
            html.P(_finding(frame, desk.say)),
            html.P(desk.say("{baseline} = 100", baseline=max(shock.baseline)), className="quiet-text"),
            graph(figure, desk),
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
