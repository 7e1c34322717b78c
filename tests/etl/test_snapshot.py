"""Raw bytes: kept once, whole, under their own hash."""

import hashlib
from pathlib import Path

import pytest

from etl import snapshot
from indicators.errors import DataError, StoreError

FIGURES = b"01,2020,5\n"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "a.csv"
    path.write_bytes(FIGURES)
    return path


def test_the_bytes_are_kept_once_under_their_hash(source: Path, tmp_path: Path):
    home = tmp_path / "home"
    taken = snapshot.take(source, home)
    assert taken.path.name == taken.sha256 == hashlib.sha256(FIGURES).hexdigest()
    assert taken.path.read_bytes() == FIGURES
    before = taken.path.stat().st_mtime_ns
    assert snapshot.take(source, home) == taken
    assert taken.path.stat().st_mtime_ns == before
    assert [path for path in home.rglob("*") if path.is_file()] == [taken.path]


def test_a_file_that_changes_while_it_is_taken_is_kept_as_it_was_copied(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(snapshot, "hash_of", lambda path: hashlib.sha256(b"before").hexdigest())
    taken = snapshot.take(source, tmp_path / "home")
    assert taken.sha256 == hashlib.sha256(FIGURES).hexdigest()
    assert taken.path.read_bytes() == FIGURES


def test_a_place_that_cannot_be_written_is_named(source: Path, tmp_path: Path):
    home = tmp_path / "home"
    home.write_text("a file")
    with pytest.raises(StoreError, match=r"home/snapshots[^:]*: (?s:.*)cannot be kept(?s:.*)RECOVERY_HOME"):
        snapshot.take(source, home)


def test_a_missing_file_is_named_with_what_to_do(tmp_path: Path):
    with pytest.raises(DataError, match=r"nowhere.csv: the file cannot be read(?s:.*)--from"):
        snapshot.take(tmp_path / "nowhere.csv", tmp_path / "home")


def test_a_kept_copy_that_has_changed_is_not_read(source: Path, tmp_path: Path):
    taken = snapshot.take(source, tmp_path / "home")
    assert taken.prove() == taken.path
    taken.path.write_bytes(FIGURES[:-1])
    with pytest.raises(StoreError, match=r"its hash has changed\n  delete it, and load again"):
        taken.prove()
