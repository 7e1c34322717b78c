"""Raw bytes kept by their hash before anything reads them, so that every figure can be traced to its file."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from indicators.errors import DataError


@dataclass(frozen=True)
class Snapshot:
    """The bytes of one file and their SHA-256, in hexadecimal."""

    raw: bytes
    sha256: str


def read(path: Path) -> Snapshot:
    """Read a file once; what is hashed is what is kept and what is read.

    Raises
    ------
    DataError
        Where the file is not there or cannot be read.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise DataError(
            f"the file cannot be read: {error.strerror}",
            where=str(path),
            mend="correct the path in the declaration, or name the folder with --from",
        ) from None
    return Snapshot(raw, hashlib.sha256(raw).hexdigest())


def keep(snapshot: Snapshot, home: Path) -> Path:
    """Keep the bytes as ``snapshots/ab/abcd...``, whole or not at all; the same bytes are kept once.

    Parameters
    ----------
    home : Path
        RECOVERY_HOME.

    Returns
    -------
    Path
        Where the bytes lie.

    Raises
    ------
    DataError
        Where they cannot be written: a full disk, a folder of somebody else.
    """
    kept = home / "snapshots" / snapshot.sha256[:2] / snapshot.sha256
    if not kept.exists():
        try:
            kept.parent.mkdir(parents=True, exist_ok=True)
            _write(snapshot.raw, kept)
        except OSError as error:
            raise DataError(
                f"the raw bytes cannot be kept: {error.strerror}",
                where=str(kept.parent),
                mend="nothing was changed; free some space, or let this user write there, and run it again",
            ) from None
    return kept


def _write(raw: bytes, path: Path) -> None:
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        try:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            Path(file.name).unlink()
            raise
    Path(file.name).replace(path)
