"""Engines for the three roles, on the private database or on a PostGIS server of the user's own."""

from __future__ import annotations

import os
import time
import weakref

from sqlalchemy import URL, Engine, create_engine, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError

from geodata.cluster import Cluster
from geodata.migrations import LOCK, upgrade
from geodata.refusal import mend
from geodata.roles import LIMITS, READING, Role, reading_role, restored_role, role_name, role_password
from geodata.settings import Settings
from indicators.errors import StoreError

# Connections that stay, those more at most, and how long one waits for a free one, in seconds.
POOLS = {"owner": (2, 2, 10.0), "reader": (6, 6, 5.0), "export": (2, 0, 2.0)}
CONNECT_S = 10
BEFORE = {"user", "password", "dbname", "sslpassword"}  # what may not stand behind the ? of an address
DYING_S = 0.5


def connect(settings: Settings, role: Role = "reader") -> Engine:
    """Return an engine for one role, on a database that is there, up to date and reachable.

    Starts the private database where no address is set, makes the two reading roles on a server of the
    user's own, and applies missing migrations, as the owner, wherever the owner's address is known.

    Parameters
    ----------
    settings : Settings
        Which database.
    role : {"owner", "reader", "export"}
        ``reader`` for pages; ``export`` for long downloads, two connections at most; ``owner`` for writing.

    Raises
    ------
    StoreError
        Where the database cannot be started or reached, the address is unusable, or a role is missing.
    """
    if settings.private or settings.database_url:
        owner = _open_owner(settings)
        try:
            _prepare(owner, settings)
        except StoreError:
            owner.dispose()
            raise
        if role == "owner":
            return owner
        owner.dispose()
    return _open(address(settings, role), role)


def address(settings: Settings, role: Role) -> URL:
    """Return the address of the database for one role.

    Raises
    ------
    StoreError
        Where it is unusable, or cannot be told from the settings.
    """
    if settings.private:
        return _parse(Cluster(settings).url(role), "the private database")
    variable = "RECOVERY_DATABASE_URL" if role == "owner" else f"RECOVERY_{role.upper()}_URL"
    given = settings.database_url if role == "owner" else getattr(settings, f"{role}_url")
    if given:
        return _parse(given, variable)
    if not settings.database_url:
        raise StoreError(f"the {role}'s address is not known", mend=f"set {variable}")
    owner = _parse(settings.database_url, "RECOVERY_DATABASE_URL")
    if not (owner.password and owner.database):
        raise StoreError(
            f"the {role}'s address cannot be derived from one without password and database",
            where="RECOVERY_DATABASE_URL",
            mend=f"give both there, or set {variable} to a role that may only SELECT",
        )
    return owner.set(
        username=role_name(owner.database, role), password=role_password(str(owner.password), role)
    )


def _parse(given: str, where: str) -> URL:
    try:
        url = make_url(given)
    except (ArgumentError, ValueError):  # the second for a port that is no number
        url = None
    if url is None or url.get_backend_name() not in ("postgresql", "postgres"):
        raise StoreError(
            "not the address of a PostgreSQL database",
            where=where,
            mend="write postgresql://user:password@host:5432/database",
        )
    misplaced = sorted(BEFORE & url.query.keys())
    if misplaced:  # messages would tell a password there, and a reader's address still be the owner's
        what = f"{', '.join(misplaced)} stands behind the ?"
        raise StoreError(what, where=where, mend="write postgresql://user:password@host:5432/database")
    if "@" in (url.host or ""):  # the end of a password, which no message may tell
        raise StoreError("the host holds an @", where=where, mend="write an @ in a password as %40")
    return url.set(drivername="postgresql+psycopg")


def _open_owner(settings: Settings) -> Engine:
    """Open the owner's engine; start the private server, twice where it was killed just before we looked."""
    if settings.private:
        Cluster(settings).start()
        try:
            return _open(address(settings, "owner"), "owner")
        except StoreError:
            time.sleep(DYING_S)
            Cluster(settings).start()
    return _open(address(settings, "owner"), "owner")


def _open(url: URL, role: Role) -> Engine:
    """Make an engine and try it once, so that a wrong address is told here and not on a page."""
    size, overflow, wait_s = POOLS[role]
    engine = create_engine(
        url,
        pool_pre_ping=True,
        pool_size=size,
        max_overflow=overflow,
        pool_timeout=wait_s,
        connect_args={
            "connect_timeout": CONNECT_S,
            "application_name": f"recovery {role}",
            "options": _options(url, role),
        },
    )
    _survive_forks(engine)
    try:
        with engine.connect():
            return engine
    except DBAPIError as error:
        engine.dispose()
        raise StoreError(
            f"the database does not let the {role} in: {error.orig}",
            where=url.render_as_string(hide_password=True),
            mend=mend(str(error.orig)),
        ) from error


def _survive_forks(engine: Engine) -> None:
    """Close what the pool holds before a fork: parent and child must not speak on one connection."""
    known = weakref.ref(engine)

    def rest() -> None:
        if (found := known()) is not None:
            found.dispose()

    os.register_at_fork(before=rest)


def _options(url: URL, role: Role) -> str:
    """The limits that a connection brings along, whatever the role was told to forget."""
    given = url.query.get("options", "")
    limits = LIMITS[role].parameters if role != "owner" else {}
    options = [given] if isinstance(given, str) else [*given]
    return " ".join([*options, *(f"-c {key}={value}" for key, value in limits.items())]).strip()


def _prepare(owner: Engine, settings: Settings) -> None:
    """Make the tables, and on a server of the user's own the reading roles."""
    for role in READING:
        if not (settings.private or getattr(settings, f"{role}_url")):
            _prepare_role(owner, address(settings, role), role)
    upgrade(owner)


def _prepare_role(owner: Engine, url: URL, role: Role) -> None:
    """Make a reading role that is not there; give one that is there its password and limits back."""
    name, database, password = str(url.username), str(url.database), str(url.password)
    variable = f"RECOVERY_{role.upper()}_URL"
    try:
        with owner.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
            there = text("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = :name)")
            may = text("SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user")
            if not connection.scalar(there, {"name": name}):
                statements = reading_role(database, str(owner.url.username), role, password)
            else:
                statements = restored_role(database, role, password) if connection.scalar(may) else ()
            for statement in statements:
                connection.exec_driver_sql(statement)
    except DBAPIError as error:
        raise StoreError(
            f"the role {name} cannot be made: {error.orig}",
            where=owner.url.render_as_string(hide_password=True),
            mend=f"give the owner CREATEROLE, or set {variable} to a role that may only SELECT",
        ) from error
