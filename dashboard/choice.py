"""What a view picks from an edition: a value for each territory, and the scale that colours it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from dashboard.figures.scale import (
    Scale,
    change_scale,
    class_scale,
    cluster_scale,
    rank_scale,
    score_scale,
    value_scale,
)
from dashboard.library import Edition
from dashboard.nesting import neighbours
from dashboard.state import CLASS, CLUSTER, DERIVED, RANK, View
from indicators.composite import combine
from indicators.recipe import Recipe
from indicators.spatial import local_moran

CLUSTERS = ("high-high", "low-low", "high-low", "low-high", "")
"""Clusters as `local_moran` calls them, in the order of their classes; the last stands out in no way."""
SHARE_DECIMALS, SCORE_DECIMALS = 3, 1


def weighted_recipe(edition: Edition, view: View) -> Recipe:
    """Return the declared recipe with the reader's weights of the dimensions."""
    weights = dict(edition.declaration.recipe.dimension_weights) | dict(view.weights)
    return edition.declaration.recipe.model_copy(update={"dimension_weights": weights})


def behind(edition: Edition, view: View) -> View:
    """Return the view of the figures that a rank or a cluster rests on."""
    return replace(view, show=edition.reading(view.shock, view.indicator, view.show))


def pick(edition: Edition, view: View) -> pd.DataFrame:
    """Return value, rank, marks, reason and coverage of the territories that have any, by code."""
    codes = edition.members(view.level)
    if view.show in DERIVED:
        found = pick(edition, behind(edition, view)).reindex(codes)
        return found.assign(value=found["rank"]) if view.show == RANK else _clusters(edition, view, found)
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


def _clusters(edition: Edition, view: View, found: pd.DataFrame) -> pd.DataFrame:
    """Number the cluster of each territory among its neighbours as in `CLUSTERS`; see `local_moran`."""
    key = ("clusters", view.shock, view.indicator, view.level, str(view.year))

    def make() -> pd.DataFrame:
        return local_moran(found["value"], neighbours(edition, view.level)).set_index("territory")

    local = make() if view.weights else edition.keep(key, make)
    numbers = local["cluster"].map({name: float(k) for k, name in enumerate(CLUSTERS)})
    reason = found["reason"].fillna("").where(found["value"].isna(), local["reason"])
    return found.assign(value=numbers.where(local["reason"] == ""), reason=reason, marks="")


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
    if view.show == CLUSTER:
        return cluster_scale()
    if view.indicator == CLASS:
        return class_scale()
    reading = edition.reading(view.shock, view.indicator, view.show)
    if reading == "score" and view.show != RANK and view.classes in ("", "fixed"):
        return score_scale()
    frame = edition.values(view.shock, view.indicator, reading)
    frame = frame[frame["territory"].isin(codes)]
    if view.show == RANK:
        return rank_scale(int(frame.groupby("year").size().max()) if len(frame) else 1)
    method = view.classes or "quantiles"
    if reading == "score":
        return value_scale(frame["value"], method, SCORE_DECIMALS)
    indicator = edition.indicator(view.indicator)
    if reading == "value":
        return value_scale(frame["value"], method, indicator.decimals)
    relative = indicator.change == "relative"
    return change_scale(frame["value"], method, SHARE_DECIMALS if relative else indicator.decimals)
