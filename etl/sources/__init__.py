"""Readers of published files, one module a format or publisher: a file in, observations and rejects out.

A module of this package that has a function `tidy` is a source, and its name is what a declaration says
under ``source:``. A new publisher format is one new file here. The other modules serve them all.
"""

from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Protocol, cast

from etl.sources.cells import Tidied
from geodata.observatory import Columns, DataSet


class Source(Protocol):
    """What every source offers."""

    COLUMNS: Columns
    """How the publisher calls the columns that matter, where the declaration does not say."""

    def tidy(self, path: Path, data_set: DataSet, where: str) -> Iterator[Tidied]:
        """Read one file as its declaration says, piece by piece; `where` is its name in messages."""


def _sources() -> Iterator[tuple[str, Source]]:
    for found in iter_modules(__path__):
        module = import_module(f"{__name__}.{found.name}")
        if hasattr(module, "tidy"):
            yield found.name, cast(Source, module)


SOURCES: Mapping[str, Source] = dict(_sources())
