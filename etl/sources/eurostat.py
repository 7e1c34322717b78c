"""Eurostat's files, whichever of its formats they are in: SDMX-CSV, bulk TSV or JSON-stat, plain or gzip."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from etl.sources.cells import Tidied
from etl.sources.jsonstat import tidy_jsonstat
from etl.sources.sdmx_csv import tidy_sdmx_csv
from etl.sources.tsv import is_tsv, tidy_tsv
from geodata.blocks import read_blocks
from geodata.json_text import is_json
from geodata.observatory import Columns, DataSet
from geodata.text import read_text

COLUMNS = Columns(territory="geo", period="TIME_PERIOD", value="OBS_VALUE")
JSON_COLUMNS = Columns(territory="geo", period="time", value="value")


def tidy(path: Path, data_set: DataSet, where: str) -> Iterator[Tidied]:
    """Read one file of Eurostat.

    Parameters
    ----------
    path : Path
        The file as it was downloaded.
    data_set : DataSet
        Declares the filter and the map over the dimensions, by their codes.
    where : str
        Name of the file in messages.

    Raises
    ------
    DataError
        Where the file is in no format of Eurostat, lacks a dimension that the declaration names, or has one
        of several codes that it does not name.
    """
    head = next(read_blocks(path, where)).text
    if is_tsv(head):
        return tidy_tsv(path, data_set, where)
    if is_json(head):
        return tidy_jsonstat(read_text(path, where), data_set, JSON_COLUMNS, where)
    return tidy_sdmx_csv(path, data_set, COLUMNS, where)
