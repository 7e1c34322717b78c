"""How soon territories came back, and how many are: of territories, and of their people."""

from __future__ import annotations

import numpy as np
import pandas as pd
from dash import html

from dashboard.classes import class_names
from dashboard.components.chart import chart, twin_table
from dashboard.components.comeback import Comeback
from dashboard.figures.returned import ALL, back_over_time, waiting_times
from dashboard.returns import measured, returned
from dashboard.sentences import inline
from indicators.survival import recovery_curve, time_to_recover


def how_soon(come: Comeback) -> html.Section:
    """Draw how long it took, all together and by class; those still waiting are counted in."""
    desk, say = come.desk, come.desk.say
    frame = measured(desk.edition, desk.view.shock, come.told.code)
    frame = frame[frame["evaluation"] == desk.view.year]
    roles = class_names(desk.edition, say)
    role = desk.edition.territories["role"].reindex(frame["territory"]).to_numpy()
    parts = {ALL: frame} | {key: frame[role == key] for key in roles}
    curves = {key: _from_zero(found) for key, part in parts.items() if len(found := recovery_curve(part))}
    words = {
        ALL: say("All territories"),
        "band": say("95% interval"),
        "axis": say("Years after the worst year"),
        **roles,
    }
    cells = [
        [words[key], say.number(r["years"], 0), say.number(r["at_risk"], 0), say.percent(r["recovered"], 0)]
        for key, curve in curves.items()
        for r in curve.to_dict("records")
    ]
    head = [say("Territories"), words["axis"], say("Not back until then"), say("Back")]
    title = say("How soon they came back: {indicator}", indicator=inline(come.name))
    return chart(
        desk,
        "soon",
        title,
        _median(come, frame),
        waiting_times(curves, words),
        twin_table(head, cells),
        [come.told.code],
    )


def _from_zero(curve: pd.DataFrame) -> pd.DataFrame:
    """Begin a curve at the worst year, when nobody was back."""
    start = {
        "years": 0.0,
        "at_risk": curve["at_risk"].max(),
        "returned": 0.0,
        "recovered": 0.0,
        "low": 0.0,
        "high": 0.0,
    }
    return pd.concat([pd.DataFrame([start]), curve], ignore_index=True)


def _median(come: Comeback, frame: pd.DataFrame) -> str:
    say, found = come.desk.say, time_to_recover(frame)
    if not found.recovered + found.waiting:
        return say("No territory fell and could be followed.")
    facts = {"recovered": found.recovered, "of": found.recovered + found.waiting, "year": come.desk.view.year}
    text = say("Of {of} territories that fell, {recovered} had come back at least once by {year}.", **facts)
    if not np.isfinite(found.median):
        return text + " " + say("Fewer than half are known to have come back.")
    years = say.plural("{number} year", "{number} years", int(found.median))
    return text + " " + say("Half were back within {years} of their worst year.", years=years)


def how_many(come: Comeback) -> html.Section:
    """Draw the shares of territories and of people back at the baseline, over time."""
    desk, say = come.desk, come.desk.say
    frame = returned(desk.edition, desk.view.shock, come.told.code)
    words = {"territories": say("Territories"), "people": say("People who live there")}
    shown = frame[frame["year"] <= desk.view.year].tail(1).to_dict("records")
    finding = say("There are no figures of the years after the shock.")
    if shown:
        finding = say(
            "In {year}, {territories} of {count} territories, home to {people} of the people, "
            "were back at their {baseline} level or better.",
            year=shown[0]["year"],
            territories=say.percent(shown[0]["territories"], 0),
            people=say.percent(shown[0]["people"], 0),
            count=shown[0]["count"],
            baseline=come.baseline,
        )
    cells = [
        [str(r["year"]), say.percent(r["territories"], 0), say.percent(r["people"], 0), str(r["count"])]
        for r in frame.to_dict("records")
    ]
    head = [say("Year"), *words.values(), say("Territories with figures")]
    title = say("Back at the level of {baseline}", baseline=come.baseline)
    figure = back_over_time(frame, words, desk.edition.shock(desk.view.shock).impact)
    return chart(desk, "back", title, finding, figure, twin_table(head, cells), [come.told.code])
