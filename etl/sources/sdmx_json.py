"""SDMX-JSON data messages 1.0 and 2.0: codes once, figures by their positions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from etl.sources.records import flags_of
from geodata.json_text import parse, written
from indicators.errors import DataError

CONFIDENTIALITY = "CONF_STATUS"
STATUS = "OBS_STATUS"
MEND = "fetch the data, as SDMX-JSON, SDMX-CSV or SDMX-ML"
Record = dict[str, str]


@dataclass(frozen=True)
class _Structure:
    """Codes of each dimension by where it stands, and the attributes of an observation."""

    whole: Record
    series: list[tuple[str, list[str]]]
    observation: list[tuple[str, list[str]]]
    attributes: list[tuple[str, list[str]]]
    measures: int


def read_json(text: str, value: str, where: str) -> tuple[list[str], list[Record]]:
    """Read a data message.

    Parameters
    ----------
    value : str
        What to call the column of the figures.

    Returns
    -------
    dimensions : list of str
    records : list of dict
        Code by dimension, the figure under `value`, its flags under ``OBS_STATUS``.

    Raises
    ------
    DataError
        Where it holds a structure, an error, or no data.

    References
    ----------
    SDMX-JSON data message, versions 1.0 and 2.0 (SDMX technical working group).
    """
    message = parse(text, where)
    data = message.get("data", message) if isinstance(message, dict) else None
    if not isinstance(data, dict):
        raise DataError("no SDMX-JSON message", where=where, mend=MEND)
    sets = data.get("dataSets")
    structures = data.get("structures", [data["structure"]] if "structure" in data else [])
    if not sets or not isinstance(structures, list) or not structures:
        raise DataError(_why(message, data), where=where, mend=MEND)
    dimensions: list[str] = []
    records: list[Record] = []
    try:
        for part in sets:
            structure = _structure(_at(structures, part.get("structure", 0)))
            names = [*structure.whole, *(name for name, _ in (*structure.series, *structure.observation))]
            dimensions = [*dict.fromkeys([*dimensions, *names])]
            records += _records(part, structure, value)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        what = f"damaged SDMX-JSON: {type(error).__name__} {error}"
        raise DataError(what, where=where, mend="fetch it again") from None
    return dimensions, records


def _why(message: Mapping[str, Any], data: Mapping[str, Any]) -> str:
    errors = message.get("errors")
    if isinstance(errors, list) and errors:
        said = errors[0] if isinstance(errors[0], dict) else {"title": errors[0]}
        words = written(said.get("title") or said.get("message") or said.get("detail") or said.get("code"))
        return f"an error answer of the publisher, not data: {words}"
    kinds = ", ".join(key for key in data if key not in ("meta", "header", "structure", "structures"))
    return f"an SDMX-JSON message without data ({kinds or 'empty'})"


def _structure(told: Mapping[str, Any]) -> _Structure:
    dimensions, attributes = told.get("dimensions", {}), told.get("attributes", {})
    measures = told.get("measures", {}).get("observation", [None])
    return _Structure(
        {name: codes[0] for name, codes in map(_component, dimensions.get("dataSet", ())) if codes},
        [*map(_component, dimensions.get("series", ()))],
        [*map(_component, dimensions.get("observation", ()))],
        [*map(_component, attributes.get("observation", ()))],
        len(measures),
    )


def _component(told: Mapping[str, Any]) -> tuple[str, list[str]]:
    values = told.get("values") or ()
    return written(told["id"]), [_code(value) for value in values]


def _code(value: Any) -> str:
    if not isinstance(value, dict):
        return written(value)
    return written(next((value[key] for key in ("id", "value", "name") if key in value), None))


def _records(part: Mapping[str, Any], structure: _Structure, value: str) -> Iterator[Record]:
    series = part.get("series") or {"": {"observations": part.get("observations", {})}}
    for key, inside in series.items():
        fixed = structure.whole | _place(key, structure.series)
        for at, cells in inside.get("observations", {}).items():
            marks = _marks(cells[structure.measures :], structure.attributes)
            status = f"{marks.get(STATUS, '')}|{marks.get(CONFIDENTIALITY, '')}"
            found = fixed | _place(at, structure.observation)
            yield {**found, value: written(cells[0]), STATUS: flags_of(status)}


def _place(key: str, dimensions: Sequence[tuple[str, list[str]]]) -> Record:
    positions = key.split(":") if key else []
    return {name: _at(codes, at) for (name, codes), at in zip(dimensions, positions, strict=True)}


def _at(items: Sequence[Any], position: Any) -> Any:
    """Take the item at a position of the message; a negative one would silently count from the end."""
    place = int(position)
    if place < 0:
        raise IndexError(f"position {place}")
    return items[place]


def _marks(positions: Sequence[Any], attributes: Sequence[tuple[str, list[str]]]) -> Record:
    marks = {}
    for (name, codes), at in zip(attributes, positions, strict=False):
        if at is not None:
            marks[name] = _at(codes, at) if codes else _code(at)
    return marks
