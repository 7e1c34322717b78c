"""Take one data set in: its file read piece by piece, each checked and staged, then looked at as a whole."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from etl.check import DIFFERENT, NO_TERRITORY, REPEATED, check
from etl.inspection import own_columns
from etl.moved import settle
from etl.sources import SOURCES
from etl.sources.cells import REJECTS, Tidied, reject
from etl.translation import translate
from geodata.flows import Flows
from geodata.observatory import DataSet, Observatory
from geodata.store import Stage
from indicators.errors import DataError

EVERYWHERE = "all"


@dataclass(frozen=True)
class Result:
    """What was made of a file. ``read`` is always the sum of its fates.

    Attributes
    ----------
    loaded, empty, out_of_scope : int
        Values staged, left out by the publisher, not asked for by the declaration.
    rejects : DataFrame
        Columns `etl.sources.cells.REJECTS`.
    notes : tuple of str
        What was detected rather than declared, and other things to know of the file.
    columns : tuple of str
        The columns of the file, without those named after a period.
    """

    loaded: int
    rejects: pd.DataFrame
    empty: int = 0
    out_of_scope: int = 0
    notes: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()

    @property
    def read(self) -> int:
        """Number of values that the file holds."""
        return self.loaded + len(self.rejects) + self.empty + self.out_of_scope


def take_in(
    observatory: Observatory,
    data_set: DataSet,
    file: Path,
    stage: Stage,
    known: Collection[str],
    histories: Sequence[Flows],
) -> Result:
    """Stage what may be stored of a file; never more than one piece of it is in memory.

    Rejected are values that `etl.check.check` rejects and every further value of a key that has one. Declared
    breaks are flagged ``b``; estimates made of older territories are staged beside the figures.

    Parameters
    ----------
    file : Path
        The kept copy of the data set's file.
    known : collection of str
        Codes of the hierarchy's territories.

    Raises
    ------
    DataError
        Where the file cannot be used, or nothing of it is left to store.
    """
    indicator = observatory.indicators[data_set.indicator]
    result, foreign = Result(0, pd.DataFrame(columns=REJECTS)), []
    rejects = []
    for piece in SOURCES[data_set.source].tidy(file, data_set, data_set.path):
        checked = settle(check(piece, data_set, indicator, known), data_set, histories)
        stage.add(checked.frame)
        rejects.append(checked.rejects)
        if histories:
            foreign.append(_foreign(piece, checked))
        result = replace(
            result,
            empty=result.empty + checked.empty,
            out_of_scope=result.out_of_scope + checked.out_of_scope,
            notes=tuple(dict.fromkeys((*result.notes, *checked.notes))),
            columns=own_columns(checked.columns),
        )
    rejects.append(_repeats(data_set, file, stage))
    result = replace(result, loaded=stage.count, rejects=pd.concat(rejects, ignore_index=True))
    if not result.loaded:
        raise DataError(
            _nothing(result, known), where=data_set.path, mend="correct the file, or how it is declared"
        )
    for declared in data_set.breaks:
        everywhere = EVERYWHERE in declared.territories
        stage.mark_break(declared.period, None if everywhere else declared.territories)
    reasons = translate(foreign, result.rejects, histories, indicator, data_set.conversion, known, stage)
    return replace(result, rejects=result.rejects.assign(reason=reasons))


def _foreign(piece: Tidied, checked: Tidied) -> pd.DataFrame:
    """Pick the rows of unknown codes: every one was rejected, in the order of the file."""
    codes = checked.rejects.loc[checked.rejects["reason"] == NO_TERRITORY, "code"]
    rows = piece.frame[piece.frame["territory"].isin({*codes})]
    return rows.astype({name: "str" for name in rows if rows[name].dtype == "category"})


def _repeats(data_set: DataSet, file: Path, stage: Stage) -> pd.DataFrame:
    """Reject every further value of a key; the file is read again for what those rows are, if any."""
    again = stage.take_repeats()
    if again.empty:
        return pd.DataFrame(columns=REJECTS)
    words = again["same"].map({True: "with the same value", False: DIFFERENT})
    reasons = f"{REPEATED} " + again["first"].astype("str") + " " + words
    texts = dict(_contents(data_set, file, again))

    def content(rows: pd.DataFrame) -> list[str]:
        return [texts[place] for place in zip(rows["line"], rows["column"], strict=True)]

    return reject(again, reasons, content)


def _contents(data_set: DataSet, file: Path, rows: pd.DataFrame) -> Iterator[tuple[tuple[int, str], str]]:
    """Yield line and column, and what stands there."""
    wanted = pd.MultiIndex.from_frame(rows[["line", "column"]])
    for piece in SOURCES[data_set.source].tidy(file, data_set, data_set.path):
        near = piece.frame[piece.frame["line"].isin(rows["line"])]
        near = near.astype({"column": "str"})
        places = pd.MultiIndex.from_frame(near[["line", "column"]])
        there = piece.frame.loc[near.index[places.isin(wanted)]]
        yield from zip(places[places.isin(wanted)], piece.content(there), strict=True)


def _nothing(result: Result, known: Collection[str]) -> str:
    reasons = result.rejects["reason"].value_counts().to_dict()
    fates = {"out of scope": result.out_of_scope, "empty": result.empty, **reasons}
    told = "; ".join(f"{count} x {fate}" for fate, count in fates.items() if count)
    first = result.rejects.head(1)
    example = "".join(f"; the first, line {row.line}: {row.content}" for row in first.itertuples())
    codes = f"; codes are like {', '.join(sorted(known)[:3])}" if NO_TERRITORY in reasons else ""
    return f"not one of {result.read} values can be stored: {told}{example}{codes}"
