"""The three roles and what each may do."""

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError


def test_the_reader_reads_what_the_owner_makes(owner: Engine, reader: Engine) -> None:
    with owner.begin() as connection:
        connection.execute(text("CREATE TABLE seen AS SELECT 7 AS value"))
    with reader.connect() as connection:
        assert connection.scalar(text("SELECT value FROM seen")) == 7
    with owner.begin() as connection:
        connection.execute(text("DROP TABLE seen"))
