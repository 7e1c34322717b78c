"""Territories as the program writes them: with a column a name and the hash of the shape, in one go."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"

NAMES = """
alter table territory_version
    add column name_en text, add column name_es text, add column name_fr text, add column name_local text;
update territory_version
set name_en = names ->> 'en', name_es = names ->> 'es', name_fr = names ->> 'fr',
    name_local = names ->> 'local';
alter table territory_version drop column names;
"""
# The values that are there stay.
HASH = "alter table territory_version alter column geom_hash drop expression"
INDEX = """
drop index territory_version_territory_load_from_idx;
create index territory_version_place on territory_version using brin (territory);
"""
# Nobody asks for a territory by them, and to sample shapes takes longer than everything else.
STATISTICS = """
alter table territory_version
    alter column geom set statistics 0, alter column geom_hash set statistics 0,
    alter column extent set statistics 0, alter column name_en set statistics 0,
    alter column name_es set statistics 0, alter column name_fr set statistics 0,
    alter column name_local set statistics 0;
"""


def upgrade() -> None:
    """Change them."""
    for statements in (NAMES, HASH, INDEX, STATISTICS):
        op.execute(statements)
