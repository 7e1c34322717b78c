"""SDMX in any format, as the OECD, the ILO, INSEE and others answer: SDMX-ML, SDMX-JSON, SDMX-CSV."""

from __future__ import annotations

from etl.sources.cells import Tidied
from etl.sources.records import columns_of, settle, table_of
from etl.sources.sdmx_csv import tidy_sdmx_csv
from etl.sources.sdmx_json import STATUS, read_json
from etl.sources.sdmx_ml import read_xml
from geodata.archive import GZIP, gunzip
from geodata.json_text import is_json
from geodata.observatory import Columns, DataSet
from geodata.text import decode

COLUMNS = Columns(territory="REF_AREA", period="TIME_PERIOD", value="OBS_VALUE", status=STATUS)
XML = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<", b"\xfe\xff\x00<")


def tidy(raw: bytes, data_set: DataSet, where: str) -> Tidied:
    """Read a data message; the bytes tell its format.

    Raises
    ------
    DataError
        Where it is a structure, an error or no data, is damaged or unsafe, lacks a dimension that the
        declaration names, or has one of several codes that it does not name.
    """
    raw = gunzip(raw, where) if raw.startswith(GZIP) else raw
    columns = columns_of(data_set, COLUMNS)
    if raw.lstrip().startswith(XML):
        dimensions, records = read_xml(raw, columns.value, where)
    else:
        text = decode(raw, where)
        if not is_json(text):
            return tidy_sdmx_csv(text, data_set, COLUMNS.model_copy(update={"status": None}), where)
        dimensions, records = read_json(text, columns.value, where)
    header = [*dimensions, columns.value, STATUS]
    table = table_of(([record.get(name, "") for name in header] for record in records), header, where)
    return settle(table, columns, data_set, where, dimensions)
