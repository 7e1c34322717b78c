"""The three roles, on the private database and on a server of the user's own."""

import signal
from collections.abc import Iterator

import psutil
import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from geodata.cluster import Cluster
from geodata.database import address, connect
from geodata.postgres import find_postgres
from geodata.refusal import mend
from geodata.roles import Role
from geodata.settings import Settings
from indicators.errors import StoreError


@pytest.fixture
def table(owner: Engine) -> Iterator[str]:
    with owner.begin() as connection:
        connection.execute(text("CREATE TABLE seen AS SELECT 7 AS value"))
    yield "seen"
    with owner.begin() as connection:
        connection.execute(text("DROP TABLE seen"))


@pytest.fixture(params=["reader", "export"])
def reading(request: pytest.FixtureRequest, settings: Settings, owner: Engine) -> Iterator[Engine]:
    engine = connect(settings, request.param)
    yield engine
    engine.dispose()


def test_readers_see_what_the_owner_makes(reading: Engine, table: str) -> None:
    with reading.connect() as connection:
        assert connection.scalar(text(f"TABLE {table}")) == 7


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO seen VALUES (8)",
        "UPDATE seen SET value = 8",
        "DELETE FROM seen",
        "TRUNCATE seen",
        "DROP TABLE seen",
        "CREATE TABLE mine (a int)",
        "CREATE TEMP TABLE mine (a int)",
        "CREATE SCHEMA mine",
        "SELECT lo_create(0)",
        "SELECT lo_from_bytea(0, 'x')",
        "SELECT pg_read_file('PG_VERSION')",
        "SET ROLE recovery_owner",
        "ALTER ROLE recovery_reader SUPERUSER",
        "ALTER ROLE recovery_reader CONNECTION LIMIT -1",
        "ALTER ROLE recovery_owner PASSWORD 'mine'",
        "ALTER DATABASE recovery SET statement_timeout = 0",
        "LOCK TABLE seen IN ACCESS EXCLUSIVE MODE",
        "SELECT FROM seen FOR UPDATE",
        "SELECT lo_import('/etc/passwd')",
        "SELECT pg_ls_dir('.')",
        "SELECT pg_reload_conf()",
        "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "COPY seen TO PROGRAM 'cat'",
    ],
)
def test_fault_83_readers_cannot_write_even_when_they_ask_to(
    reading: Engine, table: str, statement: str
) -> None:
    with reading.connect() as connection:
        connection.execute(text("SET TRANSACTION READ WRITE"))
        with pytest.raises(DBAPIError, match=r"permission denied|must be"):
            connection.execute(text(statement))


def test_readers_start_read_only(reading: Engine) -> None:
    with reading.connect() as connection:
        assert connection.scalar(text("SHOW transaction_read_only")) == "on"


def test_a_slow_page_is_cut_and_a_slow_download_is_not(settings: Settings, reader: Engine) -> None:
    with reader.connect() as connection:
        assert connection.scalar(text("SHOW statement_timeout")) == "5s"
    export = connect(settings, "export")
    with export.connect() as first, export.connect():
        assert first.scalar(text("SHOW statement_timeout")) == "30min"
        assert export.pool.status().startswith("Pool size: 2")
    export.dispose()


def test_fault_83_asking_for_read_write_lasts_no_longer_than_the_transaction(reading: Engine) -> None:
    for _ in range(2):
        with reading.connect() as connection:
            assert connection.scalar(text("SHOW transaction_read_only")) == "on"
            connection.rollback()
            connection.execute(text("SET TRANSACTION READ WRITE"))
            connection.commit()


def test_fault_84_a_question_without_end_is_cut(settings: Settings) -> None:
    engine = connect(settings)
    with engine.connect() as connection:
        connection.execute(text("SET LOCAL statement_timeout = '50ms'"))
        with pytest.raises(DBAPIError, match="statement timeout"):
            connection.execute(text("SELECT pg_sleep(60)"))
    engine.dispose()


def tamper(settings: Settings, role: Role) -> None:
    """Do to a role all that it may do to itself: PostgreSQL has no right that could be withheld."""
    engine = connect(settings, role)
    name = engine.url.username
    with engine.begin() as connection:
        connection.execute(text("SET TRANSACTION READ WRITE"))
        for change in ("SET statement_timeout = 0", "SET default_transaction_read_only = off"):
            connection.execute(text(f'ALTER ROLE "{name}" {change}'))
            connection.execute(text(f'ALTER ROLE "{name}" IN DATABASE "{engine.url.database}" {change}'))
        connection.execute(text(f"ALTER ROLE \"{name}\" PASSWORD 'mine'"))
    engine.dispose()


