"""Sentences that say what a figure shows: every map, curve and table has one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from dash import html

from dashboard.choice import every_year
from dashboard.focus import inner, within
from dashboard.layer import Layer
from dashboard.library import Edition
from dashboard.state import CLUSTER, RANK
from dashboard.verdicts import marks
from indicators.indicator import Indicator

FEW = 4
"""More places than these are counted, not named."""


def finding(layer: Layer) -> str:
    """State what the map shows: the title of the page."""
    if layer.view.show == RANK:
        return finding(layer.behind)
    if name := within(layer):
        return layer.say("Inside {name}: {text}", name=name, text=inline(finding(inner(layer))))
    known = layer.frame.dropna(subset="value")
    if known.empty:
        return layer.say("There are no figures for {year} at this level.", year=layer.view.year)
    if layer.classed:
        return _classes(layer, known)
    if layer.view.show == CLUSTER:
        return _clusters(layer, known)
    if len(known) == 1:
        return _one(layer, known.iloc[0])
    if layer.view.show == "value":
        return _range(layer, known)
    ranked = known.dropna(subset="rank")
    extremes = _extremes(layer, known if ranked.empty else ranked)
    return f"{_back(layer)} {extremes}".strip()


def heading(layer: Layer) -> list[Any]:
    """Name what is shown: topic, reading, year, shock."""
    shock = layer.edition.shock(layer.view.shock).name.in_(layer.say.language)
    level = layer.edition.declaration.hierarchy.level(layer.view.level).name.in_(layer.say.language)
    small = " · ".join([layer.measure, *([] if layer.classed else [layer.year, shock]), level])
    shared = marks(",".join(layer.shared_marks), layer.say)
    notes = [html.P(layer.say("Everywhere: {notes}.", notes="; ".join(shared)), className="quiet-text")]
    return [html.H2(layer.title), html.P(small, className="quiet-text"), *(notes if shared else [])]


def _classes(layer: Layer, known: pd.DataFrame) -> str:
    """Count the territories of each class."""
    classes, counts = np.unique(known["value"].to_numpy(dtype=float), return_counts=True)
    counted = [
        layer.say("{number} {name}", number=layer.say.number(n, 0), name=layer.write(k))
        for k, n in zip(classes, counts, strict=True)
    ]
    return layer.say(
        "Of {count} {places}: {classes} ({label}).",
        count=layer.say.number(len(known), 0),
        places=layer.places,
        classes=layer.say.join(counted),
        label=layer.measure,
    )


def _clusters(layer: Layer, known: pd.DataFrame) -> str:
    """Name who stands out together with its neighbours."""
    high, low = (known.loc[known["value"] == k, "name"].tolist() for k in (0, 1))
    facts = {"year": layer.view.year, "topic": inline(layer.title), "places": layer.places}
    if not high and not low:
        return layer.say(
            "In {year}, {topic}: no {places} stand out together with their neighbours; "
            "what pattern there is may be chance.",
            **facts,
        )
    return layer.say(
        "In {year}, {topic} is high in {high} {places} whose neighbours are high too{highs}, "
        "and low in {low} among low ones{lows}.",
        high=layer.say.number(len(high), 0),
        low=layer.say.number(len(low), 0),
        highs=_named(layer, high),
        lows=_named(layer, low),
        **facts,
    )


def _named(layer: Layer, names: list[str]) -> str:
    """Name a few places in brackets, or none of many."""
    return f" ({layer.say.join(names)})" if 0 < len(names) <= FEW else ""


def _one(layer: Layer, row: pd.Series) -> str:
    """Tell the only figure there is."""
    unit = "" if layer.view.show == "change" else layer.unit
    return layer.say(
        "In {year}, {topic} in {name}: {value}.",
        year=layer.view.year,
        topic=inline(layer.title),
        name=row["name"],
        value=f"{layer.write(row['value'])} {unit}".strip(),
    )


def _range(layer: Layer, known: pd.DataFrame) -> str:
    low, high = _ends(known)
    return layer.say(
        "In {year}, {indicator} ran from {low} in {lowest} to {high} {unit} in {highest}; "
        "half lay below {median} ({count} {places}).",
        year=layer.view.year,
        indicator=inline(layer.title),
        low=layer.write(low["value"]),
        lowest=low["name"],
        high=layer.write(high["value"]),
        highest=high["name"],
        unit=layer.unit,
        count=len(known),
        places=layer.places,
        median=layer.write(float(known["value"].median())),
    )


def _back(layer: Layer) -> str:
    indicator = layer.indicator or lead(layer.edition, layer.view.shock, layer.view.dimension or "")
    if indicator is None or indicator.harm:
        return ""
    changed = replace(layer.view, indicator=indicator.code, show="change")
    every = every_year(layer.edition, changed).of(layer.view.year)
    changes = every.loc[layer.frame.index, "value"].dropna()
    if changes.empty:
        return ""
    return layer.say(
        "By {year}, {indicator} was back at its {baseline} level or better in {back} of {count} {places}.",
        year=layer.view.year,
        indicator=inline(indicator.name.in_(layer.say.language)),
        baseline=layer.baseline,
        back=int((changes >= 0).sum()),
        places=layer.places,
        count=len(changes),
    )


def _extremes(layer: Layer, known: pd.DataFrame) -> str:
    worst, best = _ends(known)
    values = {"worst": worst["name"], "best": best["name"]}
    values |= {"low": layer.write(worst["value"]), "high": layer.write(best["value"])}
    if worst["value"] == best["value"]:
        return layer.say("All stand at {low}.", **values)
    if layer.view.show == "change":
        return layer.say("{worst} is furthest behind ({low}), {best} furthest ahead ({high}).", **values)
    if layer.indicator is not None or layer.view.dimension:
        return layer.say(
            "{worst} has the lowest score ({low} of 100), {best} the highest ({high}).", **values
        )
    return layer.say(
        "Over all indicators, {worst} recovered least (score {low} of 100) and {best} most ({high}).",
        **values,
    )


def _ends(known: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Return the rows of the lowest and of the highest value."""
    values = known["value"].to_numpy(dtype=float)
    return known.iloc[int(values.argmin())], known.iloc[int(values.argmax())]


def lead(edition: Edition, shock: str, dimension: str = "") -> Indicator | None:
    """Return the indicator a shock is told by: the first that is not judged by harm (of a dimension)."""
    found = [edition.indicator(code) for code in edition.shock(shock).indicators]
    found = [i for i in found if dimension in ("", i.dimension)]
    return next((i for i in found if i.harm is None), found[0] if found else None)


def inline(name: str) -> str:
    """Lower the first letter of a name inside a sentence, but keep acronyms."""
    return name if name[:2].isupper() else name[:1].lower() + name[1:]
