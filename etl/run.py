"""One run, from the name of an observatory to its release: what `load` and `refresh` have in common."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path

from etl import observatories
from etl.load import Report, Tell, load
from etl.online import reach, with_addresses
from etl.receive import TellBytes
from etl.sdmx_api import wishes
from etl.sources import SOURCES
from etl.sources.opensdg_meta import compare, read_meta
from geodata.folder import Folder
from geodata.observatory import Observatory, read_observatory
from geodata.settings import Settings
from geodata.text import read_bytes


@dataclass(frozen=True)
class Run:
    """What is to be loaded, and from where.

    Attributes
    ----------
    folder : Path
        What paths are relative to.
    hosts : frozenset of str
        Hosts that may be asked: the declared ones, and those allowed for this run.
    """

    declared: Observatory
    folder: Path
    hosts: frozenset[str]

    def load(self, settings: Settings, tell: Tell, tell_bytes: TellBytes) -> Report:
        """Fetch what is declared by address, load it all and publish.

        Raises
        ------
        RecoveryError
            Where anything cannot be fetched, read, checked or stored; what readers see stays as it was.
        """
        with reach(self.folder, self.hosts, settings, tell_bytes, wishes(self.declared.data)) as folder:
            described = self._describe(folder)
            report = load(self.declared, folder, settings, tell)
            return replace(report, notes=(*folder.notes, *described, *report.notes))

    def _describe(self, folder: Folder) -> list[str]:
        """Tell what the publishers' own descriptions say, and where the declaration differs."""
        return [
            note
            for data_set in self.declared.data
            if data_set.meta
            for note in compare(
                read_meta(read_bytes(folder / data_set.meta), data_set.meta),
                data_set,
                self.declared.indicators[data_set.indicator],
                data_set.meta,
            )
        ]


def prepare(
    name: str,
    folder: Path | None = None,
    *,
    hosts: Collection[str] = (),
    live: bool = False,
    since: str = "",
) -> Run:
    """Read a declaration for a run.

    Parameters
    ----------
    name : str
        A built-in observatory, or the path of a declaration.
    folder : Path, optional
        Of the files, where they are not beside the declaration.
    hosts : collection of str
        Further hosts that may be asked.
    live, since
        See `with_addresses`.

    Raises
    ------
    RecoveryError
        Where there is no such declaration, or it does not hold.
    """
    path = observatories.find(name)
    declared = with_addresses(read_observatory(path, SOURCES), live=live, since=since)
    beside = path if path.is_dir() else path.parent
    return Run(declared, folder or beside, frozenset({*declared.hosts, *(host.lower() for host in hosts)}))
