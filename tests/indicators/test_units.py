"""Units as arithmetic."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.errors import DataError
from indicators.formula import evaluate
from indicators.units import BASE_UNITS, Unit, read_unit, unit_of

NUMBERS = st.floats(0.001, 1e6)


@pytest.mark.parametrize("base", BASE_UNITS)
def test_a_base_unit_reads_as_itself(base):
    assert str(read_unit(base)) == base


@pytest.mark.parametrize(
    ("text", "factor", "powers"),
    [
        ("percent", 0.01, {}),
        ("person / person", 1, {}),
        ("1000000 * eur", 1e6, {"eur": 1}),
        ("job / (1000 * person)", 1e-3, {"job": 1, "person": -1}),
        ("usd / month / person", 1, {"usd": 1, "month": -1, "person": -1}),
        ("km * km / km2", 1, {"km": 2, "km2": -1}),
    ],
)
def test_a_unit_is_read(text, factor, powers):
    unit = read_unit(text)
    assert unit.factor == pytest.approx(factor)
    assert unit.powers == powers


@pytest.mark.parametrize(
    "text", ["", "5", "furlong", "eur + usd", "eur ** 2", "eur * (2 + 3)", "a()", "eur / (0 * km)"]
)
def test_what_is_no_unit_is_refused(text):
    with pytest.raises(DataError):
        read_unit(text)


def test_only_undivided_amounts_can_be_added_up():
    assert read_unit("1000 * person").counts
    assert not any(read_unit(text).counts for text in ("percent", "job / person", "km * km"))


def test_a_unit_is_printed_as_it_is_declared():
    assert str(read_unit("death / (100000 * person)")) == "1e-05 * death / person"
    assert str(read_unit("percent")) == "0.01"
    assert str(Unit(1.0, {"person": -1})) == "1 / person"


@pytest.mark.parametrize(
    ("formula", "found"),
    [
        ("100 * a / b", "percent"),
        ("1000 * a / c", "person / (1000 * eur)"),
        ("a + b", "person"),
        ("a - 5", "person"),
        ("5 - a", "person"),
        ("-(a + b) / 1000", "1000 * person"),
        ("c / (a - b)", "eur / person"),
    ],
)
def test_the_unit_of_a_formula(formula, found):
    units = {"a": read_unit("person"), "b": read_unit("person"), "c": read_unit("eur")}
    assert unit_of(formula, units).same_as(read_unit(found))


@pytest.mark.parametrize("formula", ["a + c", "a - 100 * b", "a + b * c", "a / d", "a * (1 + 2)"])
def test_a_formula_that_mixes_units_is_refused(formula):
    units = {"a": read_unit("person"), "b": read_unit("person"), "c": read_unit("eur")}
    with pytest.raises(DataError):
        unit_of(formula, units)


def test_a_formula_that_loses_everything_has_no_finite_unit():
    assert not unit_of("0 * a", {"a": read_unit("person")}).same_as(read_unit("person"))


@given(NUMBERS, NUMBERS, NUMBERS, NUMBERS, NUMBERS)
def test_the_number_times_its_unit_is_the_quantity_whatever_the_constants(number, a, b, above, below):
    units = {"a": Unit(above, {"eur": 1}), "b": Unit(below, {"person": 1})}
    formula = f"{number:f} * a / b"
    value = evaluate(formula, {"a": np.array(a), "b": np.array(b)})
    quantity = float(value) * unit_of(formula, units).factor
    assert quantity == pytest.approx((a * above) / (b * below))
