"""What else is measured in a territory: people and rates that the shock is not judged by, as they are."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import html

from dashboard.components.chart import graph
from dashboard.components.credits import credits
from dashboard.desk import Desk
from dashboard.figures.groups import group_lines
from dashboard.story import benchmark_of
from indicators.indicator import Indicator
from indicators.observations import TOTAL


def further(desk: Desk) -> html.Section | None:
    """Build the section; None where nothing else is measured."""
    scored = desk.edition.shock(desk.view.shock).indicators
    known = desk.edition.declaration.indicators.values()
    others = [i for i in known if i.code not in scored and (i.kind == "intensive" or _people(desk, i))]
    cards = [card for card in (_card(desk, indicator) for indicator in others) if card]
    if not cards:
        return None
    title = html.H2(desk.say("Also measured here, not scored"))
    return html.Section([title, html.Div(cards, className="cards")], className="card further")


def _people(desk: Desk, indicator: Indicator) -> bool:
    return indicator.code == desk.edition.declaration.population


def _card(desk: Desk, indicator: Indicator) -> html.Section | None:
    """Draw a series in its own unit, a rate beside that of the benchmark."""
    say, own = desk.say, desk.view.territory
    peer = "" if _people(desk, indicator) else benchmark_of(desk.edition, own)
    series = desk.edition.series(indicator.code)
    series = series[(series["group"] == TOTAL) & series["value"].notna()]
    lines = {code: series[series["territory"] == code] for code in (own, peer)}
    if len(lines[own]) < 2:
        return None
    names = desk.edition.names(say.language)
    frame = pd.concat([rows.assign(group=names[code]) for code, rows in lines.items() if len(rows)])
    figure = group_lines(frame, impact=desk.edition.shock(desk.view.shock).impact, level=None)
    parts: list[Any] = [
        html.H3(indicator.name.in_(say.language)),
        html.P(_latest(desk, indicator, lines[own].iloc[-1])),
        graph(figure, desk),
        credits(desk.edition, [indicator.code], say),
    ]
    return html.Section(parts, className="card")


def _latest(desk: Desk, indicator: Indicator, row: pd.Series) -> str:
    value = desk.say.number(row["value"], indicator.decimals)
    return f"{row['year']}: {value} {indicator.unit.in_(desk.say.language)}"
