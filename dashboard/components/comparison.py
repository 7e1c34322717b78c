"""Territories side by side: their curves, how far they fell and came back, and every indicator."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd
from dash import dcc, html

from dashboard.components.aria import aria
from dashboard.components.chart import chart, twin_table
from dashboard.components.credits import credits
from dashboard.components.table import downloads
from dashboard.desk import Desk
from dashboard.figures.course import courses
from dashboard.figures.groups import group_lines
from dashboard.story import story
from dashboard.verdicts import STATES, unit
from indicators.indicator import Indicator


@dataclass(frozen=True)
class Comparison:
    """Some territories, judged in one year of one shock.

    Attributes
    ----------
    codes : list of str
        In the order shown.
    indicator : Indicator
        Whose curves are drawn.
    """

    desk: Desk
    codes: list[str]
    indicator: Indicator

    @property
    def names(self) -> dict[str, str]:
        """Code -> name; namesakes also carry their code."""
        names = self.desk.edition.names(self.desk.say.language)[self.codes]
        twice = names.duplicated(keep=False)
        shown = names.where(~twice, names + " (" + names.index + ")")
        return dict(zip(self.codes, shown, strict=True))

    @property
    def baseline(self) -> str:
        """The baseline of the shock, in words."""
        shock = self.desk.edition.shock(self.desk.view.shock)
        return self.desk.say.join([str(year) for year in shock.baseline])

    @cached_property
    def measures(self) -> pd.DataFrame:
        """Rows of `MEASURES` of these territories in the year of the view."""
        frame = self.desk.edition.measures(self.desk.view.shock)
        return frame[frame["territory"].isin(self.codes) & (frame["evaluation"] == self.desk.view.year)]

    @cached_property
    def composites(self) -> pd.DataFrame:
        """Rows of `COMPOSITES` of the same, over all indicators."""
        frame = self.desk.edition.composites(self.desk.view.shock)
        whole = (frame["dimension"] == "") & (frame["evaluation"] == self.desk.view.year)
        return frame[whole & frame["territory"].isin(self.codes)]

    @property
    def told(self) -> pd.DataFrame:
        """Those of the indicator that have been judged, in the order shown."""
        rows = self.measures[self.measures["indicator"] == self.indicator.code].set_index("territory")
        return rows.reindex(self.codes).dropna(subset="change")


def lines(comparison: Comparison) -> html.Section:
    """Draw the curve of each territory against its own baseline."""
    desk, say, indicator = comparison.desk, comparison.desk.say, comparison.indicator
    shock, names = desk.edition.shock(desk.view.shock), comparison.names
    told = {code: story(desk.edition, shock, indicator, code, say) for code in comparison.codes}
    found = [one.frame.assign(group=names[code]) for code, one in told.items()]
    frame = pd.concat(found).dropna(subset="value")
    level = next(iter(told.values())).level
    figure = group_lines(frame, impact=shock.impact, level=level)
    texts = {(year, group): text for year, group, text in frame[["year", "group", "text"]].to_numpy()}
    cells = [
        [str(year), *(texts.get((year, name), "–") for name in names.values())]
        for year in sorted(frame["year"].unique())
    ]
    axis = say("{baseline} = 100", baseline=comparison.baseline)
    if not level:
        axis = say(
            "difference to {baseline}, {unit}", baseline=comparison.baseline, unit=unit(indicator, say)
        )
    title = f"{indicator.name.in_(say.language)} ({axis})"
    twin = twin_table([say("Year"), *names.values()], cells)
    return chart(desk, "lines", title, state_of_all(comparison), figure, twin, [indicator.code])


def state_of_all(comparison: Comparison) -> str:
    """Say who is back at the baseline or better, and who is not."""
    say, rows = comparison.desk.say, comparison.told
    back = [comparison.names[code] for code in rows.index[rows["change"] >= 0]]
    behind = [comparison.names[code] for code in rows.index[rows["change"] < 0]]
    facts = {"baseline": comparison.baseline, "year": comparison.desk.view.year}
    said = []
    if back:
        said.append(
            say("At the {baseline} level or better in {year}: {names}.", names=say.join(back), **facts)
        )
    if behind:
        said.append(say("Below it or worse: {names}.", names=say.join(behind)))
    return " ".join(said) or say("None of them can be judged in {year}.", **facts)


def dumbbells(comparison: Comparison) -> html.Section | None:
    """Draw baseline, trough and now; None for an indicator that is judged by harm."""
    desk, say, indicator = comparison.desk, comparison.desk.say, comparison.indicator
    if indicator.harm is not None:
        return None
    rows = comparison.told.dropna(subset="drop")
    relative, sign = indicator.change == "relative", indicator.sign
    size = (100 if relative else 1) * sign
    frame = pd.DataFrame(
        {
            "name": [comparison.names[code] for code in rows.index],
            "trough": size * rows["drop"],
            "now": size * rows["change"],
            "back": rows["change"] >= 0,
        }
    ).sort_values("now", ascending=sign < 0)
    words = {
        "axis": say("change since {baseline}", baseline=comparison.baseline)
        + ("" if relative else f", {unit(indicator, say)}"),
        "suffix": "%" if relative else "",
        "baseline": comparison.baseline,
        "trough": say("trough") if sign > 0 else say("worst"),
        "back": say("now, back or better"),
        "behind": say("now, still worse"),
    }
    cells = [
        [
            comparison.names[str(code)],
            _seen(comparison, row["drop"]),
            _year(row["trough"]),
            _seen(comparison, row["change"]),
            _year(row["last"]),
        ]
        for code, row in rows.iterrows()
    ]
    head = [say("Territory"), words["trough"], say("Year"), say("Now"), say("Year")]
    title = say("From {baseline} to the worst year to now", baseline=comparison.baseline)
    figure, twin = courses(frame, words), twin_table(head, cells)
    return chart(
        desk, "courses", title, _furthest(comparison, rows), figure, twin, [indicator.code], className="shift"
    )


def _furthest(comparison: Comparison, rows: pd.DataFrame) -> str:
    """Say who fell furthest, and who stands best now."""
    if rows.empty:
        return ""
    drops, changes = rows["drop"].astype(float), rows["change"].astype(float)
    worst, best = str(drops.idxmin()), str(changes.idxmax())
    return comparison.desk.say(
        "{worst} was hit hardest ({drop}); {best} stands best now ({change}).",
        worst=comparison.names[worst],
        drop=_seen(comparison, float(drops[worst])),
        best=comparison.names[best],
        change=_seen(comparison, float(changes[best])),
    )


def overview(comparison: Comparison) -> html.Section:
    """Set every indicator of the shock in a table, a column a territory."""
    desk, say = comparison.desk, comparison.desk.say
    shock = desk.edition.shock(desk.view.shock)
    scores = comparison.composites.set_index("territory")["score"].reindex(comparison.codes)
    cells: list[list[Any]] = [
        [html.Strong(say("All indicators together")), *(html.Strong(say.number(s, 1)) for s in scores)]
    ]
    cells += [
        [_link(comparison, code), *(_judged(comparison, code, place) for place in comparison.codes)]
        for code in shock.indicators
    ]
    heads = [_place(comparison, code) for code in comparison.codes]
    table = twin_table([say("Indicator"), *heads], cells)
    title = say("Recovery score of every indicator, 0–100, {year}", year=desk.view.year)
    return html.Section(
        [
            html.H2(title),
            html.Div(table, className="scroll", tabIndex=0, role="region", **aria(label=title)),
            downloads(desk),
            credits(desk.edition, shock.indicators, say),
        ],
        className="card overview",
    )


def _place(comparison: Comparison, code: str) -> dcc.Link:
    desk = comparison.desk
    return dcc.Link(comparison.names[code], href=f"{desk.path('territory')}?{desk.view.at(code).query}")


def _link(comparison: Comparison, code: str) -> dcc.Link:
    """Lead to the curves of an indicator."""
    desk = comparison.desk
    view = replace(desk.view, indicator=code, show=desk.edition.shows(desk.view.shock, code)[0])
    return dcc.Link(
        desk.edition.indicator(code).name.in_(desk.say.language), href=f"{desk.path(desk.page)}?{view.query}"
    )


def _judged(comparison: Comparison, indicator: str, territory: str) -> list[Any]:
    """Write score and state of one cell; a dash where nothing was measured."""
    rows = comparison.measures
    found = rows[(rows["indicator"] == indicator) & (rows["territory"] == territory)].to_dict("records")
    if not found:
        return ["–"]
    say = comparison.desk.say
    told = STATES[found[0]["state"]]
    state = html.Span(say(told), className="quiet-text")
    return [html.Strong(say.number(found[0]["score"], 1)), html.Br(), state]


def _seen(comparison: Comparison, value: float) -> str:
    """Write a stored change as a reader of the series sees it."""
    say, indicator = comparison.desk.say, comparison.indicator
    relative = indicator.change == "relative"
    return say.change(indicator.sign * value, relative, unit(indicator, say), indicator.decimals)


def _year(value: Any) -> str:
    return "–" if pd.isna(value) else str(int(value))
