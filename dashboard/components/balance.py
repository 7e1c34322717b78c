"""The gap between classes of territory, beside the map."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from dash import html

from dashboard.classes import class_label, class_names
from dashboard.components.card import bar
from dashboard.gaps import gaps, latest, usable
from dashboard.layer import Layer
from dashboard.library import Edition
from dashboard.sentences import inline, lead
from dashboard.state import CLASS
from dashboard.words import Words, mark
from geodata.observatory import ROLES
from indicators.contrast import class_means
from indicators.indicator import Indicator
from indicators.observations import TOTAL

VERDICTS = {
    "widened": mark("The gap has widened since {baseline}."),
    "narrowed": mark("The gap has narrowed since {baseline}."),
    "unchanged": mark("The gap is what it was in {baseline}."),
}


def town_and_country(layer: Layer) -> list[Any]:
    """Say how far the classes of territory lie apart in what is shown, and in the indicator behind it."""
    say, names = layer.say, class_names(layer.edition, layer.say)
    if not names or layer.frame["role"].isna().all():
        return [html.H2(say("Town and country")), html.P(say("These territories have no urban-rural class."))]
    title = html.H2(say("Town and country, {label}", label=class_label(layer.edition, layer.frame, say)))
    told = layer.indicator or lead(layer.edition, layer.view.shock, layer.view.dimension or "")
    if layer.view.indicator == CLASS:
        return [title, *_people(layer, names)]
    scores = _scores(layer, names) if layer.view.show == "score" else []
    if told is None or told.kind != "intensive":
        hint = say("A total says nothing about town and country by itself; choose a rate.")
        return [title, *(scores or [html.P(hint)])]
    return [title, *scores, *_compared(layer, told, names)]


def _scores(layer: Layer, names: Mapping[str, str]) -> list[Any]:
    """Draw the mean score of each class, weighted by population."""
    means = means_by_class(layer.edition, layer.frame, layer.view.year)
    bars = [bar(name, means[role], "bar", layer.say) for role, name in names.items()]
    title = layer.say("{topic}: mean score, weighted by population", topic=layer.title)
    return [html.H3(title), html.Div(bars, className="bars")]


def _people(layer: Layer, names: Mapping[str, str]) -> list[Any]:
    """Draw the share of the people that lives in each class, by the latest population."""
    say, people = layer.say, layer.edition.series(layer.edition.declaration.population)
    people = people[(people["group"] == TOTAL) & people["territory"].isin(layer.frame.index)]
    year = int(people["year"].max())
    living = people[people["year"] == year].set_index("territory")["value"]
    shares = 100 * living.groupby(layer.frame["role"].reindex(living.index)).sum() / living.sum()
    bars = [bar(name, shares.get(role, 0.0), "bar", say) for role, name in names.items()]
    return [html.H3(say("Share of the population, {year} (%)", year=year)), html.Div(bars, className="bars")]


def means_by_class(edition: Edition, frame: pd.DataFrame, year: int) -> dict[str, float]:
    """Mean of each class, weighted by the latest population up to a year.

    Parameters
    ----------
    frame : DataFrame
        Indexed by territory: value, role.
    """
    people = edition.series(edition.declaration.population)
    people = people[(people["group"] == TOTAL) & (people["year"] <= year)]
    weights = people.groupby("territory")["value"].last().reindex(frame.index).to_numpy(dtype=float)
    values, roles = frame["value"].to_numpy(dtype=float), frame["role"].to_numpy(dtype=object)
    means = class_means(values[:, None], weights[:, None], roles)
    return dict(zip(ROLES, means[:, 0].tolist(), strict=True))


def _compared(layer: Layer, indicator: Indicator, names: Mapping[str, str]) -> list[Any]:
    """Compare the levels of an intensive indicator, with and without enclaves."""
    say, rows = layer.say, _latest(layer, indicator)
    if not rows:
        return [html.P(say("There are too few figures to compare town and country."))]
    whole = rows[max(rows)]
    top = max(whole[role] for role in names if np.isfinite(whole[role]))
    bars = [_level(name, whole[role], top, indicator, say) for role, name in names.items()]
    lines = [tell_gap(whole, names, layer.baseline, say), *_inequality(whole, say)]
    if len(rows) == 2 and layer.frame["enclave"].any():
        text = inline(tell_gap(rows[False], names, layer.baseline, say))
        lines.append(say("Without enclaves: {text}", text=text))
    unit = indicator.unit.in_(say.language)
    title = html.H3(f"{indicator.name.in_(say.language)}, {whole['period']} ({unit})")
    return [title, html.Div(bars, className="bars"), *map(html.P, lines)]


def _latest(layer: Layer, indicator: Indicator) -> dict[bool, Mapping[Any, Any]]:
    """Return the comparison of the last year up to the one shown: enclaves counted in or not -> row."""
    rows = gaps(layer.edition, layer.view.shock, indicator.code, layer.view.level)
    last = latest(usable(rows), layer.view.year)
    alike = rows[rows["year"].isin(last["year"]) & rows["gap"].notna()]
    return {bool(row["enclaves"]): row for row in alike.to_dict("records")}


def _level(name: str, value: float, top: float, indicator: Indicator, say: Words) -> html.Div:
    fill = html.Span(html.Span(style={"width": f"{100 * max(value, 0) / top:.1f}%"}), className="track")
    number = html.Strong(say.number(value, indicator.decimals))
    return html.Div([html.Span(name), fill, number], className="bar")


def tell_gap(row: Mapping[Any, Any], names: Mapping[str, str], baseline: str, say: Words) -> str:
    """Say where the rural territories stand against the urban ones (a row of `BALANCE`), and since when."""
    facts = {"rural": names["rural"], "urban": names["urban"], "ratio": say.percent(row["ratio"])}
    if row["verdict"] not in VERDICTS:
        return say("The {rural} territories stand at {ratio} of the {urban} ones.", **facts)
    facts |= {"before": say.percent(row["ratio"] - row["ratio_change"]), "baseline": baseline}
    text = say(
        "The {rural} territories stand at {ratio} of the {urban} ones ({before} in {baseline}).", **facts
    )
    return f"{text} {say(VERDICTS[row['verdict']], baseline=baseline)}"


def _inequality(row: Mapping[Any, Any], say: Words) -> list[Any]:
    """Tell how much of the inequality lies between the classes, as a bar."""
    if not row["theil"] > 0:
        return []
    share = max(row["theil_between"] / row["theil"], 0.0)
    text = say(
        "Of the inequality between territories (Theil {theil}), {share} lies between these classes:",
        theil=say.number(row["theil"], 3),
        share=say.percent(share, 0),
    )
    fill = html.Span(style={"width": f"{100 * share:.1f}%"})
    return [html.Span([text, html.Span(fill, className="track theil")])]
