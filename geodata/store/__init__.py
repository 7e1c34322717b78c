"""The one door to the database: `Reader` for whoever shows figures, `Writer` for whoever brings them in."""

from geodata.store.present import Present
from geodata.store.read import Reader
from geodata.store.records import Load, LoadRecord, Release
from geodata.store.stage import Stage
from geodata.store.survey import Rows, Survey
from geodata.store.write import Writer

__all__ = ["Load", "LoadRecord", "Present", "Reader", "Release", "Rows", "Stage", "Survey", "Writer"]
