"""Lines of cells between tabs, all of them as long as the others: a block of a bulk TSV."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow
import pyarrow.compute as pc
from numpy.typing import NDArray

from geodata.blocks import Block

TAB, END = ord("\t"), ord("\n")


@dataclass(frozen=True)
class Grid:
    """The cells of a block, R rows of P periods: `keys` has R texts, `cells` R * P, row by row.

    Attributes
    ----------
    ragged : list of (int, str)
        Lines with more or fewer cells.
    """

    lines: NDArray[np.int64]
    keys: pyarrow.Array
    cells: pyarrow.Array
    ragged: list[tuple[int, str]]


def grid_of(block: Block, periods: int) -> Grid:
    """Cut a block at its tabs and line ends at once; where a line does not fit, line by line."""
    text = block.text if block.text.endswith("\n") else block.text + "\n"
    raw = np.frombuffer(text.encode(), dtype=np.uint8)
    ends = np.flatnonzero((raw == TAB) | (raw == END))
    width = periods + 1
    if len(ends) % width or not _is_whole(raw[ends].reshape(-1, width)):
        return _line_by_line(block, periods)
    starts = np.concatenate([[0], ends + 1]).astype(np.int32)
    found = pyarrow.StringArray.from_buffers(
        len(ends), pyarrow.py_buffer(starts), pyarrow.py_buffer(raw)
    )  # each with the sign that ends it, which is white space too
    trimmed = pc.utf8_trim_whitespace(found)
    at = np.arange(len(ends)).reshape(-1, width)
    keys, cells = (trimmed.take(pyarrow.array(part.ravel())) for part in (at[:, 0], at[:, 1:]))
    return Grid(block.line + np.arange(len(at)), keys, cells, [])


def _is_whole(signs: NDArray[np.uint8]) -> bool:
    return bool((signs[:, :-1] == TAB).all() and (signs[:, -1] == END).all())


def _line_by_line(block: Block, periods: int) -> Grid:
    at, keys, cells, ragged = [], [], [], []
    for number, line in enumerate(block.text.split("\n"), start=block.line):
        key, *found = line.rstrip("\r").split("\t")
        if len(found) == periods and line.strip():
            at.append(number)
            keys.append(key.strip())
            cells += [cell.strip() for cell in found]
        elif line.strip():
            ragged.append((number, line.rstrip("\r")))
    text = pyarrow.string()
    return Grid(np.array(at, dtype=np.int64), pyarrow.array(keys, text), pyarrow.array(cells, text), ragged)
