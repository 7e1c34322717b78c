"""Faults 73 to 81: the loader, the server or the disk fails in the middle.

Each test is named after its number in the catalogue of faults. What is served stays as it was, byte for
byte, and a clean run afterwards succeeds.
"""

import itertools
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import Engine, NullPool, QueuePool, create_engine, func, select, text
from sqlalchemy.exc import OperationalError

from etl.load import Report, load
from geodata.cluster import Cluster
from geodata.database import address, connect
from geodata.observatory import read_observatory
from geodata.settings import Settings
from geodata.store import Reader
from geodata.tables import METADATA
from indicators.errors import StoreError
from tests.etl.served import served

Bring = Callable[[Path], Report]
LOADER = """
import os, resource, signal, sys
from pathlib import Path
import etl.load, geodata.store.write
from etl.sources import SOURCES
from geodata.observatory import read_observatory
from geodata.settings import Settings
from indicators.errors import RecoveryError

home, folder, stage = sys.argv[1:]
def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)
def step(name):
    if name == stage:
        die()
if stage == "published":
    publish = etl.load.publish
    etl.load.publish = lambda *given: (publish(*given), die())
if stage == "scores":
    geodata.store.write.Writer._write_scores = die
if stage == "small files":
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
try:
    report = etl.load.load(
        read_observatory(Path(folder)), Path(folder), Settings(home=Path(home), durable=False), step
    )
    print(report.release.number, len(report.changed))
except RecoveryError as error:
    sys.exit(str(error))
"""
PEOPLE = itertools.count(2_500_000)  # never the same bytes twice: they would be kept already
STAGES = [
    "territories",
    "population",
    "visitor_nights",
    "checks",
    "writing",
    "scoring",
    "scores",
    "published",
]


