"""Columns as texts, a whole piece at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

Mark = Callable[[str], str]
MOMENT = "%Y-%m-%dT%H:%M:%SZ"


def texts(column: pa.Array, mark: Mark = str) -> pa.Array:
    """Write a column as texts; what is missing is empty.

    Numbers have as many digits as it takes to read them back equal; moments are in ISO 8601.

    Parameters
    ----------
    mark : callable
        What becomes of a text; called once for each different one.

    Examples
    --------
    >>> texts(pa.array([0.1 + 0.2, None, 5.0])).to_pylist()
    ['0.30000000000000004', '', '5']
    """
    if pa.types.is_string(column.type):
        column = column.dictionary_encode()
    if pa.types.is_dictionary(column.type):
        if len(column) < len(column.dictionary):  # most of which a short piece does not meet
            column = column.dictionary_decode().dictionary_encode()
        met = pa.array([mark(text) for text in column.dictionary.to_pylist()], pa.string())
        return met.take(column.indices).fill_null("")
    if pa.types.is_timestamp(column.type):
        written = pc.strftime(column, MOMENT)
        return pc.replace_substring(written, ".000000Z", "Z").fill_null("")
    return pc.cast(column, pa.string()).fill_null("")


def joined(columns: Sequence[pa.Array | pa.Scalar], between: str, end: str) -> bytes:
    """Join the texts of each row, and the rows; a scalar stands in every row, and the last is none.

    Examples
    --------
    >>> joined([pa.array(["a", "b"]), pa.array(["c", "d"])], ",", ";")
    b'a,c;b,d;'
    """
    *others, last = columns
    rows = pc.binary_join_element_wise(
        *others, pc.binary_join_element_wise(last, "", end), pa.scalar(between)
    )
    if not len(rows):
        return b""
    _, ends, data = rows.buffers()
    at = np.frombuffer(ends, np.int32)[rows.offset : rows.offset + len(rows) + 1]
    whole: bytes = data.slice(int(at[0]), int(at[-1] - at[0])).to_pybytes()
    return whole
