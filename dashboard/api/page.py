"""A page of rows as JSON."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pyarrow as pa

from dashboard.api.filters import Paged
from dashboard.api.formats.json_rows import json_rows
from geodata.store import Release


def write_page(release: Release, rows: pa.Table | pa.RecordBatch, following: str | None) -> bytes:
    """Write rows with what they are of; missing values are null, moments in ISO 8601.

    Parameters
    ----------
    following : str, optional
        Address of the next page.
    """
    head = {
        "observatory": release.observatory,
        "release": release.number,
        "published_at": release.published_at,
        "next": following,
    }
    pieces = [rows] if isinstance(rows, pa.RecordBatch) else rows.combine_chunks().to_batches()
    written = b"".join(map(json_rows, pieces)) or b"[]"
    return write_json(head)[:-1] + b',"rows":' + written + b"}"


def write_json(value: Any) -> bytes:
    """Write JSON as it is read, without blanks; every number so that it reads back equal."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_moment)
    return text.encode("utf-8")


def _moment(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")


def cut(rows: pa.Table, page: Paged) -> tuple[pa.Table, int | None]:
    """Return the rows of a page, and where the next one begins; None where nothing follows.

    Examples
    --------
    >>> rows, following = cut(pa.table({"a": [1, 2, 3]}), Paged(limit=2))
    >>> rows["a"].to_pylist(), following, cut(pa.table({"a": [1]}), Paged())[1]
    ([1, 2], 2, None)
    """
    end = page.offset + page.limit
    return rows.slice(page.offset, page.limit), end if end < rows.num_rows else None
