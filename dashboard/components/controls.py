"""The controls of a view: each has the id ``{"control": name}``; all are one input of one callback."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import html

from dashboard.components.aria import aria
from dashboard.desk import Desk
from dashboard.library import Edition
from dashboard.state import CLASS, DERIVED, SCORE, View
from dashboard.topics import DIMENSION_NAMES, topic
from dashboard.words import Words, mark

SHOWS = {
    "score": mark("Score"),
    "change": mark("Change"),
    "value": mark("Value"),
    "rank": mark("Rank"),
    "cluster": mark("Clusters"),
}
METHODS = {
    "quantiles": mark("As many in each"),
    "equal": mark("Equally wide"),
    "jenks": mark("Natural breaks (Jenks)"),
    "fixed": mark("Round limits"),
}
Choices = list[dict[str, Any]]


def control(name: str, page: str = "") -> dict[str, str]:
    """Id of a control; one of a page other than the map, whose callbacks must not find it, names the page."""
    return {"control": f"{name}@{page}" if page else name}


def select(name: str, label: str, data: Choices, value: str, page: str = "", **more: Any) -> dmc.Select:
    """Make one choice of a view."""
    return dmc.Select(
        id=control(name, page),
        label=label,
        data=data,
        value=value,
        allowDeselect=False,
        checkIconPosition="right",
        comboboxProps={"withinPortal": True},
        **more,
    )


def shocks(edition: Edition, view: View, say: Words) -> dmc.Select:
    """Choose the shock."""
    data = [{"value": s.code, "label": s.name.in_(say.language)} for s in edition.declaration.shocks]
    return select("shock", say("Shock"), data, view.shock)


def topics(edition: Edition, view: View, by: str, say: Words) -> Choices:
    """List the choices of the indicator picker, by dimension or by SDG goal."""
    groups: dict[str, Choices] = {}
    for code in edition.indicators(view.shock):
        groups.setdefault(_group(edition, code, by, say), []).append(
            {"value": code, "label": topic(edition, code, say)}
        )
    first = say("Recovery score")
    order = sorted(groups, key=lambda name: (name != first, name == say("No SDG target"), _natural(name)))
    return [{"group": name, "items": groups[name]} for name in order]


def _group(edition: Edition, code: str, by: str, say: Words) -> str:
    if code.partition(".")[0] == SCORE:
        return say("Recovery score")
    if code == CLASS:
        return say("Town and country")
    indicator = edition.indicator(code)
    if by == "dimension":
        return say(DIMENSION_NAMES[indicator.dimension])
    return say("SDG {goal}", goal=indicator.sdg_goal) if indicator.sdg_goal else say("No SDG target")


def _natural(name: str) -> tuple[int, str]:
    digits = "".join(c for c in name if c.isdigit())
    return (int(digits) if digits else 0, name)


def shows(edition: Edition, view: View, say: Words) -> Choices:
    """List the readings that the indicator has."""
    return [{"value": s, "label": say(SHOWS[s])} for s in edition.shows(view.shock, view.indicator)]


def levels(edition: Edition, view: View, say: Words) -> Choices:
    """List the levels that have something of what is shown."""
    return [
        {"value": code, "label": edition.declaration.hierarchy.level(code).name.in_(say.language)}
        for code in edition.levels(view.shock, view.indicator, view.show)
    ]


def toolbar(desk: Desk) -> html.Div:
    """Lay out the choices of the map; a drawer on a phone."""
    edition, view, say = desk.edition, desk.view, desk.say
    by = dmc.SegmentedControl(
        id="group-by",
        value="dimension",
        size="xs",
        data=[{"value": "dimension", "label": say("Dimension")}, {"value": "goal", "label": say("SDG")}],
        **aria(label=say("Group the indicators by")),
    )
    picker = select("indicator", say("What to show"), topics(edition, view, "dimension", say), view.indicator)
    reading = html.Div(
        [
            html.Span(say("Reading"), className="label"),
            dmc.SegmentedControl(id=control("show"), data=shows(edition, view, say), value=view.show),
        ]
    )
    level = select("level", say("Level"), levels(edition, view, say), view.level)
    if len(edition.declaration.map_levels) == 1:
        level.style = {"display": "none"}
    opener = html.Button(
        say("Choose what is shown"),
        id="open-controls",
        className="opener",
        **aria(controls="controls", expanded="false"),
    )
    return html.Div(
        [
            opener,
            html.Div([shocks(edition, view, say), html.Div([picker, by]), reading, level], id="controls"),
        ],
        className="toolbar",
    )


def methods(desk: Desk) -> dmc.Select:
    """Choose where the classes of the map begin; empty for what suits what is shown."""
    say = desk.say
    return dmc.Select(
        id=control("classes"),
        data=[{"value": code, "label": say(name)} for code, name in METHODS.items()],
        value=desk.view.classes or None,
        placeholder=say("Usual classes"),
        clearable=True,
        clearButtonProps=aria(label=say("Usual classes")),
        checkIconPosition="right",
        size="xs",
        className="methods",
        style=method_style(desk.view),
        **aria(label=say("Classes of the map")),
    )


def method_style(view: View) -> dict[str, str]:
    """Hide the choice where what is shown has classes of its own, without moving what is around it."""
    own = view.show in DERIVED or view.indicator == CLASS
    return {"visibility": "hidden"} if own else {}


def years(edition: Edition, view: View) -> dict[str, Any]:
    """Ends and marks of the year slider; at most eight marks carry a label."""
    there = edition.years(view.shock, view.indicator, view.show, view.level) or [view.year]
    step = -(-len(there) // 8)
    labelled = set(there[::-1][::step])
    marks = [{"value": y, "label": str(y)} if y in labelled else {"value": y} for y in there]
    return {"min": there[0], "max": there[-1] if len(there) > 1 else there[0] + 1, "marks": marks}


def year_slider(edition: Edition, view: View, say: Words) -> html.Div:
    """Build the year slider with its play button."""
    slider = dmc.Slider(
        id=control("year"),
        value=view.year,
        step=1,
        restrictToMarks=True,
        thumbLabel=say("Year"),
        className="slider",
        **years(edition, view),
    )
    button = html.Button(
        "▶", id="play", className="play", title=say("Play through the years"), **aria(label=say("Play"))
    )
    return html.Div([button, slider], className="years")
