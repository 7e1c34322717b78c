"""Stepping down from root."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from geodata.service_user import ServiceUser, find_barrier, service_user, step_down
from geodata.settings import Settings

STRANGER = ServiceUser("stranger", 54321, 54321, "/")
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can step down")


def test_a_closed_folder_on_the_way_is_found(tmp_path: Path) -> None:
    assert find_barrier(Path("/usr/bin/env"), STRANGER) is None
    closed = tmp_path / "closed"
    (closed / "open").mkdir(parents=True)
    closed.chmod(0o700)
    barrier = find_barrier(closed / "open", STRANGER)
    assert barrier is not None
    assert closed.is_relative_to(barrier)


def test_a_file_that_cannot_be_read_is_a_barrier() -> None:
    shadow = Path("/etc/shadow")
    assert find_barrier(shadow, STRANGER) == shadow
    owner = shadow.stat()
    assert find_barrier(shadow, ServiceUser("keeper", 54321, owner.st_gid, "/")) is None


@pytest.mark.skipif(os.geteuid() == 0, reason="root has something to step down from")
def test_an_ordinary_user_has_nothing_to_step_down_from() -> None:
    assert service_user() is None
    assert step_down() == ""


STEP_DOWN = """
import os, sys
from pathlib import Path
from sqlalchemy import text
from geodata.database import connect
from geodata.service_user import step_down
from geodata.settings import Settings
reader = connect(Settings(home=Path(sys.argv[1]), durable=False), "reader")
reader.dispose()
print(step_down(map(Path, sys.argv[2:])) or "done")
print(os.geteuid(), os.getgroups())
try:
    os.setuid(0)
    print("root again")
except PermissionError:
    print("for good")
with reader.connect() as connection:
    print(connection.scalar(text("SELECT current_user")))
reader.dispose()
"""


@as_root
def test_the_server_still_reaches_its_database(settings: Settings) -> None:
    user = service_user()
    assert user is not None
    if barrier := find_barrier(Path(sys.prefix), user) or find_barrier(Path(__file__), user):
        pytest.skip(f"other users cannot read {barrier}")
    lines = run(settings.home)
    assert lines == ["done", f"{user.uid} []", "for good", "recovery_reader"]


@as_root
def test_what_cannot_be_read_keeps_the_rights(settings: Settings, tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    lines = run(settings.home, tmp_path)
    assert "cannot read" in lines[0]
    assert lines[1].startswith("0 ")
    assert lines[2:] == ["root again", "recovery_reader"]


def run(*arguments: object) -> list[str]:
    command = [sys.executable, "-c", STEP_DOWN, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
