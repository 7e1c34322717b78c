"""Figures of other versions: converted where a crosswalk allows, in quarantine with their fate if not."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Literal

import pandas as pd

from etl.check import KEY, NO_TERRITORY
from geodata.crosswalk import Weight, convert
from geodata.flows import Flows
from geodata.store import Stage
from indicators.indicator import Indicator
from indicators.observations import COLUMNS


def translate(
    foreign: Sequence[pd.DataFrame],
    rejects: pd.DataFrame,
    crosswalks: Sequence[Flows],
    indicator: Indicator,
    weight: Weight | Literal["off"],
    known: Collection[str],
    stage: Stage,
) -> pd.Series[str]:
    """Tell the fate of each code rejected as unknown, and stage estimates for the present territories.

    Parameters
    ----------
    foreign : sequence of DataFrame
        Columns `COLUMNS`: every row rejected as of an unknown code, in the order of the rejects.
    rejects : DataFrame
        All rejects of the data set.
    weight
        As in `geodata.crosswalk.convert`.
    stage : Stage
        Holds the data set's figures, and takes the estimates.

    Returns
    -------
    Series of str
        The reasons of the rejects, completed.
    """
    reasons = rejects["reason"].copy()
    unknown = rejects.index[reasons == NO_TERRITORY]
    if not len(unknown) or not crosswalks:
        return reasons
    rows = pd.concat(foreign, ignore_index=True).set_axis(unknown)
    once = rows.drop_duplicates(KEY)[COLUMNS]
    published = stage.figures(_targets(once, crosswalks)).assign(indicator=indicator.code)
    converted = convert(once, crosswalks, indicator.kind, weight, published, known)
    if len(converted.frame):
        stage.estimates.add(converted.frame)
    fates = converted.fates[converted.fates != ""]
    reasons[fates.index] = NO_TERRITORY + ": " + fates
    return reasons


def _targets(rows: pd.DataFrame, crosswalks: Sequence[Flows]) -> set[str]:
    """Name the present territories in which some of the old ones lie."""
    tables = [walk.table for walk in crosswalks]
    return {code for table in tables for code in table.loc[table["old"].isin(rows["territory"]), "new"]}
