"""A dump gives back what was there; a file that is not whole, or not ours, changes nothing."""

import hashlib
import signal
import subprocess
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest
from sqlalchemy import Engine, create_engine, literal_column, select, table, text
from sqlalchemy.exc import DBAPIError

from geodata import dump as dumping
from geodata.cluster import Cluster
from geodata.database import address, connect
from geodata.dump import HEADER_BYTES, MAGIC, OPTIONS, Header, dump, read_header, run_client
from geodata.migrations import revisions, upgrade
from geodata.postgres import find_client, find_postgres
from geodata.restore import restore
from geodata.settings import Settings
from geodata.store import Reader
from geodata.tables import METADATA
from indicators.errors import StoreError
from tests.geodata.store.squares import squares_desk
from tests.geodata.test_database import as_superuser

A = ("sheep", "01", "2020", "total", 1.5, "p")
B = ("sheep", "02", "2020", "total", 2.5)
MAJOR = find_postgres().major
WHOLE = literal_column("t::text")
"""A row as one text."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A private database of this file's own."""
    settings = Settings(home=tmp_path_factory.mktemp("dump"), durable=False)
    yield settings
    Cluster(settings).reset()


@pytest.fixture(scope="module")
def herd(place):
    """Hands to write its one observatory, which has two releases."""
    owner, reader = connect(place, "owner"), connect(place, "reader")
    desk = squares_desk(owner, reader)
    desk.release(sheep=[A, B])
    desk.release(sheep=[A, (*B[:4], 9.0)])
    yield desk
    owner.dispose()
    reader.dispose()


@pytest.fixture(scope="module")
def file(place, herd, tmp_path_factory) -> Path:
    """What `recovery db dump` makes of it."""
    path = tmp_path_factory.mktemp("dumps") / "herd.dump"
    dump(place, path)
    return path


def contents(engine: Engine) -> dict[str, Sequence[str]]:
    """Every row of every table of ours, as text."""
    with engine.connect() as connection:
        return {
            each.name: connection.scalars(select(WHOLE).select_from(each.alias("t")).order_by(WHOLE)).all()
            for each in (*METADATA.tables.values(), table("alembic_version"))
        }


def written(path: Path, body: bytes, **facts: object) -> Path:
    """Write a file that says of itself what a whole dump would say."""
    known = {"software": "0", "revision": revisions()[-1], "postgres": MAJOR, "observatories": {"squares": 2}}
    known |= {"made_at": datetime.now(UTC), "size": len(body), "sha256": hashlib.sha256(body).hexdigest()}
    header = Header(**known | facts).model_dump_json().encode()
    path.write_bytes((MAGIC + header).ljust(HEADER_BYTES - 1) + b"\n" + body)
    return path


def test_everything_comes_back_and_the_roles_with_it(place, herd, file):
    before = contents(herd.owner)
    herd.release(sheep=[A])
    assert contents(herd.owner) != before
    header = restore(place, file)
    assert (header.observatories, header.revision) == ({"squares": 2}, revisions()[-1])
    assert contents(herd.owner) == before
    for role in ("reader", "export"):
        engine = connect(place, role)
        assert Reader(engine).release("squares").number == 2
        with engine.connect() as connection:
            connection.execute(text("set transaction read write"))
            with pytest.raises(DBAPIError, match="permission denied"):
                connection.execute(text("delete from observation"))
        engine.dispose()
    assert herd.release(sheep=[A]).number == 3  # numbers go on where they were


def test_nobody_else_may_read_a_dump_and_its_raw_part_is_a_plain_one(file):
    assert file.stat().st_mode & 0o777 == 0o600
    listed = subprocess.run(
        [find_client(MAJOR, "pg_restore"), "--list"],
        input=file.read_bytes()[HEADER_BYTES:],
        capture_output=True,
        check=True,
    )
    assert b"TABLE DATA public observation" in listed.stdout


def test_a_dump_that_fails_leaves_the_older_file_and_no_draft(place, herd, tmp_path, monkeypatch):
    path = tmp_path / "herd.dump"
    path.write_text("older")
    monkeypatch.setattr(dumping, "OPTIONS", ("--no-such-option",))
    with pytest.raises(StoreError, match="pg_dump failed"):
        dump(place, path)
    assert [each.name for each in tmp_path.iterdir()] == ["herd.dump"]
    assert path.read_text() == "older"
    with pytest.raises(StoreError, match="cannot be written"):
        dump(place, tmp_path / "missing" / "herd.dump")


def shorter(by: int):
    return lambda path, whole: path.write_bytes(whole[:-by])


def with_other_byte(whole: bytes, at: int) -> bytes:
    return whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]