def loader(settings: Settings, folder: Path, stage: str = "") -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", LOADER, str(settings.home), str(folder), stage]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def revise(folder: Path, *more: str) -> None:
    for name in ("population.csv", *more):
        with (folder / name).open("a") as file:
            file.write(f"01,2024,{next(PEOPLE)}\n")


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Settings of a server that these tests may kill."""
    settings = Settings(home=tmp_path_factory.mktemp("own"))
    Cluster(settings).start()
    yield settings
    Cluster(settings).reset()


def look(settings: Settings, name: str) -> str:
    engine = connect(settings)
    try:
        return served(Reader(engine), name)
    finally:
        engine.dispose()


@pytest.mark.parametrize("stage", STAGES)
def test_fault_73_kill_minus_9_of_the_loader(
    stage: str, folder: Path, bring: Bring, settings: Settings, reader: Engine
):
    declaration = folder / "observatory.yaml"
    declaration.write_text(
        declaration.read_text().replace("of-the-loader ", f"at-{stage.replace('_', '-')} ")
    )
    first = bring(folder).release
    before = served(Reader(reader), first.observatory)
    revise(folder, "visitor_nights.csv")  # what did not change is not read again
    process = loader(settings, folder, stage)
    assert (process.communicate()[0], process.returncode) == ("", -signal.SIGKILL)
    assert served(Reader(reader), first.observatory) == before
    assert bring(folder).release.number == first.number + 1


def test_fault_74_two_loads_at_once(folder: Path, settings: Settings, reader: Engine):
    both = [loader(settings, folder) for _ in range(2)]
    told = sorted(process.communicate()[0].split() for process in both)
    assert [process.returncode for process in both] == [0, 0]
    assert told == [["1", "0"], ["1", "4"]]
    assert len(Reader(reader).releases("test-fault-74-two-loads-at-once")) == 1


def test_fault_75_no_room_to_keep_the_raw_bytes(
    folder: Path, bring: Bring, settings: Settings, reader: Engine
):
    first = bring(folder).release
    before = served(Reader(reader), first.observatory)
    kept = {path for path in settings.home.rglob("*") if "snapshots" in path.parts}
    revise(folder)
    process = loader(settings, folder, "small files")
    told = process.communicate()[1]
    assert process.returncode == 1
    assert "the raw bytes cannot be kept: File too large" in told
    assert "free some space" in told
    assert not [path for path in settings.home.rglob("snapshots/*/tmp*") if path not in kept]
    assert served(Reader(reader), first.observatory) == before
    assert bring(folder).release.number == 2


def test_fault_75_a_folder_that_cannot_be_written_is_told(
    folder: Path, bring: Bring, settings: Settings, tmp_path: Path
):
    blocked = tmp_path / "home"
    blocked.mkdir()
    (blocked / "snapshots").write_text("in the way")
    with pytest.raises(StoreError, match="the raw bytes cannot be kept"):
        load(
            read_observatory(folder),
            folder,
            settings.model_copy(update={"home": blocked}),
            lambda step: None,
        )


@pytest.fixture
def narrow(tmp_path: Path) -> Iterator[tuple[Settings, Path]]:
    """A server whose tables lie on a small disk of their own, and a file to fill it with."""
    settings = Settings(home=tmp_path / "narrow", durable=False)
    settings.home.mkdir()
    cluster = Cluster(settings)
    cluster.start()
    cluster.stop()
    tables = cluster.folder.data / "base"
    aside = tables.with_name("base_aside")
    tables.rename(aside)
    tables.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=128M", "tmpfs", str(tables)], check=False)
    try:
        if mounted.returncode:
            pytest.skip("only root may mount a small disk")
        subprocess.run(["cp", "-a", f"{aside}/.", str(tables)], check=True)
        cluster.start()
        yield settings, tables / "ballast"
    finally:
        cluster.stop()
        if not mounted.returncode:
            subprocess.run(["umount", str(tables)], check=True)
        cluster.reset()


def test_fault_75_the_disk_of_the_database_is_full(folder: Path, narrow: tuple[Settings, Path]):
    settings, ballast = narrow
    first = load(read_observatory(folder), folder, settings, lambda step: None).release
    before = look(settings, first.observatory)
    revise(folder)
    with ballast.open("wb") as file:
        free = shutil.disk_usage(ballast.parent).free
        file.write(bytes(free))
    with pytest.raises(StoreError, match=r"the disk of the database is full(?s:.*)free some space"):
        load(read_observatory(folder), folder, settings, lambda step: None)
    ballast.unlink()
    assert look(settings, first.observatory) == before
    assert load(read_observatory(folder), folder, settings, lambda step: None).release.number == 2


def test_fault_76_a_deadlock_is_told_and_the_next_load_succeeds(
    folder: Path, bring: Bring, settings: Settings, reader: Engine
):
    first = bring(folder).release
    name = first.observatory
    before = served(Reader(reader), name)
    revise(folder)
    engine = connect(settings, "owner")
    waiting = text("select count(*) from pg_locks where not granted and relation = 'check_result'::regclass")
    with engine.connect() as other:
        other.execute(text("lock table check_result in exclusive mode"))
        told: list[StoreError] = []

        def run() -> None:
            try:
                bring(folder)
            except StoreError as error:
                told.append(error)

        thread = threading.Thread(target=run)
        thread.start()
        with engine.connect() as looker:
            while not looker.scalar(waiting):
                time.sleep(0.02)
        other.execute(text("select id from observatory for update"))  # the loader holds one of them
        thread.join()
        other.rollback()
    engine.dispose()
    assert [error.what for error in told] == [
        "another program waited for what this one held, and was let through"
    ]
    assert served(Reader(reader), name) == before
    assert bring(folder).release.number == 2


def test_fault_77_the_server_is_restarted_in_the_middle(folder: Path, own: Settings):
    declared = read_observatory(folder)
    load(declared, folder, own, lambda step: None)
    before = look(own, declared.observatory)
    revise(folder)

    def restart(step: str) -> None:
        if step == "scoring":
            Cluster(own).stop()
            Cluster(own).start()

    with pytest.raises(StoreError, match="the database does not answer"):
        load(declared, folder, own, restart)
    assert look(own, declared.observatory) == before
    assert load(declared, folder, own, lambda step: None).release.number == 2


def test_fault_78_every_connection_is_in_use(folder: Path, bring: Bring, reader: Engine):
    first = bring(folder).release
    before = served(Reader(reader), first.observatory)
    narrow = create_engine(reader.url, poolclass=QueuePool, pool_size=1, max_overflow=0, pool_timeout=0.05)
    with narrow.connect(), pytest.raises(StoreError, match=r"in use(?s:.*)try again"):
        served(Reader(narrow), first.observatory)
    assert served(Reader(narrow), first.observatory) == before
    narrow.dispose()
    revise(folder)
    assert bring(folder).release.number == first.number + 1


def test_fault_78_the_server_has_no_connection_left(folder: Path, own: Settings):
    declared = read_observatory(folder)
    load(declared, folder, own, lambda step: None)
    before = look(own, declared.observatory)
    revise(folder)
    others = create_engine(address(own, "owner"), poolclass=NullPool)
    with ExitStack() as held:
        with pytest.raises(OperationalError, match="connection slots"):
            while True:
                held.enter_context(others.connect())
        with pytest.raises(StoreError, match=r"connection slots(?s:.*)the server is full"):
            load(declared, folder, own, lambda step: None)
    assert look(own, declared.observatory) == before
    assert load(declared, folder, own, lambda step: None).release.number == 2


def test_fault_79_the_postmaster_is_killed_in_the_middle(folder: Path, own: Settings):
    declared = read_observatory(folder)
    load(declared, folder, own, lambda step: None)
    before = look(own, declared.observatory)
    revise(folder)

    def kill(step: str) -> None:
        pid = Cluster(own).status().pid
        if step == "scoring" and pid:
            os.kill(pid, signal.SIGKILL)
            Cluster(own).start()

    with pytest.raises(StoreError, match="the database does not answer"):
        load(declared, folder, own, kill)
    assert look(own, declared.observatory) == before
    assert load(declared, folder, own, lambda step: None).release.number == 2


MIGRATION = """
import os, signal, sys
from sqlalchemy import create_engine, event
from geodata.migrations import upgrade
engine = create_engine(sys.argv[1])
@event.listens_for(engine, "before_cursor_execute")
def die(connection, cursor, statement, *rest):
    if sys.argv[2] in statement:
        os.kill(os.getpid(), signal.SIGKILL)
