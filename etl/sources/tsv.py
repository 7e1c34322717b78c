"""Eurostat's bulk TSV: one row a series, one column a period, flags behind the values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow
import pyarrow.compute as pc

from etl.sources.cells import Contents, Tidied, convert, set_aside
from etl.sources.codes import encode, pick
from etl.sources.grid import Grid, grid_of
from etl.sources.records import Undecided
from etl.sources.scope import group_of
from geodata.blocks import Block, read_blocks
from geodata.observatory import DataSet
from geodata.text import check_header
from indicators.errors import DataError

GEO = "geo"
BYTES = 1 << 20  # some 250 000 cells
Broken = list[tuple[int, str, str, str, str]]


def is_tsv(text: str) -> bool:
    """Tell whether the header is that of Eurostat's TSV: ``freq,unit,geo\\TIME_PERIOD`` and periods."""
    header = text.partition("\n")[0]
    return "\t" in header and "\\" in header


def tidy_tsv(path: Path, data_set: DataSet, where: str) -> Iterator[Tidied]:
    """Read a bulk TSV, its periods ascending or descending.

    Raises
    ------
    DataError
        Where it has no rows, lacks a dimension that the declaration names, or leaves one undecided.
    """
    blocks = read_blocks(path, where, size=BYTES)
    head, _, body = next(blocks).text.partition("\n")
    key, *periods = [name.strip() for name in head.split("\t")]
    dimensions = _dimensions(key, data_set, where)
    groups = _Groups(dimensions, data_set)
    undecided = Undecided(name for name in dimensions if name not in {*data_set.filter, *data_set.map})
    rows = 0
    for block in chain([Block(body, 2)] if body else [], blocks):
        grid = grid_of(block, len(periods))
        rows += len(grid.lines) + len(grid.ragged)
        tidied = _settle(grid, block, periods, groups, data_set)
        if not undecided.after(groups.undecided()):
            yield replace(tidied, columns=(*dimensions, GEO))
    if not rows:
        raise DataError("the file has a header and no rows", where=where, mend="fetch it again")
    undecided.refuse(where)


class _Groups(dict[str, str | None]):
    """Group of each combination of codes (``A,T,NR,TOTAL``), worked out once; None where out of scope."""

    def __init__(self, dimensions: Sequence[str], data_set: DataSet) -> None:
        super().__init__()
        self._dimensions, self._data_set = dimensions, data_set
        self._chosen = {**data_set.filter, **data_set.map}
        self._fresh: list[dict[str, str]] = []

    def __missing__(self, prefix: str) -> str | None:
        codes = dict(zip(self._dimensions, prefix.split(","), strict=False))
        inside = all(codes.get(dimension) in wanted for dimension, wanted in self._chosen.items())
        self[prefix] = group_of(codes, self._data_set) if inside else None
        if inside:
            self._fresh.append(codes)
        return self[prefix]

    def undecided(self) -> dict[str, list[str]]:
        """Each dimension that is neither filtered nor mapped, with its codes in scope since the last call."""
        fresh, self._fresh = self._fresh, []
        return {
            dimension: [codes[dimension] for codes in fresh if dimension in codes]
            for dimension in self._dimensions
            if dimension not in self._chosen
        }


def _dimensions(key: str, data_set: DataSet, where: str) -> list[str]:
    *dimensions, last = key.partition("\\")[0].split(",")
    check_header([*dimensions, last], [GEO, *data_set.filter, *data_set.map], where)
    if last != GEO:
        raise DataError(
            f"the last dimension is '{last}', not '{GEO}'",
            where=f"{where}:1",
            mend="take a regional data set",
        )
    return dimensions


def _settle(grid: Grid, block: Block, periods: Sequence[str], groups: _Groups, data_set: DataSet) -> Tidied:
    prefix = encode(pc.replace_substring_regex(grid.keys, ",?[^,]*$", ""))
    of_prefix = [groups[text] for text in prefix.categories]
    inside = np.array([group is not None for group in of_prefix], dtype=bool)[prefix.codes]
    broken, left_out = _apart(grid.ragged, len(periods), groups)
    left_out += int((~inside).sum()) * len(periods)
    geo = encode(pc.replace_substring_regex(grid.keys, "^.*,", "").filter(pyarrow.array(inside)))
    cells = grid.cells.filter(pyarrow.array(np.repeat(inside, len(periods))))
    value, status = _parts(cells)
    each = np.arange(len(cells)) // len(periods)
    period = pick(np.arange(len(cells)) % len(periods), periods)
    frame = pd.DataFrame(
        {
            "territory": geo[each],
            "period": period,
            "group": pick(prefix.codes[inside][each], [group or "" for group in of_prefix]),
            "value": pd.array(value, dtype="str"),
            "status": status,
            "line": grid.lines[inside][each],
            "column": period,
        }
    )
    return convert(frame, data_set, set_aside(broken), left_out, _content_of(block, periods))


def _apart(ragged: Sequence[tuple[int, str]], periods: int, groups: _Groups) -> tuple[Broken, int]:
    broken: Broken = []
    for number, line in ragged:
        key, *cells = line.split("\t")
        prefix, _, geo = key.rpartition(",")
        if groups[prefix] is not None:
            reason = f"{len(cells)} values where the header has {periods} periods"
            broken.append((number, "", geo, reason, line))
    return broken, (len(ragged) - len(broken)) * periods


def _parts(cells: pyarrow.Array) -> tuple[pyarrow.Array, pd.Categorical]:
    """Cut cells into their values and their flags.

    >>> value, status = _parts(pyarrow.array(["9.2 b u", ": c", "7"]))
    >>> value.to_pylist(), status.tolist()
    (['9.2', ':', '7'], ['bu', 'c', ''])
    """
    flagged = pc.match_substring(cells, " ")
    value = pc.replace_substring_regex(cells.filter(flagged), "^([^ ]*) .*$", r"\1")
    flags = encode(pc.replace_substring_regex(cells.filter(flagged), "^[^ ]* ", ""))
    codes = np.zeros(len(cells), dtype=np.int64)
    codes[flagged.to_numpy(zero_copy_only=False)] = flags.codes + 1
    status = pick(codes, ["", *(text.replace(" ", "") for text in flags.categories)])
    return pc.replace_with_mask(cells, flagged, value), status


def _content_of(block: Block, periods: Sequence[str]) -> Contents:
    def content(rows: pd.DataFrame) -> list[str]:
        lines = block.text.split("\n")
        found = []
        for line, period in zip(rows["line"], rows["column"], strict=True):
            key, *cells = lines[line - block.line].split("\t")
            value, _, flags = cells[periods.index(period)].strip().partition(" ")
            geo = key.rpartition(",")[2]
            found.append(f"{geo} {period} {value} {flags.replace(' ', '')}")
        return found

    return content
