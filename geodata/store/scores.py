"""The stored scores of a release."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, select

from geodata import tables as t
from geodata.store.queries import among

Only = str | int | Collection[str] | None
"""A code, several of them, a year, or anything."""


def measures(release: int, **only: Only) -> Select[Any]:
    """Measures of a release (`MEASURES`), narrowed by what is not None."""
    scores = _scores(t.measure, release, **only)
    return scores.join(t.indicator, t.measure.c.indicator == t.indicator.c.id).order_by(t.indicator.c.code)


def composites(release: int, **only: Only) -> Select[Any]:
    """Composites of a release (`COMPOSITES`), narrowed by what is not None."""
    return _scores(t.composite, release, **only).order_by(t.composite.c.dimension)


def score_columns(table: Table) -> list[str]:
    """Columns of a frame of scores: those of its table, without the release."""
    return [column.name for column in table.c if column.name != "release"]


def _scores(table: Table, release: int, **only: Only) -> Select[Any]:
    return (
        select(*(_source(table, name).label(name) for name in score_columns(table)))
        .join(t.territory, table.c.territory == t.territory.c.id)
        .where(table.c.release == release)
        .where(*(_is(_source(table, name), value) for name, value in only.items() if value is not None))
        .order_by(table.c.shock, table.c.evaluation, t.territory.c.code)
    )


def evaluations(table: Table, release: int) -> Select[tuple[str, int]]:
    """The shocks that a table of scores of a release judges, and the years it judges them in."""
    shock, evaluation = table.c.shock, table.c.evaluation
    return select(shock, evaluation).where(table.c.release == release).distinct().order_by(shock, evaluation)


def _is(column: ColumnElement[Any], value: Only) -> ColumnElement[bool]:
    return column == value if isinstance(value, (str, int)) else among(column, value or ())


def _source(table: Table, name: str) -> ColumnElement[Any]:
    source = {"territory": t.territory, "indicator": t.indicator}.get(name)
    return table.c[name] if source is None else source.c.code
