"""Bring an observatory's files in: read, check, write and publish, all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pandas as pd
from geopandas import GeoDataFrame

from etl.check import KEY, check
from etl.gate import CheckError, inspect, refuse
from etl.inspection import Subject, own_columns
from etl.plan import Plan, make_plan
from etl.release import publish
from etl.sources import SOURCES
from etl.sources.cells import Tidied, together
from etl.translation import translate
from geodata.crosswalk import read_crosswalks
from geodata.database import connect
from geodata.folder import Folder
from geodata.observatory import Observatory
from geodata.settings import Settings
from geodata.store import LoadRecord, Reader, Release, Writer
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
    checks : DataFrame
        What the checks of the changed data sets said, `etl.gate.RESULTS`.
    newest : int, optional
        Where nothing changed, the release that holds these files: after a roll-back not the one readers see.
    """

    release: Release
    changed: frozenset[str] = frozenset()
    results: Mapping[str, Tidied] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    checks: pd.DataFrame = field(default_factory=pd.DataFrame)
    newest: int | None = None


def load(observatory: Observatory, folder: Folder, settings: Settings, tell: Tell) -> Report:
    """Load every file of an observatory, score it and publish one release, in one transaction.

    The same bytes, declaration and software as those of the current release change nothing.

    Parameters
    ----------
    folder : Folder
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
            newest = _newest(reader, observatory)
            if newest is not None and plan.repeats(current, newest.software):
                return Report(reader.release(observatory.observatory), newest=newest.number)
            return _write(plan, current, writer, tell)
    except CheckError as failed:
        with Writer.open(engine, observatory.observatory) as writer:
            writer.record_checks(failed.results)
        raise
    finally:
        engine.dispose()


def _newest(reader: Reader, observatory: Observatory) -> Release | None:
    """Return the release published last, which readers may have been rolled back from."""
    numbers = reader.releases(observatory.observatory)["number"]
    return reader.release(observatory.observatory, int(numbers.max())) if len(numbers) else None


def _write(plan: Plan, current: dict[str, LoadRecord], writer: Writer, tell: Tell) -> Report:
    observatory, changed = plan.observatory, plan.changed(current)
    tell("territories")
    territories = assemble(observatory, plan.folder)
    results, estimates = _read(plan, set(territories.frame["territory"]), tell)
    figures = _together(results)
    tell("checks")
    new = {name: result for name, result in results.items() if name in changed}
    checks = _inspect(plan, new, current, writer, territories.frame)
    tell("writing")
    frame = _with_classes(territories.frame, observatory, figures)
    count = replace(plan.loads[TERRITORIES], rows_read=len(frame))
    writer.write_territories(count, frame, observatory.hierarchy.version)
    for name, result in new.items():
        counted = replace(
            plan.loads[name],
            rows_read=result.read,
            rows_out_of_scope=result.out_of_scope,
            columns=own_columns(result.columns),
        )
        writer.write_observations(counted, result.frame, result.rejects.assign(path=counted.path))
    writer.record_checks(checks)
    tell("scoring")
    release = publish(writer, observatory, figures, frame, estimates)
    return Report(release, changed, results, territories.notes, checks)


def _inspect(
    plan: Plan,
    new: Mapping[str, Tidied],
    current: Mapping[str, LoadRecord],
    writer: Writer,
    places: pd.DataFrame,
) -> pd.DataFrame:
    """Check each data set as a whole, beside its last load; stop where a hard check fails."""
    results = []
    for data_set in plan.observatory.data:
        if data_set.id not in new:
            continue
        subject = Subject(
            data_set.checks,
            plan.observatory.indicators[data_set.indicator],
            new[data_set.id],
            writer.figures(data_set.id),
            places,
            current[data_set.id].columns if data_set.id in current else (),
            datetime.now(UTC).date(),
        )
        results.append(inspect(subject, data_set.id, plan.loads[data_set.id].sha256))
    return refuse(results)


def _read(plan: Plan, known: Collection[str], tell: Tell) -> tuple[dict[str, Tidied], pd.DataFrame]:
    """Read and check every data set, and convert the figures of older territories."""
    results, estimates = {}, [pd.DataFrame(columns=COLUMNS)]
    crosswalks = read_crosswalks(plan.observatory.hierarchy.crosswalks, plan.folder)
    for data_set in plan.observatory.data:
        tell(data_set.id)
        indicator = plan.observatory.indicators[data_set.indicator]
        tidied = together(SOURCES[data_set.source].tidy(plan.file(data_set.id), data_set, data_set.path))
        checked = check(tidied, data_set, indicator, known, data_set.path)
        results[data_set.id], converted = translate(
            tidied, checked, crosswalks, indicator.kind, data_set.conversion, known
        )
        estimates.append(converted)
    return results, pd.concat(estimates, ignore_index=True).astype({"value": float})


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