REFUSED = {
    "nothing at all": (lambda path, whole: path.write_bytes(b""), "not a dump"),
    "a page of some site": (lambda path, whole: path.write_text("<html>503"), "not a dump"),
    "the raw part alone": (lambda path, whole: path.write_bytes(whole[HEADER_BYTES:]), "not a dump"),
    "half a header": (lambda path, whole: path.write_bytes(whole[:60]), "header is damaged"),
    "the header alone": (lambda path, whole: path.write_bytes(whole[:HEADER_BYTES]), "cut short: 0 of"),
    "a byte less": (shorter(1), "cut short"),
    "half of it": (shorter(5000), "cut short"),
    "more than was written": (
        lambda path, whole: path.write_bytes(whole + b"x"),
        "longer than it was written",
    ),
    "another first byte": (
        lambda path, whole: path.write_bytes(with_other_byte(whole, HEADER_BYTES)),
        "damaged",
    ),
    "another last byte": (
        lambda path, whole: path.write_bytes(with_other_byte(whole, len(whole) - 1)),
        "damaged",
    ),
    "of a newer program": (lambda path, whole: written(path, b"", revision="9999"), "newer program"),
    "of a newer server": (lambda path, whole: written(path, b"", postgres=99), "PostgreSQL 99"),
    "no archive inside": (lambda path, whole: written(path, b"PGDMP nothing"), "pg_restore failed"),
    "half an archive inside": (
        lambda path, whole: written(path, whole[HEADER_BYTES : HEADER_BYTES + len(whole) // 2]),
        "pg_restore failed",
    ),
    "not what it says it holds": (
        lambda path, whole: written(path, whole[HEADER_BYTES:], observatories={"sheep": 1}),
        "should hold",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_whole_dump_of_ours_changes_nothing(what, place, herd, file, tmp_path):
    spoil, match = REFUSED[what]
    path = tmp_path / "spoilt.dump"
    spoil(path, file.read_bytes())
    before = contents(herd.owner)
    with pytest.raises(StoreError, match=match):
        restore(place, path)
    assert contents(herd.owner) == before
    with herd.owner.connect() as connection:
        assert "recovery_restored" not in connection.scalars(text("select datname from pg_database")).all()


def test_a_dump_of_older_tables_is_brought_up_to_date(place, herd, file, tmp_path):
    settings = Settings(home=tmp_path / "old", durable=False)
    cluster = Cluster(settings)
    cluster.start()
    old = address(settings, "owner")
    try:
        engine = create_engine(old)
        upgrade(engine, "0004")
        with engine.begin() as connection:
            connection.execute(text("insert into observatory (code) values ('old')"))
        engine.dispose()
        parts: list[bytes] = []
        run_client(find_client(MAJOR, "pg_dump"), old, *OPTIONS, take=parts.append)
    finally:
        cluster.reset()
    restore(place, written(tmp_path / "old.dump", b"".join(parts), revision="0004", observatories={}))
    with herd.owner.connect() as connection:
        assert connection.scalar(text("select code from observatory")) == "old"
        assert connection.scalar(text("select version_num from alembic_version")) == revisions()[-1]
    restore(place, file)
    assert read_header(file).observatories == {"squares": 2}


@pytest.fixture(scope="module")
def own_server(tmp_path_factory) -> Iterator[str]:
    """A server that stands for the user's own: anna owns all, ben may not make databases."""
    cluster = Cluster(Settings(home=tmp_path_factory.mktemp("own"), durable=False))
    cluster.start()
    cluster.stop()
    as_superuser(
        cluster,
        "postgres",
        "CREATE ROLE anna SUPERUSER LOGIN PASSWORD 'secret'",
        "CREATE ROLE ben CREATEROLE LOGIN PASSWORD 'secret'",
        "CREATE DATABASE figures OWNER anna",
        "CREATE DATABASE plain OWNER ben",
    )
    as_superuser(cluster, "plain", "CREATE EXTENSION postgis")
    cluster.start()
    (cluster.folder.base / "pg_hba.conf").write_text("local all all scram-sha-256\n")
    psutil.Process(cluster.status().pid).send_signal(signal.SIGHUP)
    yield f"/{{}}?host={cluster.folder.socket}"
    cluster.reset()


def test_on_a_server_of_ones_own_too_while_it_is_read(own_server, file, squares):
    settings = Settings(database_url="postgresql://anna:secret@" + own_server.format("figures"))
    reader = connect(settings, "reader")
    held = reader.connect()
    held.execute(text("select 1"))
    restore(settings, file)
    held.invalidate()
    assert Reader(reader).release("squares").number == 2
    reader.dispose()
    owner = connect(settings, "owner")
    with owner.connect() as connection:
        names = set(connection.scalars(text("select datname from pg_database")))
    assert {"figures", "plain"} <= names
    assert not names & {"figures_before", "figures_restored"}
    owner.dispose()


def test_an_owner_who_may_not_make_databases_is_told(own_server, file):
    settings = Settings(database_url="postgresql://ben:secret@" + own_server.format("plain"))
    with pytest.raises(StoreError, match=r"permission denied to create database\n.*CREATEDB"):
        restore(settings, file)
