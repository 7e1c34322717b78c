"""A failing database is told in words: what failed, where, what to do."""

import pytest
from sqlalchemy import QueuePool, create_engine, text
from sqlalchemy.exc import ProgrammingError

from geodata.store.connection import connection
from indicators.errors import StoreError


def test_question_that_takes_too_long_is_told(reader):
    with pytest.raises(StoreError, match="took too long"), connection(reader) as opened:
        opened.execute(text("set local statement_timeout = 20"))
        opened.execute(text("select pg_sleep(10)"))


def test_exhausted_pool_is_told(reader):
    narrow = create_engine(reader.url, poolclass=QueuePool, pool_size=1, max_overflow=0, pool_timeout=0.05)
    with narrow.connect(), pytest.raises(StoreError, match="in use"), connection(narrow):
        pass
    narrow.dispose()


def test_server_that_ends_the_connection_is_told(owner):
    with pytest.raises(StoreError, match="does not answer"), connection(owner) as opened:
        opened.execute(text("select pg_terminate_backend(pg_backend_pid())"))


def test_reader_may_not_write(reader):
    with pytest.raises(ProgrammingError, match="permission denied"), connection(reader) as opened:
        opened.execute(text("set transaction read write"))
        opened.execute(text("delete from observation"))


def test_wrong_statement_is_not_hidden(reader):
    with pytest.raises(ProgrammingError, match="syntax error"), connection(reader) as opened:
        opened.execute(text("selekt 1"))
