"""Connections whose failures are told in words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import InterfaceError, OperationalError, ProgrammingError, TimeoutError

from indicators.errors import StoreError


@contextmanager
def connection(engine: Engine) -> Iterator[Connection]:
    """Open one transaction: committed at a clean exit, rolled back otherwise.

    Raises
    ------
    StoreError
        Where the database is away, cut the statement off, or has no tables.
    """
    try:
        with engine.begin() as opened:
            yield opened
    except (OperationalError, InterfaceError, psycopg.OperationalError) as error:
        raise _away(engine, str(getattr(error, "orig", error))) from error
    except TimeoutError as error:
        raise _away(engine, "every connection is in use") from error
    except ProgrammingError as error:
        if not isinstance(error.orig, psycopg.errors.UndefinedTable):
            raise
        raise StoreError(
            "the database has no tables", where=_name(engine), mend="run: recovery db start"
        ) from error


def _away(engine: Engine, why: str) -> StoreError:
    return StoreError(
        f"the database does not answer: {why.strip()}",
        where=_name(engine),
        mend="see whether it runs with: recovery db status",
    )


def _name(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=True)
