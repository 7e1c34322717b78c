"""Numbers: read all at once, and no other text is taken for one."""

import re

import pyarrow
from hypothesis import given
from hypothesis import strategies as st

from etl.sources.numbers import NUMBER, read_numbers

NUMBERS = st.lists(st.text(st.sampled_from("0123456789.eE+-naif_x, "), max_size=6) | st.floats().map(repr))


@given(texts=NUMBERS)
def test_numbers_are_what_python_reads_of_the_same_pattern(texts: list[str]):
    expected = [float(text) if re.fullmatch(NUMBER, text) else float("nan") for text in texts]
    found = read_numbers(pyarrow.array(texts, pyarrow.large_string()))
    assert [repr(value) for value in found.tolist()] == [repr(value) for value in expected]
