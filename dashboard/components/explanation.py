"""How the score of a territory comes about: what each indicator adds, from its figures to the points."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from dash import html

from dashboard.choice import weighted_recipe
from dashboard.components.card import PARTS
from dashboard.components.chart import chart, twin_table
from dashboard.desk import Desk
from dashboard.figures.points import points
from dashboard.topics import DIMENSION_NAMES
from dashboard.verdicts import signed
from dashboard.words import Words, mark
from indicators.explain import explain_recovery
from indicators.indicator import Indicator

BEST = 100.0
FIGURES = {
    "baseline": mark("baseline {value}"),
    "value": mark("now {value}"),
    "drop": mark("worst {value}"),
    "change": mark("change {value}"),
    "gap": mark("gap to the expected path {value}"),
    "excess": mark("excess {value}"),
}


def explanation(desk: Desk, year: int) -> html.Section | None:
    """Build the section; None where the territory has no score."""
    frame = desk.edition.measures(desk.view.shock)
    rows = frame[(frame["territory"] == desk.view.territory) & (frame["evaluation"] == year)]
    if rows.empty:
        return None
    found = explain_recovery(
        rows, desk.edition.declaration.indicators, weighted_recipe(desk.edition, desk.view)
    )
    scored = found[found["step"] == "score"].set_index("node")
    whole = float(scored["value"].astype(float)[""])
    if np.isnan(whole):
        return None
    say, known = desk.say, desk.edition.declaration.indicators
    top = scored[scored.index.isin(list(known)) & scored["points"].notna()]
    if len(top) == 1:  # alone it is the whole: its parts tell more
        parts = scored[scored["parent"].isin(top.index) & scored["points"].notna()]
        top = parts if len(parts) else top
    # Weight of an indicator in the whole: inside its dimension times that of the dimension.
    share = top["weight"] * scored["weight"].reindex(top["parent"]).to_numpy()
    names = [_plain(desk, str(node)) for node in top.index]
    bars = pd.DataFrame({"name": names, "points": top["points"].to_numpy(), "most": BEST * share.to_numpy()})
    words = {"axis": say("points of 100"), "points": say("adds"), "lost": say("leaves behind")}
    title = say("How the score comes about, {year}", year=year)
    twin = _twin(desk, found, scored)
    return chart(
        desk,
        "points",
        title,
        _finding(desk, bars, whole),
        points(bars, words),
        twin,
        [code for code in known if code in scored.index],
        className="shift",
    )


def _finding(desk: Desk, bars: pd.DataFrame, whole: float) -> str:
    """Say what adds most, and where most points are left behind."""
    say = desk.say
    rows = bars.assign(lost=bars["most"] - bars["points"]).to_dict("records")
    best, worst = max(rows, key=lambda row: row["points"]), max(rows, key=lambda row: row["lost"])
    text = mark(
        "Of {score} points, {best} adds most ({points}); most are left behind in {worst} ({lost} of {most})."
    )
    if best is worst:
        text = mark(
            "Of {score} points, {best} adds most ({points}), and leaves most behind ({lost} of {most})."
        )
    return say(
        text,
        score=say.number(whole, 1),
        best=best["name"],
        points=say.number(best["points"], 1),
        worst=worst["name"],
        lost=say.number(worst["lost"], 1),
        most=say.number(worst["most"], 1),
    )


def _twin(desk: Desk, found: pd.DataFrame, scored: pd.DataFrame) -> html.Table:
    """List every step: figures, scores, weights inside what they belong to, points of the whole."""
    say, steps = desk.say, dict[str, dict[str, float]]()
    for row in found[found["step"] != "score"].to_dict("records"):
        steps.setdefault(row["node"], {})[row["step"]] = row["value"]
    cells = [
        [
            _name(desk, row["node"]),
            _figures(desk, row["node"], steps.get(row["node"], {})),
            say.number(row["value"], 1),
            say.percent(row["weight"], 0),
            say.number(row["points"], 1),
        ]
        for row in scored.reset_index().to_dict("records")
    ]
    return twin_table([say("Part"), say("Figures"), say("Score, 0–100"), say("Weight"), say("Points")], cells)


def _name(desk: Desk, node: str) -> Any:
    """Name a node: the whole, a dimension, an indicator, or a part of its score."""
    say, known = desk.say, desk.edition.declaration.indicators
    if ":" in node:
        return html.Span(_plain(desk, node), className="step part")
    if node in known:
        return html.Span(_plain(desk, node), className="step")
    return html.Strong(say(DIMENSION_NAMES[node]) if node else say("All indicators together"))


def _plain(desk: Desk, node: str) -> str:
    """Name an indicator or a part of its score."""
    code, _, part = node.partition(":")
    if part:
        return desk.say(PARTS[part])
    return desk.edition.indicator(code).name.in_(desk.say.language)


def _figures(desk: Desk, node: str, steps: Mapping[str, float]) -> str:
    known = desk.edition.declaration.indicators
    if node not in known:
        return ""
    there = [name for name in FIGURES if name in steps]
    texts = [
        desk.say(FIGURES[name], value=_write(name, steps[name], known[node], desk.say)) for name in there
    ]
    return "; ".join(texts)


def _write(step: str, value: float, indicator: Indicator, say: Words) -> str:
    if step in ("baseline", "value"):
        return say.number(value, indicator.decimals)
    return say.percent(value, sign=True) if step == "excess" else signed(value, indicator, say)
