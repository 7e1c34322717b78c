"""Answers of the United Nations' SDG database API: the figures of a series by geographic area."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from etl.sources.cells import Tidied
from etl.sources.records import columns_of, settle, tables_of
from geodata.json_text import parse, written
from geodata.observatory import Columns, DataSet
from geodata.text import read_text
from indicators.errors import DataError

COLUMNS = Columns(territory="geoAreaCode", period="timePeriodStart", value="value", status="Nature")
PLAIN = ("series", "geoAreaCode", "timePeriodStart", "value")
PARTS = ("dimensions", "attributes")
NATURES = {"C": "", "CA": "", "G": "", "N": "", "NA": "", "_X": "", "": "", "E": "e", "M": "e"}
MEND = "fetch it from v1/sdg/Series/Data, with pageSize large enough for one page"


def tidy(path: Path, data_set: DataSet, where: str) -> Iterator[Tidied]:
    """Read an answer; its dimensions and attributes are columns, by the names that the API gives them.

    The nature of a figure becomes its status: estimated (``E``) and modelled (``M``) are ``e``; data of the
    country (``C``), adjusted (``CA``) or of global monitoring (``G``) carry none. ``C`` is not confidential.

    Raises
    ------
    DataError
        Where it is an error answer or one page of several, or a dimension, the series or the unit is of
        several codes and the declaration chooses none.

    References
    ----------
    UN Statistics Division, SDG API (v1), and its attribute 'Nature'.
    """
    figures = _figures(parse(read_text(path, where), where), where)
    dimensions, attributes = (_names(figures, part) for part in PARTS)
    header = [*PLAIN, *dimensions, *attributes]
    if COLUMNS.status not in header:
        header.append("Nature")
    columns = columns_of(data_set, COLUMNS)
    tables = tables_of(_records(figures, header), header, [columns.value], where)
    decided = ["series", *dimensions, *(name for name in attributes if name != "Nature")]
    return settle(tables, header, columns, data_set, where, decided)


def _figures(answer: Any, where: str) -> Sequence[Mapping[str, Any]]:
    if not isinstance(answer, dict) or not isinstance(answer.get("data"), list):
        said = written(answer.get("message") or answer.get("title")) if isinstance(answer, dict) else ""
        raise DataError(f"no figures of the SDG database: {said or 'no data'}", where=where, mend=MEND)
    pages = written(answer.get("totalPages", "1"))
    if pages not in ("0", "1"):
        page = written(answer.get("pageNumber"))
        raise DataError(f"page {page} of {pages} only", where=where, mend=MEND)
    figures: Sequence[Mapping[str, Any]] = answer["data"]
    parts = [figure.get(part) if isinstance(figure, dict) else 0 for figure in figures for part in PARTS]
    if not all(part is None or isinstance(part, dict) for part in parts):
        raise DataError("damaged figures", where=where, mend=MEND)
    return figures


def _names(figures: Sequence[Mapping[str, Any]], part: str) -> list[str]:
    return [*dict.fromkeys(name for figure in figures for name in figure.get(part) or ())]


def _records(figures: Sequence[Mapping[str, Any]], header: Sequence[str]) -> Iterator[list[str]]:
    for figure in figures:
        cells = {**figure, **(figure.get("attributes") or {}), **(figure.get("dimensions") or {})}
        cells["timePeriodStart"] = _year(written(figure.get("timePeriodStart")))
        nature = written(cells.get("Nature"))
        cells["Nature"] = NATURES.get(nature, nature)
        value = written(figure.get("value"))
        cells["value"] = "" if value == "NaN" else value
        yield [written(cells.get(name)) for name in header]


def _year(period: str) -> str:
    """Cut the zero off a year that the API writes as 2019.0.

    >>> _year("2019.0"), _year("2019.5")
    ('2019', '2019.5')
    """
    return period.removesuffix(".0")
