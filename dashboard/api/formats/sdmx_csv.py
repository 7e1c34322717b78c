"""SDMX-CSV 2.0: a column a dimension, those of the groups among them.

After the SDMX-CSV field guide, version 2.0: header, actions, several values of one attribute.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pyarrow as pa

from dashboard.api.formats.csv import END, cell
from dashboard.api.formats.texts import joined, texts
from geodata.codebook import Table
from indicators.observations import TOTAL, frequency

FLOW = "TERRITORIAL_RECOVERY:OBSERVATIONS(1.0)"
INFORMATION, NORMAL, ALL, SEVERAL = "I", "A", "_T", ";"
FRAME = (f"STRUCTURE[{SEVERAL}]", "STRUCTURE_ID", "ACTION")
BEFORE = ("INDICATOR", "REF_AREA", "FREQ")
AFTER = ("TIME_PERIOD", "OBS_VALUE", "UNIT_MEASURE", "OBS_STATUS[]", "DATA_SET", "LOAD")
_ODD = re.compile(r"[^A-Z0-9_]")


def write(pieces: Iterable[pa.RecordBatch], table: Table) -> Iterator[bytes]:
    """Write figures with the columns of the stream, each piece of which knows every group."""
    del table  # what columns mean is told by a structure message, not by the data
    dimensions: dict[str, str] | None = None
    for piece in pieces:
        head = ""
        if dimensions is None:
            dimensions = _dimensions(piece.column("group").dictionary.to_pylist())
            head = ",".join([*FRAME, *BEFORE, *dimensions.values(), *AFTER]) + END
        yield head.encode() + joined(_columns(piece, [*dimensions]), ",", END)


def parts_of(group: str) -> dict[str, str]:
    """Take a group apart.

    Examples
    --------
    >>> parts_of("sex=F;urbanisation=rural"), parts_of("total")
    ({'sex': 'F', 'urbanisation': 'rural'}, {})
    """
    return {} if group == TOTAL else dict(part.split("=", 1) for part in group.split(SEVERAL))


def _dimensions(groups: Iterable[str]) -> dict[str, str]:
    """Name the dimensions of groups as SDMX does; one that is called like a column gets a name before it."""
    names = sorted({name for group in groups for name in parts_of(group)})
    written = {name: _ODD.sub("_", name.upper()) for name in names}
    return {name: f"GROUP_{code}" if code in (*BEFORE, *AFTER) else code for name, code in written.items()}


def _columns(piece: pa.RecordBatch, dimensions: list[str]) -> list[pa.Array]:
    frame = ("dataflow", FLOW, INFORMATION)
    group = piece.column("group")
    met = [parts_of(code) for code in group.dictionary.to_pylist()]
    dimensional = [
        pa.array([cell(parts.get(name, ALL)) for parts in met], pa.string()).take(group.indices)
        for name in dimensions
    ]
    return [
        *(pa.array([text] * len(piece), pa.string()) for text in frame),
        *(texts(piece.column(name), cell) for name in ("indicator", "territory")),
        texts(piece.column("period"), frequency),
        *dimensional,
        *(texts(piece.column(name), cell) for name in ("period", "value", "unit")),
        texts(piece.column("status"), _status),
        *(texts(piece.column(name), cell) for name in ("data_set", "load")),
    ]


def _status(flags: str) -> str:
    """Write flags as SDMX codes."""
    return SEVERAL.join(flags.upper()) or NORMAL
