"""Indicators, and the catalogue that declares them."""

import pytest
from pydantic import ValidationError

from indicators.errors import DeclarationError
from indicators.indicator import ancestors, read_catalogue

ENTRY = """
- code: jobs
  name: {en: Jobs}
  definition: {en: People at work.}
  unit: {en: people}
  direction: higher
  change: relative
  kind: total
  dimension: economy
"""


def test_what_follows_from_a_declaration(declare):
    rate = declare("rate", direction="lower", formula="100 * b / a", count="b", sdg="8.5")
    assert (rate.sign, rate.sdg_goal, rate.inputs, rate.needs) == (-1, 8, ("a", "b"), ("a", "b"))
    mean = declare("mean", roll_up="mean by people")
    assert (mean.sign, mean.sdg_goal, mean.weighted_by, mean.needs) == (1, None, "people", ("people",))
    assert declare("total", roll_up="sum").weighted_by is None


@pytest.mark.parametrize(
    "fields",
    [
        {"code": "Jobs"},
        {"code": "1st"},
        {"direction": "up"},
        {"formula": "a ** 2"},
        {"roll_up": "mean"},
        {"sdg": "18.1"},
        {"loss": 0},
        {"harm": "cumulative"},
        {"decimals": -1},
        {"unknown": 1},
        {"measured_in": "furlong"},
        {"target": 5},
        {"target_year": 2030},
        {"lower": 9, "target": 5, "target_year": 2030},
        {"bounds": (1, 0)},
    ],
)
def test_what_does_not_hold_is_refused(declare, fields):
    with pytest.raises(ValidationError):
        declare(**fields)


def test_ancestors_go_all_the_way_down(declare):
    known = {
        "a": declare("a", formula="b / c"),
        "b": declare("b", formula="d + 1"),
        "c": declare("c"),
        "d": declare("d"),
    }
    assert ancestors("a", known) == {"a", "b", "c", "d"}
    assert ancestors("nobody", known) == set()


def test_every_fault_of_a_catalogue_is_told_with_its_line(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text(ENTRY + ENTRY + ENTRY.replace("jobs", "rate").replace("higher", "up"))
    with pytest.raises(DeclarationError) as caught:
        read_catalogue([path])
    assert [fault.line for fault in caught.value.faults] == [11, 24]
    assert "'jobs' is declared twice" in str(caught.value)
