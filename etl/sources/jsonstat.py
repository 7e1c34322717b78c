"""JSON-stat 1 and 2: a cube of figures, as Eurostat and many national offices give it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import prod
from pathlib import Path
from typing import Any

from etl.sources.cells import Tidied
from etl.sources.records import columns_of, flags_of, settle, tables_of
from geodata.json_text import parse, written
from geodata.observatory import Columns, DataSet
from geodata.text import read_text
from indicators.errors import DataError

COLUMNS = Columns(territory="geo", period="time", value="value")
STATUS = "status"
AGAIN = "fetch the data set itself, as JSON-stat"


def tidy(path: Path, data_set: DataSet, where: str) -> Iterator[Tidied]:
    """Read a JSON-stat dataset; in a bundle of several, the one that ``dataset`` names.

    Raises
    ------
    DataError
        Where it is an error answer, a collection or no JSON-stat, its parts do not fit, or a dimension of
        several codes is neither filtered nor mapped.

    References
    ----------
    JSON-stat format 2.0, json-stat.org.
    """
    return tidy_jsonstat(read_text(path, where), data_set, COLUMNS, where)


def tidy_jsonstat(text: str, data_set: DataSet, usual: Columns, where: str) -> Iterator[Tidied]:
    """Read the text of a JSON-stat dataset; `usual` are the publisher's names of the dimensions."""
    cube = _cube(parse(text, where), data_set.dataset, where)
    columns = columns_of(data_set, _roles(cube, usual))
    codes = {name: _codes(cube, name, where) for name in _part(cube, "id", list, where)}
    given, size = _given(cube, [len(inside) for inside in codes.values()], where)
    header = [*codes, columns.value, STATUS]
    tables = tables_of(_records(given, codes), header, [columns.value], where)
    columns = columns.model_copy(update={"status": STATUS})
    for tidied in settle(tables, header, columns, data_set, where, [*codes]):
        yield replace(tidied, empty=tidied.empty + size - len(given))


def _cube(data: Any, wanted: str, where: str) -> Mapping[str, Any]:
    """Find the dataset, in the layout of version 2: the whole answer, or in version 1 a part of it."""
    if not isinstance(data, dict):
        raise DataError("no JSON-stat", where=where, mend=AGAIN)
    if "error" in data:
        raise _error(data["error"], where)
    if (kind := data.get("class", "dataset")) != "dataset":
        raise DataError(f"a JSON-stat {kind}, which holds no figures", where=where, mend=AGAIN)
    if "dimension" in data:
        return data
    bundle = {name: part for name, part in data.items() if isinstance(part, dict) and "dimension" in part}
    if not bundle:
        raise DataError("no JSON-stat: it has no 'dimension'", where=where, mend=AGAIN)
    if len(bundle) > 1 and wanted not in bundle:
        raise DataError(
            f"{len(bundle)} datasets in one file: {', '.join(bundle)}",
            where=where,
            mend=f"declare which, as in dataset: {next(iter(bundle))}",
        )
    cube: Mapping[str, Any] = bundle[wanted] if len(bundle) > 1 else next(iter(bundle.values()))
    inside = cube["dimension"]
    return {
        **cube,
        **{key: inside[key] for key in ("id", "size", "role") if key in inside and key not in cube},
    }


def _roles(cube: Mapping[str, Any], usual: Columns) -> Columns:
    """Take the names of the dimensions of place and time from the file, where it tells them."""
    role = cube.get("role", {})
    told = {"territory": role.get("geo"), "period": role.get("time")} if isinstance(role, dict) else {}
    alone = {name: which[0] for name, which in told.items() if which and len(which) == 1}
    return usual.model_copy(update=alone)


def _error(error: Any, where: str) -> DataError:
    first = error[0] if isinstance(error, list) and error else error
    said = first if isinstance(first, dict) else {"label": first}
    label = written(said.get("label"))
    mend = "fetch it again"
    if "TOO_BIG" in label or said.get("status") == "413":
        mend = "ask for less with narrower filters, or fetch the whole data set as a bulk file"
    return DataError(f"an error answer of the publisher, not data: {label}", where=where, mend=mend)


def _part(cube: Mapping[str, Any], name: str, kind: type, where: str) -> Any:
    part = cube.get(name)
    if not isinstance(part, kind):
        raise DataError(f"no JSON-stat: '{name}' is missing or damaged", where=where, mend=AGAIN)
    return part


def _codes(cube: Mapping[str, Any], name: str, where: str) -> list[str]:
    """List the codes of a dimension in the order of the cube."""
    category = _part(_part(_part(cube, "dimension", dict, where), name, dict, where), "category", dict, where)
    index = category.get("index", category.get("label"))
    if isinstance(index, list):
        return [written(code) for code in index]
    if not isinstance(index, dict):
        raise DataError(f"the dimension '{name}' has no categories", where=where, mend=AGAIN)
    if "index" not in category:
        return [*index]
    place = {int(position): code for code, position in index.items() if written(position).isdecimal()}
    if sorted(place) != [*range(len(index))]:
        raise DataError(f"the categories of '{name}' have no clear order", where=where, mend=AGAIN)
    return [place[position] for position in range(len(index))]


def _given(cube: Mapping[str, Any], lengths: list[int], where: str) -> tuple[dict[int, tuple[str, str]], int]:
    """Value and status by place in the cube, where the file names either; and how many places there are."""
    sizes = [written(size) for size in _part(cube, "size", list, where)]
    if sizes != [str(length) for length in lengths]:
        told, found = " x ".join(sizes), " x ".join(map(str, lengths))
        raise DataError(f"a cube of {told}, whose dimensions have {found} codes", where=where, mend=AGAIN)
    size = prod(lengths)
    values = _placed(cube.get("value"), "value", size, where)
    status = cube.get(STATUS, {})
    if isinstance(status, str) or (isinstance(status, list) and len(status) == 1):
        status = dict.fromkeys(map(str, values), status if isinstance(status, str) else status[0])
    marks = _placed(status, STATUS, size, where)
    places = sorted({*values, *marks})
    return {at: (values.get(at, ""), flags_of(marks.get(at, ""))) for at in places}, size


def _placed(given: Any, name: str, size: int, where: str) -> dict[int, str]:
    if isinstance(given, list):
        given = {str(at): value for at, value in enumerate(given)}
        if len(given) != size:
            raise DataError(f"{len(given)} of '{name}' in a cube of {size}", where=where, mend=AGAIN)
    if not isinstance(given, dict):
        raise DataError(f"no JSON-stat: '{name}' is missing or damaged", where=where, mend=AGAIN)
    beyond = next((at for at in given if not (at.isdecimal() and int(at) < size)), None)
    if beyond is not None:
        raise DataError(f"place '{beyond}' of '{name}' in a cube of {size}", where=where, mend=AGAIN)
    return {int(at): written(value) for at, value in given.items()}


def _records(
    given: Mapping[int, tuple[str, str]], codes: Mapping[str, list[str]]
) -> Iterator[tuple[str, ...]]:
    """Yield the codes of each place, the last dimension running fastest, with its value and status."""
    backwards = [*codes.values()][::-1]
    for at, found in given.items():
        place = []
        for inside in backwards:
            at, position = divmod(at, len(inside))
            place.append(inside[position])
        yield *reversed(place), *found
