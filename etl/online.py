"""Files that are declared by address: fetched when first asked for, as if they lay in the folder."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from etl import eurostat_api, sdmx_api
from etl.address import Gate, is_remote
from etl.download import Fetched, Fetcher
from etl.fetch import Client, Limits
from etl.receive import TellBytes
from geodata.observatory import DataSet, Hierarchy, Observatory, Tier
from geodata.settings import Settings
from indicators.errors import RecoveryError
from indicators.observations import frequency

T = TypeVar("T", bound=Tier)


class OnlineFolder:
    """The folder of an observatory, with the files that it declares by address among the others.

    Attributes
    ----------
    fetched : dict
        Address -> the file it gave; each is asked for once.
    """

    def __init__(self, folder: Path, fetcher: Fetcher) -> None:
        self._folder, self._fetcher = folder, fetcher
        self.fetched: dict[str, Fetched] = {}

    def __truediv__(self, path: str) -> Path:
        """Return where the file lies on disk, after it was fetched where it is an address."""
        if not is_remote(path):
            return self._folder / path
        if path not in self.fetched:
            self.fetched[path] = self._fetcher.fetch(path)
        return self.fetched[path].path

    @property
    def notes(self) -> tuple[str, ...]:
        """What a person should know of how the files came."""
        return tuple(fetched.note for fetched in self.fetched.values() if fetched.note)


@contextmanager
def reach(
    folder: Path,
    hosts: Collection[str],
    settings: Settings,
    tell: TellBytes,
    wishes: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[OnlineFolder]:
    """Open a folder from which https addresses on these hosts, and on no others, can be asked for.

    Parameters
    ----------
    wishes : mapping
        Address -> the media type to ask for, where any will not do.
    """
    with Client(Gate(frozenset(hosts)), Limits(), wishes=wishes) as client:
        yield OnlineFolder(folder, Fetcher(settings.home, client, tell))


def with_addresses(observatory: Observatory, *, live: bool = False, since: str = "") -> Observatory:
    """Give every data set that is asked for by its code, and not by a path, its address.

    Parameters
    ----------
    live : bool
        Take the publisher's address instead of a file wherever there is one: the data sets of Eurostat and
        of providers of SDMX by their `dataset`, boundaries by their `online`.
    since : str
        First period that is asked of them, instead of the declared ones.

    Raises
    ------
    RecoveryError
        Where `live` or `since` is given and changes nothing, `since` is no period, or there is no such
        provider.
    """
    if since:
        frequency(since)
    data = tuple(_online(data_set, live, since) for data_set in observatory.data)
    hierarchy = _places_online(observatory.hierarchy) if live else observatory.hierarchy
    told = observatory.model_copy(update={"data": data, "hierarchy": hierarchy})
    if told == observatory and (live or since):
        raise RecoveryError(
            "no data set is asked of its publisher by its code, so --live and --since change nothing",
            where=observatory.observatory,
            mend="declare 'source: eurostat' (or 'sdmx' and a 'provider') and 'dataset', and no 'path'; or "
            "leave the option out",
        )
    return told


def _online(data_set: DataSet, live: bool, since: str) -> DataSet:
    if not (data_set.by_code and data_set.dataset) or (data_set.path and not live):
        return data_set
    start = since or data_set.since or ""
    if data_set.provider:
        address = sdmx_api.address(data_set.provider, data_set.dataset, data_set.key, start)
    else:
        codes = {**data_set.filter, **{name: (*groups,) for name, groups in data_set.map.items()}}
        address = eurostat_api.address(data_set.dataset, codes, start)
    return data_set.model_copy(update={"path": address})


def _places_online(hierarchy: Hierarchy) -> Hierarchy:
    versions = tuple(
        version.model_copy(update={"levels": tuple(map(_level_online, version.levels))})
        for version in hierarchy.versions
    )
    levels = tuple(map(_level_online, hierarchy.levels))
    return hierarchy.model_copy(update={"levels": levels, "versions": versions})


def _level_online(level: T) -> T:
    source = level.boundaries
    if source is None or not source.online:
        return level
    return level.model_copy(update={"boundaries": source.model_copy(update={"path": source.online})})
