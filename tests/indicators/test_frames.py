"""Frames from outside."""

import pandas as pd
import pytest

from indicators.errors import DataError
from indicators.frames import read_flags, read_numbers, require_columns, require_once, require_words


def test_what_is_missing_or_twice_is_named():
    with pytest.raises(DataError, match=r"the members lack the column\(s\) role"):
        require_columns(pd.DataFrame({"parent": []}), ["parent", "role"], "the members")
    with pytest.raises(DataError, match="01 stands twice"):
        require_once(pd.DataFrame({"territory": ["01", "01"]}), "the territories")
    with pytest.raises(DataError, match="without a territory"):
        require_once(pd.DataFrame({"territory": ["01", None]}), "the territories")


def test_a_misspelt_word_is_named():
    with pytest.raises(DataError, match="'Urban' is no role"):
        require_words(pd.Series(["rural", "Urban"]), ["urban", "rural"], "role")


@pytest.mark.parametrize("flags", [[True, None], [0.5, 0.0], ["yes", "no"]])
def test_only_yes_and_no_are_flags(flags):
    with pytest.raises(DataError, match="enclave"):
        read_flags(pd.Series(flags), "enclave")


def test_missing_numbers_of_any_type_are_nan():
    for values in (pd.array([1, None], dtype="Int64"), pd.Series([1.0, pd.NA], dtype=object)):
        assert read_numbers(pd.Series(values), "x").tolist()[0] == 1
        assert pd.isna(read_numbers(pd.Series(values), "x")[1])
