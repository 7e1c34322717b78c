"""Whether indicators hang together."""

import pytest

from indicators.consistency import inconsistencies
from indicators.indicator import catalogue


def test_inputs_that_are_not_there_and_circles_are_named(declare):
    known = {"a": declare("a", formula="b + 1"), "b": declare("b", formula="a + c")}
    assert inconsistencies(known) == [
        "'b' needs 'c', which is not declared",
        "the formula of 'a' leads back to itself",
        "the formula of 'b' leads back to itself",
    ]


@pytest.mark.parametrize(
    ("formula", "unit", "said"),
    [
        ("100 * a / b", "percent", []),
        ("1000 * a / b", "percent", ["the formula of 'c' yields 0.001, and 0.01 is declared"]),
        ("a", "job", ["the formula of 'c' yields person, and job is declared"]),
        ("a + d", "person", ["the formula of 'c': 'a + d' adds or subtracts person and eur"]),
        ("a / e", "person", []),
        ("a", None, []),
    ],
)
def test_a_formula_that_misses_its_unit_is_named_where_all_are_declared(declare, formula, unit, said):
    people = {code: declare(code, measured_in="person") for code in ("a", "b")}
    others = {"d": declare("d", measured_in="eur"), "e": declare("e")}
    known = {**people, **others, "c": declare("c", formula=formula, measured_in=unit)}
    assert inconsistencies(known) == said


def test_the_catalogue_hangs_together():
    assert inconsistencies(catalogue()) == []
