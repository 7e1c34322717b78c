"""Town and country, figure by figure: every rate, the means of the classes, parity, inequality."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd
from dash import dcc, html

from dashboard.classes import class_label, class_names
from dashboard.components.balance import tell_gap
from dashboard.components.chart import chart, twin_table
from dashboard.desk import Desk
from dashboard.figures.groups import group_lines
from dashboard.figures.split import split_bars
from dashboard.gaps import all_gaps, latest
from dashboard.sentences import inline
from dashboard.words import mark
from indicators.indicator import Indicator

VERDICTS = {"widened": mark("widened"), "narrowed": mark("narrowed"), "unchanged": mark("unchanged")}
DIRECTIONS = {
    "level": mark("level"),
    "rural behind": mark("rural behind"),
    "urban behind": mark("urban behind"),
}


@dataclass(frozen=True)
class Divide:
    """What the figures of one rate, at one level, are made of.

    Attributes
    ----------
    rate : Indicator
        Whose gap is looked at; ``kind`` is intensive.
    """

    desk: Desk
    level: str
    rate: Indicator

    @cached_property
    def all(self) -> pd.DataFrame:
        """Rows of `gaps.all_gaps`."""
        return all_gaps(self.desk.edition, self.desk.view.shock, self.level)

    @property
    def rows(self) -> pd.DataFrame:
        """Rows of the rate, a year each."""
        return self.all[self.all["indicator"] == self.rate.code]

    @property
    def names(self) -> dict[str, str]:
        """Role -> name of the class."""
        return class_names(self.desk.edition, self.desk.say)

    @property
    def baseline(self) -> str:
        """The baseline of the shock, in words."""
        return self.desk.say.join(
            [str(year) for year in self.desk.edition.shock(self.desk.view.shock).baseline]
        )

    @property
    def title(self) -> str:
        """Name and unit of the rate."""
        language = self.desk.say.language
        return f"{self.rate.name.in_(language)} ({self.rate.unit.in_(language)})"

    @property
    def impact(self) -> tuple[int, int]:
        """Years of the impact."""
        return self.desk.edition.shock(self.desk.view.shock).impact

    def number(self, value: float) -> str:
        """Write a value of the rate."""
        return self.desk.say.number(value, self.rate.decimals)


def headline(divide: Divide) -> str:
    """State where town and country stand in the rate."""
    name, last = divide.rate.name.in_(divide.desk.say.language), latest(divide.rows, divide.desk.view.year)
    if last.empty:
        return name
    row = last.iloc[0].to_dict()
    gap = inline(tell_gap(row, divide.names, divide.baseline, divide.desk.say))
    return divide.desk.say("{indicator}, {year}: {finding}", indicator=name, year=row["year"], finding=gap)


def summary(divide: Divide) -> str:
    """Count the rates in which the gap widened."""
    verdicts = latest(divide.all, divide.desk.view.year)["verdict"].value_counts()
    said = divide.desk.say(
        "Since {baseline}, the gap widened in {widened} indicators, narrowed in {narrowed} "
        "and stayed in {same}.",
        baseline=divide.baseline,
        widened=int(verdicts.get("widened", 0)),
        narrowed=int(verdicts.get("narrowed", 0)),
        same=int(verdicts.get("unchanged", 0)),
    )
    members = divide.desk.edition.territories.loc[divide.desk.edition.members(divide.level)]
    by = divide.desk.say(
        "Classes: {label}.", label=class_label(divide.desk.edition, members, divide.desk.say)
    )
    return f"{said} {by}"


def overview(divide: Divide) -> html.Table:
    """List every rate: where town and country stand, and whether the gap widened."""
    desk, say = divide.desk, divide.desk.say
    head = [
        say("Indicator"),
        say("Year"),
        *divide.names.values(),
        say("Parity"),
        say("Who is behind"),
        say("Gap"),
    ]
    rows = []
    for row in latest(divide.all, desk.view.year).to_dict("records"):
        rate = desk.edition.indicator(row["indicator"])
        view = replace(desk.view, indicator=rate.code, show="value")
        link = dcc.Link(rate.name.in_(say.language), href=f"{desk.path(desk.page)}?{view.query}")
        means = [say.number(row[role], rate.decimals) for role in divide.names]
        verdict, direction = row["verdict"], row["direction"]
        cells = [link, str(row["year"]), *means, say.number(row["parity"], 0)]
        cells += [
            say(DIRECTIONS[direction]) if direction else "–",
            say(VERDICTS[verdict]) if verdict else "–",
        ]
        rows.append(cells)
    return twin_table(head, rows)


def means_over_time(divide: Divide) -> html.Section:
    """Draw the mean of each class over the years."""
    say, rows = divide.desk.say, divide.rows
    long = rows.melt(["year"], list(divide.names), var_name="group").dropna(subset="value")
    long = long.assign(group=long["group"].map(divide.names))
    last = latest(rows, divide.desk.view.year).to_dict("records")
    finding = tell_gap(last[0], divide.names, divide.baseline, say) if last else ""
    hint = say("Means of the territories of each class, weighted by population.")
    cells = [
        [str(r["year"]), *(divide.number(r[role]) for role in divide.names)] for r in rows.to_dict("records")
    ]
    figure = group_lines(long, impact=divide.impact, level=None)
    twin = twin_table([say("Year"), *divide.names.values()], cells)
    return chart(divide.desk, "means", divide.title, f"{finding} {hint}", figure, twin, [divide.rate.code])


def parity_over_time(divide: Divide) -> html.Section:
    """Draw the parity of the classes over the years."""
    say, rows = divide.desk.say, divide.rows.dropna(subset="parity")
    figure = group_lines(
        rows.assign(group=say("Parity"), value=rows["parity"]), impact=divide.impact, level=None
    )
    cells = [[str(r["year"]), say.number(r["parity"], 1)] for r in rows.to_dict("records")]
    return chart(
        divide.desk,
        "parity",
        say("Parity of the classes, 0–100"),
        say(
            "The lowest class as a share of the highest: at 100, all are equal. {trend}",
            trend=_trend(divide, rows),
        ),
        figure,
        twin_table([say("Year"), say("Parity")], cells),
        [divide.rate.code],
    )


def _trend(divide: Divide, rows: pd.DataFrame) -> str:
    shown = rows[rows["year"] <= divide.desk.view.year]
    if len(shown) < 2:
        return ""
    facts: dict[str, Any] = {}
    for name, row in (("first", shown.iloc[0]), ("last", shown.iloc[-1])):
        facts |= {name: divide.desk.say.number(row["parity"], 1), f"{name}_year": row["year"]}
    return divide.desk.say("It went from {first} in {first_year} to {last} in {last_year}.", **facts)


def inequality(divide: Divide) -> html.Section:
    """Draw Theil's index over the years, within and between the classes."""
    say, rows = divide.desk.say, divide.rows.dropna(subset="theil")
    frame = rows.rename(columns={"theil_within": "within", "theil_between": "between"})
    words = {"within": say("Within the classes"), "between": say("Between the classes")}
    last = frame[frame["year"] <= divide.desk.view.year].tail(1).to_dict("records")
    finding = say("Theil's index is not defined here: it needs figures above zero.")
    if last:
        finding = say(
            "In {year}, {share} of the inequality between territories (Theil {theil}) lay between the "
            "classes, the rest within them.",
            year=last[0]["year"],
            share=say.percent(max(last[0]["between"] / last[0]["theil"], 0.0), 0),
            theil=say.number(last[0]["theil"], 3),
        )
    cells = [[str(r["year"]), *(say.number(r[k], 4) for k in words)] for r in frame.to_dict("records")]
    twin = twin_table([say("Year"), *words.values()], cells)
    title = say("Inequality between territories")
    return chart(divide.desk, "theil", title, finding, split_bars(frame, words), twin, [divide.rate.code])
