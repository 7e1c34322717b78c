"""A package as a zip: made once, the same bytes, no connection held, no room taken for ever."""

import io
import os
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from dashboard.api.gate import Exports
from dashboard.api.refusals import FullError
from dashboard.package import shelf as room
from dashboard.package import write
from dashboard.package.shelf import Packed, Shelf
from geodata.package.files import SUMS, files_in, find_changes
from geodata.store import Reader, Release
from indicators.errors import StoreError


@pytest.fixture(scope="module")
def shelf(exporter: Reader) -> Shelf:
    """A shelf that keeps what it made."""
    return Shelf(Exports(exporter))


@pytest.fixture(scope="module")
def packed(shelf: Shelf, release: Release) -> bytes:
    """The zip of the release."""
    return b"".join(shelf.blocks(release))


def test_the_zip_holds_the_package(packed: bytes, exported: Path, release: Release, tmp_path):
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        archive.extractall(tmp_path)
    [folder] = tmp_path.iterdir()
    assert folder.name == f"{release.observatory}-release{release.number}"
    assert find_changes(folder) == []
    assert (folder / SUMS).read_bytes() == (exported / SUMS).read_bytes()
    assert files_in(folder) == files_in(exported)


def test_another_shelf_makes_the_same_bytes(packed: bytes, exporter: Reader, release: Release):
    assert b"".join(Shelf(Exports(exporter)).blocks(release)) == packed


def test_it_is_made_once(shelf: Shelf, packed: bytes, release: Release, monkeypatch):
    monkeypatch.setattr(write, "write_package", lambda *_: pytest.fail("made again"))
    assert b"".join(shelf.blocks(release)) == packed


def test_another_release_of_the_same_number_is_packed_anew(shelf: Shelf, packed: bytes, release: Release):
    later = replace(release, published_at=release.published_at + timedelta(days=1))
    made = b"".join(shelf.blocks(later))
    assert made != packed
    assert b"".join(shelf.blocks(release)) == packed


def test_nobody_waits_long_for_another_ones_package(exporter: Reader, release: Release, monkeypatch):
    monkeypatch.setattr(room, "WAIT_S", 0.01)
    busy = Shelf(Exports(exporter))
    with busy._making, pytest.raises(FullError, match="being made"):
        next(busy.blocks(release))


def test_the_oldest_makes_room_even_while_it_is_read(exporter: Reader, release: Release, monkeypatch):
    def make(self: Shelf, release: Release) -> Packed:
        packed = Packed()
        os.write(packed.number, bytes([release.id]) * 3)
        return packed

    for name, value in {"KEPT": 1, "BLOCK": 1}.items():
        monkeypatch.setattr(room, name, value)
    monkeypatch.setattr(Shelf, "_make", make)
    small, (first, second) = Shelf(Exports(exporter)), (replace(release, id=number) for number in (1, 2))
    reading = small.blocks(first)
    assert next(reading) == b"\1"
    assert b"".join(small.blocks(second)) == b"\2\2\2"
    assert [*small._kept] == [second.identity]
    assert b"".join(reading) == b"\1\1"


def test_nothing_lies_about_once_it_is_made(exporter: Reader, release: Release, tmp_path: Path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    shelf = Shelf(Exports(exporter))
    reading = shelf.blocks(release)
    assert next(reading)
    assert [*tmp_path.iterdir()] == []


def test_a_full_disk_is_told_and_leaves_nothing(exporter: Reader, release: Release, tmp_path, monkeypatch):
    def fail(*_: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(write, "write_sums", fail)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    shelf = Shelf(Exports(exporter))
    with pytest.raises(StoreError, match="No space left"):
        next(shelf.blocks(release))
    assert ([*tmp_path.iterdir()], [*shelf._kept]) == ([], [])


def test_no_turn_is_kept(exporter: Reader, release: Release):
    exports = Exports(exporter, turns=1)
    next(Shelf(exports).blocks(release))
    assert exports._turns.acquire(blocking=False)
