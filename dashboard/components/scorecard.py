"""The composite score of one territory and its dimensions."""

from __future__ import annotations

import pandas as pd
from dash import html

from dashboard.components.card import bar
from dashboard.desk import Desk
from dashboard.topics import DIMENSION_NAMES
from dashboard.verdicts import marks, reasons


def scorecard(desk: Desk, year: int) -> html.Section:
    """Draw the composite and its dimensions as bars."""
    say, frame = desk.say, desk.edition.composites(desk.view.shock)
    frame = frame[(frame["territory"] == desk.view.territory) & (frame["evaluation"] == year)]
    if frame.empty:
        return html.Section()
    rows = {row["dimension"]: row for row in frame.to_dict("records")}
    if pd.isna(rows[""]["score"]):
        why = reasons(rows[""]["reason"], say) or say("only territories of one level are compared")
        return html.Section([html.P(say("No recovery score: {reason}.", reason=why))], className="card")
    bars = [bar(say("All indicators together"), rows[""]["score"], "bar main", say)]
    bars += [
        bar(say(DIMENSION_NAMES[d]), r["score"], "bar", say) for d, r in rows.items() if d and len(rows) > 2
    ]
    said = marks(rows[""]["marks"], say)
    if not pd.isna(rows[""]["rank"]):
        said.insert(0, say("rank {rank} of {of}", rank=int(rows[""]["rank"]), of=int(rows[""]["ranked_of"])))
    title = html.H2(say("Recovery score, 0–100, {year}", year=year))
    return html.Section([title, html.Div(bars, className="bars"), html.P("; ".join(said))], className="card")
