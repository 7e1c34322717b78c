"""From figures to a release: fill in what can be derived, score it, publish it."""

from __future__ import annotations

import pandas as pd

from geodata.observatory import Observatory
from geodata.store import Release, Writer
from indicators.composite import score
from indicators.derive import complete
from indicators.observations import COLUMNS

KEY = ["indicator", "territory", "period", "group"]


def publish(
    writer: Writer,
    observatory: Observatory,
    figures: pd.DataFrame,
    territories: pd.DataFrame,
    estimates: pd.DataFrame,
) -> Release:
    """Derive, score and publish in the writer's transaction.

    Parameters
    ----------
    figures : DataFrame
        Every published figure, `COLUMNS`, none of them missing.
    territories : DataFrame
        Columns territory, level and parent.
    estimates : DataFrame
        Figures converted from older territories, `COLUMNS`; they fill in only what nothing else gives.
    """
    parents = dict(zip(territories["territory"], territories["parent"], strict=True))
    completed = complete(figures, observatory.indicators, parents)
    missing = estimates[~_keys(estimates).isin(_keys(completed))].drop_duplicates(KEY)
    if len(missing):
        given = pd.concat([figures, missing[COLUMNS]], ignore_index=True)
        completed = complete(given, observatory.indicators, parents)
    scores = score(
        completed,
        observatory.indicators,
        observatory.shocks,
        observatory.recipe,
        territories[["territory", "level"]],
    )
    derived = completed.iloc[len(figures) :]
    return writer.publish(observatory, derived, scores.measures, scores.composites)


def _keys(frame: pd.DataFrame) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(frame[KEY])
