"""One number for town and country."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.balance import BALANCE, balance
from indicators.balance_score import BALANCE_SCORES, score_balance
from indicators.groups import balance_groups
from indicators.recipe import Recipe

DIRECTIONS = ("rural behind", "urban behind", "level")


@pytest.fixture(scope="session")
def known(declare):
    """Two indicators of the economy, one of society."""
    return {code: declare(code, dimension="society" if code == "c" else "economy") for code in "abc"}


def rows(*found, parent="P", period="2020", enclaves=True):
    """Make rows of balance: (indicator, parity, direction)."""
    named = {"shock": "s", "parent": parent, "period": period, "enclaves": enclaves}
    return pd.DataFrame([{**named, "indicator": i, "parity": p, "direction": d} for i, p, d in found])


def whole(found):
    return found[found["dimension"] == ""].iloc[0]


def test_by_dimension_and_in_all(known):
    given_rows = rows(("a", 80.0, "rural behind"), ("b", 60.0, "level"), ("c", 40.0, "rural behind"))
    found = score_balance(given_rows, known)
    assert list(found.columns) == BALANCE_SCORES
    assert dict(zip(found["dimension"], found["score"], strict=True)) == {
        "": 55,
        "economy": 70,
        "society": 40,
    }
    assert found["coverage"].tolist() == [1, 1, 1]
    assert whole(found)["direction"] == "rural behind in 2 of 3, level in 1 of 3"
    weighed = score_balance(given_rows, known, Recipe(dimension_weights={"society": 3.0}))
    assert whole(weighed)["score"] == pytest.approx((70 + 3 * 40) / 4)


def test_what_is_missing_counts_against_coverage(known):
    here = rows(("a", 80.0, "rural behind"), ("b", np.nan, ""), ("c", np.nan, ""))
    there = rows(("a", 80.0, "level"), ("b", 60.0, "level"), ("c", 50.0, "urban behind"), parent="Q")
    found = score_balance(pd.concat([here.head(1), there]), known)
    pd.testing.assert_frame_equal(found, score_balance(pd.concat([here, there]), known))
    assert found["parent"].tolist() == ["P", "Q"] * 3
    lacking = whole(found)
    assert lacking[["score", "coverage", "reason"]].isna().tolist() == [True, False, False]
    assert lacking["coverage"] == pytest.approx(0.25)
    assert lacking["reason"] == "coverage too low"
    assert lacking["direction"] == "rural behind in 1 of 1"
    nothing = found[(found["dimension"] == "society") & (found["parent"] == "P")].iloc[0]
    assert nothing[["indicators", "direction"]].tolist() == [0, ""]


def test_years_and_enclaves_apart(known):
    parts = [
        rows(("a", 10.0, "level"), period="2019"),
        rows(("a", 30.0, "level"), enclaves=False),
        rows(("a", 20.0, "level")),
    ]
    found = score_balance(pd.concat(parts), known)
    found = found[found["dimension"] == ""].set_index(["period", "enclaves"])["score"]
    assert found.to_dict() == {("2019", True): 10, ("2020", True): 20, ("2020", False): 30}


@given(
    st.lists(st.tuples(st.floats(0, 100), st.sampled_from(DIRECTIONS)), min_size=3, max_size=3), st.randoms()
)
def test_bounds_and_row_order(known, sides, random):
    given_rows = rows(*[(code, *side) for code, side in zip("abc", sides, strict=True)])
    found = score_balance(given_rows, known)
    assert found["score"].between(0, 100).all()
    order = random.sample(range(3), 3)
    pd.testing.assert_frame_equal(score_balance(given_rows.iloc[order], known), found)
    assert whole(found)[["rural_behind", "urban_behind", "level"]].sum() == 3


def test_nothing_at_all(known):
    found = score_balance(pd.DataFrame(columns=BALANCE), known)
    assert found.empty
    assert list(found.columns) == BALANCE_SCORES


def test_from_figures(declare, crisis, frame):
    places = pd.DataFrame(
        {"territory": ["U", "R"], "parent": "P", "role": ["urban", "rural"], "enclave": False}
    )
    known = {"a": declare("a"), "c": declare("c", direction="lower", change="absolute", dimension="society")}
    figures = frame(
        ("a", "U", "2020", "total", 50),
        ("a", "R", "2020", "total", 40),
        ("c", "U", "2020", "total", 5),
        ("c", "R", "2020", "total", 4),
        ("people", "U", "2020", "total", 1),
        ("people", "R", "2020", "total", 1),
    )
    made = pd.concat([balance(figures, i, crisis(), places, "people") for i in known.values()])
    found = whole(score_balance(made, known))
    assert found["score"] == pytest.approx(80)
    assert found["direction"] == "rural behind in 1 of 2, urban behind in 1 of 2"


def test_from_groups_inside_a_territory(declare, crisis, frame):
    figures = frame(
        ("a", "01", "2020", "urbanisation=urban", 50),
        ("a", "01", "2020", "urbanisation=rural", 40),
        ("a", "02", "2020", "urbanisation=rural", 40),
    )
    found = score_balance(balance_groups(figures, declare("a"), crisis()), {"a": declare("a")})
    found = found[found["dimension"] == ""].set_index("parent")
    assert found.loc["01", ["score", "direction"]].tolist() == [80, "rural behind in 1 of 1"]
    assert found.loc["02", "reason"] == "coverage too low"
