"""Packages as zips on disk: each made once, one at a time, and kept while its release is asked for."""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Hashable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory, mkstemp
from threading import Lock
from typing import IO
from weakref import finalize
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from dashboard.api.gate import NEXT_S, Exports
from dashboard.api.refusals import FullError
from dashboard.package import write  # as a module: it needs the formats of the API, which offers this
from dashboard.package.contents import Contents
from geodata.package.files import SUMS, files_in
from geodata.store import Release
from indicators.errors import StoreError

KEPT = 2
WAIT_S = 2.0
BLOCK = 1 << 18


class Packed:
    """A file on disk without a name: nothing is left of it, however this process ends."""

    def __init__(self) -> None:
        self.number, path = mkstemp(prefix="recovery-package-")
        finalize(self, os.close, self.number)
        Path(path).unlink()

    def blocks(self) -> Iterator[bytes]:
        """Read it from the start; several may at the same time."""
        at = 0
        while block := os.pread(self.number, BLOCK, at):
            at += len(block)
            yield block


class Shelf:
    """Make the zip of a release, or take the one that was made.

    Parameters
    ----------
    exports : Exports
        Whose turns the reading takes: a package costs one connection, and that only piece by piece.
    """

    def __init__(self, exports: Exports) -> None:
        self._exports = exports
        self._kept: OrderedDict[Hashable, Packed] = OrderedDict()
        self._making = Lock()

    def blocks(self, release: Release) -> Iterator[bytes]:
        """Read the zip of a release, which may take long to be made the first time.

        Raises
        ------
        FullError
            Where another one is being made.
        StoreError
            Where there is no room for it.
        """
        yield from self._take(release).blocks()

    def _take(self, release: Release) -> Packed:
        if not self._making.acquire(timeout=WAIT_S):
            raise FullError(
                "a package is being made", mend="try again in a minute: it is kept once it is made"
            )
        try:
            if release.identity not in self._kept:
                self._kept[release.identity] = self._make(release)
            self._kept.move_to_end(release.identity)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
            return self._kept[release.identity]
        finally:
            self._making.release()

    def _make(self, release: Release) -> Packed:
        turn = partial(self._exports.in_turn, patience_s=NEXT_S)
        try:
            packed = Packed()
            with (
                TemporaryDirectory(prefix="recovery-package-") as made,
                open(packed.number, "wb", closefd=False) as target,
            ):
                write.write_package(Contents(self._exports.source, release, turn), Path(made), lambda _: None)
                pack(Path(made), release, target)
        except OSError as error:
            what = f"the package cannot be written: {error.strerror or error}"
            raise StoreError(what, where="temporary files", mend="free some space there") from error
        return packed


def pack(folder: Path, release: Release, target: IO[bytes]) -> None:
    """Zip a package under a folder of its name; the same package gives the same bytes."""
    top = f"{release.observatory}-release{release.number}"
    moment = release.published_at.timetuple()[:6]
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for path in [*files_in(folder), SUMS]:
            entry = ZipInfo(f"{top}/{path}", moment)
            entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o644 << 16
            with (folder / path).open("rb") as file, archive.open(entry, "w") as packed:
                while block := file.read(BLOCK):
                    packed.write(block)
