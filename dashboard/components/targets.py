"""The goals and the territories, figure by figure: how far, and which way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
from dash import html

from dashboard.commitments import commitments, wide
from dashboard.components.chart import chart, twin_table
from dashboard.desk import Desk
from dashboard.figures.heat import WAYS as COLOURS
from dashboard.figures.heat import heat
from dashboard.goals import GOALS, WAYS, aimed, distances, means, order, paces
from dashboard.words import Words, mark
from geodata.commitment import Commitment
from indicators.indicator import Indicator

STATUSES = {
    "met": mark("target met"),
    "on track": mark("on track"),
    "moderate": mark("moderate progress"),
    "limited": mark("limited progress"),
    "moving away": mark("moving away"),
    "improving": mark("improving"),
    "stable": mark("stable"),
    "worsening": mark("worsening"),
}
REASONS = {
    "no data": mark("no data"),
    "one year only": mark("one year only"),
    "target year too early": mark("the target's year has passed"),
    "sign change": mark("the sign changes"),
    "base is zero": mark("it starts at zero"),
    "overflow": mark("the change is beyond the range of numbers"),
}
STEPS = {"back": 0.0, "slow": 1.0, "forward": 2.0}
WAY_NAMES = {"back": mark("backward"), "slow": mark("slowly"), "forward": mark("forward")}


@dataclass(frozen=True)
class Targets:
    """What the figures of one level and year are made of; of one goal, where the view names one."""

    desk: Desk
    level: str
    year: int

    @property
    def rates(self) -> list[Indicator]:
        """The indicators shown."""
        return aimed(self.desk.edition, self.level, self.desk.view.goal)

    @property
    def shown(self) -> list[str]:
        """Codes of the indicators shown, those of commitments among them."""
        promised = commitments(self.desk.edition, self.level, self.desk.view.goal)
        return list(dict.fromkeys([*(r.code for r in self.rates), *(each.indicator for each in promised)]))

    @cached_property
    def codes(self) -> list[str]:
        """Territories, the nearest to the goals first."""
        return order(self.desk.edition, self.level, self.year)

    @cached_property
    def names(self) -> list[str]:
        """Their names."""
        return self.desk.edition.names(self.desk.say.language).reindex(self.codes).tolist()

    @cached_property
    def scores(self) -> pd.DataFrame:
        """Mean distance: goals as the index ("" for all together), territories as the columns."""
        frame = means(self.desk.edition, self.level, self.year)
        wide = frame.pivot_table("score", "goal", "territory")
        return wide.reindex(sorted(wide.index, key=lambda goal: int(goal or 0)), columns=self.codes)

    @cached_property
    def apart(self) -> pd.DataFrame:
        """Distance: indicators as the index, territories as the columns."""
        frame = distances(self.desk.edition, self.level, self.year)
        wide = frame.pivot_table("distance", "indicator", "territory")
        return wide.reindex([rate.code for rate in self.rates], columns=self.codes)

    @cached_property
    def statuses(self) -> pd.DataFrame:
        """Words of the pace: indicators as the index, territories as the columns; empty where undefined."""
        frame = paces(self.desk.edition, self.level, self.year)
        wide = frame.pivot_table("status", "indicator", "territory", aggfunc="first")
        return wide.reindex([rate.code for rate in self.rates], columns=self.codes).fillna("")

    def promised(self, what: str) -> pd.DataFrame:
        """Commitments of the level, by name as the index: distance or status, where any is known."""
        edition, goal = self.desk.edition, self.desk.view.goal
        found = wide(edition, self.level, self.year, what, goal).reindex(columns=self.codes)
        names = [promise(self.desk, each) for each in commitments(edition, self.level, goal)]
        return found.set_axis(names).dropna(how="all")

    def goal(self, code: str) -> str:
        """Name a goal with its number; all of them by the empty code."""
        return f"{code} {self.desk.say(GOALS[code])}" if code else self.desk.say("All goals")

    def rate(self, indicator: Indicator) -> str:
        """Name an indicator behind the number of its goal."""
        return f"{indicator.sdg_goal} · {indicator.name.in_(self.desk.say.language)}"


def promise(desk: Desk, each: Commitment) -> str:
    """Name a commitment by what is to reach how much, and when."""
    name = desk.edition.indicator(each.indicator).name.in_(desk.say.language)
    return desk.say(
        "{indicator}: {target} by {year}", indicator=name, target=written(desk, each), year=each.year
    )


def written(desk: Desk, each: Commitment) -> str:
    """Write the target of a commitment, with no digit less than the plan gives."""
    given = len(f"{each.target:.6f}".rstrip("0").partition(".")[2])
    usual = desk.edition.indicator(each.indicator).decimals if given else 0
    return desk.say.number(each.target, max(usual, given))


def paced(status: str, reason: str, say: Words) -> str:
    """Say a pace in words, or why there is none."""
    return say(STATUSES[status]) if status else say(REASONS[reason.partition(",")[0]])


def how_far(targets: Targets) -> html.Section:
    """Draw the distance to the goals, or to the targets of the one chosen; and to what is promised."""
    desk, say = targets.desk, targets.desk.say
    one = bool(desk.view.goal)
    far = targets.apart if one else targets.scores
    labels = [targets.rate(rate) for rate in targets.rates] if one else map(targets.goal, far.index)
    far = pd.concat([far.set_axis([*labels]), targets.promised("distance")])
    texts = _texts(targets, far, lambda value: say("{value} of 100", value=say.number(value, 0)))
    ticks = [(value, str(value)) for value in (0, 20, 40, 60, 80, 100)]
    figure = heat(far, texts, targets.names, ticks=ticks, selected=desk.view.territory)
    hint = say(
        "0 is where the worst territories of the level stand, 100 the target, or the mean of the best five "
        "where no target is declared; grey is no data. Only rates are compared; figures may be up to three "
        "years older."
    )
    title = say("How far from the goals, {year}", year=targets.year)
    twin = _twin(targets, far, lambda value: say.number(value, 0))
    return chart(desk, "distance", title, hint, figure, twin, targets.shown)


def _texts(targets: Targets, rows: pd.DataFrame, write: Callable[[Any], str]) -> pd.DataFrame:
    made = [
        [f"{name}: {label}: {write(value)}" for name, value in zip(targets.names, row, strict=True)]
        for label, row in zip(rows.index, rows.to_numpy(), strict=True)
    ]
    return pd.DataFrame(made, index=rows.index, columns=rows.columns)


def _twin(targets: Targets, rows: pd.DataFrame, write: Callable[[Any], str]) -> html.Table:
    """Write the same as a table: a territory a row."""
    cells = [
        [name, *map(write, column)] for name, column in zip(targets.names, rows.to_numpy().T, strict=True)
    ]
    return twin_table([targets.desk.say("Territory"), *rows.index], cells)


def how_fast(targets: Targets) -> html.Section:
    """Draw which way each indicator goes in each territory, and each commitment."""
    desk, say, known = targets.desk, targets.desk.say, targets.statuses
    labels = [targets.rate(rate) for rate in targets.rates]
    rows = pd.concat([known.set_axis(labels), targets.promised("status")]).fillna("")
    steps = rows.replace(WAYS).replace(STEPS).replace("", None).astype(float)
    texts = _texts(targets, rows, lambda status: say(STATUSES.get(status, "no data")))
    ticks = [(STEPS[way], say(text)) for way, text in WAY_NAMES.items()]
    figure = heat(
        steps,
        texts,
        targets.names,
        colours=COLOURS,
        reach=(-0.5, 2.5),
        ticks=ticks,
        selected=desk.view.territory,
    )
    counts = known.melt()["value"].replace(WAYS).value_counts()
    finding = say(
        "Since 2015, {forward} of {of} series moved forward, {back} moved back. Without a declared target, "
        "more than 1% a year for the better is forward.",
        forward=int(counts.get("forward", 0)),
        back=int(counts.get("back", 0)),
        of=int(counts.drop("", errors="ignore").sum()),
    )
    title = say("Which way they go, to {year}", year=targets.year)
    twin = _twin(targets, rows, lambda status: say(STATUSES.get(status, "–")))
    return chart(desk, "pace", title, finding, figure, twin, targets.shown)
