"""One layer: what map, legend, table, sentence and download all show of an edition and a view."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from dashboard.choice import pick, scale_of
from dashboard.classes import class_inputs, class_label, class_names
from dashboard.figures.scale import Scale
from dashboard.library import Edition
from dashboard.state import CLASS, SCORE, View
from dashboard.words import Words, mark
from indicators.indicator import Indicator, ancestors

DIMENSION_NAMES = {
    "economy": mark("Economy"),
    "society": mark("Society"),
    "environment": mark("Environment"),
    "connectivity": mark("Connectivity"),
    "governance": mark("Governance and finance"),
}


@dataclass(frozen=True)
class Layer:
    """One value for each territory of a level, and how to write and colour it.

    Attributes
    ----------
    frame : DataFrame
        Indexed by territory: name, value, rank, marks, reason, coverage, role, enclave.
    """

    edition: Edition
    view: View
    say: Words
    frame: pd.DataFrame
    scale: Scale

    @property
    def indicator(self) -> Indicator | None:
        """The indicator shown; None for a composite or dimension score, and for the urban-rural class."""
        code = self.view.indicator
        return None if self.classed or self.view.dimension is not None else self.edition.indicator(code)

    @property
    def classed(self) -> bool:
        """Whether the urban-rural class is shown: words instead of numbers, of no year and no rank."""
        return self.view.indicator == CLASS

    @property
    def year(self) -> str:
        """The year of the values; empty for the class."""
        return "" if self.classed else str(self.view.year)

    @property
    def baseline(self) -> str:
        """The shock's baseline, in words."""
        return self.say.join([str(year) for year in self.edition.shock(self.view.shock).baseline])

    @property
    def places(self) -> str:
        """What several territories of the level are called."""
        many = self.edition.declaration.hierarchy.level(self.view.level).plural
        return many.in_(self.say.language) if many else self.say("territories")

    @property
    def title(self) -> str:
        """What is shown, in a few words."""
        return topic(self.edition, self.view.indicator, self.say)

    @property
    def measure(self) -> str:
        """Which reading of it, in a few words."""
        if self.view.show == "score":
            return self.say("recovery score, 0–100")
        if self.view.show == "change":
            return self.say("change since {baseline}", baseline=self.baseline)
        return class_label(self.edition, self.frame, self.say) if self.classed else self.unit

    @property
    def unit(self) -> str:
        """Unit of the values, in the language; empty for the class."""
        if self.classed:
            return ""
        if self.view.show == "score" or self.indicator is None:
            return self.say("of 100")
        return self.indicator.unit.in_(self.say.language)

    def write(self, value: float) -> str:
        """Write a value of the layer, with its unit where it is short."""
        indicator = self.indicator
        if self.classed:
            names = list(class_names(self.edition, self.say).values())
            return names[int(value)] if np.isfinite(value) else self.say.number(value)
        if self.view.show == "score" or indicator is None:
            return self.say.number(value, 1)
        if self.view.show == "change":
            return self.say.change(value, indicator.change == "relative", self.unit, indicator.decimals)
        return self.say.number(value, indicator.decimals)

    @cached_property
    def texts(self) -> list[str]:
        """Each value in words; a gap as a dash."""
        return [self.write(value) for value in self.frame["value"]]

    @cached_property
    def shared_marks(self) -> list[str]:
        """Marks that every value carries: told once, not in every row."""
        known = self.frame.loc[self.frame["value"].notna(), "marks"]
        return (
            sorted(set.intersection(*(set(filter(None, text.split(","))) for text in known)))
            if len(known)
            else []
        )

    @property
    def shown(self) -> list[str]:
        """Codes of the indicators shown: one, or all that a score is made of."""
        if self.classed:
            return class_inputs(self.edition, self.frame)
        if self.indicator is not None:
            return [self.indicator.code]
        codes = self.edition.shock(self.view.shock).indicators
        return [c for c in codes if self.view.dimension in ("", self.edition.indicator(c).dimension)]

    @property
    def publishers(self) -> list[str]:
        """Whose figures are shown; for a class that the boundary file holds, whose boundaries."""
        drawn = self.edition.declaration.hierarchy.level(self.view.level).boundaries
        return sorted(set(self.loads["publisher"])) or ([drawn.publisher] if drawn else [])

    @property
    def loads(self) -> pd.DataFrame:
        """The loads behind the layer."""
        known, loads = self.edition.declaration.indicators, self.edition.loads
        return loads[
            loads["indicator"].isin({step for code in self.shown for step in ancestors(code, known)})
        ]


def topic(edition: Edition, indicator: str, say: Words) -> str:
    """Name a choice of the picker: the composite, one of its dimensions, or an indicator."""
    head, _, dimension = indicator.partition(".")
    if indicator == CLASS:
        return say("Urban-rural class")
    if head != SCORE:
        return edition.indicator(indicator).name.in_(say.language)
    return say(DIMENSION_NAMES[dimension]) if dimension else say("All indicators together")


def layer(edition: Edition, view: View, say: Words) -> Layer:
    """Gather what a view shows of an edition."""
    codes = edition.members(view.level)
    rows = pick(edition, view).reindex(codes).fillna({"marks": "", "reason": ""})
    places = edition.territories.loc[codes]
    frame = rows.assign(
        name=edition.names(say.language).loc[codes],
        role=places["role"],
        role_derived=places["role_derived"].fillna(False).astype(bool),
        enclave=places["enclave"].astype(bool),
    )
    return Layer(edition, view, say, frame, scale_of(edition, view, codes))
