"""What plans promise, as a table: of one territory and those it lies in, or of all."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import html

from dashboard.commitments import commitments, judged
from dashboard.components.chart import twin_table
from dashboard.components.credits import credits, web_link
from dashboard.components.targets import STATUSES, paced, promise, written
from dashboard.desk import Desk
from dashboard.goals import WAYS
from dashboard.nesting import ancestors
from dashboard.words import mark
from geodata.commitment import Commitment

WHOSE = {"own": mark("own commitment"), "international": mark("international target")}


def promises(desk: Desk, year: int) -> html.Section | None:
    """Build the section; None where nobody in question is held to anything."""
    edition, say, own = desk.edition, desk.say, desk.view.territory
    rows = judged(edition, year)
    if own:
        rows = rows[rows["territory"].isin([own, *ancestors(edition, own)])]
    held = [each for each in commitments(edition, goal=desk.view.goal) if (rows["plan"] == each.code).any()]
    if not held:
        return None
    rows = rows[rows["plan"].isin([each.code for each in held])]
    head = [say("Commitment"), say("Holds for"), say("Start"), say("Latest"), say("Target")]
    head += [say("Distance, 0–100"), say("Pace")]
    cells = [line for each in held for line in _lines(desk, each, rows[rows["plan"] == each.code])]
    title = say("Commitments, {year}", year=year)
    return html.Section(
        [
            html.H2(title),
            html.P(_finding(desk, rows), className="finding"),
            html.Div(twin_table(head, cells), className="scroll", tabIndex=0),
            html.Ul([html.Li(_origin(desk, each)) for each in held]),
            credits(edition, list(dict.fromkeys(each.indicator for each in held)), say),
        ],
        className="card promises",
    )


def _lines(desk: Desk, each: Commitment, rows: pd.DataFrame) -> list[list[Any]]:
    """Tell a commitment territory by territory; of all together where a territory is not asked for."""
    say, indicator = desk.say, desk.edition.indicator(each.indicator)
    names = desk.edition.names(say.language)
    what = html.Span([html.Strong(promise(desk, each)), f" ({_plan(desk, each)})"])
    target = f"{written(desk, each)} ({each.year})"
    if len(rows) > 1 and not desk.view.territory:
        whom = say.plural("{number} territory", "{number} territories", len(rows))
        mean = say.number(rows["distance"].mean(), 0)
        return [[what, whom, "–", "–", target, say("on average {score}", score=mean), _counts(desk, rows)]]
    return [
        [
            what,
            names[row["territory"]],
            _figure(desk, row["base"], row["base_year"], indicator.decimals),
            _figure(desk, row["value"], row["year"], indicator.decimals),
            target,
            say.number(row["distance"], 0),
            paced(row["status"], row["reason"], say),
        ]
        for row in rows.to_dict("records")
    ]


def _figure(desk: Desk, value: float, year: Any, decimals: int) -> str:
    return "–" if pd.isna(value) else f"{desk.say.number(value, decimals)} ({year})"


def _counts(desk: Desk, rows: pd.DataFrame) -> str:
    """Count the words of the pace, from the best to the worst."""
    counts = rows["status"].value_counts()
    return "; ".join(f"{desk.say(word)}: {counts[key]}" for key, word in STATUSES.items() if key in counts)


def _finding(desk: Desk, rows: pd.DataFrame) -> str:
    known = rows.loc[rows["status"] != "", "status"]
    if known.empty:
        return desk.say("None of them can be judged by the figures of this year.")
    ways = known.map(WAYS).value_counts()
    return desk.say(
        "Met or on track: {ahead} of {of}; moving away: {back}. A commitment counts once for every territory "
        "that it holds for.",
        of=len(known),
        ahead=int(ways.get("forward", 0)),
        back=int(ways.get("back", 0)),
    )


def _plan(desk: Desk, each: Commitment) -> str:
    return f"{each.name.in_(desk.say.language)}, {desk.say(WHOSE[each.whose])}"


def _origin(desk: Desk, each: Commitment) -> list[Any]:
    """Tell who published a plan, where it is read, and what must be known of it."""
    note = f" {each.note.in_(desk.say.language)}" if each.note else ""
    return [f"{each.publisher}: {each.name.in_(desk.say.language)}.{note} ", *web_link(each.url)]
