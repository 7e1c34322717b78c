"""What is declared, as tables."""

from geodata.codebook import tables
from geodata.declared import declared_indicators, declared_shocks


def test_indicators_have_the_columns_of_the_codebook(squares):
    frame = declared_indicators(squares)
    assert [*frame.columns] == tables()["indicators"].names
    assert [*frame["indicator"]] == [*squares.indicators]
    required = [column.name for column in tables()["indicators"].columns if column.required]
    assert frame[required].notna().all(axis=None)


def test_what_is_not_declared_is_none(squares):
    row = declared_indicators(squares).set_index("indicator").loc["population"]
    assert row["formula"] is None
    assert row["roll_up"] == "sum"


def test_shocks_have_their_years_and_indicators(squares):
    frame = declared_shocks(squares)
    assert [*frame.columns] == tables()["shocks"].names
    [first, *_] = squares.shocks
    row = frame.iloc[0]
    assert row["baseline"] == ",".join(map(str, first.baseline))
    assert (row["impact_first"], row["impact_last"]) == first.impact
    assert row["indicators"].split(",") == [*first.indicators]
