"""The migrations make the tables that `tables.py` describes, once, whoever else is at it."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from geopandas import GeoDataFrame
from shapely import MultiPolygon, Polygon
from sqlalchemy import NullPool, create_engine, make_url, text
from sqlalchemy.exc import IntegrityError

from geodata import migrations
from geodata.cluster import Cluster
from geodata.migrations import revisions, upgrade
from geodata.store.versions import replace_territories
from geodata.tables import METADATA
from indicators.errors import StoreError
from tests.geodata.earlier import fill
from tests.geodata.store.squares import squares_desk


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


BEFORE_FATES = """
insert into observatory (code) values ('old');
insert into data_set (observatory, code) values (1, 'territories');
insert into load (observatory, data_set, kind, source, path, url, publisher, dataset, licence, sha256,
    fingerprint, rows_read, rows_loaded, rows_rejected, rows_out_of_scope)
values (1, 1, 'territories', '', '', '', '', '', '', '', '', 1, 1, 0, 0);
insert into territory (observatory, hierarchy_version, code) values (1, '2010', '01');
insert into territory_version (territory, level, names, role_derived, enclave, geom, load_from)
values (1, 'district', '{"en": "Hill"}', false, false,
    'SRID=4326;MULTIPOLYGON(((0 0, 1 0, 1 1, 0 0)))', 1);
"""


def test_territories_that_were_there_keep_their_place_and_have_no_fate(bare):
    config = Config()
    config.set_main_option("script_location", migrations.__path__[0])
    with bare("owner").begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
        connection.execute(text(BEFORE_FATES))
    upgrade(bare("owner"))
    with bare("owner").connect() as connection:
        [row] = connection.execute(text("select * from territory_version")).mappings()
    assert (row["level"], row["name_en"], row["name_local"], row["fate"]) == ("district", "Hill", None, "")


def test_territories_that_were_there_are_not_changed_by_being_written_again(bare):
    engine = bare("owner")
    upgrade(engine, "0004")
    with engine.begin() as connection:
        connection.execute(text(BEFORE_FATES))
        connection.execute(text("update territory_version set extent = '{0, 0, 1, 1}', area_km2 = 0.1"))
    upgrade(engine)
    row = {"level": "district", "parent": None, "name_en": "Hill", "name_es": "", "name_fr": None, "fate": ""}
    row |= {"role": None, "role_derived": False, "enclave": False, "area_km2": 0.1, "version": "2010"}
    row |= {"name_local": None, "west": 0.0, "south": 0.0, "east": 1.0, "north": 1.0, "territory": "01"}
    shape = MultiPolygon([Polygon([(0, 0), (1, 0), (1, 1)])])
    frame = GeoDataFrame([row], geometry=[shape], crs=4326)
    with engine.begin() as connection:
        assert replace_territories(connection, frame, 1, 2) == 0
        assert replace_territories(connection, frame.assign(geometry=[None]), 1, 3) == 1
        found = connection.execute(text("select load_from, load_to from territory_version order by 1")).all()
    assert [tuple(versions) for versions in found] == [(1, 3), (3, None)]


def test_figures_are_kept_and_files_with_estimates_read_again(bare):
    engine = bare("owner")
    upgrade(engine, "0002")
    with engine.begin() as connection:
        connection.execute(text(FIGURES))
    upgrade(engine)
    with engine.connect() as connection:
        kept = connection.execute(text("select value, load_to from observation order by value")).all()
        assert kept == [(1.0, 2), (2.0, None)]
        again = connection.scalars(text("select fingerprint from load order by id"))
        assert again.all() == ["f", "", "f", "f"]
        with pytest.raises(IntegrityError, match="observation_once"):
            connection.execute(
                text("insert into observation select * from observation where load_to is null")
            )


@pytest.mark.parametrize("revision", revisions())
def test_whatever_an_earlier_program_stored_is_read_and_written_on(bare, squares, revision):
    owner = bare("owner")
    upgrade(owner, revision)
    with owner.begin() as connection:
        fill(connection, revision, squares)
    upgrade(owner)
    desk = squares_desk(owner, bare("reader"))
    first, second = desk.read.release("squares", 1), desk.read.release("squares")
    key = ("sheep", "02", "2020", "total")
    assert (desk.seen(first)[key], desk.seen(second)[key]) == ((2.5, ""), (9.0, ""))
    assert desk.read.measures(second)["score"].tolist() == [60.0]
    assert desk.read.measures(first)["marks"].tolist() == [""]
    assert desk.read.composites(second)["parts"].tolist() == ["sheep:recovery"]
    assert desk.read.loads(second)["path"].tolist().count("new.csv") == 1
    assert desk.read.loads(first)["path"].tolist().count("old.csv") == 1
    assert desk.read.rejects("squares")["content"].tolist() == ["03;x"]
    assert desk.read.checks("squares")["message"].tolist() == ["odd"] * (revision >= "0002")
    places = desk.read.territories(second).set_index("territory")
    assert places["name_es"].to_dict() == {"01": "Hill", "02": "Île"}
    assert set(places["fate"]) == {""}
    assert len(json.loads(desk.read.geometry(second, "province"))["features"]) == 2

    newest = desk.release(sheep=[("sheep", "01", "2020", "total", 1.5, "p"), (*key, 10.0)])
    assert newest.number == 3
    assert desk.seen(newest)[key] == (10.0, "")
    assert desk.seen(second)[key] == (9.0, "")


LOAD = """
insert into load (observatory, data_set, kind, source, path, url, publisher, dataset, licence, sha256,
    fingerprint, rows_read, rows_loaded, rows_rejected, rows_out_of_scope)
values ({0}, {1}, '{2}', '', '', '', '', '', '', '', 'f', 1, 1, 0, 0);
"""
RELEASE = """
insert into release (observatory, number, declaration, declaration_hash, software, recipe_hash, load_high)
values ({0}, 1, '{{"hierarchy": {{"crosswalks": {1}}}}}', '', '', '', {2});
update observatory set current_release = {0} where id = {0};
"""
FIGURES = "".join(
    (
        "insert into observatory (code) values ('walked'), ('plain');",
        "insert into data_set (observatory, code) values (1, 'sheep'), (1, 'derived'), (2, 'sheep');",
        LOAD.format(1, 1, "published"),
        "update load set superseded_by = 1;",
        LOAD.format(1, 1, "published"),
        "update load set superseded_by = 2 where id = 1;",
        LOAD.format(1, 2, "derived"),
        LOAD.format(2, 3, "published"),
        RELEASE.format(1, '[{"path": "walk.csv"}]', 3),
        RELEASE.format(2, "[]", 4),
        "insert into observation values (1, 1, 1, 'A', '2020-01-01', 1, 1.0, '', 1, 1, 2);",
        "insert into observation values (1, 1, 1, 'A', '2020-01-01', 1, 2.0, '', 1, 2, null);",
    )
)
