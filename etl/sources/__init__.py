"""Readers of published files, one module a format or publisher: bytes in, observations and rejects out."""

from collections.abc import Callable, Mapping

from etl.sources import eurostat, table
from etl.sources.cells import Tidied
from geodata.observatory import DataSet

TIDY: Mapping[str, Callable[[bytes, DataSet, str], Tidied]] = {
    "table": table.tidy,
    "eurostat": eurostat.tidy,
}
