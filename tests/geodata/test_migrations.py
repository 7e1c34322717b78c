"""The migrations make the tables that `tables.py` describes, once, whoever else is at it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import NullPool, create_engine, make_url, text

from geodata.cluster import Cluster
from geodata.migrations import upgrade
from geodata.tables import METADATA
from indicators.errors import StoreError


@pytest.fixture
def bare(settings, tmp_path):
    """Make engines on a running server without tables, by role."""
    cluster = Cluster(settings.model_copy(update={"home": tmp_path}))
    cluster.start()
    yield lambda role, **query: create_engine(
        make_url(cluster.url(role)).update_query_dict(query), poolclass=NullPool
    )
    cluster.reset()


def ours(_object, name, kind, reflected, _compare_to):
    """Leave out the tables of PostGIS and Alembic."""
    return not (kind == "table" and reflected and name in ("spatial_ref_sys", "alembic_version"))


def test_migrated_tables_are_those_described(owner):
    with owner.connect() as connection:
        options = {"include_object": ours, "compare_type": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, METADATA) == []


def test_several_at_once_make_the_tables_once(bare):
    with ThreadPoolExecutor() as pool:
        assert list(pool.map(upgrade, [bare("owner")] * 4)) == [None] * 4
    with bare("owner").connect() as connection:
        made = connection.scalars(text("select tablename from pg_tables where schemaname = 'public'"))
        assert {*METADATA.tables, "alembic_version"} <= set(made)


def test_role_that_may_not_make_tables_is_told(bare):
    reader = bare("reader", options="-cdefault_transaction_read_only=off")
    with pytest.raises(StoreError, match="tables could not be made: permission denied"):
        upgrade(reader)
