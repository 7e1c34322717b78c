"""The tables of the territorial database: integer keys, and a version (`load_from`, `load_to`) on every fact.

A fact is seen by a release when it was there at the release's highest load: ``load_from <= load_high`` and
``load_to`` is null or greater. Nothing is ever overwritten.
"""

from __future__ import annotations

from typing import Any

from geoalchemy2 import Geometry
from sqlalchemy import (
    ARRAY,
    CHAR,
    Boolean,
    CheckConstraint,
    Column,
    Computed,
    Date,
    DateTime,
    Double,
    ForeignKey,
    Identity,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSON, JSONB, ExcludeConstraint

METADATA = MetaData(
    naming_convention={
        "pk": "%(table_name)s_pkey",
        "fk": "%(table_name)s_%(column_0_name)s_fkey",
        "uq": "%(table_name)s_%(column_0_N_name)s_key",
        "ck": "%(table_name)s_%(constraint_name)s",
        "ix": "%(table_name)s_%(column_0_N_name)s_idx",
    }
)
CURRENT = text("load_to is null")


def _id() -> Column[int]:
    return Column("id", Integer, Identity(always=True), primary_key=True)


def _to(table: str, name: str = "", *, nullable: bool = False) -> Column[int]:
    return Column(name or table, Integer, ForeignKey(f"{table}.id"), nullable=nullable)


def _versions() -> tuple[Column[int], Column[int]]:
    return _to("load", "load_from"), _to("load", "load_to", nullable=True)


def _required(name: str, kind: Any = Text) -> Column[Any]:
    return Column(name, kind, nullable=False)


def _keys(*names: str) -> list[Column[int]]:
    # Facts carry no foreign keys: a check a row and key makes a bulk load several times slower, and every
    # key comes out of a join within the same transaction.
    return [_required(name, Integer) for name in names]


observatory = Table(
    "observatory",
    METADATA,
    _id(),
    Column("code", Text, nullable=False, unique=True),
    Column("current_release", Integer, ForeignKey("release.id", use_alter=True)),
)

indicator = Table(
    "indicator",
    METADATA,
    _id(),
    _to("observatory"),
    _required("code"),
    UniqueConstraint("observatory", "code"),
)

# A data set owns the figures it brought: two of them may feed one indicator (two groups, two frequencies)
# and a new load of the one must never close a figure of the other.
data_set = Table(
    "data_set",
    METADATA,
    _id(),
    _to("observatory"),
    _required("code"),
    UniqueConstraint("observatory", "code"),
)

grouping = Table(
    "grouping",
    METADATA,
    _id(),
    _to("observatory"),
    _required("code"),
    UniqueConstraint("observatory", "code"),
)

load = Table(
    "load",
    METADATA,
    _id(),
    _to("observatory"),
    _to("data_set"),
    _required("kind"),
    Column("indicator", Text),
    *(_required(name) for name in ("source", "path", "url", "publisher", "dataset", "licence")),
    _required("sha256"),
    _required("fingerprint"),
    Column("retrieved_at", DateTime(timezone=True)),
    Column("loaded_at", DateTime(timezone=True), nullable=False, server_default=func.clock_timestamp()),
    *(
        _required(name, Integer)
        for name in ("rows_read", "rows_loaded", "rows_rejected", "rows_out_of_scope")
    ),
    _to("load", "superseded_by", nullable=True),
    CheckConstraint("kind in ('territories', 'published', 'derived')", name="kind"),
    ExcludeConstraint(
        ("data_set", "="),
        name="load_once",
        using="btree",
        where=text("superseded_by is null"),
        deferrable=True,
        initially="DEFERRED",
    ),
)

reject = Table(
    "reject",
    METADATA,
    _to("load"),
    _required("path"),
    Column("line", Integer),
    *(_required(name) for name in ("column", "code", "reason", "content")),
    Index(None, "load"),
)

territory = Table(
    "territory",
    METADATA,
    _id(),
    _to("observatory"),
    _required("hierarchy_version"),
    _required("code"),
    UniqueConstraint("observatory", "hierarchy_version", "code"),
)

territory_version = Table(
    "territory_version",
    METADATA,
    _to("territory"),
    _required("level"),
    Column("parent", Text),
    Column("names", JSONB, nullable=False),
    Column("role", Text),
    _required("role_derived", Boolean),
    _required("enclave", Boolean),
    Column("area_km2", Double),
    Column("extent", ARRAY(Double)),
    Column("geom", Geometry("MULTIPOLYGON", srid=4326, spatial_index=False)),
    Column("geom_hash", Text, Computed("md5(st_asbinary(geom))", persisted=True)),
    *_versions(),
    CheckConstraint("role in ('urban', 'intermediate', 'rural')", name="role"),
    Index("territory_version_once", "territory", unique=True, postgresql_where=CURRENT),
    Index(None, "territory", "load_from"),
)

observation = Table(
    "observation",
    METADATA,
    *_keys("observatory", "indicator", "territory"),
    _required("frequency", CHAR(1)),
    _required("period_start", Date),
    *_keys("grouping"),
    Column("value", Double),
    _required("status"),
    *_keys("data_set", "load_from"),
    Column("load_to", Integer),
    CheckConstraint("frequency in ('A', 'Q', 'M')", name="frequency"),
    # A unique index cannot wait; this one is checked at publication, so that a key may move from one data
    # set to another within a load.
    ExcludeConstraint(
        *((name, "=") for name in ("indicator", "territory", "frequency", "period_start", "grouping")),
        name="observation_once",
        using="btree",
        where=CURRENT,
        deferrable=True,
        initially="DEFERRED",
    ),
    Index(None, "indicator", "territory"),
    Index(None, "territory"),
    Index("observation_current", "data_set", postgresql_where=CURRENT),
)

release = Table(
    "release",
    METADATA,
    _id(),
    _to("observatory"),
    _required("number", Integer),
    Column("published_at", DateTime(timezone=True), nullable=False, server_default=func.clock_timestamp()),
    Column("declaration", JSON, nullable=False),
    *(_required(name) for name in ("declaration_hash", "software", "recipe_hash")),
    _to("load", "load_high"),
    UniqueConstraint("observatory", "number"),
)

measure = Table(
    "measure",
    METADATA,
    *_keys("release", "territory", "indicator"),
    _required("shock"),
    _required("evaluation", SmallInteger),
    _required("state"),
    _required("reason"),
    _required("marks"),
    *(Column(name, Double) for name in ("baseline", "last", "value", "change", "drop", "trough", "rebound")),
    *(Column(name, Double) for name in ("years_to_recover", "years_since_trough", "years_below")),
    *(Column(name, Double) for name in ("expected", "expected_low", "expected_high", "gap")),
    Column("outside", Boolean),
    *(Column(name, Double) for name in ("gap_cumulative", "excess", "loss")),
    *(Column(name, Double) for name in ("resistance", "recovery", "renewal")),
    _required("parts"),
    *(Column(name, Double) for name in ("score", "rank", "ranked_of")),
    Index(None, "release", "shock", "evaluation"),
    Index(None, "release", "territory"),
)

composite = Table(
    "composite",
    METADATA,
    *_keys("release", "territory"),
    _required("shock"),
    _required("evaluation", SmallInteger),
    _required("dimension"),
    *(Column(name, Double) for name in ("score", "coverage")),
    *(_required(name) for name in ("parts", "marks", "reason")),
    *(Column(name, Double) for name in ("rank", "ranked_of")),
    Index(None, "release", "shock", "evaluation"),
    Index(None, "release", "territory"),
)
