"""What a load would bring: every file, hashed and kept, beside how the declaration reads them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, time
from importlib.metadata import version
from pathlib import Path

from etl.address import is_remote
from etl.snapshot import Snapshot, take
from geodata.folder import Folder
from geodata.observatory import Attributes, Boundaries, DataSet, GridLayer, Observatory
from geodata.store import Load, LoadRecord
from geodata.store.records import DERIVED, TERRITORIES

SOFTWARE = "territorial-recovery"


@dataclass(frozen=True)
class Plan:
    """Everything a load needs to know before it starts.

    Attributes
    ----------
    loads : dict
        Data set (`TERRITORIES` among them) -> the load it would be, rows not yet counted.
    files : dict
        Data set -> the kept copy of its file.
    """

    observatory: Observatory
    folder: Folder
    loads: dict[str, Load]
    files: dict[str, Snapshot]

    def file(self, data_set: str) -> Path:
        """Return where the file of a data set is kept; what was hashed is what is read.

        Raises
        ------
        StoreError
            Where the kept copy was changed or damaged.
        """
        return self.files[data_set].prove()

    def changed(self, current: dict[str, LoadRecord]) -> frozenset[str]:
        """Name the data sets whose bytes, or the way they are read, differ from the present load."""
        return frozenset(
            name
            for name, load in self.loads.items()
            if name not in current or (current[name].sha256, current[name].fingerprint) != _identity(load)
        )

    def repeats(self, current: dict[str, LoadRecord], software: str | None) -> bool:
        """Tell whether the current release, made by that software, is of the same bytes and declaration."""
        return (
            software == version(SOFTWARE)
            and current.keys() == {*self.loads, DERIVED}
            and current[DERIVED].fingerprint == self.observatory.hash
            and not self.changed(current)
        )


def _identity(load: Load) -> tuple[str, str]:
    return load.sha256, load.fingerprint


def make_plan(observatory: Observatory, folder: Folder, home: Path) -> Plan:
    """Hash every declared file and keep a copy of it.

    Parameters
    ----------
    folder : Folder
        What the declared paths are relative to.
    home : Path
        RECOVERY_HOME, where the copies are kept.

    Raises
    ------
    DataError
        Where a file cannot be read.
    """
    shapes = observatory.files
    places = _hash(*(take(folder / path, home).sha256 for path in shapes))
    loads = {TERRITORIES: _territories(observatory, places)}
    files = {}
    for data_set in observatory.data:
        file = folder / data_set.path
        files[data_set.id] = taken = take(file, home)
        read_as = _hash(
            data_set.fingerprint,
            str(observatory.indicators[data_set.indicator].bounds),
            places,
            observatory.hierarchy.model_dump_json(),
        )
        loads[data_set.id] = _load(data_set, file, taken.sha256, read_as)
    return Plan(observatory, folder, loads, files)


def _hash(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _territories(observatory: Observatory, sha256: str) -> Load:
    classed = observatory.typology.model_dump_json() if observatory.typology else ""
    levels = observatory.hierarchy.levels
    sources: list[Boundaries | Attributes | GridLayer] = [
        *(level.boundaries for level in levels if level.boundaries),
        *(level.attributes for level in levels if level.attributes),
        *observatory.grid,
    ]
    return Load(
        data_set=TERRITORIES,
        kind="territories",
        sha256=sha256,
        fingerprint=_hash(observatory.hierarchy.model_dump_json(), classed, *observatory.enclaves),
        path=", ".join(observatory.files),
        publisher=", ".join(dict.fromkeys(source.publisher for source in sources if source.publisher)),
        licence=", ".join(dict.fromkeys(source.licence for source in sources if source.licence)),
        url=", ".join(dict.fromkeys(source.url for source in sources if source.url)),
    )


def _load(data_set: DataSet, file: Path, sha256: str, fingerprint: str) -> Load:
    return Load(
        data_set=data_set.id,
        kind="published",
        sha256=sha256,
        fingerprint=fingerprint,
        indicator=data_set.indicator,
        source=data_set.source,
        path=data_set.path,
        url=data_set.url,
        publisher=data_set.publisher,
        dataset=data_set.dataset,
        licence=data_set.licence,
        retrieved_at=_retrieved(data_set, file),
    )


def _retrieved(data_set: DataSet, file: Path) -> datetime | None:
    """Tell when the file was retrieved: when it was fetched, else as declared."""
    if is_remote(data_set.path):
        return datetime.fromtimestamp(file.stat().st_mtime, UTC)
    return datetime.combine(data_set.retrieved, time(), UTC) if data_set.retrieved else None