upgrade(engine)
"""


@pytest.mark.parametrize("at", ["create table load", "create table check_result", "UPDATE alembic_version"])
def test_fault_80_an_interrupted_migration_leaves_nothing_and_is_made_up_for(at: str, tmp_path: Path):
    settings = Settings(home=tmp_path, durable=False)
    cluster = Cluster(settings)
    cluster.start()
    try:
        url = cluster.url("owner").replace("postgresql:", "postgresql+psycopg:")
        made = subprocess.run([sys.executable, "-c", MIGRATION, url, at], check=False, capture_output=True)
        assert made.returncode == -signal.SIGKILL
        engine = create_engine(url)
        tables = text("select count(*) from pg_tables where schemaname = 'public' and tablename <> :postgis")
        with engine.connect() as connection:
            assert connection.scalar(tables, {"postgis": "spatial_ref_sys"}) == 0
        engine.dispose()
        connect(settings).dispose()
    finally:
        cluster.reset()


OLDER = """
alter table territory_version add column names jsonb;
update territory_version set names = jsonb_strip_nulls(
    jsonb_build_object('en', name_en, 'es', name_es, 'fr', name_fr, 'local', name_local));
alter table territory_version drop column name_en, drop column name_es, drop column name_fr,
    drop column name_local, drop column geom_hash;
alter table territory_version add column geom_hash text generated always as (md5(st_asbinary(geom))) stored;
drop index territory_version_place;
create index territory_version_territory_load_from_idx on territory_version (territory, load_from);
update alembic_version set version_num = '0004';
"""


def contents(engine: Engine) -> dict[str, str]:
    """Every table as text, the columns and the version of the schema included."""
    tables = text(
        "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'"
    )
    rows = "select coalesce(jsonb_agg(to_jsonb(t) order by t::text), '[]')::text from \"{}\" t"
    with engine.connect() as connection:
        names = connection.scalars(tables).all()
        return {name: connection.scalar(text(rows.format(name))) for name in names}


@pytest.mark.parametrize("at", ["add column name_en", "drop expression", "UPDATE alembic_version"])
def test_fault_80_an_interrupted_migration_changes_nothing_that_is_there(
    at: str, folder: Path, own: Settings
):
    declaration = folder / "observatory.yaml"  # a name of its own for each place
    own_name = f"at-{at.split()[-1].replace('_', '-')} "
    declaration.write_text(declaration.read_text().replace("that-is-there ", own_name))
    declared = read_observatory(folder)
    number = load(declared, folder, own, lambda step: None).release.number
    before = look(own, declared.observatory)
    url = address(own, "owner")
    older = create_engine(url, poolclass=NullPool)
    with older.begin() as connection:
        connection.exec_driver_sql(OLDER)
    stored = contents(older)
    line = [sys.executable, "-c", MIGRATION, url.render_as_string(hide_password=False), at]
    assert subprocess.run(line, check=False, capture_output=True).returncode == -signal.SIGKILL
    assert contents(older) == stored
    assert look(own, declared.observatory) == before  # the next program makes up for it
    revise(folder)
    assert load(declared, folder, own, lambda step: None).release.number == number + 1


def test_fault_81_a_second_load_loses_no_grant_and_no_index(
    folder: Path, bring: Bring, owner: Engine, reader: Engine
):
    rights = text("select array_agg(indexname order by 1) from pg_indexes where schemaname = 'public'")
    bring(folder)
    with owner.connect() as connection:
        indexes = connection.scalar(rights)
    revise(folder)
    bring(folder)
    with reader.connect() as connection:
        assert connection.scalar(rights) == indexes
        for table in METADATA.tables.values():
            connection.execute(select(func.count()).select_from(table))
