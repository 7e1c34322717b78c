"""Indexes that cost less at each insert, no references, and figures converted from older territories."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"

INDEXES = """
alter table observation drop constraint observation_once;
drop index observation_indicator_territory_idx, observation_territory_idx, observation_current;
create unique index observation_once on observation (indicator, grouping, territory, period_start, frequency)
    where load_to is null;
create index observation_place on observation using brin (data_set, indicator, grouping, territory)
    with (pages_per_range = 16);
"""
REFERENCES = """
alter table territory drop constraint territory_observatory_fkey;
alter table territory_version
    drop constraint territory_version_territory_fkey,
    drop constraint territory_version_load_from_fkey,
    drop constraint territory_version_load_to_fkey;
"""
ESTIMATES = """
create table estimate (
    load integer not null references load,
    indicator integer not null,
    territory integer not null,
    frequency char(1) not null,
    period_start date not null,
    grouping integer not null,
    value double precision not null,
    status text not null
);
create index estimate_load_idx on estimate (load);
"""
# Until now estimates were made from the files at every load. Where there may be some, the next load reads the
# files again.
READ_AGAIN = """
update load set fingerprint = ''
from observatory
join release on release.id = observatory.current_release
where load.observatory = observatory.id and load.kind = 'published' and load.superseded_by is null
    and release.declaration -> 'hierarchy' ->> 'crosswalks' <> '[]'
"""


def upgrade() -> None:
    """Change them."""
    for statements in (INDEXES, REFERENCES, ESTIMATES, READ_AGAIN):
        op.execute(statements)
