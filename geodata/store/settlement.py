"""Staged figures made the present ones: all closings of all data sets first, then all that is new.

Nothing is updated in place or deleted, so that every release can be read again; and a figure may move from
one data set to another within a load.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from geodata.store import statements
from geodata.store.packed import period_of
from geodata.store.stage import Stage
from indicators.errors import DataError


def close(stages: Mapping[int, Stage], derived: int | None) -> None:
    """Close the present figures that a load changes, drops, or gives itself where they were derived.

    Parameters
    ----------
    stages : dict
        Key of the load -> the figures it brings.
    derived : int, optional
        Key of the data set of derived figures, where a published figure takes the place of one.
    """
    for load, stage in stages.items():
        stage.run(statements.ANALYZE)
        if stage.estimated:
            stage.estimates.run(statements.ESTIMATES, load=load, statuses=stage.estimates.statuses)
        if stage.replaces:
            stage.run(statements.CLOSE, load=load, data_set=stage.data_set, statuses=stage.statuses)
        if derived is not None and derived != stage.data_set:
            stage.run(statements.CLOSE_TAKEN, load=load, derived=derived)


def add(connection: Connection, observatory: int, stages: Mapping[int, Stage]) -> int:
    """Add the staged figures that are new or changed; return how many there are.

    Raises
    ------
    DataError
        Where a data set gives a figure twice, or another one gives it too; it names both.
    """
    added = sum(_add(connection, observatory, load, stage) for load, stage in stages.items())
    connection.execute(text(statements.SUMMARIZE))
    connection.execute(text(statements.ANALYZE_OBSERVATION))
    return added


def _add(connection: Connection, observatory: int, load: int, stage: Stage) -> int:
    kept, how = 0, statements.ADD
    if stage.replaces:
        how = statements.ADD_CHANGED
        kept = stage.run(statements.COUNT_PRESENT, data_set=stage.data_set).scalar_one()
    given = {"observatory": observatory, "data_set": stage.data_set, "statuses": stage.statuses}
    try:
        with connection.begin_nested():
            added = stage.run(how, **given, load=load).rowcount
    except IntegrityError as error:
        raise _clash(stage) from error
    if kept + added != stage.count:
        raise _clash(stage)
    return added


def _clash(stage: Stage) -> DataError:
    """Say which figure is given twice: in the data set itself, or by it and another one."""
    twice = stage.run(statements.TWICE).one_or_none()
    if twice is not None:
        indicator, territory, time, group = twice
        return DataError(
            f"figure(s) given twice, first: {indicator}, {territory}, {period_of(time)}, {group}",
            mend="keep one of each",
        )
    query = statements.CLASH
    one, other, indicator, territory, time, group = stage.run(query, data_set=stage.data_set).one()
    return DataError(
        f"the data sets '{one}' and '{other}' both give {indicator}, {territory}, {period_of(time)}, {group}",
        mend="drop one of them, or give them different groups or frequencies",
    )


def without_loops(connection: Connection) -> None:
    """Keep the planner from nested loops, which it takes where it believes a filling table to be empty."""
    connection.execute(text("set local enable_nestloop = off"))
