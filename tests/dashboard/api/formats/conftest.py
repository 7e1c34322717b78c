"""Pieces of figures with all that formats trip over."""

import pyarrow as pa
import pytest

from geodata.codebook import Table, tables
from geodata.store import SCHEMA

VALUES = [0.1 + 0.2, -1.5, 5e-324, 1.7976931348623157e308, 1e22, -0.0, None, 123456789.0, 1e-7]
GROUPS = ["total", "sex=F;urbanisation=rural", "age=Y15,20"]
CODES = ["01", "EC", "=1+1", "@x", 'a"b', "-5", "é, ñ", "x\ty", "<&>"]


def row(number: int) -> dict[str, object]:
    return {
        "indicator": "population",
        "territory": CODES[number % len(CODES)],
        "period": ("2020", "2020-Q2", "2020-06")[number % 3],
        "group": GROUPS[number // 9 % 3],
        "value": VALUES[number % len(VALUES)],
        "unit": "people",
        "status": ("", "p", "bdu")[number % 3],
        "data_set": "census",
        "load": 7,
    }


@pytest.fixture
def rows() -> list[dict[str, object]]:
    """Twenty-seven figures."""
    return [row(number) for number in range(27)]


@pytest.fixture
def pieces(rows) -> list[pa.RecordBatch]:
    """The same in three pieces, each knowing every code, as the stream's do."""
    whole = pa.RecordBatch.from_pylist(rows, SCHEMA)
    return [whole.slice(at, 10) for at in (0, 10, 20)]


@pytest.fixture
def table() -> Table:
    """What the columns mean."""
    return tables()["observations"]


@pytest.fixture
def nothing() -> list[pa.RecordBatch]:
    """A piece without a row."""
    return [pa.RecordBatch.from_pylist([], SCHEMA)]
