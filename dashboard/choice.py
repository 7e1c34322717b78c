"""What a view picks from an edition: a value for each territory, and the scale that colours it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.figures.scale import Scale, change_scale, class_scale, score_scale, value_scale
from dashboard.library import Edition
from dashboard.state import CLASS, View
from indicators.composite import combine
from indicators.recipe import Recipe


def weighted_recipe(edition: Edition, view: View) -> Recipe:
    """Return the declared recipe with the reader's weights of the dimensions."""
    weights = dict(edition.declaration.recipe.dimension_weights) | dict(view.weights)
    return edition.declaration.recipe.model_copy(update={"dimension_weights": weights})


def pick(edition: Edition, view: View) -> pd.DataFrame:
    """Return value, rank, marks, reason and coverage of the territories that have any, by code."""
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
        return _values(edition, view, codes)
    measures = edition.measures(view.shock)
    chosen = (measures["indicator"] == view.indicator) & (measures["evaluation"] == view.year)
    found = measures[chosen & measures["territory"].isin(codes)].assign(coverage=np.nan)
    if view.show == "change":
        found = found.assign(rank=(-found["change"]).rank(method="min"))
    return _tidy(found, view.show)


def _values(edition: Edition, view: View, codes: list[str]) -> pd.DataFrame:
    values = edition.values(view.shock, view.indicator, "value")
    values = values[(values["year"] == view.year) & values["territory"].isin(codes)]
    values = values.assign(rank=np.nan, marks="", reason="", coverage=np.nan)
    if view.indicator != CLASS:
        sign = edition.indicator(view.indicator).sign
        values["rank"] = (-sign * values["value"]).rank(method="min")
    return _tidy(values, "value")


def _tidy(found: pd.DataFrame, column: str) -> pd.DataFrame:
    columns = ["rank", "marks", "reason", "coverage"]
    tidy = found.set_index("territory")[columns]
    numbers = {"rank": found["rank"], "value": found[column]}
    return tidy.assign(**{name: n.to_numpy(dtype=float, na_value=np.nan) for name, n in numbers.items()})


def scale_of(edition: Edition, view: View, codes: list[str]) -> Scale:
    """Choose the classes of a view, the same in every year."""
    if view.show == "score" or view.dimension is not None:
        return score_scale()
    if view.indicator == CLASS:
        return class_scale()
    frame = edition.values(view.shock, view.indicator, view.show)
    values = frame.loc[frame["territory"].isin(codes), "value"]
    return change_scale(values) if view.show == "change" else value_scale(values)
