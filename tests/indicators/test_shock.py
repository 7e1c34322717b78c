"""Shocks: what a declaration must hold, and which shocks move an indicator."""

import pytest
from pydantic import ValidationError

from indicators.shock import touching


def test_defaults(crisis):
    shock = crisis()
    assert (shock.baseline, shock.start, shock.default_evaluation) == ((2019,), 2020, 2023)
    assert crisis(evaluation=2021).default_evaluation == 2021


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"impact": (2021, 2020)}, "earlier to a later"),
        ({"trend": (2019, 2019)}, "earlier to a later"),
        ({"baseline": 2020}, "before the impact"),
        ({"trend": (2012, 2020)}, "beyond the baseline"),
    ],
)
def test_windows_must_be_in_order(crisis, fields, message):
    with pytest.raises(ValidationError, match=message):
        crisis(**fields)


def test_touching_follows_formulas_up_and_down_but_not_a_common_denominator(declare, crisis):
    known = {
        "people": declare("people"),
        "gva": declare("gva"),
        "per_head": declare("per_head", formula="gva / people"),
        "homicides": declare("homicides"),
        "rate": declare("rate", formula="homicides / people"),
    }
    oil, covid = crisis("oil", indicators=("gva",)), crisis("covid", indicators=("per_head",))
    violence = crisis("violence", indicators=("rate",))
    shocks = (oil, covid, violence)
    assert touching("gva", shocks, known) == (oil, covid)
    assert touching("per_head", shocks, known) == (oil, covid)
    assert touching("rate", shocks, known) == (violence,)
    assert touching("homicides", shocks, known) == (violence,)
