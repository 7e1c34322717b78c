"""What became of a territory of another version of the hierarchy."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add it; of the territories that are there already nothing is known."""
    op.execute("alter table territory_version add column fate text not null default ''")
