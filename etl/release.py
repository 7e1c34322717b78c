"""From figures to a release: fill in what can be derived, score it, publish it."""

from __future__ import annotations

import pandas as pd

from geodata.observatory import Observatory
from geodata.store import Release, Writer
from indicators.composite import score
from indicators.derive import complete


def publish(
    writer: Writer, observatory: Observatory, figures: pd.DataFrame, territories: pd.DataFrame
) -> Release:
    """Derive, score and publish in the writer's transaction.

    Parameters
    ----------
    figures : DataFrame
        Every published figure, `COLUMNS`, none of them missing.
    territories : DataFrame
        Columns territory, level and parent.
    """
    parents = dict(zip(territories["territory"], territories["parent"], strict=True))
    completed = complete(figures, observatory.indicators, parents)
    scores = score(
        completed,
        observatory.indicators,
        observatory.shocks,
        observatory.recipe,
        territories[["territory", "level"]],
    )
    derived = completed.iloc[len(figures) :]
    return writer.publish(observatory, derived, scores.measures, scores.composites)
