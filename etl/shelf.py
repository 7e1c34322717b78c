"""What was fetched from each address, and what is half fetched, each under the hash of its address."""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from pydantic import BaseModel, ConfigDict, ValidationError

TRUSTED_FOR = timedelta(days=7)


class Record(BaseModel):
    """What an address gave, and when.

    Attributes
    ----------
    etag, last_modified : str
        As the server sent them, to ask whether anything changed.
    sha256 : str
        Of the bytes, in hexadecimal; empty for a file that is half fetched.
    retrieved_at : datetime
        When the server last sent the whole file: its word that nothing changed is taken for a week.
    trusted : bool
        False once the server sent other bytes under the same ETag.
    """

    model_config = ConfigDict(frozen=True)

    url: str
    etag: str = ""
    last_modified: str = ""
    sha256: str = ""
    retrieved_at: datetime
    trusted: bool = True

    @property
    def validator(self) -> str:
        """What proves that a half-fetched file is still the same; a weak ETag does not."""
        return self.etag if self.etag and not self.etag.startswith("W/") else self.last_modified


class Shelf:
    """The place of one address under ``RECOVERY_HOME/fetched``.

    Attributes
    ----------
    file : Path
        The bytes under the file's own name, once they are whole.
    part : Path
        The bytes that have come so far.
    """

    def __init__(self, home: Path, url: str) -> None:
        self.folder = home / "fetched" / hashlib.sha256(url.encode()).hexdigest()[:32]
        self.file = self.folder / _name(url)
        self.part = self.folder / ".part"
        self._record, self._begun = self.folder / ".record.json", self.folder / ".part.json"

    @contextmanager
    def held(self) -> Iterator[None]:
        """Let one process at a time fetch this address."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / ".lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    @property
    def record(self) -> Record | None:
        """What lies here, or None; also where the bytes are not those that were recorded."""
        known = _read(self._record)
        if known is None or not self.file.is_file():
            return None
        with self.file.open("rb") as file:
            same = hashlib.file_digest(file, "sha256").hexdigest() == known.sha256
        return known if same else None

    @property
    def begun(self) -> Record | None:
        """What the half-fetched file is a part of, or None."""
        return _read(self._begun) if self.part.is_file() else None

    def begin(self, record: Record) -> None:
        """Note what the bytes that follow are a part of, and drop those of before."""
        self.part.write_bytes(b"")
        _write(self._begun, record)

    def finish(self, record: Record) -> None:
        """Put the whole file in its place; what was there is replaced at once."""
        self.part.replace(self.file)
        self.keep(record)
        self._begun.unlink(missing_ok=True)

    def keep(self, record: Record) -> None:
        """Note what lies here."""
        _write(self._record, record)

    def drop(self) -> None:
        """Forget the half-fetched file."""
        self.part.unlink(missing_ok=True)
        self._begun.unlink(missing_ok=True)


def is_trusted(record: Record) -> bool:
    """Tell whether the server's word that nothing changed may still be taken."""
    return record.trusted and datetime.now(UTC) - record.retrieved_at < TRUSTED_FOR


def _name(url: str) -> str:
    """Name the file as its address does; a folder or a query gives a name of the house.

    >>> _name("https://example.org/a/jobs%202023.csv?x=1"), _name("https://example.org/..%2f..%2fetc/")
    ('jobs 2023.csv', 'etc')
    """
    name = PurePosixPath(unquote(urlsplit(url).path).replace("\\", "/")).name
    return name.lstrip(".")[-100:] if name.lstrip(".") else "file"


def _read(path: Path) -> Record | None:
    try:
        return Record.model_validate_json(path.read_bytes())
    except (FileNotFoundError, ValidationError):  # none yet, or of another version: as if never fetched
        return None


def _write(path: Path, record: Record) -> None:
    new = path.with_suffix(".new")
    with new.open("w", encoding="utf-8") as file:
        file.write(record.model_dump_json(indent=1))
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
