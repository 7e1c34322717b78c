"""Where everything lies in a package, and the checksums by which a change is found."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path, PurePosixPath

from indicators.errors import DataError

DESCRIPTOR = "datapackage.json"
DECLARATION = "declaration.json"
RECIPE = "recipe.yaml"
SUMS = "SHA256SUMS"
TABLES = (
    *("territories", "indicators", "shocks", "loads", "observations"),
    *("measures", "composites", "balance", "balance_scores"),
)
PROOFS = (SUMS, DESCRIPTOR)
_LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")


def table_path(table: str) -> str:
    """Return where the CSV of a table lies."""
    return f"data/{table}.csv"


def is_package(name: str) -> bool:
    """Tell whether a name is that of a folder that was exported, or of no observatory at all.

    Examples
    --------
    >>> is_package("ecuador"), is_package("./ecuador")
    (False, True)
    """
    folder = Path(name)
    return not re.fullmatch(r"[a-z][a-z0-9-]*", name) or any((folder / file).is_file() for file in PROOFS)


def files_in(folder: Path) -> list[str]:
    """Name every file of a package besides its checksums, sorted."""
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())
    return sorted(path for path in found if path != SUMS)


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_sums(folder: Path) -> str:
    """Write the checksums of every file, as `sha256sum --check` reads them; return the hash of that file."""
    lines = [f"{hash_file(folder / path)}  {path}\n" for path in files_in(folder)]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8", newline="\n")
    return hash_file(folder / SUMS)


def read_sums(folder: Path) -> dict[str, str]:
    """Read the checksums: path -> SHA-256.

    Raises
    ------
    DataError
        Where there are none, or not in their form.
    """
    where = folder / SUMS
    if folder.is_file():
        raise DataError(
            "it is a file, not a folder", where=str(folder), mend="unpack it, and name the folder"
        )
    if not where.is_file():
        mend = "name a folder that `recovery export` wrote, or export it again"
        raise DataError("there are no checksums", where=str(where), mend=mend)
    found = {}
    for number, line in enumerate(_lines(where), 1):
        match = _LINE.fullmatch(line)
        if match is None or not _inside(match[2]):
            what = "not a checksum and the path of a file of the package"
            raise DataError(what, where=f"{where}:{number}", mend="export it again")
        found[match[2]] = match[1]
    return found


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError as error:
        what = f"the checksums cannot be read: {error.strerror}"
        raise DataError(what, where=str(path), mend="look who may read it") from error


def _inside(path: str) -> bool:
    parts = PurePosixPath(path)
    return not parts.is_absolute() and ".." not in parts.parts


def find_changes(folder: Path) -> list[str]:
    """Say of every file that is gone, no longer what was exported, or beside it; nothing where all are whole.

    Raises
    ------
    DataError
        Where the checksums themselves cannot be read.
    """
    sums = read_sums(folder)
    found = {path: _change(folder / path, sha256) for path, sha256 in sums.items()}
    found |= {path: "it was not exported: move it elsewhere" for path in files_in(folder) if path not in sums}
    return [f"{path}: {change}" for path, change in found.items() if change]


def _change(file: Path, sha256: str) -> str:
    """Say what became of a file; nothing where it is whole."""
    try:
        found = hash_file(file)
    except FileNotFoundError:
        return "it is missing"
    except OSError as error:
        return f"it cannot be read: {error.strerror}"
    return (
        "" if found == sha256 else f"it was changed (SHA-256 {found[:16]}..., exported as {sha256[:16]}...)"
    )
