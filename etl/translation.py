"""Figures of other versions: converted where a crosswalk allows, in quarantine with their fate if not."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Literal

import pandas as pd

from etl.check import KEY, NO_TERRITORY
from etl.sources.cells import Tidied
from geodata.crosswalk import Weight, convert
from geodata.flows import Flows
from indicators.observations import COLUMNS


def translate(
    tidied: Tidied,
    checked: Tidied,
    crosswalks: Sequence[Flows],
    kind: str,
    weight: Weight | Literal["off"],
    known: Collection[str],
) -> tuple[Tidied, pd.DataFrame]:
    """Tell the fate of each code that is rejected as unknown, and estimate the present territories from it.

    Parameters
    ----------
    tidied, checked : Tidied
        Before and after `etl.check.check`.
    kind, weight
        As in `geodata.crosswalk.convert`.

    Returns
    -------
    (Tidied, DataFrame)
        The checked one with its reasons completed, and the estimates, `COLUMNS`.
    """
    rejects = checked.rejects
    foreign = rejects[rejects["reason"] == NO_TERRITORY]
    if foreign.empty or not crosswalks:
        return checked, pd.DataFrame(columns=COLUMNS)
    # Every row of an unknown code was rejected, in the order of the file.
    rows = tidied.frame[tidied.frame["territory"].isin(foreign["code"])].set_axis(foreign.index)
    once = rows.drop_duplicates(KEY)[COLUMNS]
    converted = convert(once, crosswalks, kind, weight, checked.frame, known)
    fates = converted.fates[converted.fates != ""]
    reasons = rejects["reason"].copy()
    reasons[fates.index] = NO_TERRITORY + ": " + fates
    return replace(checked, rejects=rejects.assign(reason=reasons)), converted.frame
