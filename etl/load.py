"""Bring an observatory's files in: read, check, write and publish, all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd
from geopandas import GeoDataFrame

from etl.check import KEY, check
from etl.plan import Plan, make_plan
from etl.release import publish
from etl.sources import TIDY
from etl.sources.cells import Tidied
from geodata.database import connect
from geodata.observatory import Observatory
from geodata.settings import Settings
from geodata.store import Reader, Release, Writer
from geodata.store.records import TERRITORIES
from geodata.territory import assemble
from geodata.typology import classify, population_of
from indicators.errors import DataError
from indicators.observations import COLUMNS

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Report:
    """What a load did.

    Attributes
    ----------
    release : Release
        The one that readers see now.
    changed : frozenset of str
        The data sets that were written; the others were as they are in the store.
    results : dict
        Data set -> what was made of its file; empty where everything was there already.
    notes : tuple of str
        Repairs of shapes and other things to know of the territories.
    """

    release: Release
    changed: frozenset[str] = frozenset()
    results: Mapping[str, Tidied] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def load(observatory: Observatory, folder: Path, settings: Settings, tell: Tell) -> Report:
    """Load every file of an observatory, score it and publish one release, in one transaction.

    The same bytes, declaration and software as those of the current release change nothing.

    Parameters
    ----------
    folder : Path
        What the declared paths are relative to.
    tell : callable
        Is called with a few words before each step.

    Raises
    ------
    DataError
        Where a file cannot be used; nothing is changed then.
    StoreError
        Where the database cannot be reached.
    """
    plan = make_plan(observatory, folder, settings.home)
    engine = connect(settings, "owner")
    try:
        reader = Reader(engine)
        with Writer.open(engine, observatory.observatory) as writer:
            current = writer.current()
            if plan.repeats(current, _software(reader, observatory)):
                return Report(reader.release(observatory.observatory))
            return _write(plan, plan.changed(current), writer, tell)
    finally:
        engine.dispose()


def _software(reader: Reader, observatory: Observatory) -> str | None:
    releases = reader.releases(observatory.observatory)
    current = releases.loc[releases["current"].astype(bool), "software"]
    return str(current.iloc[0]) if len(current) else None


def _write(plan: Plan, changed: frozenset[str], writer: Writer, tell: Tell) -> Report:
    observatory = plan.observatory
    tell("territories")
    territories = assemble(observatory, plan.folder)
    results = _read(plan, set(territories.frame["territory"]), tell)
    figures = _together(results)
    tell("writing")
    frame = _with_classes(territories.frame, observatory, figures)
    count = replace(plan.loads[TERRITORIES], rows_read=len(frame))
    writer.write_territories(count, frame, observatory.hierarchy.version)
    for name, result in results.items():
        if name in changed:
            counted = replace(plan.loads[name], rows_read=result.read, rows_out_of_scope=result.out_of_scope)
            writer.write_observations(counted, result.frame, result.rejects.assign(path=counted.path))
    tell("scoring")
    release = publish(writer, observatory, figures, frame)
    return Report(release, changed, results, territories.notes)


def _read(plan: Plan, known: Collection[str], tell: Tell) -> dict[str, Tidied]:
    results = {}
    for data_set in plan.observatory.data:
        tell(data_set.id)
        indicator = plan.observatory.indicators[data_set.indicator]
        tidied = TIDY[data_set.source](plan.raw[data_set.id], data_set, data_set.path)
        results[data_set.id] = check(tidied, data_set, indicator, known, data_set.path)
    return results


def _together(results: Mapping[str, Tidied]) -> pd.DataFrame:
    """Put the figures of all data sets into one frame.

    Raises
    ------
    DataError
        Where two data sets give the same figure; it names both.
    """
    frames = [result.frame.assign(data_set=name) for name, result in results.items()]
    figures = pd.concat(frames, ignore_index=True)
    key = ["indicator", *KEY]
    again = figures[figures.duplicated(key)]
    if len(again):
        second = again.iloc[0]
        first = figures[(figures[key] == second[key]).all(axis=1)].iloc[0]
        raise DataError(
            f"the data sets '{first['data_set']}' and '{second['data_set']}' both give "
            f"{', '.join(second[key])}",
            mend="drop one of them, or give them different groups",
        )
    return figures[COLUMNS]


def _with_classes(frame: GeoDataFrame, observatory: Observatory, figures: pd.DataFrame) -> GeoDataFrame:
    typology = observatory.typology
    if typology is None:
        return frame
    members = frame.loc[frame["level"] == typology.level, "territory"]
    classed = classify(frame, typology, population_of(figures, observatory, members))
    return GeoDataFrame(classed, geometry="geometry", crs=frame.crs)
