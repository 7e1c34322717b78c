"""Write a release into a folder, all of it or nothing."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

import pandas as pd
import pyarrow as pa
import pyogrio

from dashboard.api.formats import csv, geopackage, parquet
from dashboard.package.citation import citation_file
from dashboard.package.codebook import codebook_page, codes_table, columns_table
from dashboard.package.contents import Contents
from dashboard.package.descriptor import LICENCES, describe
from dashboard.package.readme import licences, readme
from geodata.codebook import Table, tables
from geodata.package.files import (
    DECLARATION,
    DESCRIPTOR,
    RECIPE,
    SUMS,
    TABLES,
    files_in,
    hash_file,
    read_sums,
    table_path,
    write_sums,
)
from geodata.spreadsheet import plain
from geodata.store import Reader, Release
from indicators.errors import RecoveryError

Tell = Callable[[str], None]
Write = Callable[[Iterable[pa.RecordBatch], Table], Iterator[bytes]]
PLACES = "boundaries/territories.gpkg"


def write_package(contents: Contents, folder: Path, tell: Tell) -> str:
    """Write every file of a package into an empty folder; return the SHA-256 of its checksums.

    The same release gives the same bytes again, with the same version of the program and its libraries.

    Parameters
    ----------
    tell : callable
        Is called with a few words before each step.
    """
    *_, last = write_files(contents, folder, tell)
    return hash_file(folder / last)


def write_files(contents: Contents, folder: Path, tell: Tell) -> Iterator[str]:
    """Write them one by one, and name each that is whole; the checksums are the last."""
    release = contents.release
    for name in TABLES:
        tell(name)
        for write, path in ((csv.write, table_path(name)), (parquet.write, f"parquet/{name}.parquet")):
            _write(write, contents.pieces(name), name, folder / path)
            yield path
    tell("boundaries")
    with _made_at(release):
        _write(geopackage.write, contents.places(), "territories", folder / PLACES)
    yield PLACES
    tell("descriptions")
    yield from _write_texts(folder, _texts(release, contents.loads))
    said = describe(release, folder, contents.loads)
    yield from _write_texts(folder, {DESCRIPTOR: json.dumps(said, indent=1, ensure_ascii=False) + "\n"})
    write_sums(folder)
    yield SUMS


def _texts(release: Release, loads: pd.DataFrame) -> dict[str, str]:
    """Write what is not a table: file -> text."""
    declared = release.declaration
    return {
        DECLARATION: declared.model_dump_json(indent=1) + "\n",
        RECIPE: declared.recipe.to_yaml(),
        "codebook.csv": _csv(columns_table()),
        "codes.csv": _csv(codes_table(declared)),
        "CODEBOOK.md": codebook_page(declared),
        "README.md": readme(release, loads),
        LICENCES: licences(release, loads),
        "CITATION.cff": citation_file(release, loads),
    }


def _csv(texts: pd.DataFrame) -> str:
    return texts.map(plain).to_csv(index=False, lineterminator="\n")


def _write_texts(folder: Path, texts: Mapping[str, str]) -> Iterator[str]:
    for path, text in texts.items():
        (folder / path).write_text(text, encoding="utf-8", newline="\n")
        yield path


def _write(write: Write, pieces: Iterable[pa.RecordBatch], name: str, path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("wb") as file:
        for block in write(pieces, tables()[name]):
            file.write(block)


@contextmanager
def _made_at(release: Release) -> Iterator[None]:
    """Let GDAL write the time of the release where it would write the present one."""
    moment = f"{release.published_at:%Y-%m-%dT%H:%M:%S.000Z}"
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": moment})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


def export(reader: Reader, release: Release, target: Path, tell: Tell) -> str:
    """Write a package beside its place, then move it there at once; return the SHA-256 of its checksums.

    Parameters
    ----------
    reader : Reader
        Of an engine connected as export.

    Raises
    ------
    RecoveryError
        Where the place holds anything else than an earlier export, or cannot be written.
    """
    target = target.resolve()
    _refuse_others(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        made = Path(mkdtemp(prefix=f".{target.name}-", dir=target.parent))
        try:
            fingerprint = write_package(Contents(reader, release), made, tell)
            made.chmod(0o755)
            _replace(made, target)
        finally:
            shutil.rmtree(made, ignore_errors=True)
    except OSError as error:
        what = f"it cannot be written: {error.strerror or error}"
        raise RecoveryError(what, where=str(error.filename or target), mend="name another folder") from error
    return fingerprint


def _refuse_others(target: Path) -> None:
    """Refuse a place that holds what no export wrote."""
    if not target.exists() or (target.is_dir() and not any(target.iterdir())):
        return
    mend = "name a new or empty folder, or one that an earlier export wrote"
    if not target.is_dir():
        raise RecoveryError("there is a file of this name", where=str(target), mend=mend)
    if not (target / SUMS).is_file():
        raise RecoveryError("the folder is not empty, and no earlier export", where=str(target), mend=mend)
    others = sorted(set(files_in(target)) - read_sums(target).keys())
    if others:
        named = ", ".join(others[:3]) + (" ..." if len(others) > 3 else "")
        what = f"beside an earlier export the folder holds {named}, which would be lost"
        raise RecoveryError(what, where=str(target), mend=f"move it away, or {mend}")


def _replace(made: Path, target: Path) -> None:
    """Put a finished folder in the place of an earlier one, which is taken away only afterwards."""
    if not target.exists():
        made.rename(target)
        return
    old = Path(mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    target.replace(old)
    try:
        made.rename(target)
    except OSError:
        old.replace(target)
        raise
    shutil.rmtree(old)
