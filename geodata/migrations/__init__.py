"""Bring a database to the newest schema."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from indicators.errors import StoreError

LOCK = 0x5245434F56455259


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Apply every migration that the database does not have yet, all in one transaction.

    Two processes may call it at once: the second waits, and finds nothing left to do.

    Parameters
    ----------
    engine : Engine
        Connected as the owner.
    revision : str
        How far.

    Raises
    ------
    StoreError
        Where the role may not create tables, or PostGIS is missing and it may not create it.
    """
    config = _config()
    try:
        with engine.begin() as connection:
            connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": LOCK})
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
    except DBAPIError as error:
        raise StoreError(
            f"the tables could not be made: {error.orig}",
            where=engine.url.render_as_string(hide_password=True),
            mend="let an administrator run 'create extension postgis' and give the owner role the database",
        ) from error


def revision_of(engine: Engine) -> str:
    """Return the newest migration that a database has."""
    with engine.connect() as connection:
        return str(connection.scalar(text("select version_num from alembic_version")))


def revisions() -> tuple[str, ...]:
    """Return all migrations that this program knows, oldest first."""
    script = ScriptDirectory.from_config(_config())
    return tuple(step.revision for step in reversed([*script.walk_revisions()]))


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return config
