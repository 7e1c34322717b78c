"""Packages as zips on disk: each made once, one at a time, sent while it is made, and kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from threading import Lock, Thread
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from dashboard.api.gate import NEXT_S, Exports
from dashboard.api.refusals import FullError
from dashboard.package import write  # as a module: it needs the formats of the API, which offers this
from dashboard.package.contents import Contents
from dashboard.package.growing import BLOCK, Growing
from geodata.store import Release
from indicators.errors import RecoveryError, StoreError

KEPT = 2


class Shelf:
    """Make the zip of a release, or take the one that was made or is being made.

    Parameters
    ----------
    exports : Exports
        Whose turns the reading takes: a package costs one connection, and that only piece by piece.
    """

    def __init__(self, exports: Exports) -> None:
        self._exports = exports
        self._kept: OrderedDict[tuple[int, datetime], Growing] = OrderedDict()
        self._taking, self._making = Lock(), Lock()

    def blocks(self, release: Release) -> Iterator[bytes]:
        """Read the zip of a release, the first time while it is made.

        It is made on a thread of its own: neither a caller that is slow nor one that leaves keeps it from
        those who come after.

        Raises
        ------
        FullError
            Where another one is being made.
        StoreError
            Where there is no room for it.
        """
        yield from self._take(release).blocks()

    def _take(self, release: Release) -> Growing:
        with self._taking:
            if release.identity not in self._kept:
                self._kept[release.identity] = self._begin(release)
            self._kept.move_to_end(release.identity)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
            return self._kept[release.identity]

    def _begin(self, release: Release) -> Growing:
        if not self._making.acquire(blocking=False):
            raise FullError("another package is being made", mend="try again in a minute")
        try:
            zipped = Growing()
        except OSError as error:
            self._making.release()
            raise _no_room(error) from error
        Thread(target=self._make, args=(release, zipped), name="package", daemon=True).start()
        return zipped

    def _make(self, release: Release, zipped: Growing) -> None:
        failed: RecoveryError | None = StoreError("the package broke off", mend="see the log of the server")
        try:
            self._pack(release, zipped)
            failed = None
        except OSError as error:
            failed = _no_room(error)
        except RecoveryError as error:
            failed = error
        finally:
            if failed is not None:
                with self._taking:
                    del self._kept[release.identity]
            self._making.release()
            zipped.close() if failed is None else zipped.fail(failed)

    def _pack(self, release: Release, zipped: Growing) -> None:
        contents = Contents(self._exports.source, release, partial(self._exports.in_turn, patience_s=NEXT_S))
        archive = ZipFile(zipped, "w", ZIP_DEFLATED)  # closed only when it is whole
        with TemporaryDirectory(prefix="recovery-package-") as made:
            for path in write.write_files(contents, Path(made), lambda _: None):
                pack(Path(made), path, release, archive)
        archive.close()


def pack(folder: Path, path: str, release: Release, archive: ZipFile) -> None:
    """Put a file of a package under a folder of its name; the same package gives the same bytes."""
    top = f"{release.observatory}-release{release.number}"
    entry = ZipInfo(f"{top}/{path}", release.published_at.timetuple()[:6])
    entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o644 << 16
    with (folder / path).open("rb") as file, archive.open(entry, "w") as packed:
        copyfileobj(file, packed, BLOCK)


def _no_room(error: OSError) -> StoreError:
    what = f"the package cannot be written: {error.strerror or error}"
    return StoreError(what, where="temporary files", mend="free some space there")
