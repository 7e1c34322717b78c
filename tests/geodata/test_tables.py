"""What is stored of a score is what `indicators` computes."""

import pytest

from geodata import tables
from indicators.grid import COMPOSITES
from indicators.measures import MEASURES


@pytest.mark.parametrize(("table", "columns"), [(tables.measure, MEASURES), (tables.composite, COMPOSITES)])
def test_score_tables_hold_every_column(table, columns):
    assert [column.name for column in table.c] == ["release", *columns]
