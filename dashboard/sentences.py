"""Sentences that say what a figure shows: every map, curve and table has one."""

from __future__ import annotations

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
    "early": mark("a series ends before the year shown"),
    "parts differ": mark("scored on other parts than the rest, so not ranked with them"),
    "relapsed before": mark("came back once before, then lost it again"),
}
REASONS = {
    "no data": mark("no data"),
    "no baseline": mark("the baseline year has no figure"),
    "gap in the impact window": mark("a year of the impact window has no figure"),
    "series too old": mark("the series ends too early"),
    "baseline is zero": mark("the baseline is zero"),
    "across break": mark("the series breaks in between"),
    "trend too short": mark("the series before the shock is too short"),
    "expected is zero": mark("the expected figure is zero"),
    "no reference group": mark("there is nothing to compare with"),
    "coverage too low": mark("too few indicators have figures"),
    "no weight": mark("what has a figure weighs nothing"),
}


def marks(text: str, say: Words) -> list[str]:
    """Turn a stored list of marks into words."""
    return [say(MARKS.get(mark, mark)) for mark in filter(None, text.split(","))]


def reasons(text: str, say: Words) -> str:
    """Turn stored reasons into words."""
    return say.join([say(REASONS.get(reason, reason)) for reason in filter(None, text.split(","))])


def finding(layer: Layer) -> str:
    """State what the map shows: the title of the page."""
    known = layer.frame.dropna(subset="value")
    if known.empty:
        return layer.say("There are no figures for {year} at this level.", year=layer.view.year)
    if layer.view.show == "value":
        return _range(layer, known)
    ranked = known.dropna(subset="rank")
    extremes = _extremes(layer, known if ranked.empty else ranked)
    return f"{_back(layer)} {extremes}".strip()


def heading(layer: Layer) -> list[Any]:
    """Name what is shown: topic, reading, year, shock."""
    shock = layer.edition.shock(layer.view.shock).name.in_(layer.say.language)
    level = layer.edition.declaration.hierarchy.level(layer.view.level).name.in_(layer.say.language)
    small = " · ".join([layer.measure, str(layer.view.year), shock, level])
    shared = marks(",".join(layer.shared_marks), layer.say)
    notes = [html.P(layer.say("Everywhere: {notes}.", notes="; ".join(shared)), className="quiet-text")]
    return [html.H2(layer.title), html.P(small, className="quiet-text"), *(notes if shared else [])]


def _range(layer: Layer, known: pd.DataFrame) -> str:
    low, high = _ends(known)
    return layer.say(
        "In {year}, {indicator} ran from {low} in {lowest} to {high} {unit} in {highest}; "
        "half lay below {median} ({count} {places}).",
        year=layer.view.year,
        indicator=inline(layer.title),
        low=layer.write(low["value"]),
        lowest=low["name"],
        high=layer.write(high["value"]),
        highest=high["name"],
        unit=layer.unit,
        count=len(known),
        places=layer.places,
        median=layer.write(float(known["value"].median())),
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
        "By {year}, {indicator} was back at its {baseline} level or better in {back} of {count} {places}.",
        year=layer.view.year,
        indicator=inline(indicator.name.in_(layer.say.language)),
        baseline=layer.baseline,
        back=int((changes >= 0).sum()),
        places=layer.places,
        count=len(changes),
    )


def _extremes(layer: Layer, known: pd.DataFrame) -> str:
    worst, best = _ends(known)
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


def _ends(known: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Return the rows of the lowest and of the highest value."""
    values = known["value"].to_numpy(dtype=float)
    return known.iloc[int(values.argmin())], known.iloc[int(values.argmax())]


def lead(edition: Edition, shock: str, dimension: str = "") -> Indicator | None:
    """Return the indicator a shock is told by: the first that is not judged by harm (of a dimension)."""
    found = [edition.indicator(code) for code in edition.shock(shock).indicators]
    found = [i for i in found if dimension in ("", i.dimension)]
    return next((i for i in found if i.harm is None), found[0] if found else None)


def state(row: Mapping[Any, Any], indicator: Indicator, baseline: str, say: Words) -> str:
    """State in words how one territory came through a shock, by one indicator."""
    facts = {"baseline": baseline, "year": row["evaluation"]}
    if row["state"] == "no loss":
        return say("Never fell materially below its {baseline} level.", **facts)
    if row["state"] == "harm":
        return say("{excess} above what was expected without the shock.", excess=say.percent(row["excess"]))
    if row["state"] not in ("recovered", "not yet", "relapsed"):
        state_word = STATES[row["state"]]
        why = reasons(row["reason"], say) or say(state_word)
        return say("Cannot be judged: {reason}.", reason=why)
    facts |= {"change": worst(row, indicator, say), "trough": int(row["trough"])}
    if row["state"] == "not yet":
        return say("{change} by {trough}; not back at its {baseline} level in {year}.", **facts)
    facts["back"] = int(row["trough"] + row["years_to_recover"])
    if row["state"] == "relapsed":
        return say("Back at its {baseline} level in {back}, but lost it again by {year}.", **facts)
    years = say.plural("{number} year", "{number} years", int(row["years_to_recover"]))
    return say(
        "Back at its {baseline} level in {back}, {years} after its worst ({change}).", years=years, **facts
    )


def worst(row: Mapping[Any, Any], indicator: Indicator, say: Words) -> str:
    """Write the drop as the change a reader of the series sees: a rise where lower is better."""
    seen = indicator.sign * row["drop"]
    return say.change(seen, indicator.change == "relative", unit(indicator, say), indicator.decimals)


def unit(indicator: Indicator, say: Words) -> str:
    """Unit of a change: percentage points where the indicator is itself a percentage."""
    name = indicator.unit.in_(say.language)
    return say("points") if name.startswith("%") else name


def inline(name: str) -> str:
    """Lower the first letter of a name inside a sentence, but keep acronyms."""
    return name if name[:2].isupper() else name[:1].lower() + name[1:]
