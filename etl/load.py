"""Bring an observatory's files in: read, check, write and publish, all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pandas as pd
from geopandas import GeoDataFrame

from etl.gate import CheckError, inspect, refuse
from etl.inspection import Subject
from etl.intake import Result, take_in
from etl.plan import Plan, make_plan
from etl.release import publish
from geodata.database import connect
from geodata.folder import Folder
from geodata.history import sorted_for
from geodata.observatory import Observatory
from geodata.settings import Settings
from geodata.store import Load, LoadRecord, Present, Reader, Release, Writer
from geodata.store.records import TERRITORIES
from geodata.territory import Territories, assemble
from geodata.typology import classify, population_of
from indicators.observations import TOTAL

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
        Changed data set -> what was made of its file.
    notes : tuple of str
        Repairs of shapes and other things to know of the territories.
    checks : DataFrame
        What the checks of the changed data sets said, `etl.gate.RESULTS`.
    newest : int, optional
        Where nothing changed, the release that holds these files: after a roll-back not the one readers see.
    files : DataFrame
        What became of the rows of each file of territories, columns of `geodata.tabular.Account`.
    """

    release: Release
    changed: frozenset[str] = frozenset()
    results: Mapping[str, Result] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    checks: pd.DataFrame = field(default_factory=pd.DataFrame)
    newest: int | None = None
    files: pd.DataFrame = field(default_factory=pd.DataFrame)


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
    writer.place(territories.frame, observatory.hierarchy.version)
    results = _read(plan, changed, writer, territories, tell)
    tell("checks")
    checks = _inspect(plan, results, current, writer)
    tell("writing")
    writer.settle(_settled(plan, results), observatory)
    frame = _with_classes(territories.frame, observatory, writer.present())
    count = replace(plan.loads[TERRITORIES], rows_read=len(frame) + len(territories.others))
    writer.write_territories(count, frame, observatory.hierarchy.version, territories.others)
    writer.record_checks(checks)
    tell("scoring")
    release = publish(writer, observatory, frame)
    return Report(release, changed, results, territories.notes, checks, files=territories.files)


def _read(
    plan: Plan, changed: Collection[str], writer: Writer, territories: Territories, tell: Tell
) -> dict[str, Result]:
    """Stage every data set that changed; the others stand in the store as they are."""
    results = {}
    known = {*territories.frame["territory"]}
    for data_set in plan.observatory.data:
        if data_set.id not in changed:
            continue
        tell(data_set.id)
        stage, file = writer.stage(data_set.id), plan.file(data_set.id)
        histories = sorted_for(territories.histories, data_set.version)
        results[data_set.id] = take_in(plan.observatory, data_set, file, stage, known, histories)
    return results


def _inspect(
    plan: Plan, results: Mapping[str, Result], current: Mapping[str, LoadRecord], writer: Writer
) -> pd.DataFrame:
    """Check each data set as a whole, beside its last load; stop where a hard check fails."""
    found = []
    for data_set in plan.observatory.data:
        if data_set.id not in results:
            continue
        result = results[data_set.id]
        subject = Subject(
            data_set.checks,
            plan.observatory.indicators[data_set.indicator],
            result.loaded,
            result.rejects,
            writer.survey(data_set.id),
            result.columns,
            current[data_set.id].columns if data_set.id in current else (),
            datetime.now(UTC).date(),
        )
        found.append(inspect(subject, data_set.id, plan.loads[data_set.id].sha256))
    return refuse(found, plan.observatory.observatory)


def _settled(plan: Plan, results: Mapping[str, Result]) -> dict[Load, pd.DataFrame]:
    """Count what was read into the load of each data set; name the file of each reject."""
    loads = {}
    for name, result in results.items():
        load = replace(
            plan.loads[name],
            rows_read=result.read,
            rows_out_of_scope=result.out_of_scope,
            columns=result.columns,
        )
        loads[load] = result.rejects.assign(path=load.path)
    return loads


def _with_classes(frame: GeoDataFrame, observatory: Observatory, present: Present) -> GeoDataFrame:
    typology = observatory.typology
    if typology is None:
        return frame
    figures = present.figures([typology.population or observatory.population], [TOTAL])
    members = frame.loc[frame["level"] == typology.level, "territory"]
    classed = classify(frame, typology, population_of(figures, observatory, members))
    return GeoDataFrame(classed, geometry="geometry", crs=frame.crs)
