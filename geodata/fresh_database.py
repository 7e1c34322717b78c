"""A second database beside the one in use, to be filled and to take its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import URL, Connection, NullPool, create_engine, text
from sqlalchemy.exc import DBAPIError

from geodata.cluster import Cluster
from geodata.database import address
from geodata.roles import READING, private_schema, quote, reading_grants
from geodata.settings import Settings
from indicators.errors import StoreError

MAINTENANCE = "postgres"
"""The database in which nothing is kept: another can only be renamed from elsewhere."""
RIGHTS = "let the owner create databases (ALTER ROLE ... CREATEDB) and use the database postgres"
LET_GO = "stop whoever uses the database (recovery serve), and run it again"


class FreshDatabase:
    """An empty database of the same server, with the same roles and rights.

    On the private server, where nobody can connect as superuser, the server is stopped for the second that
    it takes to make the database, and again to exchange the two.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.owner = address(settings, "owner")
        self.name = str(self.owner.database)
        self.fresh, self.before = f"{self.name}_restored", f"{self.name}_before"

    @property
    def url(self) -> URL:
        """Where the owner finds it."""
        return self.owner.set(database=self.fresh)

    def make(self) -> None:
        """Make it; one that an earlier attempt left goes first.

        Raises
        ------
        StoreError
            Where the owner of a server of the user's own may not.
        """
        self.discard()
        if self.settings.private:
            owner, fresh = quote(str(self.owner.username)), quote(self.fresh)
            made = (f"CREATE DATABASE {fresh} OWNER {owner}", f"REVOKE ALL ON DATABASE {fresh} FROM PUBLIC")
            inside = (*private_schema(), *self._grants())
            Cluster(self.settings).administer((MAINTENANCE, made), (self.fresh, inside))
            return
        with self._told(RIGHTS), self._connected(self.name) as connection:
            like = connection.execute(
                text("select datcollate, datctype from pg_database where datname = current_database()")
            ).one()
            collate, kind = (value.replace("'", "''") for value in like)
            connection.exec_driver_sql(
                f"CREATE DATABASE {quote(self.fresh)} TEMPLATE template0 ENCODING 'UTF8' "
                f"LC_COLLATE '{collate}' LC_CTYPE '{kind}'"
            )
        with self._told("let an administrator install PostGIS"), self._connected(self.fresh) as connection:
            for statement in ("CREATE EXTENSION IF NOT EXISTS postgis", *self._grants()):
                connection.exec_driver_sql(statement)

    def take_place(self) -> None:
        """Give it the name of the one in use, which gets another, in one step.

        Raises
        ------
        StoreError
            Where others hold on to the one in use.
        """
        name, fresh, before = map(quote, (self.name, self.fresh, self.before))
        exchange = (f"ALTER DATABASE {name} RENAME TO {before}", f"ALTER DATABASE {fresh} RENAME TO {name}")
        if self.settings.private:
            Cluster(self.settings).administer((MAINTENANCE, ("BEGIN", *exchange, "COMMIT")))
            return
        with self._told(LET_GO), self._connected(MAINTENANCE) as connection:
            connection.execute(
                text("select pg_terminate_backend(pid) from pg_stat_activity where datname in (:a, :b)"),
                {"a": self.name, "b": self.fresh},
            )
            connection.exec_driver_sql("BEGIN")
            for statement in exchange:
                connection.exec_driver_sql(statement)
            connection.exec_driver_sql("COMMIT")

    def discard(self) -> None:
        """Delete whichever of the two is not in use."""
        with self._told(LET_GO), self._connected(self.name) as connection:
            for name in (self.fresh, self.before):
                connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {quote(name)} WITH (FORCE)")

    def _grants(self) -> Sequence[str]:
        owner = str(self.owner.username)
        roles = [str(address(self.settings, role).username) for role in READING]
        return [line for role in roles for line in reading_grants(self.fresh, owner, role)]

    @contextmanager
    def _connected(self, database: str) -> Iterator[Connection]:
        engine = create_engine(self.owner.set(database=database), poolclass=NullPool)
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            yield connection

    @contextmanager
    def _told(self, mend: str) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            where = self.owner.render_as_string(hide_password=True)
            raise StoreError(f"nothing was changed: {error.orig}", where=where, mend=mend) from error
