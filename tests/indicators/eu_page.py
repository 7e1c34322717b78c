"""Write docs/results-eu.md anew from a loaded observatory: `python -m tests.indicators.eu_page`.

Needs `recovery load eu --from ../shared/data/eu` before, in the same RECOVERY_HOME.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geodata.database import connect
from geodata.settings import Settings
from geodata.store.read import Reader
from indicators import (
    Alternatives,
    PartWeights,
    Recipe,
    balance,
    catalogue,
    recovery_space,
    remeasure,
    simulate,
)
from indicators.uncertainty import Ranks

PAGE = Path(__file__).parents[2] / "docs" / "results-eu.md"
MOST = 20
ALTERNATIVES = Alternatives(
    draws=2000,
    weights="fixed",
    leave_out=False,
    baselines={"covid19": ((2018, 2019),)},
    trends={"covid19": ((2012, 2019), (2015, 2019))},
    parts=(PartWeights(resistance=2), PartWeights(recovery=2), PartWeights(renewal=2)),
)
SHOWN = ["territory", "name", "score", "rank", "rank_low", "rank_median", "rank_high", "shift"]
HEAD = (
    "| code | region | score | rank | 5 % | median | 95 % | mean shift |\n|---|---|---|---|---|---|---|---|\n"
)
TEXT = """# What the EU observatory says

Written by `python -m tests.indicators.eu_page` after `recovery load eu --from ../shared/data/eu`; not
edited by hand. Figures: Eurostat. Release {number} of the observatory, evaluation year {evaluation}.

## Recovery of real gross value added after 2020, NUTS 2

{ranked} of {regions} regions are ranked, by the score of real gross value added alone (volume, Eurostat
nama_10r_2gvagr): resistance, recovery and renewal. The ranks were drawn {draws:,} times over {options}
combinations of other baselines (2019; the mean of 2018 and 2019), trend windows (from 2012, 2014 or 2015) and
weights of the three parts (equal; each of them doubled). 5 % and 95 % hold the middle nine tenths of the
draws. The mean rank moves by {shift:.1f} places; of all pairs of regions {alike:.1f} % cannot be told apart.

### The {most} most recovered

{best}
### The {most} least recovered

{worst}
## Town and country: how GDP per head is spread inside countries, NUTS 2

Theil's T of GDP per head (Eurostat nama_10r_2gdp), weighted by population, over the regions of each country,
split into a part within and a part between urban, intermediate and rural regions; all times 1 000. The share
is that of the part between. A region is urban (rural) where at least half of its people live in urban (rural)
small regions; its class is derived, not Eurostat's. Countries with fewer than two regions are left out.

{theil}
## What these tables do not say

- A rank is not a distance: two regions may be close and yet told apart, or far apart and not. The regions at
  100 lost nothing against 2019 and lie above their own trend; they share the first rank.
- The uncertainty is that of the choices listed above. That of the figures themselves (revisions, flags,
  breaks) is not in it; several of the figures of 2020 carry a break.
- Nothing here is caused by a policy, or excused by one. A region that fell little has little to recover, and
  one whose figures depend on a few large firms moves with them.
- Regions without figures, or measured by fewer parts than most, are not ranked; that says nothing of them.
- GDP per head is produced in a region and divided by those who live there: commuters make towns look richer
  and their surroundings poorer than their people are.
- A country whose regions are all of one class has no part between; that says nothing of its town and country.
"""


def rank_regions(reader: Reader, release: object) -> tuple[Ranks, pd.DataFrame, int, int]:
    """Draw the ranks of the regions, by real value added alone."""
    places = reader.territories(release).set_index("territory")
    regions = places.index[places["level"] == "nuts2"].tolist()
    declared = next(shock for shock in release.declaration.shocks if shock.code == "covid19")
    shock = declared.model_copy(update={"indicators": ("gva_real",)})
    frame = reader.observations(release, indicators=["gva_real"])
    recipe = Recipe(uncertainty=ALTERNATIVES)
    variants = remeasure(frame, catalogue(), shock, [shock], recipe, regions)
    space = recovery_space(variants.measures[0], catalogue(), recipe, variants)
    return simulate(space), places, len(space.scores), shock.default_evaluation


def show(rows: pd.DataFrame) -> str:
    """Lines of a table of ranks."""
    made = [
        f"| {code} | {name} | {score:.1f} | {rank} | {low:.0f} | {median:.0f} | {high:.0f} | {shift:.1f} |"
        for code, name, score, rank, low, median, high, shift in rows[SHOWN].itertuples(index=False)
    ]
    return HEAD + "\n".join(made) + "\n"


def split_countries(reader: Reader, release: object) -> str:
    """Table of Theil's T by country: before the shock, in it, and the last year that most countries have."""
    places = reader.territories(release)
    regions = places[(places["level"] == "nuts2") & (places["role"] != "")].copy()
    regions["parent"] = regions["territory"].str[:2]
    frame = reader.observations(release, indicators=["gdp_per_head", "population"])
    shock = release.declaration.shocks[0]
    found = balance(frame, catalogue()["gdp_per_head"], shock, regions, "population")
    found = found[found["enclaves"] & found["theil"].notna() & (found["members"] > 1)]
    counts = found.groupby("period")["parent"].nunique()
    years = ["2019", "2020", max(counts.index[counts > counts.max() / 2])]
    heads = [f"{year}: T | within | between | share" for year in years]
    lines = [f"| country | {' | '.join(heads)} |", "|---" * (1 + 4 * len(heads)) + "|"]
    for country, rows in found.groupby("parent"):
        by_year = rows.set_index("period")
        cells = [cell for year in years for cell in show_theil(by_year, year)]
        lines.append(f"| {country} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def show_theil(by_year: pd.DataFrame, year: str) -> list[str]:
    """Cells of one country and year."""
    if year not in by_year.index:
        return ["", "", "", ""]
    whole, within, between = by_year.loc[year, ["theil", "theil_within", "theil_between"]].astype(float)
    share = f"{100 * between / whole:.0f} %" if whole else ""
    return [f"{1000 * part:.1f}" for part in (whole, within, between)] + [share]


def main() -> None:
    """Write the page."""
    engine = connect(Settings(), "reader")
    reader = Reader(engine)
    release = reader.release("eu")
    ranks, places, options, evaluation = rank_regions(reader, release)
    rows = ranks.tabulate()
    rows["name"] = rows["territory"].map(places["name_local"])
    ranked = rows[rows["rank"].notna()]
    alike = ranks.not_distinguishable().to_numpy().sum() / max(len(ranked) * (len(ranked) - 1), 1)
    text = TEXT.format(
        number=release.number,
        evaluation=evaluation,
        ranked=len(ranked),
        regions=len(rows),
        draws=ALTERNATIVES.draws,
        options=options,
        shift=ranks.shift,
        alike=100 * alike,
        most=MOST,
        best=show(ranked.head(MOST)),
        worst=show(ranked.tail(MOST).iloc[::-1]),
        theil=split_countries(reader, release),
    )
    PAGE.write_text(text, encoding="utf-8")
    engine.dispose()


if __name__ == "__main__":
    main()
