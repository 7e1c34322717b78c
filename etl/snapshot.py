"""Raw bytes kept by their hash before anything reads them, so that every figure can be traced to its file."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from geodata.text import read_bytes
from indicators.errors import StoreError


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
    raw = read_bytes(path)
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
    StoreError
        Where they cannot be written: a full disk, a folder of somebody else.
    """
    kept = home / "snapshots" / snapshot.sha256[:2] / snapshot.sha256
    try:
        if not kept.exists():
            kept.parent.mkdir(parents=True, exist_ok=True)
            _write(snapshot.raw, kept)
    except OSError as error:
        raise StoreError(
            f"the raw bytes cannot be kept: {error.strerror}",
            where=str(error.filename or kept),
            mend="nothing was changed; free some space, let this user write there, or set RECOVERY_HOME to a "
            "folder of your own",
        ) from error
    return kept


def _write(raw: bytes, kept: Path) -> None:
    with tempfile.NamedTemporaryFile(dir=kept.parent, delete=False) as file:
        try:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
            Path(file.name).replace(kept)
        except OSError:
            Path(file.name).unlink(missing_ok=True)
            raise
