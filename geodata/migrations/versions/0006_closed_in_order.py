"""An index of the figures that were superseded, so that an older release is read in order too."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"

INDEX = """
create index if not exists observation_closed
    on observation (indicator, grouping, territory, period_start, frequency)
    where load_to is not null
"""


def upgrade() -> None:
    """Make it."""
    op.execute(INDEX)
