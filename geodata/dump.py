"""A database in one file: a header of our own, which the file proves itself by, and what `pg_dump` writes."""

from __future__ import annotations

import hashlib
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO

from pydantic import BaseModel, ConfigDict, ValidationError
from sqlalchemy import URL, Engine, text

from geodata.database import address, connect
from geodata.migrations import revision_of
from geodata.postgres import find_client
from geodata.settings import Settings
from indicators.errors import StoreError

MAGIC = b"territorial-recovery dump 1\n"
HEADER_BYTES = 4096
BLOCK = 1 << 20
# The list of reference systems is PostGIS's own, and no owner of ours may write it.
OPTIONS = ("--format=custom", "--no-owner", "--no-acl", "--exclude-table-data=*.spatial_ref_sys")
ANOTHER = "give a file that `recovery db dump` wrote; nothing was changed"


class Header(BaseModel):
    """What a dump says of itself.

    Attributes
    ----------
    software, revision : str
        Which program wrote it, and the newest migration of its tables.
    postgres : int
        Major version of the server.
    observatories : mapping
        Observatory -> number of its current release.
    size, sha256
        Of all that follows the header.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    software: str
    revision: str
    postgres: int
    made_at: datetime
    observatories: dict[str, int]
    size: int
    sha256: str


def dump(settings: Settings, path: Path) -> Header:
    """Write the whole database, as of one moment, into a file; one that is there stays until that is whole.

    Raises
    ------
    StoreError
        Where the database is away, PostgreSQL's programs are missing or fail, or the file cannot be written.
    """
    owner = connect(settings, "owner")
    try:
        major, observatories = server_major(owner), _releases(owner)
        revision = revision_of(owner)
    finally:
        owner.dispose()
    program = find_client(major, "pg_dump")
    with _written_whole(path) as file:
        file.write(b" " * HEADER_BYTES)
        digest = hashlib.sha256()

        def keep(block: bytes) -> None:
            digest.update(block)
            file.write(block)

        run_client(program, address(settings, "owner"), *OPTIONS, take=keep)
        size, sha256 = file.tell() - HEADER_BYTES, digest.hexdigest()
        facts = {"software": version("territorial-recovery"), "made_at": datetime.now(UTC), "postgres": major}
        header = Header(**facts, revision=revision, observatories=observatories, size=size, sha256=sha256)
        file.seek(0)
        file.write((MAGIC + header.model_dump_json().encode()).ljust(HEADER_BYTES - 1) + b"\n")
    return header


def read_header(path: Path) -> Header:
    """Read what a dump says of itself, and see that all of it is there as it was written.

    Raises
    ------
    StoreError
        Where the file is none of ours, or of a newer kind, or cut short, or damaged.
    """
    try:
        with path.open("rb") as file:
            start = file.read(HEADER_BYTES)
            if not start.startswith(MAGIC):
                raise StoreError("this is not a dump of a recovery database", where=str(path), mend=ANOTHER)
            header = Header.model_validate_json(start[len(MAGIC) :])
            size, sha256 = _digest(file)
    except OSError as error:
        raise StoreError(f"it cannot be read: {error.strerror}", where=str(path), mend=ANOTHER) from error
    except ValidationError as error:
        raise StoreError("its header is damaged", where=str(path), mend=ANOTHER) from error
    if size != header.size:
        now = "cut short" if size < header.size else "longer than it was written"
        what = f"the dump is {now}: {size:,} of {header.size:,} bytes are there"
        raise StoreError(what, where=str(path), mend="copy it anew; nothing was changed")
    if sha256 != header.sha256:
        what = "the dump is damaged: its content is not what was written"
        raise StoreError(what, where=str(path), mend="copy it anew; nothing was changed")
    return header


def run_client(
    program: Path,
    url: URL,
    *arguments: str,
    stdin: IO[bytes] | None = None,
    take: Callable[[bytes], object] = len,
) -> None:
    """Run a program of PostgreSQL on a database; the password is not among its arguments, which all may read.

    Parameters
    ----------
    stdin : file, optional
        What it reads, from where the file stands.
    take : callable
        Given what it writes, in blocks.

    Raises
    ------
    StoreError
        Where it fails; carries what it said.
    """
    at = URL.create("postgresql", url.username, None, url.host, url.port, url.database, url.query)
    with subprocess.Popen(
        [program, f"--dbname={at.render_as_string()}", "--no-password", *arguments],
        env={**os.environ, "PGPASSWORD": str(url.password or ""), "LC_ALL": "C"},
        stdin=stdin or subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        while block := process.stdout.read(BLOCK):
            take(block)
        said = process.stderr.read().decode(errors="replace").strip()
    if process.returncode:
        where = url.render_as_string(hide_password=True)
        raise StoreError(f"{program.name} failed: {said}", where=where, mend="nothing was changed")


def server_major(engine: Engine) -> int:
    """Major version of the server."""
    with engine.connect() as connection:
        return int(connection.scalar(text("select current_setting('server_version_num')::int / 10000")) or 0)


def _releases(engine: Engine) -> dict[str, int]:
    query = "select o.code, r.number from observatory o join release r on r.id = o.current_release order by 1"
    with engine.connect() as connection:
        return {row.code: row.number for row in connection.execute(text(query))}


def _digest(file: IO[bytes]) -> tuple[int, str]:
    """Size and SHA-256 of what follows the header."""
    digest, size = hashlib.sha256(), 0
    file.seek(HEADER_BYTES)
    while block := file.read(BLOCK):
        digest.update(block)
        size += len(block)
    return size, digest.hexdigest()


@contextmanager
def _written_whole(path: Path) -> Iterator[IO[bytes]]:
    """Open a file that takes its name when it is complete and on the disk; only its owner may read it."""
    draft = ""
    try:
        number, draft = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(number, "w+b") as file:
            yield file
            file.flush()
            os.fsync(number)
        Path(draft).replace(path)
    except OSError as error:
        what = f"the dump cannot be written: {error.strerror}"
        raise StoreError(what, where=str(path), mend="make room, or name a folder that is there") from error
    finally:
        if draft:
            Path(draft).unlink(missing_ok=True)
