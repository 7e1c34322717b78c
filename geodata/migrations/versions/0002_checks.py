"""What was checked before each load, and the columns each file had."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"

CHECKS = """
alter table load add column columns text[] not null default '{}';

create table check_result (
    id integer generated always as identity primary key,
    observatory integer not null references observatory,
    data_set text not null,
    sha256 text not null,
    checked_at timestamptz not null default now(),
    name text not null,
    outcome text not null constraint check_result_outcome check (outcome in ('passed', 'warned', 'stopped')),
    message text not null,
    failing integer not null,
    rows json not null
);
create index check_result_observatory_data_set_idx on check_result (observatory, data_set);
"""


def upgrade() -> None:
    """Add them."""
    op.execute(CHECKS)
