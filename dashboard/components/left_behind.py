"""Whether a territory is left behind, by what, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard.behind import flags
from dashboard.components.aria import aria
from dashboard.components.chart import twin_table
from dashboard.components.credits import credits
from dashboard.components.standing import group_name
from dashboard.desk import Desk
from dashboard.sentences import inline
from dashboard.story import benchmark_of
from dashboard.verdicts import unit
from dashboard.words import Words, mark
from indicators.indicator import Indicator
from indicators.observations import TOTAL

STATES = {
    "left behind": mark("left behind"),
    "not left behind": mark("not left behind"),
    "not counted": mark("not counted"),
}
REASONS = {
    "no figure": mark("a year has no figure"),
    "nothing to compare with": mark("there is nothing to compare with"),
    "too few territories": mark("too few territories have figures"),
    "among the worst": mark("among the worst tenth"),
    "gap not closing": mark("the gap does not close"),
    "not among the worst": mark("not among the worst tenth"),
    "not behind": mark("not behind"),
    "gap closing": mark("the gap closes"),
}


def behind(desk: Desk, year: int) -> html.Section | None:
    """Build the section; None where nothing can be compared with the whole."""
    edition, say, own = desk.edition, desk.say, desk.view.territory
    country, level = benchmark_of(edition, own), str(edition.territories.loc[own, "level"])
    if not country:
        return None
    frame = flags(edition, desk.view.shock, level, country, year)
    rows = frame[frame["territory"] == own].to_dict("records")
    if not rows:
        return None
    names = edition.names(say.language)
    flagged = [row for row in rows if row["state"] == "left behind"]
    items = [html.Li(_told(desk, row, names[country])) for row in flagged]
    title = say("Left behind?")
    head = [say("Indicator"), say("Year"), say("Value"), say("Compared with"), say("State"), say("Why")]
    table = twin_table(head, [_row(desk, row) for row in rows])
    more = html.Details(
        [
            html.Summary(say("Every indicator, with the reasons")),
            html.Div(table, className="scroll", tabIndex=0, role="region", **aria(label=title)),
        ],
        open=True,
        className="twin-table",
    )
    hint = say(
        "Left behind is who stays two years on end among the worst tenth of the level while the gap to the "
        "whole does not close."
    )
    codes = list(dict.fromkeys(row["indicator"] for row in rows))
    return html.Section(
        [
            html.H2(title),
            html.P(_finding(names[own], rows, say), className="finding"),
            html.Ul(items, className="flags"),
            html.P(hint, className="quiet-text"),
            more,
            credits(edition, codes, say),
        ],
        className="card chart",
    )


def _finding(name: str, rows: list[dict[Any, Any]], say: Words) -> str:
    """Count the indicators that flag a territory, that do not, and that cannot tell."""
    states = [row["state"] for row in rows]
    facts = {
        "name": name,
        "counted": len(rows) - states.count("not counted"),
        "flagged": states.count("left behind"),
    }
    if not facts["counted"]:
        return say("No indicator can tell whether {name} is left behind.", name=name)
    if not facts["flagged"]:
        return say("{name} is not left behind in any of {counted} comparisons.", **facts)
    return say("{name} is left behind in {flagged} of {counted} comparisons:", **facts)


def _told(desk: Desk, row: Mapping[Any, Any], country: str) -> str:
    """Say why one flag is there."""
    say, indicator = desk.say, desk.edition.indicator(row["indicator"])
    facts = {
        "indicator": _name(row, indicator, say),
        "whole": country if row["group"] == TOTAL else say("the whole"),
        "year": row["evaluation"],
        "value": say.number(row["value"], indicator.decimals),
        "benchmark": say.number(row["benchmark"], indicator.decimals),
        "before": _gap(row["gap_before"], indicator, say),
        "gap": _gap(row["gap"], indicator, say),
        "years": say.plural("{number} year", "{number} years", int(row["years"])),
    }
    return say(
        "{indicator}, {year}: {value} against {benchmark} in {whole}; for {years} on end among the worst "
        "tenth, and the gap has not closed materially (from {before} to {gap}).",
        **facts,
    )


def _name(row: Mapping[Any, Any], indicator: Indicator, say: Words) -> str:
    name = indicator.name.in_(say.language)
    return name if row["group"] == TOTAL else f"{name} ({inline(group_name(row['group'], say))})"


def _gap(value: float, indicator: Indicator, say: Words) -> str:
    if indicator.change == "relative":
        return say.percent(value)
    return f"{say.number(value, indicator.decimals)} {unit(indicator, say)}"


def _row(desk: Desk, row: Mapping[Any, Any]) -> list[str]:
    say, indicator = desk.say, desk.edition.indicator(row["indicator"])
    why = [say(REASONS[reason]) for reason in filter(None, row["reason"].split(","))]
    state = STATES[row["state"]]
    numbers = [say.number(row[key], indicator.decimals) for key in ("value", "benchmark")]
    return [
        _name(row, indicator, say),
        str(row["evaluation"]),
        *numbers,
        say(state),
        "; ".join(why),
    ]
