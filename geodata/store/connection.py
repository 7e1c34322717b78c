"""Connections whose failures are told in words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import InterfaceError, OperationalError, ProgrammingError, TimeoutError

from geodata.refusal import mend
from indicators.errors import StoreError


@contextmanager
def connection(engine: Engine) -> Iterator[Connection]:
    """Open one transaction: committed at a clean exit, rolled back otherwise.

    Raises
    ------
    StoreError
        Where the database is away, cut the statement off, or has no tables.
    """
    with _told(engine), engine.begin() as opened:
        yield opened


@contextmanager
def statement(engine: Engine) -> Iterator[Connection]:
    """Open for one statement, which needs no transaction around it: two ways to the server less.

    Raises
    ------
    StoreError
        As from `connection`.
    """
    with _told(engine), engine.connect() as opened:
        yield opened.execution_options(isolation_level="AUTOCOMMIT")


@contextmanager
def _told(engine: Engine) -> Iterator[None]:
    """Tell failures in words."""
    try:
        yield
    except (OperationalError, InterfaceError, psycopg.OperationalError) as error:
        raise _failure(engine, getattr(error, "orig", error)) from error
    except TimeoutError as error:
        what = "every connection to the database is in use"
        raise StoreError(what, where=_name(engine), mend="try again in a moment") from error
    except ProgrammingError as error:
        if not isinstance(error.orig, psycopg.errors.UndefinedTable):
            raise
        what = "the database has no tables"
        raise StoreError(what, where=_name(engine), mend="run: recovery db start") from error


def _failure(engine: Engine, cause: BaseException | None) -> StoreError:
    if isinstance(cause, psycopg.errors.QueryCanceled):
        return StoreError("the question took too long", where=_name(engine), mend="ask for less at once")
    if isinstance(cause, psycopg.errors.DeadlockDetected):
        what = "another program waited for what this one held, and was let through"
        return StoreError(what, where=_name(engine), mend="nothing was changed; run it again")
    if isinstance(cause, psycopg.errors.DiskFull):
        what = f"the disk of the database is full: {str(cause).strip()}"
        return StoreError(
            what, where=_name(engine), mend="nothing was changed; free some space and run it again"
        )
    said = str(cause).strip()
    return StoreError(f"the database does not answer: {said}", where=_name(engine), mend=mend(said))


def _name(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=True)
