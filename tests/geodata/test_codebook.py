"""The codebook tells every column and every code of what is published, and nothing else."""

import pytest

from geodata.codebook import code_lists, tables
from geodata.hierarchy import ROLES
from geodata.store import SCHEMA
from geodata.store.scores import score_columns
from geodata.tables import composite, measure
from indicators.balance import BALANCE
from indicators.balance_score import BALANCE_SCORES
from indicators.contrast import BALANCE_REASONS, DIRECTIONS, VERDICTS
from indicators.grid import COMPOSITES
from indicators.indicator import DIMENSIONS
from indicators.measures import MARKS, MEASURES, REASONS, STATES


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("observations", SCHEMA.names),
        ("measures", MEASURES),
        ("composites", COMPOSITES),
        ("balance", ["among", *BALANCE]),
        ("balance_scores", ["among", *BALANCE_SCORES]),
    ],
)
def test_every_column_is_told_in_its_place(table, columns):
    assert tables()[table].names == columns


@pytest.mark.parametrize(("table", "stored"), [("measures", measure), ("composites", composite)])
def test_scores_are_told_as_they_are_stored(table, stored):
    assert set(tables()[table].names) == set(score_columns(stored))


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("state", STATES),
        ("reason", REASONS),
        ("mark", MARKS),
        ("role", ROLES),
        ("dimension", DIMENSIONS),
        ("balance_direction", DIRECTIONS),
        ("verdict", VERDICTS),
        ("balance_reason", BALANCE_REASONS),
    ],
)
def test_every_code_is_told(name, codes):
    assert set(code_lists()[name]) == set(codes)


def test_keys_are_columns_and_every_code_list_is_used():
    used = {column.codes for table in tables().values() for column in table.columns if column.codes}
    assert used == set(code_lists())
    assert all(set(table.key) <= set(table.names) for table in tables().values())


def test_every_text_is_told_in_three_languages():
    texts = [text for codes in code_lists().values() for text in codes.values()]
    for table in tables().values():
        texts += [table.title, table.description, *(column.description for column in table.columns)]
    assert [text.en for text in texts if not (text.es and text.fr)] == []
