"""SDMX-ML 2.1 data messages, generic or structure-specific, through sdmx1."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import redirect_stdout
from typing import Any, NoReturn
from xml.parsers import expat

from etl.sources.records import flags_of
from indicators.errors import DataError

CONFIDENTIALITY = "CONF_STATUS"
STATUS = "OBS_STATUS"
DATA = ("GenericData", "StructureSpecificData", "GenericTimeSeriesData", "StructureSpecificTimeSeriesData")
MEND = "fetch the data, as SDMX-ML 2.1, SDMX-JSON or SDMX-CSV"
Record = dict[str, str]


class _Found(Exception):  # noqa: N818 - leaves the parser at the first element, no error
    """The name of the first element."""


def read_xml(raw: bytes, value: str, where: str) -> tuple[list[str], list[Record]]:
    """Read a data message; see `sdmx_json.read_json` for what is returned.

    A document type is refused before anything else is read: it could name other files, or entities that
    grow without end.

    Raises
    ------
    DataError
        Where it is a structure or an error message, is damaged, or holds no data.
    """
    kind = message_kind(raw, where)
    if kind == "Error":
        raise DataError(f"an error answer of the publisher: {_said(raw)}", where=where, mend="fetch it again")
    if kind not in DATA:
        raise DataError(f"an SDMX-ML {kind} message, which holds no figures", where=where, mend=MEND)
    dimensions: dict[str, None] = {}
    records = []
    for observation in _observations(raw, where):
        key = {part.id: str(part.value) for part in observation.key.values.values()}
        dimensions |= dict.fromkeys(key)
        marks = observation.attrib
        status = "|".join(
            str(marks[name].value) if name in marks else "" for name in (STATUS, CONFIDENTIALITY)
        )
        figure = "" if observation.value is None else str(observation.value)
        records.append({**key, value: "" if figure == "NaN" else figure, STATUS: flags_of(status)})
    return [*dimensions], records


def message_kind(raw: bytes, where: str) -> str:
    """Name the first element of an XML file.

    Raises
    ------
    DataError
        Where it is no XML, or declares a document type.

    Examples
    --------
    >>> message_kind(b"<m:Structure xmlns:m='http://example.org'/>", "a.xml")
    'Structure'
    """
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = lambda *_: _refuse(where)
    parser.StartElementHandler = _leave
    try:
        parser.Parse(raw, True)
    except _Found as found:
        return str(found).rpartition(":")[2]
    except expat.ExpatError as error:
        raise DataError(f"not XML: {error}", where=where, mend=MEND) from None
    raise DataError("not XML: no element", where=where, mend=MEND)


def _leave(name: str, _attributes: Any) -> NoReturn:
    raise _Found(name)


def _refuse(where: str) -> NoReturn:
    raise DataError(
        "XML with a document type of its own, which no publisher of SDMX writes",
        where=where,
        mend="do not use the file; fetch it from the publisher",
    )


def _observations(raw: bytes, where: str) -> Iterator[Any]:
    import sdmx  # takes half a second: only those who read SDMX-ML wait for it

    logging.getLogger("sdmx").setLevel(logging.CRITICAL)  # it tells of every structure that it was not given
    try:
        with redirect_stdout(io.StringIO()):  # where it fails, it prints what it was reading
            message: Any = sdmx.read_sdmx(io.BytesIO(raw))
    except (sdmx.exceptions.XMLParseError, RuntimeError, ValueError) as error:
        cause = error.__cause__ or error
        raise DataError(f"damaged SDMX-ML: {cause}", where=where, mend="fetch it again") from None
    if not any(part.obs for part in message.data) and message.footer:
        said = " ".join(str(text) for text in message.footer.text)
        raise DataError(f"no figures, but an answer of the publisher: {said}", where=where, mend=MEND)
    for part in message.data:
        yield from part.obs


def _said(raw: bytes) -> str:
    """Take the texts of an error message, which sdmx1 does not read."""
    words: list[str] = []
    parser = expat.ParserCreate()
    parser.CharacterDataHandler = words.append
    parser.Parse(raw, True)
    return " ".join("".join(words).split())
