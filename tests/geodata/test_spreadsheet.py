"""No cell runs as a formula, and none is lost."""

from hypothesis import given
from hypothesis import strategies as some

from geodata.spreadsheet import FORMULA_STARTS, original, plain


@given(some.text(alphabet="'=+-@\t\r a1", max_size=6))
def test_every_text_comes_back_and_none_is_run(text):
    written = plain(text)
    assert not written.startswith(FORMULA_STARTS)
    assert original(written) == text


@given(some.text())
def test_any_text_comes_back(text):
    assert original(plain(text)) == text
