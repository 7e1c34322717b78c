"""Town and country in one edition: the gap in every rate, who widened it, and who catches up (METHODS 2)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.library import Edition
from geodata.balances import ALL, MOST, compare_classes_at
from geodata.balances import classed_levels as levels_with_classes
from indicators.balance import BALANCE
from indicators.contrast import ROLES
from indicators.convergence import convergence
from indicators.indicator import Indicator
from indicators.observations import TOTAL


def classed_levels(edition: Edition) -> list[str]:
    """Levels of the map whose territories have an urban-rural class, the level of the scores first."""
    return levels_with_classes(edition.declaration, edition.territories)


def rates(edition: Edition, shock: str, level: str) -> list[Indicator]:
    """Indicators whose levels can be compared between classes, those that the shock is judged by first."""
    judged = edition.shock(shock).indicators
    known = [i for i in edition.declaration.indicators.values() if i.kind == "intensive"]
    there = [i for i in known if level in edition.value_levels(i.code)]
    return sorted(there, key=lambda i: judged.index(i.code) if i.code in judged else len(judged))


def gaps(edition: Edition, shock: str, code: str, level: str) -> pd.DataFrame:
    """Compare the classes of a level in one rate, all its territories together: rows of `BALANCE`."""
    return edition.keep(("gaps", shock, code, level), lambda: _gaps(edition, shock, code, level, True))


def gaps_by_country(edition: Edition, shock: str, code: str, level: str) -> pd.DataFrame:
    """Compare them inside each territory of the level that the observatory compares with."""
    return edition.keep(
        ("gaps by country", shock, code, level), lambda: _gaps(edition, shock, code, level, False)
    )


def _gaps(edition: Edition, shock: str, code: str, level: str, together: bool) -> pd.DataFrame:
    frame, places = figures(edition, code, level), edition.territories
    what = (edition.declaration, places, edition.shock(shock), code, level)
    rows = compare_classes_at(frame, *what, together=together)
    return rows.assign(year=rows["period"].astype(int))


def figures(edition: Edition, code: str, level: str) -> pd.DataFrame:
    """Return the totals of a rate and of the people that weigh it, at one level."""
    both = dict.fromkeys((code, edition.declaration.population))
    return pd.concat([_totals(edition, each, level) for each in both])


def _totals(edition: Edition, code: str, level: str) -> pd.DataFrame:
    def pick() -> pd.DataFrame:
        frame = edition.series(code)
        return frame[(frame["group"] == TOTAL) & frame["territory"].isin(edition.members(level))]

    return edition.keep(("totals", code, level), pick)


def all_gaps(edition: Edition, shock: str, level: str) -> pd.DataFrame:
    """Rows of `gaps` of every rate, enclaves counted in, in the order of `rates`."""
    made = [gaps(edition, shock, rate.code, level) for rate in rates(edition, shock, level)]
    return usable(pd.concat(made)) if made else pd.DataFrame(columns=[*BALANCE, "year"])


def usable(rows: pd.DataFrame) -> pd.DataFrame:
    """Keep, enclaves counted in, what rests on most of the territories that ever had figures."""
    most = rows.groupby(["indicator", "parent", "enclaves"])["members"].transform("max")
    return rows[rows["enclaves"].astype(bool) & rows["gap"].notna() & (rows["members"] >= MOST * most)]


def latest(rows: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return the last row up to a year of every indicator and parent."""
    return rows[rows["year"] <= year].groupby(["indicator", "parent"], sort=False).tail(1)


def ends(rows: pd.DataFrame, baseline: int, year: int) -> tuple[int, int] | None:
    """Years between which territories are seen to catch up: the baseline and the last up to a year.

    None where the baseline is missing (rows of `usable`), or nothing comes after it.
    """
    years = rows["year"].tolist()
    later = [each for each in years if baseline < each <= year]
    return (baseline, max(later)) if baseline in years and later else None


def growth(edition: Edition, code: str, level: str, years: tuple[int, int]) -> pd.DataFrame:
    """Lay out where each territory started and how fast it grew: what the convergence scatter draws.

    Returns
    -------
    DataFrame
        Indexed by territory: start, end (in units), growth (a share a year), role, enclave. Only positive
        figures grow at a rate.
    """
    series = edition.series(code)
    series = series[series["group"] == TOTAL]
    start, end = (series[series["year"] == year].set_index("territory")["value"] for year in years)
    places = edition.territories.loc[edition.members(level), ["role", "enclave"]]
    places = places.sort_values("role", key=lambda roles: roles.map(ROLES.index, na_action="ignore"))
    frame = places.assign(start=start.reindex(places.index), end=end.reindex(places.index))
    frame = frame[(frame["start"] > 0) & (frame["end"] > 0)]
    rate = np.power(frame["end"] / frame["start"], 1 / (years[1] - years[0])) - 1
    return frame.assign(growth=rate)


def catching_up(edition: Edition, code: str, level: str, years: tuple[int, int]) -> pd.Series:
    """Return the row of `convergence` of all territories of a level together, enclaves counted in."""
    places = edition.territories.loc[edition.members(level)].assign(parent=ALL)
    what = (edition.indicator(code), places, edition.declaration.population)
    frame = edition.keep(
        ("catching up", code, level, *map(str, years)),
        lambda: convergence(figures(edition, code, level), *what, *years),
    )
    return frame[frame["enclaves"].astype(bool)].iloc[0]
