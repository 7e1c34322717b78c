"""The questions asked of the versioned tables, for a release."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Join,
    Select,
    Table,
    Text,
    and_,
    any_,
    case,
    cast,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by

from geodata import tables as t
from geodata.hierarchy import NAMED, SIDES

DIGITS = 5  # of a degree: about a metre


def visible(table: Table, high: int) -> ColumnElement[bool]:
    """Keep the versions that a release with that highest load saw."""
    return and_(table.c.load_from <= high, or_(table.c.load_to.is_(None), table.c.load_to > high))


def among(column: ColumnElement[str], codes: Collection[str]) -> ColumnElement[bool]:
    """Keep the rows whose code is one of those given, as a single bound parameter."""
    return column == any_(literal(list(codes), ARRAY(Text)))


def territories(observatory: int, high: int, version: str) -> Select[Any]:
    """Territories of a version, names as published (missing ones null), extent in degrees, and their fate."""
    fact = t.territory_version.c
    return (
        select(
            t.territory.c.code.label("territory"),
            fact.level,
            fact.parent,
            *(fact[f"name_{language}"] for language in NAMED),
            *(fact.role, fact.role_derived, fact.enclave, fact.area_km2, fact.fate),
            *(fact.extent[i + 1].label(side) for i, side in enumerate(SIDES)),
        )
        .select_from(_territories())
        .where(_of_version(observatory, high, version))
        .order_by(t.territory.c.code)
    )


def observations(observatory: int, high: int) -> Select[Any]:
    """Observations of the territories there are, with `COLUMNS` and the load each came from."""
    fact = t.observation.c
    layout = case({"A": "YYYY", "Q": 'YYYY-"Q"Q', "M": "YYYY-MM"}, value=fact.frequency)
    return (
        select(
            t.indicator.c.code.label("indicator"),
            t.territory.c.code.label("territory"),
            func.to_char(fact.period_start, layout, type_=Text).label("period"),
            t.grouping.c.code.label("group"),
            fact.value,
            fact.status,
            fact.load_from.label("load"),
        )
        .select_from(
            _territories()
            .join(t.observation, fact.territory == t.territory.c.id)
            .join(t.indicator, fact.indicator == t.indicator.c.id)
            .join(t.grouping, fact.grouping == t.grouping.c.id)
        )
        .where(
            t.indicator.c.observatory == observatory,
            visible(t.observation, high),
            visible(t.territory_version, high),
        )
        .order_by(
            t.indicator.c.code, t.territory.c.code, t.grouping.c.code, fact.frequency, fact.period_start
        )
    )


def versions(observatory: int, high: int) -> Select[Any]:
    """Versions of the hierarchy with the number of territories of each level."""
    version, level = t.territory.c.hierarchy_version, t.territory_version.c.level
    return (
        select(version.label("version"), level, func.count().label("territories"))
        .select_from(_territories())
        .where(t.territory.c.observatory == observatory, visible(t.territory_version, high))
        .group_by(version, level)
        .order_by(version, level)
    )


def geometry(observatory: int, high: int, level: str, version: str) -> Select[Any]:
    """One text: the GeoJSON of a level."""
    feature = func.concat(
        '{"type":"Feature","properties":{},"id":',
        cast(func.to_json(t.territory.c.code), Text),
        ',"geometry":',
        func.ST_AsGeoJSON(t.territory_version.c.geom, DIGITS, type_=Text),
        "}",
    )
    features = func.string_agg(feature, aggregate_order_by(literal(",\n"), t.territory.c.code))
    collection = func.concat('{"type":"FeatureCollection","features":[\n', features, "\n]}")
    return _drawn(collection, level).where(_of_version(observatory, high, version))


def boundaries(observatory: int, high: int, version: str) -> Select[Any]:
    """Territories of a version that have a boundary, each with it as well-known binary."""
    shape = t.territory_version.c.geom
    return (
        select(t.territory.c.code.label("territory"), func.ST_AsBinary(shape).label("geometry"))
        .select_from(_territories())
        .where(_of_version(observatory, high, version), shape.is_not(None))
        .order_by(t.territory.c.code)
    )


def geometry_hash(observatory: int, high: int, level: str, version: str) -> Select[Any]:
    """One text: a hash of the codes and shapes of a level."""
    part = func.concat(t.territory.c.code, " ", t.territory_version.c.geom_hash)
    parts = func.string_agg(part, aggregate_order_by(literal("\n"), t.territory.c.code))
    drawn = _drawn(func.md5(func.concat(DIGITS, "\n", parts)), level)
    return drawn.where(_of_version(observatory, high, version))


def _drawn(what: ColumnElement[str], level: str) -> Select[Any]:
    fact = t.territory_version.c
    return select(what).select_from(_territories()).where(fact.level == level, fact.geom.is_not(None))


def _of_version(observatory: int, high: int, version: str) -> ColumnElement[bool]:
    """Keep the territories that a release saw of one version of the hierarchy."""
    place = t.territory.c
    return and_(
        place.observatory == observatory,
        place.hierarchy_version == version,
        visible(t.territory_version, high),
    )


def _territories() -> Join:
    return t.territory.join(t.territory_version, t.territory_version.c.territory == t.territory.c.id)


def all_loads(observatory: int, high: int) -> Select[Any]:
    """Every load up to one, those superseded among them."""
    load = t.load.c
    return (
        select(
            *(load.id.label("load"), t.data_set.c.code.label("data_set"), load.kind, load.indicator),
            *(load.publisher, load.dataset, load.licence, load.url, load.path, load.sha256),
            *(load.retrieved_at, load.loaded_at),
            *(load.rows_read, load.rows_loaded, load.rows_rejected, load.rows_out_of_scope),
        )
        .join(t.data_set, load.data_set == t.data_set.c.id)
        .where(load.observatory == observatory, load.id <= high)
        .order_by(load.id)
    )


def loads(observatory: int, high: int) -> Select[Any]:
    """The loads that a release with that highest load was made of."""
    superseded = t.load.c.superseded_by
    return all_loads(observatory, high).where(or_(superseded.is_(None), superseded > high))


def rejects(observatory: str) -> Select[Any]:
    """The quarantine of the loads that hold now."""
    row = t.reject.c
    return (
        select(
            t.data_set.c.code.label("data_set"),
            *(row.path, row.line, row.column, row.code, row.reason, row.content),
        )
        .join(t.load, row.load == t.load.c.id)
        .join(t.data_set, t.load.c.data_set == t.data_set.c.id)
        .join(t.observatory, t.load.c.observatory == t.observatory.c.id)
        .where(t.observatory.c.code == observatory, t.load.c.superseded_by.is_(None))
        .order_by(t.load.c.id, row.path, row.line, row.column, row.code)
    )


def checks(observatory: str) -> Select[Any]:
    """What the last run of each data set's checks said, whether it was published or stopped."""
    row, latest = t.check_result.c, t.check_result.alias()
    last = (
        select(latest.c.checked_at)
        .where(latest.c.observatory == row.observatory, latest.c.data_set == row.data_set)
        .order_by(latest.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(*(row[name] for name in ("data_set", "sha256", "checked_at", "name", "outcome")))
        .add_columns(row.message, row.failing, row.rows)
        .join(t.observatory, row.observatory == t.observatory.c.id)
        .where(t.observatory.c.code == observatory, row.checked_at == last)
        .order_by(row.id)
    )
