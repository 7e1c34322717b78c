"""The goals and the territories, figure by figure: how far, and which way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
from dash import html

from dashboard.components.chart import chart, twin_table
from dashboard.desk import Desk
from dashboard.figures.heat import WAYS as COLOURS
from dashboard.figures.heat import heat
from dashboard.goals import GOALS, WAYS, aimed, distances, means, order, paces
from dashboard.words import mark
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

    def goal(self, code: str) -> str:
        """Name a goal with its number; all of them by the empty code."""
        return f"{code} {self.desk.say(GOALS[code])}" if code else self.desk.say("All goals")

    def rate(self, indicator: Indicator) -> str:
        """Name an indicator behind the number of its goal."""
        return f"{indicator.sdg_goal} · {indicator.name.in_(self.desk.say.language)}"


def how_far(targets: Targets) -> html.Section:
    """Draw the distance to the goals; to the targets of one goal, where one is chosen."""
    desk, say = targets.desk, targets.desk.say
    one = bool(desk.view.goal)
    wide = targets.apart if one else targets.scores
    labels = (
        [targets.rate(rate) for rate in targets.rates] if one else [targets.goal(code) for code in wide.index]
    )
    texts = _texts(targets, wide, labels, lambda value: say("{value} of 100", value=say.number(value, 0)))
    ticks = [(value, str(value)) for value in (0, 20, 40, 60, 80, 100)]
    figure = heat(wide.set_axis(labels), texts, targets.names, ticks=ticks, selected=desk.view.territory)
    cells = [
        [name, *(say.number(value, 0) for value in wide[code])]
        for code, name in zip(targets.codes, targets.names, strict=True)
    ]
    hint = say(
        "0 is where the worst territories of the level stand, 100 the target, or the mean of the best five "
        "where no target is declared; grey is no data. Only rates are compared; figures may be up to three "
        "years older."
    )
    title = say("How far from the goals, {year}", year=targets.year)
    twin = twin_table([say("Territory"), *labels], cells)
    return chart(desk, "distance", title, hint, figure, twin, [rate.code for rate in targets.rates])


def _texts(
    targets: Targets, wide: pd.DataFrame, labels: list[str], write: Callable[[Any], str]
) -> pd.DataFrame:
    rows = [
        [f"{name}: {label}: {write(value)}" for name, value in zip(targets.names, row, strict=True)]
        for label, row in zip(labels, wide.to_numpy(), strict=True)
    ]
    return pd.DataFrame(rows, index=wide.index, columns=wide.columns)


def how_fast(targets: Targets) -> html.Section:
    """Draw which way each indicator goes in each territory."""
    desk, say, wide = targets.desk, targets.desk.say, targets.statuses
    labels = [targets.rate(rate) for rate in targets.rates]
    steps = wide.replace(WAYS).replace(STEPS).replace("", None).astype(float)
    texts = _texts(targets, wide, labels, lambda status: say(STATUSES.get(status, "no data")))
    ticks = [(STEPS[way], say(text)) for way, text in WAY_NAMES.items()]
    figure = heat(
        steps.set_axis(labels),
        texts,
        targets.names,
        colours=COLOURS,
        reach=(-0.5, 2.5),
        ticks=ticks,
        selected=desk.view.territory,
    )
    cells = [
        [name, *(say(STATUSES.get(status, "–")) for status in wide[code])]
        for code, name in zip(targets.codes, targets.names, strict=True)
    ]
    counts = wide.melt()["value"].replace(WAYS).value_counts()
    finding = say(
        "Since 2015, {forward} of {of} series moved forward, {back} moved back. Without a declared target, "
        "more than 1% a year for the better is forward.",
        forward=int(counts.get("forward", 0)),
        back=int(counts.get("back", 0)),
        of=int(counts.drop("", errors="ignore").sum()),
    )
    twin = twin_table([say("Territory"), *labels], cells)
    title = say("Which way they go, to {year}", year=targets.year)
    return chart(desk, "pace", title, finding, figure, twin, [rate.code for rate in targets.rates])
