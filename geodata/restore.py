"""A dump becomes the database: filled and tried beside the one in use, which then gives way in one step."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.exc import DBAPIError

from geodata.database import connect
from geodata.dump import HEADER_BYTES, Header, read_header, run_client, server_major
from geodata.fresh_database import FreshDatabase
from geodata.migrations import revisions, upgrade
from geodata.postgres import find_client
from geodata.settings import Settings
from geodata.store import Reader
from indicators.errors import StoreError


def restore(settings: Settings, path: Path) -> Header:
    """Put what a dump holds in the place of what is there, brought to the newest tables.

    Until all of it is in and was read, nothing that is there is touched, and readers go on seeing it.

    Raises
    ------
    StoreError
        Where the file is no whole dump, or of a newer program or server, or cannot be put in.
    """
    header = read_header(path)
    owner = connect(settings, "owner")
    try:
        major = server_major(owner)
    finally:
        owner.dispose()
    _require_older(header, path, major)
    fresh = FreshDatabase(settings)
    fresh.make()
    try:
        with path.open("rb") as file:
            file.seek(HEADER_BYTES)
            run_client(
                find_client(major, "pg_restore"),
                fresh.url,
                *("--exit-on-error", "--single-transaction", "--no-owner", "--no-acl", "--no-comments"),
                stdin=file,
            )
        _prove(fresh, header, path)
        fresh.take_place()
    finally:
        fresh.discard()
    return header


def _require_older(header: Header, path: Path, major: int) -> None:
    """Refuse what this program or server does not know yet."""
    if header.revision not in revisions():
        raise StoreError(
            f"the dump was written by a newer program ({header.software}, tables of {header.revision})",
            where=str(path),
            mend="bring this program up to date; nothing was changed",
        )
    if header.postgres > major:
        raise StoreError(
            f"the dump comes from PostgreSQL {header.postgres}, and this server is of version {major}",
            where=str(path),
            mend=f"restore it into a server of version {header.postgres} or later; nothing was changed",
        )


def _prove(fresh: FreshDatabase, header: Header, path: Path) -> None:
    """Bring the tables up to date and read every current release; only then may it take the place."""
    engine = create_engine(fresh.url, poolclass=NullPool)
    upgrade(engine)
    reader = Reader(engine)
    found = {name: reader.release(name).number for name in reader.observatories()}
    if found != header.observatories:
        what = f"the dump holds {found} and should hold {header.observatories}"
        raise StoreError(what, where=str(path), mend="nothing was changed")
    try:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("analyze"))
    except DBAPIError as error:
        raise StoreError(f"the figures cannot be read: {error.orig}", where=str(path)) from error
