"""The private server: made, started, shared, killed, mended, and closed to others."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from geodata.cluster import Cluster
from geodata.cluster_folder import Folder
from geodata.service_user import find_barrier, service_user
from geodata.settings import Settings
from indicators.errors import StoreError

START = """
import sys
from pathlib import Path
from geodata.cluster import Cluster
from geodata.settings import Settings
print(Cluster(Settings(home=Path(sys.argv[1]), durable=False)).start())
"""
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")


def make(home: Path) -> Cluster:
    return Cluster(Settings(home=home, durable=False))


def starter(home: Path, **options: object) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", START, str(home)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)


def ask(cluster: Cluster, query: str) -> str:
    with psycopg.connect(cluster.url("owner")) as connection:
        row = connection.execute(query.encode()).fetchone()
    assert row is not None
    return str(row[0])


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    cluster = make(tmp_path_factory.mktemp("shared"))
    yield cluster
    cluster.reset()


@pytest.fixture
def running(shared: Cluster) -> Cluster:
    shared.start()
    return shared


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Cluster]:
    cluster = make(tmp_path)
    yield cluster
    cluster.reset()


@pytest.fixture
def ordinary_home() -> Iterator[Path]:
    """A home that the user nobody owns."""
    home = Path(tempfile.mkdtemp(prefix="recovery-test-"))
    shutil.chown(home, "nobody")
    yield home
    shutil.rmtree(home)


def test_start_and_stop_tell_what_they_did(shared: Cluster) -> None:
    shared.stop()
    assert shared.status().state in ("absent", "down")
    assert (shared.start(), shared.start()) == (True, False)
    assert shared.status().state == "ready"
    assert (shared.stop(), shared.stop()) == (True, False)
    assert (shared.status().state, shared.status().pid) == ("down", None)


def test_reset_leaves_nothing(fresh: Cluster) -> None:
    fresh.start()
    pid = fresh.status().pid
    fresh.reset()
    assert fresh.status().state == "absent"
    assert not fresh.folder.base.exists()
    assert not fresh.folder.socket.exists()
    assert pid is not None
    assert not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    with pytest.raises(StoreError, match="recovery db start"):
        fresh.url("owner")


def test_pages_are_checked_and_no_port_is_open(running: Cluster) -> None:
    assert ask(running, "SHOW data_checksums") == "on"
    assert ask(running, "SHOW listen_addresses") == ""
    assert ask(running, "SELECT postgis_version()").startswith("3.")


def test_durable_unless_told_otherwise(running: Cluster) -> None:
    assert Settings(home=running.folder.home).durable
    assert ask(running, "SHOW fsync") == "off"


def test_nobody_else_can_enter_the_folders(running: Cluster) -> None:
    folder, user = running.folder, service_user()
    for path in (folder.data, folder.socket):
        assert path.stat().st_mode & 0o777 == 0o700
        assert path.stat().st_uid == (user.uid if user else os.geteuid())
    assert (folder.base / "secret").stat().st_mode & 0o777 == 0o600


def test_no_role_comes_in_without_its_password(running: Cluster) -> None:
    url = running.url("owner")
    password = url.split(":")[2].split("@")[0]
    for wrong in (url.replace(password, "guess"), url.replace(f":{password}", "")):
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(wrong)
    with pytest.raises(psycopg.OperationalError, match=r"no pg_hba\.conf entry"):
        psycopg.connect(url.replace("recovery_owner", "postgres"))


@as_root
def test_another_local_user_is_refused(running: Cluster) -> None:
    nobody = pwd.getpwnam("nobody")
    done = subprocess.run(
        ["psql", running.url("reader"), "-c", "SELECT 1"],
        user=nobody.pw_uid,
        group=nobody.pw_gid,
        extra_groups=[],
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "Permission denied" in done.stderr


def test_two_at_once_share_one_server(fresh: Cluster) -> None:
    starters = [starter(fresh.folder.home) for _ in range(2)]
    answers = [process.communicate(timeout=60) for process in starters]
    assert sorted(out.strip() for out, _ in answers) == ["False", "True"], answers
    assert fresh.status().state == "ready"


def test_a_killed_server_is_started_again(running: Cluster) -> None:
    pid = running.status().pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    while running.status().state == "ready":
        time.sleep(0.001)
    assert running.start()
    assert ask(running, "SELECT 1") == "1"


def test_orphans_of_a_killed_server_are_ended(running: Cluster) -> None:
    busy = subprocess.Popen(
        ["psql", running.url("owner"), "-c", "SELECT count(*) FROM generate_series(1, 1e12)"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while ask(running, "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%1e12%'") != "2":
        time.sleep(0.05)
    pid = running.status().pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    while pid in {process.pid for process in running.folder.processes()}:
        time.sleep(0.01)
    assert running.status().state == "orphaned"
    assert running.start()
    assert busy.wait(timeout=10) == 2
    assert ask(running, "SELECT 1") == "1"


def test_a_number_in_the_pid_file_proves_nothing(running: Cluster) -> None:
    running.stop()
    user = running.folder.user
    other = subprocess.Popen(["sleep", "60"], user=user.uid if user else None)
    (running.folder.data / "postmaster.pid").write_text(f"{other.pid}\n{running.folder.data}\n")
    assert running.status().state == "down"
    assert running.start()
    assert other.poll() is None
    other.kill()
    other.wait()


@pytest.mark.parametrize("moment", ["new", "new/base", "data", "data/postmaster.pid"])
def test_a_caller_killed_while_starting_does_no_harm(fresh: Cluster, moment: str) -> None:
    with starter(fresh.folder.home) as caller:
        while not (fresh.folder.base / moment).exists():
            assert caller.poll() is None
            time.sleep(0.002)
        caller.kill()
    fresh.start()
    assert ask(fresh, "SELECT postgis_version()").startswith("3.")


def test_a_long_path_and_a_closed_home_will_do(tmp_path: Path) -> None:
    home = tmp_path / ("a" * 100) / ("b" * 100)
    home.mkdir(parents=True)
    home.chmod(0o700)
    cluster = make(home)
    try:
        assert cluster.start()
        assert ask(cluster, "SELECT 1") == "1"
    finally:
        cluster.reset()


@as_root
@pytest.mark.parametrize("name", ["plain", "c" * 120, "a $(touch x) 'quoted', \"name\""])
def test_an_ordinary_user_needs_nothing_else(ordinary_home: Path, name: str) -> None:
    nobody = pwd.getpwnam("nobody")
    user = service_user()
    assert user is not None
    if barrier := find_barrier(Path(sys.prefix), user) or find_barrier(Path(__file__), user):
        pytest.skip(f"other users cannot read {barrier}")
    code = START + (
        "import psycopg\n"
        "cluster = Cluster(Settings(home=Path(sys.argv[1])))\n"
        "print(psycopg.connect(cluster.url('reader')).execute('SELECT 1').fetchone()[0])\n"
        "print(cluster.folder.socket)\n"
        "cluster.reset()\n"
        "print(cluster.folder.socket.exists())\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore::ResourceWarning", "-c", code, str(ordinary_home / name)],
        user=nobody.pw_uid,
        group=nobody.pw_gid,
        extra_groups=[],
        cwd=Path(__file__).parents[2],
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    started, one, place, left = done.stdout.splitlines() or [done.stderr, "", "", ""]
    assert (started, one, left) == ("True", "1", "False")
    assert place.startswith(str(ordinary_home) if name == "plain" else "/tmp/recovery-")


def test_a_socket_path_is_always_short_enough() -> None:
    folder = Folder.of(Path("/" + "d" * 300))
    address = str(folder.socket / ".s.PGSQL.5432")
    with socket.socket(socket.AF_UNIX) as probe, pytest.raises(FileNotFoundError):
        probe.connect(address)  # too long an address would be an OSError of its own


def test_a_home_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(StoreError, match=r"file.*\n.*RECOVERY_HOME"):
        make(blocked).start()


def test_a_server_that_cannot_start_says_why(fresh: Cluster) -> None:
    fresh.start()
    fresh.stop()
    (fresh.folder.data / "global" / "pg_control").unlink()
    with pytest.raises(StoreError, match=r"pg_control.*\n.*recovery db reset"):
        fresh.start()
