"""Dimension scores and the composite; and everything scored of an observatory."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.composite import combine, score
from indicators.derive import complete
from indicators.errors import DataError
from indicators.grid import COMPOSITES
from indicators.measures import MEASURES, tabulate
from indicators.recipe import Recipe

FULL = "resistance,recovery,renewal"


@pytest.fixture(scope="session")
def known(declare):
    """Three indicators of the economy, two of society."""
    found = [declare(code) for code in ("e1", "e2", "e3")]
    return {i.code: i for i in [*found, *(declare(code, dimension="society") for code in ("s1", "s2"))]}


def measured(scores, parts=None, marks=None, **fields):
    """Measures of territories {name: {indicator: score}}; None is a missing score."""
    rows = [
        {
            "territory": territory,
            "indicator": code,
            "shock": "covid19",
            "evaluation": 2023,
            "score": value,
            "parts": "" if value is None else (parts or {}).get((territory, code), FULL),
            "marks": (marks or {}).get((territory, code), ""),
            **fields,
        }
        for territory, values in scores.items()
        for code, value in values.items()
    ]
    return tabulate(pd.DataFrame(rows))


def top(found):
    return found[found["dimension"] == ""].set_index("territory")


def test_by_hand(known):
    measures = measured({"a": {"e1": 10, "e2": 20, "e3": 60, "s1": 100, "s2": 50}})
    recipe = Recipe(dimension_weights={"society": 3}, indicator_weights={"e3": 2, "s2": 0})
    found = combine(measures, known, recipe)
    assert list(found.columns) == COMPOSITES
    assert found["dimension"].tolist() == ["", "economy", "society"]
    assert found["score"].tolist() == pytest.approx([(37.5 + 3 * 100) / 4, 37.5, 100])
    assert found["coverage"].tolist() == [1, 1, 1]
    assert found["rank"].tolist() == [1, 1, 1]
    assert found["parts"][2] == "s1:resistance+recovery+renewal"


@pytest.mark.parametrize("method", ["geometric", "harmonic"])
def test_other_means_stay_on_1_to_100(known, method):
    measures = measured({"a": {"e1": 0, "s1": 0}, "b": {"e1": 100, "s1": 100}, "c": {"e1": 0, "s1": 100}})
    found = top(combine(measures, known, Recipe(aggregation=method)))["score"]
    assert found["a"] == pytest.approx(1)
    assert found["b"] == pytest.approx(100)
    assert found["c"] == pytest.approx({"geometric": 10, "harmonic": 200 / 101}[method])


def test_a_dimension_under_its_threshold_is_not_used_and_counts_as_missing(known):
    measures = measured({"a": {"e1": 10, "e2": None, "e3": None, "s1": 90, "s2": 70}})
    found = combine(measures, known, Recipe()).set_index("dimension")
    assert np.isnan(found["score"]["economy"])
    assert found["reason"].to_dict() == {"": "coverage too low", "economy": "coverage too low", "society": ""}
    assert found["coverage"].tolist() == pytest.approx([0.5, 1 / 3, 1])
    heavy = combine(measures, known, Recipe(dimension_weights={"society": 2})).set_index("dimension")
    assert (heavy["score"][""], heavy["coverage"][""]) == (80, pytest.approx(2 / 3))
    assert heavy["parts"][""] == "s1:resistance+recovery+renewal,s2:resistance+recovery+renewal"


def test_what_a_used_dimension_lacks_counts_against_the_total(known):
    measures = measured({"a": {"e1": 10, "e2": 20, "e3": None, "s1": 90, "s2": None}})
    found = combine(measures, known, Recipe()).set_index("dimension")
    assert found["score"]["economy"] == 15
    assert found["score"]["society"] == 90
    assert found["coverage"][""] == pytest.approx((2 / 3 + 1 / 2) / 2)
    assert np.isnan(found["score"][""])
    assert combine(measures, known, Recipe(coverage=0.5)).set_index("dimension")["score"][""] == 52.5


def test_only_like_is_ranked_with_like(known):
    measures = measured(
        {"a": {"e1": 10}, "b": {"e1": 30}, "c": {"e1": 99}},
        parts={("c", "e1"): "resistance"},
        marks={("a", "e1"): "across break,early", ("c", "e1"): "parts differ"},
    )
    found = top(combine(measures, known, Recipe()))
    assert found["rank"].tolist() == [2, 1, pd.NA]
    assert found["ranked_of"].tolist() == [2, 2, 2]
    assert found["marks"].tolist() == ["across break,early", "", "parts differ"]


def test_each_shock_and_year_is_ranked_by_itself(known):
    years = [measured({"a": {"e1": 10}, "b": {"e1": 30}}, evaluation=year) for year in (2022, 2023)]
    found = top(combine(pd.concat(years), known, Recipe()))
    assert found["rank"].tolist() == [2, 1, 2, 1]


def test_without_weights_there_is_no_score(known):
    found = combine(measured({"a": {"e1": 10}}), known, Recipe(dimension_weights={"economy": 0}))
    assert found["reason"].tolist() == ["no weight", ""]
    assert np.isnan(found["score"][0])
    nothing = combine(measured({"a": {"e1": 10}}), known, Recipe(indicator_weights={"e1": 0}))
    assert nothing["dimension"].tolist() == [""]


def test_a_level_and_its_ratio_are_not_both_combined(declare):
    per_head = declare("per_head", formula="e1 / people")
    known = {"e1": declare("e1"), "people": declare("people"), "per_head": per_head}
    both = measured({"a": {"e1": 10, "per_head": 20}})
    with pytest.raises(DataError, match="'e1' and 'per_head'"):
        combine(both, known, Recipe())
    assert top(combine(both, known, Recipe(indicator_weights={"e1": 0})))["score"]["a"] == 20
    apart = [measured({"a": {code: 10}}, shock=shock) for code, shock in (("e1", "x"), ("per_head", "y"))]
    assert len(top(combine(pd.concat(apart), known, Recipe()))) == 2


def test_nothing_combines_to_nothing(known):
    measures = measured({"a": {"e1": 1}})
    empty, full = (combine(rows, known, Recipe()) for rows in (measures.iloc[:0], measures))
    assert empty.empty
    assert empty.dtypes.equals(full.dtypes)


scores = st.lists(
    st.lists(st.one_of(st.none(), st.floats(0, 100)), min_size=5, max_size=5), min_size=1, max_size=6
)
codes = ("e1", "e2", "e3", "s1", "s2")


def table(rows):
    return measured({f"t{i}": dict(zip(codes, row, strict=True)) for i, row in enumerate(rows)})


@given(scores, st.sampled_from(["arithmetic", "geometric", "harmonic"]))
def test_scores_and_coverage_stay_in_bounds(known, rows, method):
    found = combine(table(rows), known, Recipe(aggregation=method))
    assert found["score"].dropna().between(-1e-9, 100 + 1e-9).all()
    assert found["coverage"].between(0, 1 + 1e-12).all()
    assert (found["score"].isna() == (found["reason"] != "")).all()


@given(scores, st.floats(0.01, 100))
def test_the_scale_of_the_weights_changes_nothing(known, rows, scale):
    weights = {"economy": 2.0, "society": 1.0}
    plain = combine(table(rows), known, Recipe(dimension_weights=weights))
    scaled = combine(table(rows), known, Recipe(dimension_weights={d: w * scale for d, w in weights.items()}))
    pd.testing.assert_frame_equal(plain, scaled)


@given(scores, st.integers(0, 4), st.floats(0, 100))
def test_a_better_score_never_lowers_the_composite(known, rows, column, gain):
    better = [list(row) for row in rows]
    if better[0][column] is not None:
        better[0][column] = min(100, better[0][column] + gain)
    before, after = (top(combine(table(x), known, Recipe()))["score"]["t0"] for x in (rows, better))
    assert np.isnan(before) or after >= before - 1e-9


# Everything scored

PARENTS = {"01": "EC", "02": "EC", "EC": None}


@pytest.fixture(scope="session")
def places():
    """Two provinces and their country."""
    return pd.DataFrame({"territory": ["EC", "01", "02"], "level": ["country", "province", "province"]})


@pytest.fixture(scope="session")
def world(declare, frame):
    """Output and its head count to 2023, jobs to 2021, deaths with the rate that counts them."""
    known = {
        "output": declare("output", roll_up="sum", kind="total"),
        "people": declare("people", roll_up="sum", kind="total", stock=True),
        "per_head": declare("per_head", formula="output / people"),
        "jobs": declare("jobs", kind="total", dimension="society"),
        "crimes": declare("crimes", kind="total", direction="lower", roll_up="sum"),
        "rate": declare("rate", formula="1000 * crimes / people", count="crimes", direction="lower"),
    }
    rows = []
    for place, low in (("01", 80), ("02", 95)):
        for year in range(2010, 2024):
            rows += [
                ("output", place, str(year), "total", low if year == 2020 else 100),
                ("people", place, str(year), "total", 10),
                ("crimes", place, str(year), "total", 4 if year < 2022 else 5),
            ]
            if year < 2022:
                rows.append(("jobs", place, str(year), "total", low if year == 2020 else 100))
    return known, complete(frame(*rows), known, PARENTS)


def test_every_shock_level_and_year(world, crisis, places):
    known, rows = world
    shocks = [
        crisis(indicators=("per_head", "jobs")),
        crisis("oil", baseline=2014, impact=(2015, 2016), trend=(2010, 2014), indicators=("output",)),
        crisis("crime", baseline=2021, impact=(2022, 2023), trend=(2010, 2021), indicators=("rate",)),
    ]
    found = score(rows, known, shocks, Recipe(), places)
    assert list(found.measures.columns) == MEASURES
    years = found.measures.groupby("shock")["evaluation"].unique().map(list).to_dict()
    assert years == {
        "covid19": [2020, 2021, 2022, 2023],
        "oil": [2015, 2016, 2017, 2018, 2019],
        "crime": [2022, 2023],
    }
    covid = found.measures[(found.measures["shock"] == "covid19") & (found.measures["evaluation"] == 2023)]
    seen = covid.set_index(["territory", "indicator"])
    assert seen["state"]["01", "per_head"] == "recovered"
    assert seen["reason"]["01", "jobs"] == "series too old"
    assert seen["reason"]["EC", "jobs"] == "no baseline,gap in the impact window"
    crime = found.measures[found.measures["shock"] == "crime"]
    assert crime["state"].unique().tolist() == ["no loss"]  # four to five crimes are within the noise
    tops = found.composites[found.composites["dimension"] == ""]
    assert tops.groupby("shock")["territory"].nunique().to_dict() == {"covid19": 3, "crime": 3, "oil": 3}


def test_levels_can_be_chosen_and_a_shock_without_figures_is_left_out(world, crisis, places):
    known, rows = world
    shocks = [crisis(indicators=("jobs",))]
    assert set(score(rows, known, shocks, Recipe(), places, ["province"]).measures["territory"]) == {
        "01",
        "02",
    }
    assert score(rows, known, shocks, Recipe(), places, ["country"]).composites.empty


def test_one_pass_agrees_with_measuring_and_combining_again(world, crisis, places):
    known, rows = world
    found = score(rows, known, [crisis(indicators=("per_head", "jobs"))], Recipe(), places, ["province"])
    again = combine(found.measures, known, Recipe())
    pd.testing.assert_frame_equal(found.composites, again)


def test_an_indicator_that_nobody_declares_is_named(crisis, frame):
    rows, places = frame(("x", "01", "2020", "total", 1)), pd.DataFrame({"territory": ["01"], "level": "p"})
    with pytest.raises(DataError, match="judged by 'x', which is not declared"):
        score(rows, {}, [crisis()], Recipe(), places)
    with pytest.raises(DataError, match="lack the column"):
        score(rows, {}, [], Recipe(), places[["territory"]])
