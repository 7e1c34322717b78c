"""Answers of the World Bank's indicators API, version 2, in JSON: a header and a list of figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from etl.sources.cells import Tidied
from etl.sources.records import columns_of, flags_of, settle, tables_of
from geodata.json_text import parse, written
from geodata.observatory import Columns, DataSet
from geodata.text import read_text
from indicators.errors import DataError

COLUMNS = Columns(territory="countryiso3code", period="date", value="value", status="obs_status")
NESTED = ("indicator", "country")
FLAT = ("countryiso3code", "date", "value", "unit", "obs_status")


def tidy(path: Path, data_set: DataSet, where: str) -> Iterator[Tidied]:
    """Read an answer. ``columns: {territory: country}`` takes the two-letter codes.

    Raises
    ------
    DataError
        Where it is an error answer or one page of several, or holds several indicators and none is chosen.

    References
    ----------
    World Bank, Indicators API documentation, version 2.
    """
    records = _records(parse(read_text(path, where), where), where)
    header, columns = [*NESTED, *FLAT], columns_of(data_set, COLUMNS)
    tables = tables_of(records, header, [columns.value], where)
    return settle(tables, header, columns, data_set, where, ["indicator", "unit"])


def _records(answer: Any, where: str) -> Iterator[tuple[str, ...]]:
    head = answer[0] if isinstance(answer, list) and answer else None
    if not isinstance(head, dict):
        raise DataError("no answer of the World Bank's API", where=where, mend="fetch it with format=json")
    if "message" in head:
        raise DataError(f"an error answer of the publisher, not data: {_said(head)}", where=where, mend=LOOK)
    pages = written(head.get("pages"))
    if pages not in ("1", "0"):
        raise DataError(
            f"page {written(head.get('page'))} of {pages} only",
            where=where,
            mend="fetch it with per_page=32500",
        )
    figures = answer[1] if len(answer) > 1 else None
    for figure in figures if isinstance(figures, list) else ():
        yield _record(figure, where)


LOOK = "correct the indicator and the countries in the address, and fetch it again"


def _said(head: Mapping[str, Any]) -> str:
    messages = head["message"] if isinstance(head["message"], list) else [head["message"]]
    parts = (part if isinstance(part, dict) else {"value": part} for part in messages)
    return "; ".join(
        ": ".join(written(part[key]) for key in ("key", "value") if key in part) for part in parts
    )


def _record(figure: Any, where: str) -> tuple[str, ...]:
    if not isinstance(figure, dict) or not all(isinstance(figure.get(name), dict) for name in NESTED):
        raise DataError(
            "a figure without 'indicator' or 'country'", where=where, mend="fetch it with format=json"
        )
    flat = {name: written(figure.get(name)) for name in FLAT}
    flat["obs_status"] = flags_of(flat["obs_status"])
    return *(written(figure[name].get("id")) for name in NESTED), *flat.values()
