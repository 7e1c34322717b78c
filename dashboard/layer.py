"""One layer: what map, legend, table, sentence and download all show of an edition and a view."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from dashboard.choice import CLUSTERS, behind, every_year, pick, scale_of
from dashboard.classes import class_inputs, class_label, class_names
from dashboard.figures.scale import NOT_YET_CLASS, Scale
from dashboard.library import Edition
from dashboard.recent import recent
from dashboard.state import CLASS, CLUSTER, DERIVED, RANK, View
from dashboard.topics import CLUSTER_NAMES, topic
from dashboard.verdicts import unit as points
from dashboard.words import Words
from indicators.indicator import Indicator, ancestors

RECENT = 64
"""Layers kept for those who look at the same."""


@dataclass(frozen=True)
class Layer:
    """One value for each territory of a level, and how to write and colour it.

    Attributes
    ----------
    frame : DataFrame
        Indexed by territory: name, value, rank, marks, reason, coverage, role, enclave; and last, the year of
        its last figure where that is one before the year shown, else a gap.
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
    def worded(self) -> dict[float, str]:
        """Words that stand for the values, where they are classes; empty where they are numbers."""
        if self.view.show == CLUSTER:
            return {float(k): self.say(CLUSTER_NAMES[name]) for k, name in enumerate(CLUSTERS)}
        names = class_names(self.edition, self.say) if self.classed else {}
        return {float(k): name for k, name in enumerate(names.values())}

    @cached_property
    def behind(self) -> Layer:
        """The layer of the figures that a rank or a cluster rests on; itself where figures are shown."""
        return layer(self.edition, behind(self.edition, self.view), self.say) if self.derived else self

    @property
    def derived(self) -> bool:
        """Whether ranks or clusters are shown."""
        return self.view.show in DERIVED

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
        if self.view.show == RANK:
            return self.say("rank by {reading}, 1 is best", reading=self.behind.measure)
        if self.view.show == CLUSTER:
            return self.say("clusters of neighbours by {reading}", reading=self.behind.measure)
        if self.view.show == "score":
            return self.say("recovery score, 0–100")
        if self.view.show == "change":
            return self.say("change since {baseline}", baseline=self.baseline)
        return class_label(self.edition, self.frame, self.say) if self.classed else self.unit

    @property
    def unit(self) -> str:
        """Unit of the values, in the language; empty for classes and ranks."""
        if self.classed or self.derived:
            return ""
        if self.view.show == "score" or self.indicator is None:
            return self.say("of 100")
        return self.indicator.unit.in_(self.say.language)

    def write(self, value: float) -> str:
        """Write a value of the layer, with its unit where it is short."""
        indicator = self.indicator
        if self.worded:
            return self.worded.get(value, self.say.number(None))
        if self.view.show == RANK:
            return self.say.number(value, 0)
        if self.view.show == "score" or indicator is None:
            return self.say.number(value, 1)
        if self.view.show == "change":
            return self.say.change(
                value, indicator.change == "relative", points(indicator, self.say), indicator.decimals
            )
        return self.say.number(value, indicator.decimals)

    @cached_property
    def classes(self) -> pd.Series[int]:
        """Class of each territory on the scale; what is not known yet apart from what is not known."""
        frame = self.frame
        classes = pd.Series(self.scale.classify(frame["value"]), frame.index)
        late = frame["value"].isna() & frame["last"].notna()
        return classes if self.worded else classes.mask(late, NOT_YET_CLASS)

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


@recent(RECENT)
def layer(edition: Edition, view: View, say: Words) -> Layer:
    """Gather what a view shows of an edition; the callbacks of one change share it."""
    places = edition.places(view.level)
    ends = every_year(edition, behind(edition, view)).last
    frame = pick(edition, view).assign(
        name=edition.names_of(view.level, say.language),
        role=places["role"],
        role_derived=places["role_derived"].fillna(False).astype(bool),
        enclave=places["enclave"].astype(bool),
        last=np.where(ends < view.year, ends, np.nan),
    )
    return Layer(edition, view, say, frame, scale_of(edition, view))
