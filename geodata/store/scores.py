"""The stored scores of a release."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, Table, select

from geodata import tables as t


def measures(release: int, **only: str | int | None) -> Select[Any]:
    """Measures of a release (`MEASURES`), narrowed by what is not None."""
    scores = _scores(t.measure, release, **only)
    return scores.join(t.indicator, t.measure.c.indicator == t.indicator.c.id).order_by(t.indicator.c.code)


def composites(release: int, **only: str | int | None) -> Select[Any]:
    """Composites of a release (`COMPOSITES`), narrowed by what is not None."""
    return _scores(t.composite, release, **only).order_by(t.composite.c.dimension)


def score_columns(table: Table) -> list[str]:
    """Columns of a frame of scores: those of its table, without the release."""
    return [column.name for column in table.c if column.name != "release"]


def _scores(table: Table, release: int, **only: str | int | None) -> Select[Any]:
    return (
        select(*(_source(table, name).label(name) for name in score_columns(table)))
        .join(t.territory, table.c.territory == t.territory.c.id)
        .where(table.c.release == release)
        .where(*(_source(table, name) == value for name, value in only.items() if value is not None))
        .order_by(table.c.shock, table.c.evaluation, t.territory.c.code)
    )


def _source(table: Table, name: str) -> ColumnElement[Any]:
    source = {"territory": t.territory, "indicator": t.indicator}.get(name)
    return table.c[name] if source is None else source.c.code
