"""The first tables: what they are for is said in `geodata/tables.py`."""

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = None

IDENTITIES = """
create extension if not exists postgis;

create table observatory (
    id integer generated always as identity primary key,
    code text not null unique,
    current_release integer
);
create table indicator (
    id integer generated always as identity primary key,
    observatory integer not null references observatory,
    code text not null,
    unique (observatory, code)
);
create table data_set (
    id integer generated always as identity primary key,
    observatory integer not null references observatory,
    code text not null,
    unique (observatory, code)
);
create table grouping (
    id integer generated always as identity primary key,
    observatory integer not null references observatory,
    code text not null,
    unique (observatory, code)
);
create table territory (
    id integer generated always as identity primary key,
    observatory integer not null references observatory,
    hierarchy_version text not null,
    code text not null,
    unique (observatory, hierarchy_version, code)
);
"""

LOADS = """
create table load (
    id integer generated always as identity primary key,
    observatory integer not null references observatory,
    data_set integer not null references data_set,
    kind text not null constraint load_kind check (kind in ('territories', 'published', 'derived')),
    indicator text,
    source text not null,
    path text not null,
    url text not null,
    publisher text not null,
    dataset text not null,
    licence text not null,
    sha256 text not null,
    fingerprint text not null,
    retrieved_at timestamptz,
    loaded_at timestamptz not null default clock_timestamp(),
    rows_read integer not null,
    rows_loaded integer not null,
    rows_rejected integer not null,
    rows_out_of_scope integer not null,
    superseded_by integer references load,
    constraint load_once exclude using btree (data_set with =)
        where (superseded_by is null) deferrable initially deferred
);

create table reject (
    load integer not null references load,
    path text not null,
    line integer,
    "column" text not null,
    code text not null,
    reason text not null,
    content text not null
);
create index reject_load_idx on reject (load);
"""

FACTS = """
create table territory_version (
    territory integer not null references territory,
    level text not null,
    parent text,
    names jsonb not null,
    role text constraint territory_version_role check (role in ('urban', 'intermediate', 'rural')),
    role_derived boolean not null,
    enclave boolean not null,
    area_km2 double precision,
    extent double precision[],
    geom geometry(MultiPolygon, 4326),
    geom_hash text generated always as (md5(st_asbinary(geom))) stored,
    load_from integer not null references load,
    load_to integer references load
);
create unique index territory_version_once on territory_version (territory) where load_to is null;
create index territory_version_territory_load_from_idx on territory_version (territory, load_from);

create table observation (
    observatory integer not null,
    indicator integer not null,
    territory integer not null,
    frequency char(1) not null constraint observation_frequency check (frequency in ('A', 'Q', 'M')),
    period_start date not null,
    grouping integer not null,
    value double precision,
    status text not null,
    data_set integer not null,
    load_from integer not null,
    load_to integer,
    constraint observation_once exclude using btree (
        indicator with =, territory with =, frequency with =, period_start with =, grouping with =
    ) where (load_to is null) deferrable initially deferred
);
create index observation_indicator_territory_idx on observation (indicator, territory);
create index observation_territory_idx on observation (territory);
create index observation_current on observation (data_set) where load_to is null;
"""

RELEASES = """
create table release (
    id integer generated always as identity primary key,
    observatory integer not null references observatory,
    number integer not null,
    published_at timestamptz not null default clock_timestamp(),
    declaration json not null,
    declaration_hash text not null,
    software text not null,
    recipe_hash text not null,
    load_high integer not null references load,
    unique (observatory, number)
);
alter table observatory add foreign key (current_release) references release;

create table measure (
    release integer not null,
    territory integer not null,
    indicator integer not null,
    shock text not null,
    evaluation smallint not null,
    state text not null,
    reason text not null,
    marks text not null,
    baseline double precision,
    last double precision,
    value double precision,
    change double precision,
    drop double precision,
    trough double precision,
    rebound double precision,
    years_to_recover double precision,
    years_since_trough double precision,
    years_below double precision,
    expected double precision,
    expected_low double precision,
    expected_high double precision,
    gap double precision,
    outside boolean,
    gap_cumulative double precision,
    excess double precision,
    loss double precision,
    resistance double precision,
    recovery double precision,
    renewal double precision,
    parts text not null,
    score double precision,
    rank double precision,
    ranked_of double precision
);
create index measure_release_shock_evaluation_idx on measure (release, shock, evaluation);
create index measure_release_territory_idx on measure (release, territory);

create table composite (
    release integer not null,
    territory integer not null,
    shock text not null,
    evaluation smallint not null,
    dimension text not null,
    score double precision,
    coverage double precision,
    parts text not null,
    marks text not null,
    reason text not null,
    rank double precision,
    ranked_of double precision
);
create index composite_release_shock_evaluation_idx on composite (release, shock, evaluation);
create index composite_release_territory_idx on composite (release, territory);
"""


def upgrade() -> None:
    """Make every table."""
    for statements in (IDENTITIES, LOADS, FACTS, RELEASES):
        op.execute(statements)
