"""Everything that the page of a territory shows, as one long table: what is taken along from it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.behind import flags
from dashboard.commitments import promised
from dashboard.desk import Desk
from dashboard.goals import aimed, distances, paces
from dashboard.nesting import ancestors
from dashboard.story import benchmark_of

DOSSIER = ["territory", "name", "section", "indicator", "group", "period", "figure", "value", "text"]
_KEYS = ["territory", "indicator", "group", "period"]


def dossier(desk: Desk, year: int) -> pd.DataFrame:
    """Gather every figure of a territory: scores, recovery, series, who is behind, goals and commitments.

    Returns
    -------
    DataFrame
        Columns `DOSSIER`: a row a figure, as stored; a number stands in `value`, a word in `text`. `section`
        is score, recovery, series, left behind, goal or commitment; the latter also of what it lies in.
    """
    own, edition = desk.view.territory, desk.edition
    parts = [
        _long("score", _of(edition.composites(desk.view.shock), own, year)),
        _long("recovery", _of(edition.measures(desk.view.shock), own, year)),
        *(_long("series", _series(desk, code)) for code in edition.declaration.indicators),
        *([_long("left behind", _behind(desk, year)), *_goals(desk, year)] if own else []),
    ]
    whole = pd.concat([part for part in parts if len(part)] or [pd.DataFrame(columns=DOSSIER)])
    names = edition.names(desk.say.language).reindex(whole["territory"])
    return whole.assign(name=names.to_numpy()).reset_index(drop=True)[DOSSIER]


def _of(frame: pd.DataFrame, territory: str, year: int) -> pd.DataFrame:
    rows = frame[(frame["territory"] == territory) & (frame["evaluation"] == year)]
    return rows.rename(columns={"evaluation": "period"})


def _series(desk: Desk, code: str) -> pd.DataFrame:
    """Return the years and quarters of an indicator, every group of it."""
    frame = pd.concat([desk.edition.series(code), desk.edition.quarters(code)])
    rows = frame[frame["territory"] == desk.view.territory]
    return rows[[*_KEYS, "value", "status"]]


def _behind(desk: Desk, year: int) -> pd.DataFrame:
    own, edition = desk.view.territory, desk.edition
    country = benchmark_of(edition, own)
    if not country:
        return pd.DataFrame(columns=_KEYS)
    frame = flags(edition, desk.view.shock, str(edition.territories.loc[own, "level"]), country, year)
    return frame[frame["territory"] == own].rename(columns={"evaluation": "period"})


def _goals(desk: Desk, year: int) -> list[pd.DataFrame]:
    """Return distances, paces and commitments, the last of whatever the territory lies in too."""
    own, edition = desk.view.territory, desk.edition
    level, found = str(edition.territories.loc[own, "level"]), []
    if aimed(edition, level):
        far, fast = (
            distances(edition, level, year),
            paces(edition, level, year).rename(columns={"year": "period"}),
        )
        fast = fast[["territory", "indicator", "period", "base_year", "base", "actual", "status"]]
        found = [_long("goal", rows[rows["territory"] == own]) for rows in (far, fast)]
    rows = promised(edition, year)
    held = rows[rows["territory"].isin([own, *ancestors(edition, own)])]
    return [*found, _long("commitment", held)]


def _long(section: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Write a row a figure; what is missing is left out."""
    frame = frame.reindex(columns=list(dict.fromkeys([*_KEYS, *frame.columns])))
    rows: list[dict[str, Any]] = []
    for row in frame.to_dict("records"):
        keys = {key: "" if pd.isna(row[key]) else str(row[key]) for key in _KEYS}
        for figure in [name for name in row if name not in _KEYS]:
            value = row[figure]
            if pd.isna(value) or value == "":
                continue
            word = isinstance(value, str | bool)
            said = {"value": None if word else float(value), "text": str(value) if word else ""}
            rows.append({**keys, "section": section, "figure": figure, **said})
    return pd.DataFrame(rows)
