"""SDMX in any format, as the OECD, the ILO, INSEE and others answer: SDMX-ML, SDMX-JSON, SDMX-CSV."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from etl.sources.cells import Tidied
from etl.sources.records import columns_of, settle, tables_of
from etl.sources.sdmx_csv import tidy_sdmx_csv
from etl.sources.sdmx_json import STATUS, read_json
from etl.sources.sdmx_ml import read_xml
from geodata.blocks import read_blocks, read_plain
from geodata.json_text import is_json
from geodata.observatory import Columns, DataSet
from geodata.text import read_text

COLUMNS = Columns(territory="REF_AREA", period="TIME_PERIOD", value="OBS_VALUE", status=STATUS)
XML = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<", b"\xfe\xff\x00<")


def tidy(path: Path, data_set: DataSet, where: str) -> Iterator[Tidied]:
    """Read a data message; the bytes tell its format.

    Raises
    ------
    DataError
        Where it is a structure, an error or no data, is damaged or unsafe, lacks a dimension that the
        declaration names, or has one of several codes that it does not name.
    """
    columns = columns_of(data_set, COLUMNS)
    if next(read_plain(path, where), b"").lstrip().startswith(XML):
        dimensions, records = read_xml(b"".join(read_plain(path, where)), columns.value, where)
    elif is_json(next(read_blocks(path, where)).text):
        dimensions, records = read_json(read_text(path, where), columns.value, where)
    else:
        return tidy_sdmx_csv(path, data_set, COLUMNS.model_copy(update={"status": None}), where)
    header = [*dimensions, columns.value, STATUS]
    rows = ([record.get(name, "") for name in header] for record in records)
    return settle(
        tables_of(rows, header, [columns.value], where), header, columns, data_set, where, dimensions
    )
