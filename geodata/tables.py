"""The tables of the territorial database: integer keys, and a version (`load_from`, `load_to`) on every fact.

A fact is seen by a release when it was there at the release's highest load: ``load_from <= load_high`` and
``load_to`` is null or greater. Nothing is ever overwritten.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from geoalchemy2 import Geometry
from sqlalchemy.dialects.postgresql import JSON, ExcludeConstraint

from geodata.hierarchy import NAMED

METADATA = sa.MetaData()
CURRENT = sa.text("load_to is null")


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.Integer, sa.Identity(always=True), primary_key=True)


def _numbers(names: str) -> list[sa.Column[float]]:
    return [sa.Column(name, sa.Double) for name in names.split()]


def _to(table: str, name: str = "", *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name or table, sa.Integer, sa.ForeignKey(f"{table}.id"), nullable=nullable)


def _required(name: str, kind: Any = sa.Text) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False)


def _keys(*names: str) -> list[sa.Column[int]]:
    # Facts and territories carry no foreign keys: a check a row and key makes a bulk load several times
    # slower, and every key comes out of a join within the same transaction.
    return [_required(name, sa.Integer) for name in names]


def _coded(name: str) -> sa.Table:
    code = sa.UniqueConstraint("observatory", "code")
    return sa.Table(name, METADATA, _id(), _to("observatory"), _required("code"), code)


def _once(name: str, columns: list[str], where: sa.TextClause) -> ExcludeConstraint:
    # A unique index cannot wait; this one is checked at the end, when both loads are entered.
    same = [(column, "=") for column in columns]
    return ExcludeConstraint(
        *same, name=name, using="btree", where=where, deferrable=True, initially="DEFERRED"
    )


def _now(name: str) -> sa.Column[Any]:
    clock = sa.func.clock_timestamp()  # not now(): a writer may have waited for its lock
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False, server_default=clock)


observatory = sa.Table(
    "observatory",
    METADATA,
    _id(),
    sa.Column("code", sa.Text, nullable=False, unique=True),
    sa.Column("current_release", sa.Integer, sa.ForeignKey("release.id", use_alter=True)),
)

indicator = _coded("indicator")

# A data set owns the figures it brought: two of them may feed one indicator (two groups, two frequencies)
# and a new load of the one must never close a figure of the other.
data_set = _coded("data_set")

grouping = _coded("grouping")

load = sa.Table(
    "load",
    METADATA,
    _id(),
    _to("observatory"),
    _to("data_set"),
    _required("kind"),
    sa.Column("indicator", sa.Text),
    *(_required(name) for name in ("source", "path", "url", "publisher", "dataset", "licence")),
    *(_required(name) for name in ("sha256", "fingerprint")),
    sa.Column("retrieved_at", sa.DateTime(timezone=True)),
    _now("loaded_at"),
    *(_required(f"rows_{what}", sa.Integer) for what in ("read", "loaded", "rejected", "out_of_scope")),
    _to("load", "superseded_by", nullable=True),
    sa.Column("columns", sa.ARRAY(sa.Text), nullable=False, server_default="{}"),
    sa.CheckConstraint("kind in ('territories', 'published', 'derived')", name="load_kind"),
    _once("load_once", ["data_set"], sa.text("superseded_by is null")),
)

reject = sa.Table(
    "reject",
    METADATA,
    _to("load"),
    _required("path"),
    sa.Column("line", sa.Integer),
    *(_required(name) for name in ("column", "code", "reason", "content")),
    sa.Index("reject_load_idx", "load"),
)

check_result = sa.Table(
    "check_result",
    METADATA,
    _id(),
    _to("observatory"),
    *(_required(name) for name in ("data_set", "sha256")),
    sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    *(_required(name) for name in ("name", "outcome", "message")),
    _required("failing", sa.Integer),
    _required("rows", JSON),
    sa.CheckConstraint("outcome in ('passed', 'warned', 'stopped')", name="check_result_outcome"),
    sa.Index("check_result_observatory_data_set_idx", "observatory", "data_set"),
)

territory = sa.Table(
    "territory",
    METADATA,
    _id(),
    *_keys("observatory"),
    _required("hierarchy_version"),
    _required("code"),
    sa.UniqueConstraint("observatory", "hierarchy_version", "code"),
)

territory_version = sa.Table(
    "territory_version",
    METADATA,
    *_keys("territory"),
    _required("level"),
    sa.Column("parent", sa.Text),
    *(sa.Column(f"name_{language}", sa.Text) for language in NAMED),
    sa.Column("role", sa.Text),
    _required("role_derived", sa.Boolean),
    _required("enclave", sa.Boolean),
    sa.Column("area_km2", sa.Double),
    sa.Column("fate", sa.Text, nullable=False, server_default=""),
    sa.Column("extent", sa.ARRAY(sa.Double)),
    sa.Column("geom", Geometry("MULTIPOLYGON", srid=4326, spatial_index=False)),
    sa.Column("geom_hash", sa.Text),
    *_keys("load_from"),
    sa.Column("load_to", sa.Integer),
    sa.CheckConstraint("role in ('urban', 'intermediate', 'rural')", name="territory_version_role"),
    sa.Index("territory_version_once", "territory", unique=True, postgresql_where=CURRENT),
    sa.Index("territory_version_place", "territory", postgresql_using="brin"),
)

observation = sa.Table(
    "observation",
    METADATA,
    *_keys("observatory", "indicator", "territory"),
    _required("frequency", sa.CHAR(1)),
    _required("period_start", sa.Date),
    *_keys("grouping"),
    sa.Column("value", sa.Double),
    _required("status"),
    *_keys("data_set", "load_from"),
    sa.Column("load_to", sa.Integer),
    sa.CheckConstraint("frequency in ('A', 'Q', 'M')", name="observation_frequency"),
    # In the order in which figures are inserted.
    sa.Index(
        "observation_once",
        *("indicator", "grouping", "territory", "period_start", "frequency"),
        unique=True,
        postgresql_where=CURRENT,
    ),
    # What older releases show is read in the same order.
    sa.Index(
        "observation_closed",
        *("indicator", "grouping", "territory", "period_start", "frequency"),
        postgresql_where=sa.text("load_to is not null"),
    ),
    # A load is a run of its data set's figures, sorted: where each run lies is all that readers need to know,
    # and costs a twentieth of what a B-tree would at every insert.
    sa.Index(
        "observation_place",
        *("data_set", "indicator", "grouping", "territory"),
        postgresql_using="brin",
        postgresql_with={"pages_per_range": 16},
    ),
)

# Figures converted from older territories. A release shows one only where no other figure is (as a derived
# one), so that the same key may come from two data sets here.
estimate = sa.Table(
    "estimate",
    METADATA,
    _to("load"),
    *_keys("indicator", "territory"),
    _required("frequency", sa.CHAR(1)),
    _required("period_start", sa.Date),
    *_keys("grouping"),
    _required("value", sa.Double),
    _required("status"),
    sa.Index("estimate_load_idx", "load"),
)

release = sa.Table(
    "release",
    METADATA,
    _id(),
    _to("observatory"),
    _required("number", sa.Integer),
    _now("published_at"),
    sa.Column("declaration", JSON, nullable=False),
    *(_required(name) for name in ("declaration_hash", "software", "recipe_hash")),
    _to("load", "load_high"),
    sa.UniqueConstraint("observatory", "number"),
)

measure = sa.Table(
    "measure",
    METADATA,
    *_keys("release", "territory", "indicator"),
    _required("shock"),
    _required("evaluation", sa.SmallInteger),
    *(_required(name) for name in ("state", "reason", "marks")),
    *_numbers("baseline last value change drop trough rebound"),
    *_numbers("years_to_recover years_since_trough years_below"),
    *_numbers("expected expected_low expected_high gap"),
    sa.Column("outside", sa.Boolean),
    *_numbers("gap_cumulative excess loss resistance recovery renewal"),
    _required("parts"),
    *_numbers("score rank ranked_of"),
    sa.Index("measure_release_shock_evaluation_idx", "release", "shock", "evaluation"),
    sa.Index("measure_release_territory_idx", "release", "territory"),
)

composite = sa.Table(
    "composite",
    METADATA,
    *_keys("release", "territory"),
    _required("shock"),
    _required("evaluation", sa.SmallInteger),
    _required("dimension"),
    *_numbers("score coverage"),
    *(_required(name) for name in ("parts", "marks", "reason")),
    *_numbers("rank ranked_of"),
    sa.Index("composite_release_shock_evaluation_idx", "release", "shock", "evaluation"),
    sa.Index("composite_release_territory_idx", "release", "territory"),
)
