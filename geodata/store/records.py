"""What passes through the door besides frames: a load, what is known of the last one, and a release."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from geodata.observatory import Observatory

Kind = Literal["territories", "published", "derived"]
TERRITORIES, DERIVED = "territories", "derived"


@dataclass(frozen=True, kw_only=True)
class Load:
    """One run that brings one data set in.

    Attributes
    ----------
    data_set : str
        The declared id; ``territories`` and ``derived`` are the house's own.
    sha256 : str
        Of the raw bytes.
    fingerprint : str
        Of how they were read: a load is a repetition when both are those of the last one.
    rows_read, rows_out_of_scope : int
        Rows in the file, and those the declaration does not want. Loaded and rejected rows are counted
        when they are written.
    columns : tuple of str
        The file's own columns, in order, without those named after a period.
    """

    data_set: str
    kind: Kind
    sha256: str
    fingerprint: str
    indicator: str | None = None
    source: str = ""
    path: str = ""
    url: str = ""
    publisher: str = ""
    dataset: str = ""
    licence: str = ""
    retrieved_at: datetime | None = None
    rows_read: int = 0
    rows_out_of_scope: int = 0
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class LoadRecord:
    """The load behind a data set's present figures."""

    id: int
    sha256: str
    fingerprint: str
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Release:
    """What readers see: an observatory's figures and scores under one number.

    Attributes
    ----------
    number : int
        Counted from 1 within the observatory.
    software : str
        Version that computed the scores.
    load_high : int
        The highest load the release saw; every figure of it can be found again by this number.
    """

    observatory: str
    id: int
    number: int
    published_at: datetime
    software: str
    declaration: Observatory
    observatory_id: int
    load_high: int

    @property
    def identity(self) -> tuple[int, datetime]:
        """What no other release has: after a dump was restored, the next one may take a number again."""
        return self.id, self.published_at
