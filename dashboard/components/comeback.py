"""How territories held up and came back: four ways, on a plane and on the map."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd
from dash import html

from dashboard.components.aria import aria
from dashboard.components.chart import chart, twin_table
from dashboard.components.credits import credits
from dashboard.components.map import Map
from dashboard.components.picture import stage
from dashboard.desk import Desk
from dashboard.figures.labels import inert
from dashboard.figures.quadrant import LOOKS, frame_of, quadrant
from dashboard.figures.scale import NO_DATA, NO_DATA_CLASS
from dashboard.mapping import ground_of
from dashboard.returns import last_year, quadrants
from dashboard.sentences import inline
from dashboard.words import mark
from indicators.indicator import Indicator

MAP = "quadrant-map"
PLANE = "quadrant"
KINDS = {
    "both": mark("held up better and came back better"),
    "rebound": mark("fell more, but came back better"),
    "hold": mark("held up better, but came back worse"),
    "neither": mark("fell more and came back worse"),
}


@dataclass(frozen=True)
class Comeback:
    """What the figures of one indicator are made of."""

    desk: Desk
    told: Indicator

    @cached_property
    def year(self) -> int | None:
        """The last year that can be judged up to that of the view, or else up to the usual one."""
        edition, view = self.desk.edition, self.desk.view
        usual = edition.shock(view.shock).default_evaluation
        found = (last_year(edition, view.shock, self.told.code, year) for year in (view.year, usual))
        return next((year for year in found if year), None)

    @cached_property
    def plane(self) -> pd.DataFrame:
        """Rows of `returns.quadrants`, with names."""
        edition, view = self.desk.edition, self.desk.view
        if self.year is None:
            return pd.DataFrame(columns=["resistance", "recoverability", "quadrant", "reason", "name"])
        frame = quadrants(edition, view.shock, self.told.code, self.year)
        return frame.assign(name=edition.names(self.desk.say.language).reindex(frame.index))

    @property
    def name(self) -> str:
        """Name of the indicator."""
        return self.told.name.in_(self.desk.say.language)

    @property
    def baseline(self) -> str:
        """The baseline of the shock, in words."""
        years = self.desk.edition.shock(self.desk.view.shock).baseline
        return self.desk.say.join([str(year) for year in years])


def four_ways(come: Comeback) -> html.Section:
    """Draw the plane of resistance and recoverability."""
    desk, say = come.desk, come.desk.say
    known = come.plane.dropna(subset="quadrant")
    words = {kind: say(text) for kind, text in KINDS.items()} | {
        "x": say("Resistance (0: as its country)"),
        "y": say("Recoverability (0: as its country)"),
    }
    cells = [
        [
            r["name"],
            say.number(r["resistance"], 2, sign=True),
            say.number(r["recoverability"], 2, sign=True),
            words[r["quadrant"]],
        ]
        for r in known.sort_values(["quadrant", "name"]).to_dict("records")
    ]
    head = [say("Territory"), say("Resistance"), say("Recoverability"), say("How it came through")]
    return chart(
        desk,
        PLANE,
        say("Held up, came back: {indicator}", indicator=inline(come.name)),
        _counted(come, known),
        quadrant(known, words, desk.view.territory),
        twin_table(head, cells),
        [come.told.code],
        className="curve square",
    )


def _counted(come: Comeback, known: pd.DataFrame) -> str:
    say = come.desk.say
    if known.empty:
        return say("There are too few figures to compare territories with their country.")
    counts = known["quadrant"].value_counts()
    text = say(
        "By {year}, against their own country, {both} of {of} held up better and came back better; "
        "{neither} did neither.",
        year=come.year,
        both=int(counts.get("both", 0)),
        neither=int(counts.get("neither", 0)),
        of=len(known),
    )
    beyond = int((known[["resistance", "recoverability"]].abs().max(axis=1) > frame_of(known)).sum())
    if beyond:
        text += " " + say.plural(
            "{number} lies further out than drawn, and stands on the edge.",
            "{number} lie further out than drawn, and stand on the edge.",
            beyond,
        )
    return text


def drawing(come: Comeback) -> Map:
    """Describe the map of the four ways."""
    desk, say = come.desk, come.desk.say
    ground = ground_of(desk, desk.edition.declaration.score_level)
    kinds = come.plane["quadrant"].reindex(ground.codes)
    numbers = {kind: number for number, kind in enumerate(LOOKS)}
    said = [say(KINDS[kind]) if isinstance(kind, str) else say("no data") for kind in kinds]
    return Map(
        ground,
        classes=dict(zip(ground.codes, kinds.map(numbers).fillna(NO_DATA_CLASS).astype(int), strict=True)),
        texts=dict(zip(ground.codes, map(inert, said), strict=True)),
        colours=[colour for colour, _ in LOOKS.values()],
        selected=desk.view.territory,
        hover="<b>%{text}</b><br>%{customdata}<extra></extra>",
    )


def on_the_map(come: Comeback) -> html.Section:
    """Draw the four ways on the map, with their names."""
    desk, say = come.desk, come.desk.say
    looks = [(colour, say(KINDS[kind])) for kind, (colour, _) in LOOKS.items()] + [(NO_DATA, say("no data"))]
    items = [
        html.Li([html.Span(style={"background": colour, "border": "1px solid #767676"}), text])
        for colour, text in looks
    ]
    return html.Section(
        [
            html.H2(say("Where they are")),
            html.P(say("A click on the map or on a point chooses a territory in both."), className="hint"),
            stage(desk, drawing(come), MAP),
            html.Ul(items, className="legend", **aria(label=say("Legend"))),
            credits(desk.edition, [come.told.code], say, desk.edition.declaration.score_level),
        ],
        className="card picture",
    )
