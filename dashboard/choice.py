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
from dashboard.recent import recent
from dashboard.sheets import RECENT, Sheets, sheets
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
    """Return value, rank, marks, reason and coverage of every territory of the level, by code."""
    if view.show in DERIVED:
        found = pick(edition, behind(edition, view))
        return found.assign(value=found["rank"]) if view.show == RANK else _clusters(edition, view, found)
    if view.dimension is not None and view.weights:
        return _weighted(edition, view)
    return every_year(edition, view).of(view.year)


def every_year(edition: Edition, view: View) -> Sheets:
    """Return what the figures of a view are in every year, by the weights of the recipe."""
    return sheets(edition, view.shock, view.indicator, view.show, view.level)


def _weighted(edition: Edition, view: View) -> pd.DataFrame:
    """Score the territories by the reader's weights."""
    measures, places = edition.measures(view.shock), edition.places(view.level)
    here = measures["territory"].isin(places.index) & (measures["evaluation"] == view.year)
    found = combine(measures[here], edition.declaration.indicators, weighted_recipe(edition, view))
    found = found[found["dimension"] == view.dimension].rename(
        columns={"score": "value", "evaluation": "year"}
    )
    return Sheets.of_rows(found, places.index).of(view.year)


def _clusters(edition: Edition, view: View, found: pd.DataFrame) -> pd.DataFrame:
    """Number the cluster of each territory among its neighbours as in `CLUSTERS`; see `local_moran`."""
    key = ("clusters", view.shock, view.indicator, view.level, str(view.year))

    def make() -> pd.DataFrame:
        return local_moran(found["value"], neighbours(edition, view.level)).set_index("territory")

    local = make() if view.weights else edition.keep(key, make)
    numbers = local["cluster"].map({name: float(k) for k, name in enumerate(CLUSTERS)})
    reason = found["reason"].where(found["value"].isna(), local["reason"])
    return found.assign(value=numbers.where(local["reason"] == ""), reason=reason, marks="")


def scale_of(edition: Edition, view: View) -> Scale:
    """Choose the classes of a view, the same in every year."""
    return _scale(edition, replace(view, year=0, territory="", weights=(), pins=(), goal="", size=""))


@recent(RECENT)
def _scale(edition: Edition, view: View) -> Scale:
    if view.show == CLUSTER:
        return cluster_scale()
    if view.indicator == CLASS:
        return class_scale()
    reading = edition.reading(view.shock, view.indicator, view.show)
    if reading == "score" and view.show != RANK and view.classes in ("", "fixed"):
        return score_scale()
    values = every_year(edition, behind(edition, view)).figures
    known = ~np.isnan(values)
    if view.show == RANK:
        return rank_scale(int(known.sum(axis=1).max(initial=1)))
    method = view.classes or "quantiles"
    if reading == "score":
        return value_scale(values[known], method, SCORE_DECIMALS)
    indicator = edition.indicator(view.indicator)
    if reading == "value":
        return value_scale(values[known], method, indicator.decimals)
    relative = indicator.change == "relative"
    return change_scale(values[known], method, SHARE_DECIMALS if relative else indicator.decimals)
