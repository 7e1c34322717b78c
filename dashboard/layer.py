"""One layer: what map, legend, table, sentence and download all show of an edition and a view."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from dashboard.figures.scale import Scale, change_scale, score_scale, value_scale
from dashboard.library import Edition
from dashboard.state import SCORE, View
from dashboard.words import Words, mark
from indicators.composite import combine
from indicators.indicator import Indicator, ancestors
from indicators.recipe import Recipe

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
        """The indicator shown; None for a composite or dimension score."""
        return None if self.view.dimension is not None else self.edition.indicator(self.view.indicator)

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
        return self.unit

    @property
    def unit(self) -> str:
        """Unit of the values, in the language."""
        if self.view.show == "score" or self.indicator is None:
            return self.say("of 100")
        return self.indicator.unit.in_(self.say.language)

    def write(self, value: float) -> str:
        """Write a value of the layer, with its unit where it is short."""
        indicator = self.indicator
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
        if self.indicator is not None:
            return [self.indicator.code]
        codes = self.edition.shock(self.view.shock).indicators
        return [c for c in codes if self.view.dimension in ("", self.edition.indicator(c).dimension)]

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
    if head != SCORE:
        return edition.indicator(indicator).name.in_(say.language)
    return say(DIMENSION_NAMES[dimension]) if dimension else say("All indicators together")


def weighted_recipe(edition: Edition, view: View) -> Recipe:
    """Return the declared recipe with the reader's weights of the dimensions."""
    weights = dict(edition.declaration.recipe.dimension_weights) | dict(view.weights)
    return edition.declaration.recipe.model_copy(update={"dimension_weights": weights})


def layer(edition: Edition, view: View, say: Words) -> Layer:
    """Gather what a view shows of an edition."""
    codes = edition.members(view.level)
    rows = _rows(edition, view).reindex(codes).fillna({"marks": "", "reason": ""})
    places = edition.territories.loc[codes]
    frame = rows.assign(
        name=edition.names(say.language).loc[codes],
        role=places["role"],
        role_derived=places["role_derived"].fillna(False).astype(bool),
        enclave=places["enclave"].astype(bool),
    )
    return Layer(edition, view, say, frame, _scale(edition, view, codes))


def _rows(edition: Edition, view: View) -> pd.DataFrame:
    codes = edition.members(view.level)
    if view.dimension is not None:
        found = edition.composites(view.shock)
        if view.weights:
            measures = edition.measures(view.shock)
            here = measures["territory"].isin(codes) & (measures["evaluation"] == view.year)
            found = combine(measures[here], edition.declaration.indicators, weighted_recipe(edition, view))
        found = found[(found["dimension"] == view.dimension) & (found["evaluation"] == view.year)]
        return _tidy(found, "score")
    if view.show == "value":
        values = edition.values(view.shock, view.indicator, "value")
        values = values[(values["year"] == view.year) & values["territory"].isin(codes)]
        sign = edition.indicator(view.indicator).sign
        ranks = (-sign * values["value"]).rank(method="min")
        return _tidy(values.assign(rank=ranks, marks="", reason="", coverage=np.nan), "value")
    measures = edition.measures(view.shock)
    chosen = (measures["indicator"] == view.indicator) & (measures["evaluation"] == view.year)
    found = measures[chosen & measures["territory"].isin(codes)].assign(coverage=np.nan)
    if view.show == "change":
        found = found.assign(rank=(-found["change"]).rank(method="min"))
    return _tidy(found, view.show)


def _tidy(found: pd.DataFrame, column: str) -> pd.DataFrame:
    columns = ["rank", "marks", "reason", "coverage"]
    tidy = found.set_index("territory")[columns]
    numbers = {"rank": found["rank"], "value": found[column]}
    return tidy.assign(**{name: n.to_numpy(dtype=float, na_value=np.nan) for name, n in numbers.items()})


def _scale(edition: Edition, view: View, codes: list[str]) -> Scale:
    if view.show == "score" or view.dimension is not None:
        return score_scale()
    frame = edition.values(view.shock, view.indicator, view.show)
    values = frame.loc[frame["territory"].isin(codes), "value"]
    return change_scale(values) if view.show == "change" else value_scale(values)