def limits(engine: Engine) -> tuple[object, object, object]:
    """Return what a connection brings along, and what the role itself is told."""
    with engine.connect() as connection:
        kept = "SELECT count(*) FROM pg_db_role_setting WHERE setrole = current_user::regrole"
        asked = (text("SHOW statement_timeout"), text("SHOW default_transaction_read_only"), text(kept))
        timeout, read_only, settings = (connection.scalar(question) for question in asked)
    engine.dispose()
    return timeout, read_only, settings


def test_what_a_reader_does_to_itself_does_not_outlast_a_start(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    settings = Settings(home=tmp_path_factory.mktemp("tampered"), durable=False)
    cluster = Cluster(settings)
    try:
        tamper(settings, "reader")
        with pytest.raises(StoreError, match="password authentication failed"):
            connect(settings)
        cluster.stop()
        assert limits(connect(settings)) == ("5s", "on", 1)
    finally:
        cluster.reset()


def test_the_limits_of_a_connection_count_for_more_than_those_of_its_role(
    settings: Settings, owner: Engine
) -> None:
    reader = connect(settings)
    with reader.begin() as connection:
        connection.execute(text("SET TRANSACTION READ WRITE"))
        connection.execute(text("ALTER ROLE recovery_reader SET statement_timeout = 0"))
    reader.dispose()
    assert limits(connect(settings))[:2] == ("5s", "on")


def test_the_owner_is_no_superuser(owner: Engine) -> None:
    query = "SELECT rolsuper OR rolcreaterole OR rolcreatedb FROM pg_roles WHERE rolname = current_user"
    with owner.connect() as connection:
        assert connection.scalar(text(query)) is False
        with pytest.raises(DBAPIError, match=r"permission denied|must be superuser"):
            connection.execute(text("COPY (SELECT 1) TO PROGRAM 'cat'"))


def test_a_first_reader_finds_the_tables(tmp_path_factory: pytest.TempPathFactory) -> None:
    settings = Settings(home=tmp_path_factory.mktemp("first"), durable=False)
    try:
        reader = connect(settings)
        with reader.connect() as connection:
            assert connection.scalar(text("SELECT count(*) FROM alembic_version")) == 1
        reader.dispose()
    finally:
        Cluster(settings).reset()


def test_a_server_killed_this_moment_is_started_again(tmp_path_factory: pytest.TempPathFactory) -> None:
    settings = Settings(home=tmp_path_factory.mktemp("killed"), durable=False)
    cluster = Cluster(settings)
    try:
        for _ in range(5):
            connect(settings, "owner").dispose()
            psutil.Process(cluster.status().pid).kill()
        connect(settings).dispose()
        assert cluster.status().state == "ready"
    finally:
        cluster.reset()


def test_addresses_of_readers_are_derived_from_the_owners() -> None:
    settings = Settings(database_url="postgres://anna:secret@db.example:5433/figures")
    assert address(settings, "owner").username == "anna"
    assert address(settings, "owner").drivername == "postgresql+psycopg"
    found = [address(settings, role) for role in ("reader", "export")]
    assert [url.username for url in found] == ["figures_reader", "figures_export"]
    assert {(url.host, url.port, url.database) for url in found} == {("db.example", 5433, "figures")}
    assert len({url.password for url in found} | {"secret"}) == 3
    own = Settings(database_url="postgresql://a:b@h/d", reader_url="postgresql://r:s@h/d")
    assert address(own, "reader").username == "r"


@pytest.mark.parametrize(
    ("addresses", "role", "message"),
    [
        ({"database_url": "mysql://a:b@h/d"}, "owner", "RECOVERY_DATABASE_URL: not the address"),
        ({"database_url": "hello"}, "owner", "RECOVERY_DATABASE_URL: not the address"),
        ({"reader_url": "postgresql://a:b@h:port/d"}, "reader", "RECOVERY_READER_URL: not the address"),
        ({"reader_url": "postgresql://a:b@h/d"}, "owner", "set RECOVERY_DATABASE_URL"),
        ({"reader_url": "postgresql://a:b@h/d"}, "export", "set RECOVERY_EXPORT_URL"),
        ({"database_url": "postgresql://a@h/d"}, "reader", "RECOVERY_READER_URL"),
    ],
)
def test_an_unusable_address_is_named(addresses: dict[str, str], role: Role, message: str) -> None:
    with pytest.raises(StoreError, match=message):
        address(Settings(**addresses), role)


def test_a_server_that_is_away_is_named_without_its_password() -> None:
    with pytest.raises(StoreError, match=r"127\.0\.0\.1") as caught:
        connect(Settings(database_url="postgresql://anna:secret@127.0.0.1:1/d"), "owner")
    assert "secret" not in str(caught.value)


@pytest.fixture(scope="module")
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server that stands for the user's own: anna may make roles, ben may not; gives what follows the @."""
    cluster = Cluster(Settings(home=tmp_path_factory.mktemp("own"), durable=False))
    try:
        cluster.start()
        cluster.stop()
        as_superuser(
            cluster,
            "postgres",
            "CREATE ROLE anna LOGIN CREATEROLE PASSWORD 'secret'",
            "CREATE ROLE ben LOGIN PASSWORD 'secret'",
            "CREATE DATABASE figures OWNER anna",
            "CREATE DATABASE plain OWNER ben",
        )
        as_superuser(cluster, "figures", "CREATE EXTENSION postgis")
        as_superuser(cluster, "plain", "CREATE EXTENSION postgis")
        cluster.start()
        (cluster.folder.base / "pg_hba.conf").write_text("local all all scram-sha-256\n")
        psutil.Process(cluster.status().pid).send_signal(signal.SIGHUP)
        yield f"/{{}}?host={cluster.folder.socket}"
    finally:
        cluster.reset()


def as_superuser(cluster: Cluster, database: str, *statements: str) -> None:
    done = find_postgres().run(
        "postgres",
        "--single",
        "-D",
        "data",
        database,
        folder=cluster.folder.base,
        user=cluster.folder.user,
        script="".join(f"{statement}\n" for statement in statements),
    )
    assert "ERROR" not in done.stderr, done.stderr


def test_reading_roles_are_made_on_a_server_of_ones_own(own_server: str) -> None:
    settings = Settings(database_url="postgresql://anna:secret@" + own_server.format("figures"))
    for _ in range(2):
        owner = connect(settings, "owner")
        owner.dispose()
    for role in ("reader", "export"):
        engine = connect(settings, role)
        with engine.connect() as connection:
            assert connection.scalar(text("SELECT current_user")) == f"figures_{role}"
            assert connection.scalar(text("SELECT count(*) FROM observatory")) == 0
            connection.rollback()
            connection.execute(text("SET TRANSACTION READ WRITE"))
            with pytest.raises(DBAPIError, match="permission denied"):
                connection.execute(text("DELETE FROM observatory"))
        engine.dispose()


def test_an_owner_who_may_not_make_roles_is_told(own_server: str) -> None:
    plain = own_server.format("plain")
    with pytest.raises(StoreError, match=r"plain_reader.*\n.*CREATEROLE.*RECOVERY_READER_URL"):
        connect(Settings(database_url="postgresql://ben:secret@" + plain))
    theirs = Settings(
        database_url="postgresql://ben:secret@" + plain,
        reader_url="postgresql://anna:secret@" + plain,
        export_url="postgresql://anna:secret@" + plain,
    )
    reader = connect(theirs)
    assert reader.url.username == "anna"
    reader.dispose()


def test_a_reading_role_with_another_password_is_told(own_server: str) -> None:
    figures = own_server.format("figures")
    owner = "postgresql://anna:secret@" + figures
    connect(Settings(database_url=owner)).dispose()
    with pytest.raises(StoreError, match=r"does not let the reader in: .*\n.*password") as caught:
        connect(Settings(database_url=owner, reader_url="postgresql://figures_reader:other@" + figures))
    assert "other" not in str(caught.value)


def test_on_a_server_of_ones_own_what_a_reader_does_to_itself_ends_when_the_owner_comes(
    own_server: str,
) -> None:
    settings = Settings(database_url="postgresql://anna:secret@" + own_server.format("figures"))
    for role in ("reader", "export"):
        tamper(settings, role)
        assert limits(connect(settings, role))[1:] == ("on", 1)


def test_options_of_the_address_are_kept_beside_the_limits(own_server: str) -> None:
    at = own_server.format("figures") + "&options=-c%20work_mem%3D3MB"
    engine = connect(Settings(database_url=f"postgresql://anna:secret@{at}"))
    with engine.connect() as connection:
        assert connection.scalar(text("SHOW work_mem")) == "3MB"
        assert connection.scalar(text("SHOW statement_timeout")) == "5s"
    engine.dispose()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ('FATAL:  too many connections for role "recovery_reader"', "server is full"),
        ("FATAL:  remaining connection slots are reserved for roles with", "server is full"),
        ("FATAL:  the database system is starting up", "just starting"),
        ("FATAL:  the database system is in recovery mode", "just starting"),
        ('FATAL:  password authentication failed for user "x"', "role and password are right"),
    ],
)
def test_a_refusal_is_told_by_its_cause(said: str, told: str) -> None:
    assert told in mend(said)
