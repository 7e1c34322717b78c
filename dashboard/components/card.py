"""The card of one indicator on a territory's page: state in words, curve, numbers, sources."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd
from dash import html

from dashboard.components.aria import aria
from dashboard.components.chart import graph
from dashboard.components.credits import credits
from dashboard.desk import Desk
from dashboard.figures.curve import curve
from dashboard.story import Story, benchmark_of, story
from dashboard.verdicts import marks, signed, state, unit
from dashboard.words import Words, mark
from indicators.indicator import Indicator

PARTS = {
    "resistance": mark("Resistance: how little it fell"),
    "recovery": mark("Recovery: how soon it came back"),
    "renewal": mark("Renewal: back on its growth path"),
}


def card(desk: Desk, row: Mapping[Any, Any], names: pd.Series) -> html.Section:
    """Build the card of one measure (a row of `MEASURES`)."""
    edition, say = desk.edition, desk.say
    indicator = edition.indicator(row["indicator"])
    shock = edition.shock(row["shock"])
    told = story(edition, shock, indicator, row["territory"], say)
    baseline = say.join([str(year) for year in shock.baseline])
    figure = curve(
        told.frame,
        level=told.level,
        impact=shock.impact,
        trough=None if pd.isna(row["trough"]) else int(row["trough"]),
        words=_words(desk, told, row["territory"], names),
    )
    drawing = graph(figure, desk)
    drawn = told.frame["value"].notna().any()
    name = indicator.name.in_(say.language)
    return html.Section(
        [
            html.H2(name),
            html.P(state(row, indicator, baseline, say), className="state"),
            *([html.P(_axis(told, baseline, say), className="quiet-text"), drawing] if drawn else []),
            *([] if pd.isna(row["score"]) else [_parts(row, say)]),
            _numbers(row, indicator, say),
            credits(edition, [indicator.code], say),
        ],
        className="card",
        **aria(label=name),
    )


def _words(desk: Desk, told: Story, territory: str, names: pd.Series) -> dict[str, str]:
    say = desk.say
    peer = benchmark_of(desk.edition, territory)
    return {
        "own": names[territory],
        "benchmark": names.get(peer, ""),
        "expected": say("Expected without the shock"),
        "band": say("Its 90% interval"),
        "trough": say("trough") if told.indicator.sign > 0 else say("worst"),
        "break": say("break"),
    }


def _axis(told: Story, baseline: str, say: Words) -> str:
    """Say what the axis of the curve counts."""
    if told.level:
        return say("{baseline} = 100", baseline=baseline)
    return say("difference to {baseline}, {unit}", baseline=baseline, unit=unit(told.indicator, say))


def _parts(row: Mapping[Any, Any], say: Words) -> html.Div:
    """Draw the score and its parts as bars with their numbers."""
    parts = [part for part in str(row["parts"]).split(",") if part in PARTS]
    bars = [(say("Recovery score"), row["score"], "bar main")]
    bars += [(say(PARTS[part]), row[part], "bar") for part in parts]
    return html.Div([bar(label, value, name, say) for label, value, name in bars], className="bars")


def bar(label: str, value: float, name: str, say: Words) -> html.Div:
    share = 0 if pd.isna(value) else value
    fill = html.Span(style={"width": f"{share:.1f}%"})
    return html.Div(
        [html.Span(label), html.Span(fill, className="track"), html.Strong(say.number(value, 1))],
        className=name,
    )


def _numbers(row: Mapping[Any, Any], indicator: Indicator, say: Words) -> html.Dl:
    """List every number of a measure, as stored; what is not known is left out."""
    falls, change = indicator.sign > 0, partial(signed, indicator=indicator, say=say)
    facts = [(say("Excess over the expected"), say.percent(row["excess"], sign=True))]
    if not indicator.harm:
        facts = [
            (say("Baseline"), say.number(row["baseline"], indicator.decimals)),
            (say("Value in {year}", year=_year(row["last"])), say.number(row["value"], indicator.decimals)),
            (say("Drop") if falls else say("Worst rise"), change(row["drop"])),
            (say("Trough") if falls else say("Worst year"), _year(row["trough"])),
            (say("Rebound"), say.percent(row["rebound"])),
            (say("Time to recover"), _duration(row, say)),
            (say("Change in {year}", year=_year(row["last"])), change(row["change"])),
            (say("Gap to the expected path"), change(row["gap"])),
            (say("Expected, with its interval"), _interval(row, indicator, say)),
        ]
    if not pd.isna(row["rank"]):
        facts.append((say("Rank"), say("{rank} of {of}", rank=int(row["rank"]), of=int(row["ranked_of"]))))
    facts.append((say("Unit"), indicator.unit.in_(say.language)))
    said = marks(row["marks"], say)
    if indicator.sign < 0:
        said.append(say("lower is better"))
    if said:
        facts.append((say("Note"), "; ".join(said)))
    known = [html.Div([html.Dt(term), html.Dd(fact)]) for term, fact in facts if fact != "–"]
    return html.Dl(known, className="numbers")


def _year(value: float) -> str:
    return "–" if pd.isna(value) else str(int(value))


def _duration(row: Mapping[Any, Any], say: Words) -> str:
    if row["state"] == "not yet" and row["years_since_trough"] > 0:
        since = int(row["years_since_trough"])
        return say.plural("more than {number} year", "more than {number} years", since)
    if row["state"] == "not yet":
        return say("not yet")
    if pd.isna(row["years_to_recover"]):
        return "–"
    return say.plural("{number} year", "{number} years", int(row["years_to_recover"]))


def _interval(row: Mapping[Any, Any], indicator: Indicator, say: Words) -> str:
    if pd.isna(row["expected"]):
        return "–"
    numbers = [
        say.number(row[key], indicator.decimals) for key in ("expected", "expected_low", "expected_high")
    ]
    text = say("{expected} ({low} to {high})", expected=numbers[0], low=numbers[1], high=numbers[2])
    return say("{interval}; the value lies outside", interval=text) if row["outside"] in (True,) else text
