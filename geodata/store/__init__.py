"""The one door to the database: `Reader` for whoever shows figures, `Writer` for whoever brings them in."""

from geodata.store.present import Present
from geodata.store.question import SCHEMA, Place, Wanted
from geodata.store.read import Reader
from geodata.store.records import Load, LoadRecord, Release
from geodata.store.stage import Stage
from geodata.store.stream import Page, Stream
from geodata.store.survey import Rows, Survey
from geodata.store.write import Writer

__all__ = [
    "SCHEMA",
    "Load",
    "LoadRecord",
    "Page",
    "Place",
    "Present",
    "Reader",
    "Release",
    "Rows",
    "Stage",
    "Stream",
    "Survey",
    "Wanted",
    "Writer",
]
