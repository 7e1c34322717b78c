"""The search for a place, on every page: by any of its names, whatever the accents, or by its code."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
import pandas as pd

from dashboard.components.aria import aria
from dashboard.components.controls import Choices, control
from dashboard.library import Edition
from dashboard.words import LANGUAGES, Words


def search(edition: Edition, territory: str, say: Words) -> dmc.Select:
    """Find a territory; what is typed is matched by `foldedFilter` in assets/view.js."""
    return dmc.Select(
        id=control("territory"),
        data=places(edition, say),
        value=territory or None,
        placeholder=say("Find a territory"),
        searchable=True,
        clearable=True,
        clearButtonProps={"aria-label": say("Clear the selection")},
        nothingFoundMessage=say("No territory of that name"),
        filter={"function": "foldedFilter"},
        limit=200,
        className="search",
        **aria(label=say("Find a territory")),
    )


def places(edition: Edition, say: Words) -> Choices:
    """List the territories by level, each with its other names; of namesakes each says where it lies."""
    names, others = edition.names(say.language), other_names(edition, say.language)
    groups: Choices = []
    for level in edition.declaration.hierarchy.levels:
        here = names[edition.members(level.code)].sort_values(key=folded)
        parents = edition.territories["parent"].reindex(here.index).map(names).astype("str")
        labels = here.where(~here.duplicated(keep=False) | parents.isna(), here + " (" + parents + ")")
        items = [_item(code, label, others.get(str(code), "")) for code, label in labels.items()]
        groups.append({"group": level.name.in_(say.language), "items": items})
    return [group for group in groups if group["items"]]


def _item(code: object, label: str, also: str) -> dict[str, Any]:
    return {"value": code, "label": label} | ({"also": also} if also else {})


def other_names(edition: Edition, language: str) -> dict[str, str]:
    """Names by which a reader of another language looks for a territory, where they differ."""
    shown = edition.names(language)
    lists = [edition.names(code) for code in LANGUAGES] + [edition.territories["name_local"]]
    known = pd.concat([names[names.notna() & (names != shown)] for names in lists])
    return {str(code): " ".join(dict.fromkeys(names)) for code, names in known.groupby(level=0)}


def folded(names: pd.Series) -> pd.Series:
    """Names without case and accents, to sort by."""
    return names.str.casefold().str.normalize("NFD").str.replace(r"[\u0300-\u036f]", "", regex=True)
