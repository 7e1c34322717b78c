"""A figure is not counted twice."""

import pytest

from indicators.errors import DataError
from indicators.pairs import level_pairs, refuse_pairs


@pytest.fixture(scope="session")
def known(declare):
    """Output, people, prices, and what is made of them."""
    return {
        "output": declare("output"),
        "people": declare("people"),
        "prices": declare("prices"),
        "real": declare("real", formula="100 * output / prices"),
        "per_head": declare("per_head", formula="1000 * real / people"),
        "rest": declare("rest", formula="output - people"),
    }


@pytest.mark.parametrize(
    ("codes", "pairs"),
    [
        (["output", "people"], []),
        (["real", "per_head"], [("real", "per_head")]),
        (["per_head", "output"], [("output", "per_head")]),
        (["per_head", "people"], []),
        (["per_head", "prices"], []),
        (["rest", "output"], []),
        (["output", "unknown"], []),
    ],
)
def test_only_a_level_and_its_ratio_are_a_pair(known, codes, pairs):
    assert level_pairs(codes, known) == pairs


def test_a_pair_is_refused_by_name(known):
    with pytest.raises(DataError, match=r"'real' and 'per_head'"):
        refuse_pairs(["real", "per_head"], known)
    refuse_pairs(["real", "people"], known)
