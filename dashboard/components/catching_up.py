"""Who catches up, and where the gap between town and country widened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import plotly.graph_objects as go
from dash import html

from dashboard.components.chart import chart, twin_table
from dashboard.components.divide import VERDICTS, Divide
from dashboard.figures.catching_up import convergence_scatter
from dashboard.figures.shift import shifts
from dashboard.gaps import catching_up, ends, gaps_by_country, growth, latest, usable


def convergence(divide: Divide) -> html.Section:
    """Draw growth against start: whether who started lower grew faster."""
    desk, say, rate = divide.desk, divide.desk.say, divide.rate
    shock, title = desk.edition.shock(desk.view.shock), say("Who catches up")
    years = ends(divide.rows, max(shock.baseline), desk.view.year)
    if years is None:
        why = say(
            "There is no figure of {baseline} to start from, or none after it.", baseline=divide.baseline
        )
        return chart(
            desk,
            "convergence",
            title,
            why,
            go.Figure(),
            twin_table([], []),
            [rate.code],
        )
    names = desk.edition.names(say.language)
    frame = growth(desk.edition, rate.code, divide.level, years)
    frame = frame.assign(name=names.reindex(frame.index), group=frame["role"].map(divide.names)).dropna(
        subset="group"
    )
    fit = catching_up(desk.edition, rate.code, divide.level, years)
    line = (fit["intercept"], fit["beta"], years[1] - years[0]) if fit["beta"] == fit["beta"] else None
    words = {
        "start": f"{rate.unit.in_(say.language)}, {years[0]}",
        "growth": say("growth a year, {first}–{last}", first=years[0], last=years[1]),
        "line": say("as the start would have it"),
    }
    figure = convergence_scatter(frame, words, line=line, selected=desk.view.territory)
    cells = [
        [
            r["name"],
            r["group"],
            divide.number(r["start"]),
            divide.number(r["end"]),
            say.percent(r["growth"], 1, sign=True),
        ]
        for r in frame.sort_values("growth", ascending=False).to_dict("records")
    ]
    head = [say("Territory"), say("Class"), str(years[0]), str(years[1]), say("Growth a year")]
    return chart(
        desk,
        "convergence",
        title,
        _speed(divide, fit.to_dict()),
        figure,
        twin_table(head, cells),
        [rate.code],
    )


def _speed(divide: Divide, fit: Mapping[Any, Any]) -> str:
    say, facts = divide.desk.say, {"first": fit["start"], "last": fit["end"]}
    if fit["beta"] != fit["beta"]:
        return say("Growth cannot be compared: there are too few territories, or figures of zero.")
    if fit["beta_p"] > 0.05:
        return say(
            "From {first} to {last}, where a territory started said little about how fast it grew.", **facts
        )
    if fit["beta"] > 0:
        return say("From {first} to {last}, who started higher grew faster: they drift apart.", **facts)
    text = say("From {first} to {last}, who started lower grew faster.", **facts)
    if fit["half_life"] == fit["half_life"]:
        years = say.plural("{number} year", "{number} years", round(fit["half_life"]))
        text += " " + say("At that speed, half of the distance is gone after {years}.", years=years)
    return text


def where_it_widened(divide: Divide) -> html.Section | None:
    """Draw the ratio of country to town before and now, for each country; None where there is but one."""
    desk, say, code = divide.desk, divide.desk.say, divide.rate.code
    frame = gaps_by_country(desk.edition, desk.view.shock, code, divide.level)
    found = latest(usable(frame), desk.view.year)
    found = found[found["verdict"] != ""]
    if len(found) < 2:
        return None
    names = desk.edition.names(say.language)
    now, change = 100 * found["ratio"], 100 * found["ratio_change"]
    found = found.assign(name=names.reindex(found["parent"]).to_numpy(), now=now, before=now - change)
    found = found.dropna(subset=["now", "before"]).sort_values("ratio_change")
    words = {verdict: say(name) for verdict, name in VERDICTS.items()} | {
        "before": divide.baseline,
        "axis": say("rural over urban (%)"),
    }
    counts = found["verdict"].value_counts()
    finding = say(
        "The gap widened in {widened} of {count}, narrowed in {narrowed}.",
        widened=int(counts.get("widened", 0)),
        narrowed=int(counts.get("narrowed", 0)),
        count=len(found),
    )
    cells = [
        [r["name"], str(r["year"]), say.number(r["before"], 1), say.number(r["now"], 1), words[r["verdict"]]]
        for r in found.to_dict("records")
    ]
    head = [say("Territory"), say("Year"), f"{divide.baseline} (%)", say("Now (%)"), say("Gap")]
    figure, title = shifts(found, words), say("Where the gap widened")
    return chart(desk, "widened", title, finding, figure, twin_table(head, cells), [code])
