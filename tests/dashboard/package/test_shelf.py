"""A package as a zip: made once, sent meanwhile, always the same; no connection and no room held for ever."""

import io
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from sqlalchemy import create_engine

from dashboard.api.gate import Exports
from dashboard.api.refusals import FullError
from dashboard.package import growing, write
from dashboard.package import shelf as room
from dashboard.package.growing import Growing
from dashboard.package.shelf import Shelf
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
    monkeypatch.setattr(write, "write_files", lambda *_: pytest.fail("made again"))
    assert b"".join(shelf.blocks(release)) == packed


def test_another_release_of_the_same_number_is_packed_anew(shelf: Shelf, packed: bytes, release: Release):
    later = replace(release, published_at=release.published_at + timedelta(days=1))
    made = b"".join(shelf.blocks(later))
    assert made != packed
    assert b"".join(shelf.blocks(release)) == packed


def test_one_is_made_at_a_time(exporter: Reader, release: Release):
    busy = Shelf(Exports(exporter))
    with busy._making, pytest.raises(FullError, match="being made"):
        next(busy.blocks(release))


def test_it_is_sent_while_it_is_made_to_whoever_asks(
    exporter: Reader, release: Release, packed: bytes, monkeypatch
):
    first, go_on = Event(), Event()

    def slowly(*given: Any) -> Iterator[str]:
        for path in write_files(*given):
            yield path
            first.set()
            assert go_on.wait(60)

    write_files = write.write_files
    monkeypatch.setattr(write, "write_files", slowly)
    shelf = Shelf(Exports(exporter))
    readers = [shelf.blocks(release) for _ in range(2)]
    begun = [next(reader) for reader in readers]
    assert first.wait(60)
    assert all(packed.startswith(block) for block in begun)
    assert max(map(len, begun)) < len(packed)
    go_on.set()
    assert [block + b"".join(reader) for block, reader in zip(begun, readers, strict=True)] == [packed] * 2


def test_who_leaves_does_not_keep_it_from_others(exporter: Reader, release: Release, packed: bytes):
    shelf = Shelf(Exports(exporter))
    leaving = shelf.blocks(release)
    next(leaving)
    leaving.close()
    assert b"".join(shelf.blocks(release)) == packed


def test_the_oldest_makes_room_even_while_it_is_read(exporter: Reader, release: Release, monkeypatch):
    def make(self: Shelf, release: Release, zipped: Growing) -> None:
        zipped.write(bytes([release.id]) * 3)
        self._making.release()
        zipped.close()

    monkeypatch.setattr(room, "KEPT", 1)
    monkeypatch.setattr(growing, "BLOCK", 1)
    monkeypatch.setattr(Shelf, "_make", make)
    small, (first, second) = Shelf(Exports(exporter)), (replace(release, id=number) for number in (1, 2))
    reading = small.blocks(first)
    assert next(reading) == b"\1"
    assert b"".join(small.blocks(second)) == b"\2\2\2"
    assert len(small._kept) == 1
    assert b"".join(reading) == b"\1\1"


def test_nothing_lies_about_once_it_is_made(exporter: Reader, release: Release, tmp_path: Path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert b"".join(Shelf(Exports(exporter)).blocks(release))
    assert [*tmp_path.iterdir()] == []


def test_a_full_disk_is_told_and_leaves_nothing(
    exporter: Reader, release: Release, packed: bytes, tmp_path: Path, monkeypatch
):
    def fail(*_: object) -> str:
        raise OSError(28, "No space left on device")

    shelf = Shelf(Exports(exporter))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with monkeypatch.context() as patched, pytest.raises(StoreError, match="No space left"):
        patched.setattr(write, "write_sums", fail)
        b"".join(shelf.blocks(release))
    assert ([*tmp_path.iterdir()], [*shelf._kept]) == ([], [])
    assert b"".join(shelf.blocks(release)) == packed  # and it can be made again


def test_where_no_file_can_be_made_none_is_begun(exporter: Reader, release: Release, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "gone"))
    shelf = Shelf(Exports(exporter))
    for _ in range(2):
        with pytest.raises(StoreError, match="cannot be written"):
            next(shelf.blocks(release))


def test_what_nobody_foresaw_is_no_whole_zip(exporter: Reader, release: Release, monkeypatch):
    read: list[bytes] = []

    def fail(*_: object) -> str:
        raise ZeroDivisionError

    monkeypatch.setattr(write, "write_sums", fail)
    told: list[object] = []
    monkeypatch.setattr(threading, "excepthook", told.append)
    with pytest.raises(StoreError, match="broke off"):
        read.extend(Shelf(Exports(exporter)).blocks(release))
    assert not zipfile.is_zipfile(io.BytesIO(b"".join(read)))
    for thread in threading.enumerate():
        if thread.name == "package":
            thread.join()
    assert len(told) == 1


def test_a_database_that_is_away_is_told_before_anything_is_sent(exporter: Reader, release: Release):
    away = create_engine("postgresql+psycopg://nobody@127.0.0.1:1/none")
    with pytest.raises(StoreError):
        next(Shelf(Exports(Reader(away))).blocks(release))


def test_no_turn_is_kept(exporter: Reader, release: Release):
    exports = Exports(exporter, turns=1)
    b"".join(Shelf(exports).blocks(release))
    assert exports._turns.acquire(blocking=False)
