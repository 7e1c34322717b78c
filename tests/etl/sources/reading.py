"""Read a specimen with its source, as short as a test wants to say it."""

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd

from etl.sources import SOURCES
from etl.sources.cells import Tidied
from geodata.observatory import DataSet

SPECIMENS = Path(__file__).parents[2] / "specimens"
SHARED = Path(__file__).parents[4] / "shared" / "data"
CODES = ["indicator", "territory", "period", "group", "status", "column"]
SERIES = ["territory", "period", "group", "value", "status"]


def data_set(source: str, **declared: Any) -> DataSet:
    """A data set with everything that is required."""
    given = {"id": "d", "source": source, "path": "f", "indicator": "d", "publisher": "P", "licence": "L"}
    return DataSet.model_validate({**given, **declared})


def tidy(source: str, path: Path, **declared: Any) -> Tidied:
    """What the source makes of a file."""
    return tidied(path, data_set(source, **declared), path.name)


def together(pieces: Iterable[Tidied]) -> Tidied:
    """Put the pieces of a small file together, its codes as plain text."""
    parts = [*pieces]
    starts = np.cumsum([0, *(len(part.frame) for part in parts)])

    def content(rows: pd.DataFrame) -> list[str]:
        of = np.searchsorted(starts, rows.index, side="right") - 1
        return [text for at, part in enumerate(parts) for text in part.content(rows[of == at])]

    frames = [part.frame.astype(dict.fromkeys(CODES, "str")) for part in parts]
    return Tidied(
        pd.concat(frames, ignore_index=True),
        pd.concat([part.rejects for part in parts], ignore_index=True),
        content,
        sum(part.empty for part in parts),
        sum(part.out_of_scope for part in parts),
        parts[0].notes,
        parts[0].columns,
    )


def tidied(path: Path, declared: DataSet, where: str = "") -> Tidied:
    """What its source makes of the file of a data set, its pieces put together."""
    return together(SOURCES[declared.source].tidy(path, declared, where or declared.path))


def pieces_of(raw: bytes, declared: DataSet, where: str = "") -> list[Tidied]:
    """What the source of a data set yields of a file of these bytes."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(raw)
        return [*SOURCES[declared.source].tidy(path, declared, where or declared.path)]


def tidy_bytes(raw: bytes, declared: DataSet, where: str = "") -> Tidied:
    """What the source of a data set makes of a file of these bytes, its pieces put together."""
    return together(pieces_of(raw, declared, where))


def rows(tidied: Tidied, *columns: str) -> list[tuple[object, ...]]:
    """The observations as tuples."""
    return [*tidied.frame[[*(columns or SERIES)]].itertuples(index=False, name=None)]


def reasons(tidied: Tidied) -> list[str]:
    """Why each rejected value was."""
    return [*tidied.rejects["reason"]]


def whole(other: pd.DataFrame, place: str, time: str | None, value: str = "value") -> dict[str, Any]:
    """Declare a file in full, after what another reader found: every further dimension is a group."""
    further = [name for name in other if name not in (place, time, value)]
    return {
        "columns": {"territory": place, "period": time or "none"},
        "period": "" if time else "2000",
        "map": {name: {code: f"{name}={code}" for code in other[name].unique()} for name in further},
    }


def agrees(tidied: Tidied, other: pd.DataFrame, place: str, time: str | None, value: str = "value") -> bool:
    """Whether the observations are the other reader's figures, each with its codes, and none is missing."""
    other = other.dropna(subset=[value])
    further = sorted(str(name) for name in other if name not in (place, time, value))
    theirs = {
        (
            row[place],
            row[time] if time else "2000",
            ";".join(f"{name}={row[name]}" for name in further) or "total",
        ): float(row[value])
        for row in other.to_dict("records")
    }
    ours = {tuple(key): value for *key, value in rows(tidied, *SERIES[:4])}
    return ours == theirs
