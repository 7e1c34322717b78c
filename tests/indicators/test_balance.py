"""Town and country, year by year."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.balance import BALANCE, balance
from indicators.errors import DataError

PLACES = pd.DataFrame(
    {
        "territory": ["U", "I", "R", "O", "N"],
        "parent": "C",
        "role": ["urban", "intermediate", "rural", "rural", None],
        "enclave": [False, False, False, True, False],
    }
)


@pytest.fixture(scope="session")
def income(frame):
    """Incomes by territory and year; everywhere ten people live."""

    def make(**years):
        return frame(
            *[
                ("x", t, y[1:], "total", v)
                for y, row in years.items()
                for t, v in zip("UIROL", row, strict=False)
            ],
            *[("people", t, y[1:], "total", 10) for y in years for t in "UIRON"],
        )

    return make


def test_by_hand_with_and_without_enclaves(declare, crisis, income):
    rows = income(y2019=[100, 90, 80, 40], y2020=[100, 90, 50, 40])
    found = balance(rows, declare(), crisis(), PLACES, "people")
    assert list(found.columns) == BALANCE
    assert found["enclaves"].tolist() == [True, True, False, False]
    assert found["rural"].tolist() == [60, 45, 80, 50]
    assert found["gap"].tolist() == [40, 55, 20, 50]
    assert found["ratio"].tolist() == [0.6, 0.45, 0.8, 0.5]
    assert found["parity"].tolist() == [60, 45, 80, 50]
    assert found["gap_change"].tolist() == pytest.approx([np.nan, 15, np.nan, 30], nan_ok=True)
    assert found["verdict"].tolist() == ["", "widened", "", "widened"]
    assert found[["members", "missing"]].to_numpy().tolist() == [[4, 0], [4, 0], [3, 0], [3, 0]]
    np.testing.assert_allclose(found["theil_within"] + found["theil_between"], found["theil"])
    np.testing.assert_allclose(found["ge0_within"] + found["ge0_between"], found["ge0"])
    assert found["gini"].tolist()[0] == pytest.approx(
        np.abs(np.subtract.outer(*[[100, 90, 80, 40]] * 2)).sum() / 16 / 155
    )
    assert found["variation"].tolist()[2] == pytest.approx(np.std([100, 90, 80]) / 90)
    assert found["direction"].tolist() == ["rural behind"] * 4


@pytest.mark.parametrize(
    ("change", "after", "verdict"),
    [
        ("relative", [200, 90, 160], "unchanged"),  # prices doubled: the same ratio
        ("absolute", [200, 90, 160], "widened"),
        ("relative", [80, 90, 100], "unchanged"),  # the sides changed places
        ("relative", [100, 90, 81], "narrowed"),
        ("relative", [100, 90, 79], "widened"),
        ("absolute", [100, 90, 80.4], "unchanged"),  # within 0.05 standard deviations
        ("absolute", [100, 90, 81], "narrowed"),
    ],
)
def test_verdict(declare, crisis, income, change, after, verdict):
    rows = income(y2019=[100, 90, 80], y2020=after)
    found = balance(rows, declare(change=change), crisis(), PLACES, "people")
    assert found["verdict"].tolist()[1] == verdict


def test_direction_turns_the_gap(declare, crisis, income):
    rows = income(y2019=[5, 6, 9])
    assert balance(rows, declare(direction="lower"), crisis(), PLACES, "people")["gap"].tolist() == [4, 4]


@pytest.mark.parametrize(
    ("fields", "values", "expected"),
    [
        ({}, [100, 90, 80], "rural behind"),
        ({}, [80, 90, 100], "urban behind"),
        ({}, [100, 90, 99.7], "level"),  # within half a percent
        ({"direction": "lower"}, [5, 6, 9], "rural behind"),
        ({"change": "absolute", "direction": "lower"}, [9, 6, 5], "urban behind"),
        ({"change": "absolute"}, [5, 8, 5.05], "level"),  # within 0.05 standard deviations
        ({}, [100, 90, -1], "rural behind"),
        ({}, [100, 90], ""),
    ],
)
def test_who_is_behind_in_words(declare, crisis, income, fields, values, expected):
    found = balance(income(y2019=values), declare(**fields), crisis(), PLACES.head(3), "people")
    assert found["direction"].tolist() == [expected] * 2


def test_reasons(declare, crisis, income):
    rows = income(y2019=[100, 90], y2020=[100, 90, -1], y2021=[100, 90, 80])
    found = balance(rows, declare(), crisis(), PLACES, "people").iloc[:3]
    assert found["reason"].tolist() == ["empty class", "not positive", ""]
    assert found["missing"].tolist() == [2, 1, 1]
    assert found[["gap", "parity"]].isna().to_numpy().tolist() == [
        [True, False],
        [False, True],
        [False, False],
    ]
    assert found["verdict"].tolist() == ["", "", ""]  # no baseline


def test_where_nobody_lives_is_missing(declare, crisis, income):
    rows = income(y2019=[100, 90, 80, -40])
    empty = rows["territory"].isin(["U", "O"]) & (rows["indicator"] == "people")
    found = balance(rows.assign(value=rows["value"].mask(empty, 0)), declare(), crisis(), PLACES, "people")
    assert found[["members", "missing"]].to_numpy().tolist() == [[2, 2], [2, 1]]
    assert found["reason"].tolist() == ["empty class"] * 2  # what nobody earns is not counted
    nobody = rows.assign(value=rows["value"].mask(rows["indicator"] == "people", 0))
    found = balance(nobody, declare(), crisis(), PLACES, "people")
    assert found["reason"].tolist() == ["empty class"] * 2
    assert found["members"].tolist() == [0, 0]


def test_each_parent_by_itself(declare, crisis, income):
    places = PLACES.assign(parent=["A", "A", "A", "B", None])
    found = balance(income(y2019=[100, 90, 80, 40]), declare(), crisis(), places, "people")
    assert found["parent"].tolist() == ["A", "A", "B", "B"]
    assert found["reason"].tolist() == ["", "", "empty class", "empty class"]


def test_nobody_has_a_role(declare, crisis, income):
    found = balance(income(y2019=[1, 2, 3]), declare(), crisis(), PLACES.assign(role=None), "people")
    assert found.empty
    assert list(found.columns) == BALANCE


def test_no_figures_and_only_enclaves(declare, crisis, income):
    rows = income(y2019=[100, 90, 80, 40])
    assert balance(rows[rows["indicator"] == "people"], declare(), crisis(), PLACES, "people").empty
    found = balance(rows, declare(), crisis(), PLACES.assign(enclave=True), "people")
    assert found["members"].tolist() == [4, 0]
    assert found["reason"].tolist() == ["", "empty class"]


@pytest.mark.parametrize("kind", ["total", "index"])
def test_levels_of_totals_and_indices_are_not_compared(declare, crisis, income, kind):
    with pytest.raises(DataError, match="cannot be compared between territories"):
        balance(income(y2019=[1, 2, 3]), declare(kind=kind), crisis(), PLACES, "people")


def test_oil_hides_the_gap_of_ecuador(declare, crisis, shared):
    folder = shared / "data/ecuador"
    read = {"dtype": str, "keep_default_na": False}
    gva, people = (pd.read_csv(folder / f"{name}.csv", **read) for name in ("gva_total", "population"))
    both = gva.merge(people, on=["territory", "period"], suffixes=("", "_people"))
    heads = both["value_people"].astype(float)
    common = both[["territory", "period"]].assign(group="total", status="")
    rows = pd.concat(
        [
            common.assign(indicator="x", value=both["value"].astype(float) / heads),
            common.assign(indicator="people", value=heads),
        ]
    )
    facts = pd.read_csv(folder / "territories.csv", **read)
    classes = {"dense": "urban", "intermediate": "intermediate", "sparse": "rural"}
    places = pd.DataFrame(
        {
            "territory": facts["territory"],
            "parent": "EC",
            "role": facts["typology_density"].map(classes),
            "enclave": facts["territory"].isin(["15", "16", "21", "22"]),
        }
    )
    found = balance(rows, declare(), crisis(), places, "people")
    years = found[found["period"].isin(["2019", "2020"])]
    assert years.loc[years["enclaves"], "ratio"].round(2).tolist() == [0.86, 0.74]
    assert years.loc[~years["enclaves"], "ratio"].round(2).tolist() == [0.45, 0.47]
    assert years["verdict"].tolist() == ["", "widened", "", "narrowed"]


@given(
    st.lists(st.lists(st.floats(1, 100), min_size=4, max_size=4), min_size=3, max_size=3),
    st.sampled_from([0.25, 1024.0]),
    st.integers(0, 99),
)
def test_units_and_row_order_change_nothing(declare, crisis, income, years, scale, seed):
    rows = income(**{f"y{2019 + i}": values for i, values in enumerate(years)})
    found = balance(rows, declare(), crisis(), PLACES, "people")
    other = balance(rows.sample(frac=1, random_state=seed), declare(), crisis(), PLACES, "people")
    pd.testing.assert_frame_equal(other, found)
    larger = rows.assign(value=rows["value"].mask(rows["indicator"] == "x", rows["value"] * scale))
    moved = ["urban", "intermediate", "rural", "gap", "gap_change"]
    other = balance(larger, declare(), crisis(), PLACES, "people")
    pd.testing.assert_frame_equal(other.drop(columns=moved), found.drop(columns=moved))
    pd.testing.assert_frame_equal(other[moved], found[moved] * scale)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"role": "Urban"}, "'Urban' is no role"),
        ({"territory": "U"}, "U stands twice"),
        ({"enclave": None}, "column enclave"),
    ],
)
def test_places_that_would_be_counted_wrongly_are_refused(declare, crisis, income, change, message):
    with pytest.raises(DataError, match=message):
        balance(income(y2019=[1, 2, 3]), declare(), crisis(), PLACES.assign(**change), "people")
    with pytest.raises(DataError, match="lack the column"):
        balance(income(y2019=[1, 2, 3]), declare(), crisis(), PLACES.drop(columns=[*change]), "people")


@given(
    st.lists(st.lists(st.floats(-1, 100), min_size=4, max_size=4), min_size=2, max_size=3),
    st.lists(st.sampled_from("ABC"), min_size=5, max_size=5),
    st.lists(st.booleans(), min_size=5, max_size=5),
)
def test_each_parent_comes_out_as_if_compared_alone(declare, crisis, income, years, parents, enclaves):
    rows = income(**{f"y{2019 + i}": values for i, values in enumerate(years)})
    places = PLACES.assign(parent=parents, enclave=enclaves)
    found = balance(rows, declare(), crisis(), places, "people")
    for (parent, kept), together in found.groupby(["parent", "enclaves"]):
        own = places[(places["parent"] == parent) & (kept | ~places["enclave"]) & places["role"].notna()]
        alone = balance(rows, declare(), crisis(), own, "people").query("enclaves == @kept")
        if own.empty:
            assert (together["members"] == 0).all()
        else:
            together, alone = (each.reset_index(drop=True) for each in (together, alone))
            pd.testing.assert_frame_equal(together, alone, check_exact=True)
