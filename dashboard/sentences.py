"""Sentences that say what a figure shows: every map, curve and table has one."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd
from dash import html

from dashboard.layer import Layer
from dashboard.library import Edition
from dashboard.words import Words, mark
from indicators.indicator import Indicator

STATES = {
    "recovered": mark("recovered"),
    "not yet": mark("not yet recovered"),
    "relapsed": mark("recovered, then lost again"),
    "no loss": mark("no loss"),
    "harm": mark("harm"),
    "insufficient data": mark("insufficient data"),
    "undefined": mark("undefined"),
}
MARKS = {
    "across break": mark("compared across a break in the series"),
    "early": mark("its series ends before the year shown"),
    "parts differ": mark("its score is made of other parts, so it is not ranked with the rest"),
    "relapsed before": mark("recovered and relapsed before"),
}
GAPS = {
    "no data": mark("no data"),
    "coverage": mark("too few indicators have data for a score"),
}


def marks(text: str, say: Words) -> list[str]:
    """Turn a stored list of marks into words."""
    return [say(MARKS.get(mark, mark)) for mark in filter(None, text.split(","))]


def finding(layer: Layer) -> str:
    """State what the map shows: the title of the page."""
    known = layer.frame.dropna(subset="value")
    if known.empty:
        return layer.say("There are no figures for {year} at this level.", year=layer.view.year)
    if layer.view.show == "value":
        return _range(layer, known)
    first = _back(layer)
    return f"{first} {_extremes(layer, known)}".strip()


def heading(layer: Layer) -> list[Any]:
    """Name what is shown: topic, reading, year, shock."""
    shock = layer.edition.shock(layer.view.shock).name.in_(layer.say.language)
    level = layer.edition.declaration.hierarchy.level(layer.view.level).name.in_(layer.say.language)
    small = " · ".join([layer.measure, str(layer.view.year), shock, level])
    return [html.H2(layer.title), html.P(small, className="quiet-text")]


def _range(layer: Layer, known: pd.DataFrame) -> str:
    low, high = known["value"].idxmin(), known["value"].idxmax()
    return layer.say(
        "In {year}, {indicator} ran from {low} in {lowest} to {high} {unit} in {highest}; "
        "half of the {count} territories were below {median}.",
        year=layer.view.year,
        indicator=inline(layer.title),
        low=layer.write(known.loc[low, "value"]),
        lowest=known.loc[low, "name"],
        high=layer.write(known.loc[high, "value"]),
        highest=known.loc[high, "name"],
        unit=layer.unit,
        count=len(known),
        median=layer.write(known["value"].median()),
    )


def _back(layer: Layer) -> str:
    indicator = layer.indicator or lead(layer.edition, layer.view.shock, layer.view.dimension or "")
    if indicator is None or indicator.harm:
        return ""
    measures = layer.edition.measures(layer.view.shock)
    here = measures["territory"].isin(layer.frame.index) & (measures["evaluation"] == layer.view.year)
    changes = measures.loc[here & (measures["indicator"] == indicator.code), "change"].dropna()
    if changes.empty:
        return ""
    return layer.say(
        "By {year}, {indicator} was back at its {baseline} level or better in {back} of {count} territories.",
        year=layer.view.year,
        indicator=inline(indicator.name.in_(layer.say.language)),
        baseline=layer.baseline,
        back=int((changes >= 0).sum()),
        count=len(changes),
    )


def _extremes(layer: Layer, known: pd.DataFrame) -> str:
    worst, best = known.loc[known["value"].idxmin()], known.loc[known["value"].idxmax()]
    values = {"worst": worst["name"], "best": best["name"]}
    values |= {"low": layer.write(worst["value"]), "high": layer.write(best["value"])}
    if worst["value"] == best["value"]:
        return layer.say("All stand at {low}.", **values)
    if layer.view.show == "change":
        return layer.say("{worst} is furthest behind ({low}), {best} furthest ahead ({high}).", **values)
    if layer.indicator is not None or layer.view.dimension:
        return layer.say(
            "{worst} has the lowest score ({low} of 100), {best} the highest ({high}).", **values
        )
    return layer.say(
        "Over all indicators, {worst} recovered least (score {low} of 100) and {best} most ({high}).",
        **values,
    )


def lead(edition: Edition, shock: str, dimension: str = "") -> Indicator | None:
    """Return the indicator a shock is told by: the first that is not judged by harm (of a dimension)."""
    found = [edition.indicator(code) for code in edition.shock(shock).indicators]
    found = [i for i in found if dimension in ("", i.dimension)]
    return next((i for i in found if i.harm is None), found[0] if found else None)


def state(row: Mapping[str, Any], indicator: Indicator, baseline: str, say: Words) -> str:
    """State in words how one territory came through a shock, by one indicator."""
    facts = {"baseline": baseline, "year": row["evaluation"]}
    if row["state"] == "no loss":
        return say("Never fell materially below its {baseline} level.", **facts)
    if row["state"] == "harm":
        return say("{excess} above what was expected without the shock.", excess=say.percent(row["excess"]))
    if row["state"] not in ("recovered", "not yet", "relapsed"):
        return say("Cannot be judged: {reason}.", reason=say(row["reason"] or STATES[row["state"]]))
    fall = say.change(row["drop"], indicator.change == "relative", unit(indicator, say), indicator.decimals)
    facts |= {"drop": fall, "trough": int(row["trough"])}
    if row["state"] == "not yet":
        return say("Fell by {drop} by {trough}; not back at its {baseline} level in {year}.", **facts)
    back = int(row["trough"] + math.ceil(row["years_to_recover"]))
    years = say.plural("{number} year", "{number} years", round(row["years_to_recover"]))
    if row["state"] == "relapsed":
        return say(
            "Back at its {baseline} level in {back}, but below it again by {year}.", back=back, **facts
        )
    return say(
        "Back at its {baseline} level in {back}, {years} after the trough ({drop}).",
        back=back,
        years=years,
        **facts,
    )


def unit(indicator: Indicator, say: Words) -> str:
    """Unit of a change: percentage points where the indicator is itself a percentage."""
    name = indicator.unit.in_(say.language)
    return say("points") if name.startswith("%") else name


def inline(name: str) -> str:
    """Lower the first letter of a name inside a sentence, but keep acronyms."""
    return name if name[:2].isupper() else name[:1].lower() + name[1:]
