"""Packages as zips on disk: each made once, one at a time, sent while it is made, and kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from functools import cached_property, partial
from pathlib import Path
from shutil import copyfileobj, rmtree
from tempfile import TemporaryDirectory, mkdtemp
from threading import Lock, Thread
from weakref import finalize
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
        self._kept: OrderedDict[int, Growing] = OrderedDict()
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
        yield from self._take(release)

    def _take(self, release: Release) -> Iterator[bytes]:
        with self._taking:
            if release.id not in self._kept:
                self._kept[release.id] = self._begin(release)
            self._kept.move_to_end(release.id)
            while len(self._kept) > KEPT:
                _, oldest = self._kept.popitem(last=False)
                oldest.path.unlink()
            return self._kept[release.id].blocks()

    @cached_property
    def _folder(self) -> Path:
        # Made at the first use: the server may have given up root's rights after it was set up.
        folder = mkdtemp(prefix="recovery-packages-")
        finalize(self, rmtree, folder, ignore_errors=True)
        return Path(folder)

    def _begin(self, release: Release) -> Growing:
        if not self._making.acquire(blocking=False):
            raise FullError("another package is being made", mend="try again in a minute")
        try:
            zipped = Growing(self._folder / f"{release.id}.zip")
        except OSError as error:
            self._making.release()
            raise _no_room(error) from error
        Thread(target=self._make, args=(release, zipped), name=zipped.path.name, daemon=True).start()
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
                self._drop(release)
            self._making.release()
            zipped.close() if failed is None else zipped.fail(failed)

    def _drop(self, release: Release) -> None:
        with self._taking:
            self._kept.pop(release.id).path.unlink()

    def _pack(self, release: Release, zipped: Growing) -> None:
        contents = Contents(self._exports.source, release, partial(self._exports.in_turn, patience_s=NEXT_S))
        archive = ZipFile(zipped, "w", ZIP_DEFLATED)  # closed only when it is whole
        with TemporaryDirectory(prefix="package-", dir=self._folder) as made:
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
    return StoreError(what, where=str(error.filename or ""), mend="free some space for temporary files")
