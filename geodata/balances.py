"""Town and country in an observatory: at which levels, in which rates, beside whom, over which places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import pandas as pd
import pyarrow as pa

from geodata.observatory import Observatory
from geodata.store import SCHEMA, Wanted
from indicators.balance import BALANCE, balance, balance_panels
from indicators.balance_score import BALANCE_SCORES, score_balance
from indicators.observations import COLUMNS, TOTAL, to_panel
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
    places = _compared_places(declared, territories, level)[0 if together else 1]
    kept = steady(frame, code, max(shock.baseline))
    return balance(kept, declared.indicators[code], shock, places, declared.population, declared.recipe)


def _compared_places(
    declared: Observatory, territories: pd.DataFrame, level: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the territories of a level, all under `ALL`, and each under the one it is compared in."""
    places = territories[territories["level"] == level]
    above = ancestors_at(territories, declared.benchmark).reindex(places["territory"]).to_numpy()
    parents = pd.Series(above, places.index, dtype="str")
    return places.assign(parent=ALL), places.assign(parent=parents.where(parents != ""))


def steady(frame: pd.DataFrame, code: str, baseline: int) -> pd.DataFrame:
    """Keep the territories that have figures of the baseline and of the last year that most have.

    Or territories that come and go would move the means, and look like a gap that opens or closes.

    Parameters
    ----------
    frame : DataFrame
        Annual totals of one level.
    """
    known = frame[(frame["indicator"] == code) & frame["value"].notna()]
    counts = known["period"].value_counts()
    full = counts.index[counts >= MOST * counts.max()]
    for period in {str(baseline), max(full, default="")} & set(full):
        there = known.loc[known["period"] == period, "territory"]
        frame = frame[frame["territory"].isin(there)]
    return frame


def rates(declared: Observatory) -> list[str]:
    """Return the indicators whose levels can be compared between classes, in the declared order."""
    return [code for code, indicator in declared.indicators.items() if indicator.kind == "intensive"]


def wanted(declared: Observatory, level: str | None = None) -> Wanted:
    """Ask for the figures that a comparison rests on, of one level or of every one."""
    codes = [*rates(declared), declared.population]
    return Wanted(indicators=codes, level=level, groups=[TOTAL], at="A")


def lay_figures(pieces: Iterable[pa.RecordBatch]) -> pd.DataFrame:
    """Put pieces of `Stream` together as the figures of a comparison: `COLUMNS`, each code held once."""
    table = pa.Table.from_batches(list(pieces), SCHEMA).select(COLUMNS)
    figures: pd.DataFrame = table.unify_dictionaries().to_pandas()
    return figures


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
    levels = classed_levels(declared, territories)
    compared = [compare_level(figures, declared, territories, level, declared.shocks) for level in levels]
    scored = [score_level(rows, declared) for rows in compared]
    return _together(compared, BALANCE), _together(scored, BALANCE_SCORES)


def compare_level(
    figures: pd.DataFrame,
    declared: Observatory,
    territories: pd.DataFrame,
    level: str,
    shocks: Sequence[Shock],
) -> pd.DataFrame:
    """Compare town and country at one level, in every rate, since each of the shocks.

    Parameters and returned rows as of `balances`.
    """
    made = _compare(figures, declared, territories, level, shocks)
    return _together([rows.assign(**{AMONG: level}) for rows in made], BALANCE)


def score_level(compared: pd.DataFrame, declared: Observatory) -> pd.DataFrame:
    """Score the rows of `compare_level`: `among` and `BALANCE_SCORES`."""
    scored = score_balance(compared[BALANCE], declared.indicators, declared.recipe)
    return _together([scored.assign(**{AMONG: level}) for level in compared[AMONG].iloc[:1]], BALANCE_SCORES)


def _compare(
    figures: pd.DataFrame,
    declared: Observatory,
    territories: pd.DataFrame,
    level: str,
    shocks: Sequence[Shock],
) -> Iterator[pd.DataFrame]:
    sides = _compared_places(declared, territories, level)
    members = figures["territory"].isin(sides[0]["territory"])
    annual = figures[members & (figures["group"] == TOTAL) & (figures["period"].str.len() == len("2020"))]
    of = dict(iter(annual.groupby("indicator", sort=False, observed=True)))
    people = to_panel(of.get(declared.population, annual[:0]), declared.population)
    for code in rates(declared):
        for shock in shocks if code in of else ():
            panel = to_panel(steady(of[code], code, max(shock.baseline)), code)
            for places in sides:
                yield balance_panels(panel, people, declared.indicators[code], shock, places, declared.recipe)


def _together(parts: Sequence[pd.DataFrame], columns: Sequence[str]) -> pd.DataFrame:
    """Put what was made one below the other; the columns are there where nothing was."""
    named, some = [AMONG, *columns], [part for part in parts if len(part)]
    return pd.concat(some, ignore_index=True)[named] if some else pd.DataFrame(columns=named)
