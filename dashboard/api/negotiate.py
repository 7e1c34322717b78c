"""Which format an answer has: what `?format=` says, or else what the caller accepts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.api.refusals import NotAcceptableError
from geodata.lookup import nearest

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True)
class Format:
    """A format of an answer.

    Attributes
    ----------
    name : str
        As `?format=` calls it.
    media_type : str
        As `Accept` and `Content-Type` call it.
    ending : str
        Of a file.
    """

    name: str
    media_type: str
    ending: str

    @property
    def content_type(self) -> str:
        """What stands in the header of the answer: a text says how it is encoded."""
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type


JSON = Format("json", "application/json", "json")
CSV = Format("csv", "text/csv", "csv")
PARQUET = Format("parquet", "application/vnd.apache.parquet", "parquet")
XLSX = Format("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx")
GEOJSON = Format("geojson", "application/geo+json", "geojson")
GEOPACKAGE = Format("gpkg", "application/geopackage+sqlite3", "gpkg")
# There is no media type of its own: whoever accepts Parquet gets the plain one.
GEOPARQUET = Format("geoparquet", "application/vnd.apache.parquet", "parquet")
ZIP = Format("zip", "application/zip", "zip")
SDMX_CSV = Format("sdmx-csv", "application/vnd.sdmx.data+csv;version=2.0.0", "csv")

TABULAR = (JSON, CSV, PARQUET, XLSX)
SPATIAL = (GEOJSON, GEOPACKAGE, GEOPARQUET)


def negotiate(accept: str, asked: str | None, offered: Sequence[Format]) -> Format:
    """Choose the format of an answer; the first that is offered, for whoever takes anything.

    Parameters
    ----------
    accept : str
        The header; empty where there is none.
    asked : str, optional
        A name, which goes before the header.

    Raises
    ------
    NotAcceptableError
        Naming the formats there are.

    Examples
    --------
    >>> negotiate("text/csv;q=0.9, application/json;q=0.5", None, TABULAR).name
    'csv'
    >>> negotiate("text/html, */*;q=0.1", None, TABULAR).name
    'json'
    """
    if asked is not None:
        named = {one.name: one for one in offered}
        if asked not in named:
            raise NotAcceptableError(f"there is no format '{asked}' here", mend=nearest(asked, [*named]))
        return named[asked]
    wanted = _ranges(accept)
    best = max(offered, key=lambda one: _quality(one, wanted))
    if not _quality(best, wanted):
        known = ", ".join(dict.fromkeys(one.media_type for one in offered))
        raise NotAcceptableError(f"none of '{accept[:200]}' is offered here", mend=f"known: {known}")
    return best


def accepts(accept: str, coding: str) -> bool:
    """Tell whether a content coding is named by `Accept-Encoding`, and wanted.

    Examples
    --------
    >>> accepts("gzip, br", "gzip"), accepts("gzip;q=0, br", "gzip"), accepts("", "gzip")
    (True, False, False)
    """
    return any(named == coding and quality for named, quality in _ranges(accept))


def _ranges(accept: str) -> list[tuple[str, float]]:
    """Take a header apart: each range, with its version if it names one, and its quality."""
    found = []
    for part in accept.split(",") if accept.strip() else ["*/*"]:
        named, *parameters = ("".join(piece.split()).lower() for piece in part.split(";"))
        told = dict(piece.replace('"', "").partition("=")[::2] for piece in parameters)
        version = f";version={told['version']}" if "version" in told else ""
        found.append((named + version, _number(told.get("q", "1"))))
    return found


def _number(quality: str) -> float:
    return float(quality) if re.fullmatch(r"[01](\.\d{0,3})?", quality) else 0.0


def _quality(offered: Format, wanted: Sequence[tuple[str, float]]) -> float:
    """Tell how much a format is wanted: the most exact range that fits it decides (RFC 9110, 12.5.1)."""
    media = offered.media_type.partition(";")[0]
    for fits in (offered.media_type, media, f"{media.partition('/')[0]}/*", "*/*"):
        here = [quality for range_, quality in wanted if range_ == fits]
        if here:
            return max(here)
    return 0.0


def disposition(*parts: object, ending: str) -> str:
    """Write a Content-Disposition whose file name holds nothing that a header or a file system minds.

    Examples
    --------
    >>> disposition("ecuador", "x/../é", 3, ending="csv")
    'attachment; filename="ecuador-x_.._-3.csv"'
    """
    name = "-".join(_UNSAFE.sub("_", str(part)) for part in parts)[:120]
    return f'attachment; filename="{name}.{ending}"'
