"""Who came back from a shock, how soon, and against what: one indicator at the level of the scores."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from dashboard.library import Edition
from dashboard.story import benchmark_of
from indicators.indicator import Indicator
from indicators.observations import TOTAL, to_panel
from indicators.phases import PHASES, measure_resilience
from indicators.season import cover
from indicators.shock import touching

MOST = 2 / 3
QUADRANTS = ("both", "rebound", "hold", "neither")
"""Held up and came back; fell more and came back; held up and did not; neither: against the own country."""


def judged(edition: Edition, shock: str) -> list[Indicator]:
    """Indicators of a shock from which there is a way back: all that are not judged by harm."""
    found = [edition.indicator(code) for code in edition.shock(shock).indicators]
    return [indicator for indicator in found if indicator.harm is None]


def measured(edition: Edition, shock: str, code: str) -> pd.DataFrame:
    """Return the measures of one indicator at the level of the scores, by territory and evaluation year."""
    frame = edition.measures(shock)
    here = frame["territory"].isin(edition.members(edition.declaration.score_level))
    return frame[here & (frame["indicator"] == code)]


def last_year(edition: Edition, shock: str, code: str, year: int) -> int | None:
    """Return the last year up to one in which most territories, and their countries, have a figure.

    None where that is no year after the shock began.
    """
    series = edition.series(code)
    known = series[(series["group"] == TOTAL) & series["value"].notna()]
    there = set(zip(known["territory"], known["year"], strict=True))
    members = [
        (each, benchmark_of(edition, each)) for each in edition.members(edition.declaration.score_level)
    ]
    years = range(edition.shock(shock).start + 1, year + 1)
    counts = {at: sum((a, at) in there and (b, at) in there for a, b in members) for at in years}
    return max((at for at, count in counts.items() if count > MOST * max(counts.values())), default=None)


def quadrants(edition: Edition, shock: str, code: str, year: int) -> pd.DataFrame:
    """Set each territory's resistance beside its recoverability, against its country (METHODS 1).

    Returns
    -------
    DataFrame
        Indexed by territory: resistance, recoverability (indices, 0 is as the country), quadrant (one of
        `QUADRANTS`, None where either is undefined), reason.
    """
    return edition.keep(("quadrants", shock, code, str(year)), lambda: _quadrants(edition, shock, code, year))


def _quadrants(edition: Edition, shock: str, code: str, year: int) -> pd.DataFrame:
    places = edition.members(edition.declaration.score_level)
    made = [pd.DataFrame(columns=PHASES)]
    for country, members in pd.Series(places).groupby([benchmark_of(edition, code) for code in places]):
        made.append(_against(edition, shock, code, year, str(country), members.tolist()))
    frame = pd.concat([part for part in made if len(part)] or made)
    wide = pd.DataFrame(
        {
            phase: frame[frame["phase"] == phase].set_index("territory")["resilience"].reindex(places)
            for phase in ("contraction", "expansion")
        },
        dtype=float,
    )
    reasons = frame.groupby("territory")["reason"].agg(lambda found: next(filter(None, found), ""))
    known, high = wide.notna().all(axis=1), wide >= 0
    kinds = np.select(
        [high.all(axis=1), high["expansion"], high["contraction"]], [*QUADRANTS[:3]], QUADRANTS[3]
    )
    return pd.DataFrame(
        {
            "resistance": wide["contraction"],
            "recoverability": wide["expansion"],
            "quadrant": pd.Series(kinds, wide.index).where(known),
            "reason": reasons.reindex(places).fillna("no data"),
        },
        index=pd.Index(places, name="territory"),
    )


def _against(
    edition: Edition, shock: str, code: str, year: int, country: str, members: Sequence[str]
) -> pd.DataFrame:
    """Measure the territories of one country against it; nothing where it has no figures of its own."""
    series = edition.series(code)
    series = series[(series["group"] == TOTAL) & series["territory"].isin([country, *members])]
    if country not in set(series["territory"]):
        return pd.DataFrame(columns=PHASES)
    what, declared = edition.shock(shock), edition.declaration
    panel = cover(to_panel(series, code).align([country, *members]), what)
    others = touching(code, declared.shocks, declared.indicators)
    found = measure_resilience([panel], edition.indicator(code), what, declared.recipe, year, country, others)
    return found[found["territory"] != country]


def returned(edition: Edition, shock: str, code: str) -> pd.DataFrame:
    """Tell what share was back at the baseline or better in each year: of territories, and of their people.

    Returns
    -------
    DataFrame
        year, territories, people (shares), count (territories that have a figure of that year).
    """
    frame = measured(edition, shock, code)
    frame = frame[(frame["last"].astype(float) == frame["evaluation"]) & frame["change"].notna()]
    people = edition.series(edition.declaration.population)
    people = people[people["group"] == TOTAL]
    rows = []
    for year in sorted({int(each) for each in frame["evaluation"]}):
        found = frame[frame["evaluation"] == year]
        living = people[people["year"] <= year].groupby("territory")["value"].last()
        weight = living.reindex(found["territory"]).to_numpy(dtype=float)
        back = found["change"].to_numpy(dtype=float) >= 0
        there = np.isfinite(weight)
        share = weight[there & back].sum() / weight[there].sum() if there.any() else np.nan
        rows.append((year, back.mean(), share, len(found)))
    return pd.DataFrame(rows, columns=["year", "territories", "people", "count"])
