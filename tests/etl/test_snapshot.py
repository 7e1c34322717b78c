"""Raw bytes: kept once, whole, under their own hash."""

import hashlib
from pathlib import Path

import pytest

from etl import snapshot
from indicators.errors import DataError, StoreError


def test_the_bytes_are_kept_once_under_their_hash(tmp_path: Path):
    source = tmp_path / "a.csv"
    source.write_bytes(b"01,2020,5\n")
    taken = snapshot.read(source)
    kept = snapshot.keep(taken, tmp_path / "home")
    assert kept.name == hashlib.sha256(b"01,2020,5\n").hexdigest() == taken.sha256
    assert kept.read_bytes() == taken.raw
    before = kept.stat().st_mtime_ns
    assert snapshot.keep(taken, tmp_path / "home") == kept
    assert kept.stat().st_mtime_ns == before
    assert [path for path in (tmp_path / "home").rglob("*") if path.is_file()] == [kept]


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path):
    home = tmp_path / "home"
    home.write_text("a file")
    with pytest.raises(StoreError, match=r"home/snapshots/\w\w: (?s:.*)cannot be kept(?s:.*)RECOVERY_HOME"):
        snapshot.keep(snapshot.Snapshot(b"5", hashlib.sha256(b"5").hexdigest()), home)


def test_a_missing_file_is_named_with_what_to_do(tmp_path: Path):
    with pytest.raises(DataError, match=r"nowhere.csv: the file cannot be read(?s:.*)--from"):
        snapshot.read(tmp_path / "nowhere.csv")
