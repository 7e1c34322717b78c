"""What is stored of a measure - its state, marks, reasons and changes - in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

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
    "gap in the series": mark("the series has a gap, so its season cannot be told"),
    "series too old": mark("the series ends too early"),
    "baseline is zero": mark("the baseline is zero"),
    "overflow": mark("the change is beyond the range of numbers"),
    "across break": mark("the series breaks in between"),
    "trend too short": mark("the series before the shock is too short"),
    "expected is zero": mark("the expected figure is zero"),
    "no reference group": mark("there is nothing to compare with"),
    "coverage too low": mark("too few indicators have figures"),
    "no weight": mark("what has a figure weighs nothing"),
    "no value": mark("no data"),
    "no neighbours": mark("has no neighbour with a figure"),
    "all values equal": mark("all figures are alike"),
    "too few territories": mark("too few territories have figures"),
}


def marks(text: str, say: Words) -> list[str]:
    """Turn a stored list of marks into words."""
    return [say(MARKS.get(mark, mark)) for mark in filter(None, text.split(","))]


def reasons(text: str, say: Words) -> str:
    """Turn stored reasons into words."""
    return say.join([say(REASONS.get(reason, reason)) for reason in filter(None, text.split(","))])


def state(row: Mapping[Any, Any], indicator: Indicator, baseline: str, say: Words) -> str:
    """State in words how one territory came through a shock, by one indicator."""
    # Where a series ends before the year of the evaluation, its last year is what was judged.
    facts = {"baseline": baseline, "year": row["evaluation"] if pd.isna(row["last"]) else int(row["last"])}
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


def signed(value: float, indicator: Indicator, say: Words) -> str:
    """Write a stored change, whose plus is for the better; where lower is better, tell the direction."""
    relative, name = indicator.change == "relative", unit(indicator, say)
    stored = say.change(value, relative, "" if indicator.sign < 0 else name, indicator.decimals)
    if indicator.sign > 0 or not abs(value) > 0:
        return stored
    size = say.change(abs(value), relative, name, indicator.decimals).removeprefix("+")
    if value > 0:
        return say("{size} lower, better (counted as {stored})", size=size, stored=stored)
    return say("{size} higher, worse (counted as {stored})", size=size, stored=stored)


def unit(indicator: Indicator, say: Words) -> str:
    """Unit of a change: percentage points where the indicator is itself a percentage."""
    name = indicator.unit.in_(say.language)
    return say("points") if name.startswith("%") else name
