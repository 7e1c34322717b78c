"""Raw bytes kept by their hash before anything reads them, so that every figure can be traced to its file."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from geodata.blocks import unreadable
from indicators.errors import StoreError

CHUNK = 1 << 20


@dataclass(frozen=True)
class Snapshot:
    """A kept copy of a file, and its SHA-256, in hexadecimal."""

    path: Path
    sha256: str

    def prove(self) -> Path:
        """Return the path, of bytes that still are those that were hashed.

        Raises
        ------
        StoreError
            Where the kept copy was changed or damaged.
        """
        with _reading(self.path):
            if hash_of(self.path) == self.sha256:
                return self.path
        raise StoreError(
            "the kept copy of a file is damaged: its hash has changed",
            where=str(self.path),
            mend="delete it, and load again: it is copied anew",
        )


def hash_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def take(path: Path, home: Path) -> Snapshot:
    """Keep a file as ``snapshots/ab/abcd...``, whole or not at all; the same bytes are kept once.

    Parameters
    ----------
    home : Path
        RECOVERY_HOME.

    Raises
    ------
    DataError
        Where the file is not there or cannot be read.
    StoreError
        Where it cannot be kept: a full disk, a folder of somebody else.
    """
    folder = home / "snapshots"
    with _reading(path):
        sha256 = hash_of(path)
    kept = folder / sha256[:2] / sha256
    try:
        return Snapshot(kept, sha256) if kept.exists() else _keep(path, folder)
    except OSError as error:
        raise StoreError(
            f"the raw bytes cannot be kept: {error.strerror}",
            where=str(error.filename or kept),
            mend="nothing was changed; free some space, let this user write there, or set RECOVERY_HOME to a "
            "folder of your own",
        ) from error


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise unreadable(error, str(path)) from None


def _keep(path: Path, folder: Path) -> Snapshot:
    """Copy a file under the hash of what is copied, whatever becomes of it meanwhile."""
    folder.mkdir(parents=True, exist_ok=True)
    with path.open("rb") as given, tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
        try:
            digest = hashlib.sha256()
            for chunk in iter(lambda: given.read(CHUNK), b""):
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
            sha256 = digest.hexdigest()
            kept = folder / sha256[:2] / sha256
            kept.parent.mkdir(exist_ok=True)
            return Snapshot(Path(file.name).replace(kept), sha256)
        except OSError:
            Path(file.name).unlink(missing_ok=True)
            raise
