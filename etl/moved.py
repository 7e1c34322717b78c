"""Figures of codes that another version shares with the present one, though for another area."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import pandas as pd

from etl.check import NO_TERRITORY, territory_column
from etl.sources.cells import Tidied, reject
from geodata.flows import Flows
from geodata.history import moved_in
from geodata.observatory import DataSet
from indicators.observations import join_status

OTHER_AREA = "another area under the code of a present territory"
DEFINITION_DIFFERS = "d"
SHOWN = 5


def settle(checked: Tidied, data_set: DataSet, histories: Sequence[Flows]) -> Tidied:
    """Mark, or put into quarantine, the figures whose code is kept while its boundary moved.

    Which version the codes of a data set are of is declared (`version`); each row is judged by itself. Where
    it is not declared, and codes of another version are in the file, that is only told.

    Parameters
    ----------
    checked : Tidied
        What `etl.check.check` made of the rows.
    histories : sequence of Flows
        How other versions lead to the present one.

    Returns
    -------
    Tidied
        With flag ``d`` (definition differs) on such figures, or without them and with their rejects.
    """
    if data_set.version is None:
        return replace(checked, notes=(*checked.notes, *_hints(checked, histories)))
    moved = moved_in(histories, data_set.version)
    frame = checked.frame
    there = frame["territory"].isin(moved)
    if not there.any():
        return checked
    if data_set.moved == "mark":
        status = frame["status"].astype("str")
        flagged = status.where(~there, status.map(lambda flags: join_status(DEFINITION_DIFFERS, flags)))
        note = f"flagged d, another area in {data_set.version}: {_some(frame.loc[there, 'territory'])}"
        marked = frame.assign(status=flagged.astype("category"))
        return replace(checked, frame=marked, notes=(*checked.notes, note))
    fates = frame["territory"].astype("str").map(moved).fillna("").astype("str")
    reasons = (f"{OTHER_AREA}: of {data_set.version}, " + fates).where(there, "")
    rejects = reject(frame, reasons, checked.content).assign(column=territory_column(data_set))
    return replace(
        checked, frame=frame[~there], rejects=pd.concat([checked.rejects, rejects], ignore_index=True)
    )


def _hints(checked: Tidied, histories: Sequence[Flows]) -> Iterator[str]:
    foreign = set(checked.rejects.loc[checked.rejects["reason"] == NO_TERRITORY, "code"])
    present = set(checked.frame["territory"]) if foreign else set()
    of_version: dict[str, set[str]] = {}
    for history in histories:  # a code that several versions have is taken for one of the first
        own = foreign & {*history.said, *history.table["old"]}
        of_version.setdefault(history.version, set()).update(own)
        foreign -= own
    for version, own in of_version.items():
        shared = present & moved_in(histories, version).keys() if own else set()
        if shared:
            yield (
                f"holds codes of {version} ({_some(own)}), and {_some(shared)} may mean the areas of that "
                "version: declare 'version', that one or the hierarchy's own"
            )


def _some(codes: Iterable[str]) -> str:
    known = sorted(set(codes))
    return ", ".join(known[:SHOWN]) + (f" and {len(known) - SHOWN} more" if len(known) > SHOWN else "")
