"""From figures to a release: fill in what can be derived, score it, publish it."""

from __future__ import annotations

import pandas as pd

from etl.batches import Batch, in_batches
from geodata.observatory import Observatory
from geodata.store import Present, Release, Writer
from geodata.store.records import DERIVED
from indicators.composite import score
from indicators.derive import complete
from indicators.lookup import Parents
from indicators.observations import COLUMNS, TOTAL

KEY = ["indicator", "territory", "period", "group"]


def publish(writer: Writer, observatory: Observatory, territories: pd.DataFrame) -> Release:
    """Derive, score and publish the present figures in the writer's transaction, batch by batch.

    Parameters
    ----------
    territories : DataFrame
        Columns territory, level and parent.
    """
    present, stage = writer.present(), writer.stage(DERIVED)
    parents = dict(zip(territories["territory"], territories["parent"], strict=True))
    judged = _judged(observatory)
    scored = [pd.DataFrame(columns=COLUMNS).astype({"value": float})]
    for batch in in_batches(present.counts(), observatory.indicators):
        completed, derived = _complete(present, batch, observatory, parents)
        stage.add(derived)
        annual = (completed["group"] == TOTAL) & (completed["period"].str.len() == len("2020"))
        scored.append(completed[annual & completed["indicator"].isin(judged)])
    scores = score(
        pd.concat(scored, ignore_index=True),
        observatory.indicators,
        observatory.shocks,
        observatory.recipe,
        territories[["territory", "level"]],
    )
    return writer.publish(observatory, scores.measures, scores.composites)


def _complete(
    present: Present, batch: Batch, observatory: Observatory, parents: Parents
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the figures of a batch with all that follows from them, and the latter alone.

    Figures converted from older territories fill in only what nothing else gives.
    """
    indicators = {code: observatory.indicators[code] for code in batch.indicators}
    figures = present.figures(batch.indicators, batch.groups, batch.whole)
    estimates = present.estimates(batch.indicators, batch.groups)
    completed = complete(figures, indicators, parents)
    missing = estimates[~_keys(estimates).isin(_keys(completed))].drop_duplicates(KEY)
    if len(missing):
        given = pd.concat([figures, missing], ignore_index=True)
        completed = complete(given, indicators, parents)
    derived = completed.iloc[len(figures) :]
    if batch.groups is not None:
        derived = derived[derived["group"].isin(batch.groups)]
    return completed, derived


def _judged(observatory: Observatory) -> set[str]:
    """Name every indicator that a score looks at."""
    codes = {code for shock in observatory.shocks for code in shock.indicators}
    return codes | {count for code in codes if (count := observatory.indicators[code].count)}


def _keys(frame: pd.DataFrame) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(frame[KEY])
