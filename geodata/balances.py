"""Town and country in an observatory: at which levels, in which rates, beside whom, over which places."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from geodata.observatory import Observatory
from indicators.balance import BALANCE, balance
from indicators.balance_score import BALANCE_SCORES, score_balance
from indicators.observations import TOTAL
from indicators.shock import Shock

MOST = 2 / 3
ALL = "all"
"""The parent of all territories of a level together."""
AMONG = "among"
"""The level of the territories that are compared."""


def classed_levels(declared: Observatory, territories: pd.DataFrame) -> list[str]:
    """Levels of the map whose territories have an urban-rural class, the level of the scores first."""
    there = set(territories.loc[territories["role"].notna(), "level"])
    return [code for code in dict.fromkeys((declared.score_level, *declared.map_levels)) if code in there]


def ancestors_at(territories: pd.DataFrame, level: str) -> pd.Series[str]:
    """Name for every territory the one above it at a level; empty where there is none.

    Parameters
    ----------
    territories : DataFrame
        Columns territory, level, parent.

    Examples
    --------
    >>> rows = [("EC", "country", None), ("01", "province", "EC"), ("0101", "canton", "01")]
    >>> ancestors_at(pd.DataFrame(rows, columns=["territory", "level", "parent"]), "country").to_dict()
    {'EC': '', '01': 'EC', '0101': 'EC'}
    """
    codes = territories["territory"].tolist()
    parents = dict(zip(codes, territories["parent"], strict=True))
    there = {code for code, of in zip(codes, territories["level"], strict=True) if of == level}

    def climb(code: str) -> str:
        above = parents.get(code)
        while isinstance(above, str) and above not in there:
            above = parents.get(above)
        return above if isinstance(above, str) else ""

    return pd.Series({code: climb(code) for code in codes}, dtype="str")


def compare_classes_at(
    frame: pd.DataFrame,
    declared: Observatory,
    territories: pd.DataFrame,
    shock: Shock,
    code: str,
    level: str,
    *,
    together: bool,
) -> pd.DataFrame:
    """Compare the classes of a level in one rate: rows of `BALANCE`.

    Parameters
    ----------
    frame : DataFrame
        `COLUMNS`: the annual totals of the rate and of the population at that level.
    territories : DataFrame
        As from `Reader.territories`, every level.
    together : bool
        All territories of the level under the parent `ALL`; else each under the one above it at the level
        that the observatory compares with.
    """
    places = territories[territories["level"] == level]
    above = ancestors_at(territories, declared.benchmark).reindex(places["territory"]).to_numpy()
    parents = pd.Series(ALL if together else above, places.index, dtype="str")
    places = places.assign(parent=parents.where(parents != ""))
    kept = steady(frame, code, max(shock.baseline))
    return balance(kept, declared.indicators[code], shock, places, declared.population, declared.recipe)


def steady(frame: pd.DataFrame, code: str, baseline: int) -> pd.DataFrame:
    """Keep the territories that have figures of the baseline and of the last year that most have.

    Or territories that come and go would move the means, and look like a gap that opens or closes.

    Parameters
    ----------
    frame : DataFrame
        Annual totals of one level.
    """
    known = frame[(frame["indicator"] == code) & frame["value"].notna()]
    counts = known.groupby("period")["territory"].nunique()
    full = counts.index[counts >= MOST * counts.max()]
    for period in {str(baseline), max(full, default="")} & set(full):
        there = known.loc[known["period"] == period, "territory"]
        frame = frame[frame["territory"].isin(there)]
    return frame


def balances(
    figures: pd.DataFrame, declared: Observatory, territories: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Compare town and country at every classed level, in every rate, since every shock; then score it.

    Parameters
    ----------
    figures : DataFrame
        `COLUMNS`, at least of the rates and of the population; annual totals are used.
    territories : DataFrame
        As from `Reader.territories`, every level.

    Returns
    -------
    (DataFrame, DataFrame)
        `among` (the level) and `BALANCE`; `among` and `BALANCE_SCORES`. Parents are the territories of the
        level that the observatory compares with, and `ALL`.
    """
    rows = [pd.DataFrame(columns=[AMONG, *BALANCE]), *_compare_all(figures, declared, territories)]
    compared = pd.concat(rows[1:] or rows, ignore_index=True)
    scores = [pd.DataFrame(columns=[AMONG, *BALANCE_SCORES])]
    for level, part in compared.groupby(AMONG, sort=False):
        scored = score_balance(part.drop(columns=AMONG), declared.indicators, declared.recipe)
        scores.append(scored.assign(**{AMONG: level})[[AMONG, *BALANCE_SCORES]])
    return compared, pd.concat(scores[1:] or scores, ignore_index=True)


def _compare_all(
    figures: pd.DataFrame, declared: Observatory, territories: pd.DataFrame
) -> Iterator[pd.DataFrame]:
    annual = figures[(figures["group"] == TOTAL) & (figures["period"].str.len() == len("2020"))]
    rates = [code for code, indicator in declared.indicators.items() if indicator.kind == "intensive"]
    for level in classed_levels(declared, territories):
        members = territories.loc[territories["level"] == level, "territory"]
        here = annual[annual["territory"].isin(members)]
        of = dict(iter(here.groupby("indicator", sort=False)))
        for code in rates:
            if code not in of:
                continue
            both = dict.fromkeys((code, declared.population))
            frame = pd.concat([of[each] for each in both if each in of])
            for shock in declared.shocks:
                for together in (True, False):
                    made = compare_classes_at(
                        frame, declared, territories, shock, code, level, together=together
                    )
                    yield made.assign(**{AMONG: level})[[AMONG, *BALANCE]]
