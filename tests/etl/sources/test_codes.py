"""What is done to a column of codes is what would be done to each of its rows."""

from hypothesis import given
from hypothesis import strategies as st

from etl.sources.codes import combine, constant, encode, holds, occurring, pick, recode, tiled

TEXTS = st.lists(st.sampled_from(["a", " a", "b", "", "\u00e9"]), max_size=8)


@given(texts=TEXTS)
def test_every_row_is_changed_and_tested_as_alone(texts: list[str]):
    column = encode(texts)
    assert column.tolist() == texts
    changed = recode(column, str.strip)
    assert changed.tolist() == [text.strip() for text in texts]
    assert changed.categories.is_unique
    assert holds(column, str.isalpha).tolist() == [text.isalpha() for text in texts]
    assert tiled(column, 2).tolist() == texts * 2


@given(texts=TEXTS, keep=st.data())
def test_codes_that_no_row_has_are_left_out(texts: list[str], keep: st.DataObject):
    kept = keep.draw(st.lists(st.booleans(), min_size=len(texts), max_size=len(texts)))
    column = occurring(encode(texts)[kept])
    rows = [text for text, there in zip(texts, kept, strict=True) if there]
    assert column.tolist() == rows
    assert {*column.categories} == {*rows}


@given(rows=st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(["", "x"]), st.sampled_from("12"))))
def test_columns_are_joined_row_by_row(rows: list[tuple[str, ...]]):
    columns = [encode([row[at] for row in rows]) for at in range(3)]
    joined = combine(columns, lambda *parts: "".join(parts[:2]))
    assert joined.tolist() == [first + second for first, second, _ in rows]
    assert joined.categories.is_unique


def test_positions_in_a_list_that_repeats_itself():
    assert pick(encode(["p", "q", "p"]).codes, ["x", "x"]).categories.tolist() == ["x"]
    assert constant("x", 2).tolist() == ["x", "x"]
