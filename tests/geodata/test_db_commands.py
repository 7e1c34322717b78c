"""`recovery db`, as a user types it."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from geodata.cluster import Cluster
from geodata.db_commands import app
from geodata.settings import Settings
from indicators.errors import StoreError


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("RECOVERY_HOME", str(tmp_path))
    monkeypatch.setenv("RECOVERY_DURABLE", "0")
    yield tmp_path
    Cluster(Settings(home=tmp_path)).reset()


def typed(*words: str, answer: str = "") -> str:
    result = CliRunner().invoke(app, ["db", *words], input=answer, catch_exceptions=False)
    return f"{result.exit_code} {result.stdout}"


def test_from_start_to_reset(home: Path) -> None:
    assert "absent" in typed("status")
    assert typed("start").startswith("0 The database runs now")
    assert typed("start").startswith("0 The database was running already")
    assert "running" in typed("status")
    assert typed("stop").startswith("0 Stopped")
    assert typed("stop").startswith("0 The database was not running")
    address = typed("url", "--role", "reader").split()[1]
    query = ["psql", address, "-Atc", "SELECT current_user, count(*) FROM observatory"]
    assert subprocess.check_output(query, text=True) == "recovery_reader|0\n"
    assert typed("reset", answer="n\n").startswith("1")
    assert "running" in typed("status")
    assert typed("reset", "--yes").startswith("0 Deleted")
    assert "absent" in typed("status")


def test_a_server_of_ones_own_is_not_touched(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECOVERY_DATABASE_URL", "postgresql://anna:secret@127.0.0.1:1/figures")
    for words in (["start"], ["stop"], ["reset", "--yes"]):
        with pytest.raises(StoreError, match="a server of your own"):
            typed(*words)


def test_the_status_of_a_server_of_ones_own(
    home: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECOVERY_READER_URL", Cluster(settings).url("reader"))
    shown = typed("status")
    assert "running" in shown
    assert "recovery_reader:***@" in shown
    assert typed("url", "--role", "reader").split()[1] == Cluster(settings).url("reader")
