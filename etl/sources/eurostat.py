"""Eurostat's files, whichever of its formats they are in: SDMX-CSV, bulk TSV or JSON-stat, plain or gzip."""

from __future__ import annotations

from etl.sources.cells import Tidied
from etl.sources.jsonstat import tidy_jsonstat
from etl.sources.sdmx_csv import tidy_sdmx_csv
from etl.sources.tsv import is_tsv, tidy_tsv
from geodata.json_text import is_json
from geodata.observatory import Columns, DataSet
from geodata.text import decode

COLUMNS = Columns(territory="geo", period="TIME_PERIOD", value="OBS_VALUE")
JSON_COLUMNS = Columns(territory="geo", period="time", value="value")


def tidy(raw: bytes, data_set: DataSet, where: str) -> Tidied:
    """Read one file of Eurostat.

    Parameters
    ----------
    raw : bytes
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
    text = decode(raw, where)
    if is_tsv(text):
        return tidy_tsv(text, data_set, where)
    if is_json(text):
        return tidy_jsonstat(text, data_set, JSON_COLUMNS, where)
    return tidy_sdmx_csv(text, data_set, COLUMNS, where)
