"""Derived and rolled-up figures, each worked by hand."""

import pandas as pd
import pytest

from indicators.derive import complete, derive, roll_up
from indicators.errors import DataError
from indicators.observations import COLUMNS

PARENTS = {"01": "N", "02": "N", "03": "S", "N": "EC", "S": "EC", "EC": None}


def values(rows, indicator=None):
    """(territory, period, group) -> value."""
    kept = rows if indicator is None else rows[rows["indicator"] == indicator]
    return {
        (t, p, g): v
        for t, p, g, v in kept[["territory", "period", "group", "value"]].itertuples(index=False, name=None)
    }


def test_a_formula_is_computed_for_each_territory_period_and_group(declare, frame):
    known = {"a": declare("a"), "b": declare("b"), "r": declare("r", formula="100 * a / b")}
    rows = frame(
        ("a", "01", "2020", "total", 1, "p"),
        ("b", "01", "2020", "total", 4, "be"),
        ("a", "01", "2020", "sex=F", 1),
        ("b", "01", "2020", "sex=F", 2),
        ("a", "01", "2021", "total", 1),
        ("b", "02", "2020", "total", 1),
    )
    made = derive(rows, known, PARENTS)
    assert list(made.columns) == COLUMNS
    assert values(made) == {("01", "2020", "total"): 25, ("01", "2020", "sex=F"): 50}
    assert made["status"].tolist() == ["bep", ""]


def test_division_by_zero_is_missing(declare, frame):
    known = {"a": declare("a"), "b": declare("b"), "r": declare("r", formula="a / b")}
    rows = frame(("a", "01", "2020", "total", 1), ("b", "01", "2020", "total", 0))
    assert derive(rows, known, PARENTS).empty


def test_formulas_are_computed_in_order_of_what_they_are_made_of(declare, frame):
    known = {
        "per_head": declare("per_head", formula="real / people"),
        "real": declare("real", formula="2 * nominal"),
        "nominal": declare("nominal"),
        "people": declare("people"),
    }
    rows = frame(("nominal", "01", "2020", "total", 10), ("people", "01", "2020", "total", 4))
    assert values(derive(rows, known, PARENTS), "per_head") == {("01", "2020", "total"): 5}


def test_an_annual_stock_stands_beside_quarterly_flows_and_nothing_else_does(declare, frame):
    rows = frame(
        ("deaths", "01", "2020-Q1", "total", 3),
        ("deaths", "01", "2021-Q1", "total", 3),
        ("people", "01", "2020", "total", 100, "e"),
    )
    stock = {"deaths": declare("deaths"), "people": declare("people", stock=True)}
    rate = declare("rate", formula="100 * deaths / people")
    made = derive(rows, {**stock, "rate": rate}, PARENTS)
    assert values(made) == {("01", "2020-Q1", "total"): 3}
    assert made["status"].tolist() == ["e"]
    flows = {"deaths": declare("deaths"), "people": declare("people"), "rate": rate}
    assert derive(rows, flows, PARENTS).empty


def test_a_figure_of_the_quarter_itself_goes_before_the_years(declare, frame):
    known = {
        "deaths": declare("deaths"),
        "people": declare("people", stock=True),
        "rate": declare("rate", formula="deaths / people"),
    }
    rows = frame(
        ("deaths", "01", "2020-Q1", "total", 10),
        ("people", "01", "2020", "total", 1),
        ("people", "01", "2020-Q1", "total", 5),
    )
    assert values(derive(rows, known, PARENTS)) == {("01", "2020-Q1", "total"): 2}


def test_stocks_alone_drive_a_formula(declare, frame):
    known = {
        "area": declare("area", stock=True),
        "people": declare("people", stock=True),
        "density": declare("density", formula="people / area"),
    }
    rows = frame(("people", "01", "2020", "total", 10), ("area", "01", "2020", "total", 5))
    assert values(derive(rows, known, PARENTS)) == {("01", "2020", "total"): 2}


def test_an_inherited_input_is_read_from_the_nearest_ancestor_and_never_spread_out(declare, frame):
    known = {
        "gva": declare("gva"),
        "cpi": declare("cpi", inherit=True),
        "real": declare("real", formula="100 * gva / cpi"),
    }
    rows = frame(
        ("gva", "01", "2020", "total", 10),
        ("gva", "01", "2020", "place=capital", 4),
        ("gva", "03", "2020", "total", 10),
        ("gva", "X9", "2020", "total", 10),
        ("cpi", "EC", "2020", "total", 200),
        ("cpi", "S", "2020", "total", 100),
        ("cpi", "S", "2021", "total", 100),
    )
    everything = complete(rows, known, PARENTS)
    assert values(everything, "real") == {
        ("01", "2020", "total"): 5,
        ("01", "2020", "place=capital"): 2,
        ("03", "2020", "total"): 10,
    }
    assert set(everything.loc[everything["indicator"] == "cpi", "territory"]) == {"EC", "S"}


def test_an_inherited_series_is_never_pieced_together_from_two_territories(declare, frame):
    known = {
        "gva": declare("gva"),
        "cpi": declare("cpi", inherit=True),
        "real": declare("real", formula="gva / cpi"),
    }
    rows = frame(
        ("gva", "03", "2020", "total", 10),
        ("gva", "03", "2021", "total", 10),
        ("cpi", "EC", "2021", "total", 2),
        ("cpi", "S", "2020", "total", 1),
    )
    assert values(derive(rows, known, PARENTS)) == {("03", "2020", "total"): 10}


def test_a_sum_needs_every_member_of_the_next_level_below(declare, frame):
    known = {"jobs": declare("jobs", roll_up="sum")}
    rows = frame(
        ("jobs", "01", "2020", "total", 1, "p"),
        ("jobs", "02", "2020", "total", 2, "b"),
        ("jobs", "03", "2020", "total", 4),
        ("jobs", "01", "2021", "total", 1),
        ("jobs", "03", "2021", "total", 4),
        ("jobs", "01", "2020", "sex=F", 1),
        ("jobs", "02", "2020", "sex=F", 1),
    )
    made = roll_up(rows, known, PARENTS)
    assert values(made) == {
        ("N", "2020", "total"): 3,
        ("S", "2020", "total"): 4,
        ("S", "2021", "total"): 4,
        ("N", "2020", "sex=F"): 2,
        ("EC", "2020", "total"): 7,
    }
    assert dict(zip(made["territory"], made["status"], strict=True))["EC"] == "bp"


def test_a_published_parent_wins_and_feeds_the_level_above(declare, frame):
    known = {"jobs": declare("jobs", roll_up="sum")}
    rows = frame(
        ("jobs", "01", "2020", "total", 1),
        ("jobs", "02", "2020", "total", 2),
        ("jobs", "N", "2020", "total", 50),
        ("jobs", "S", "2020", "total", 5),
    )
    assert values(roll_up(rows, known, PARENTS)) == {("EC", "2020", "total"): 55}


def test_a_mean_needs_every_members_value_and_weight(declare, frame):
    known = {
        "people": declare("people", roll_up="sum", stock=True),
        "rate": declare("rate", roll_up="mean by people"),
    }
    rows = frame(
        ("rate", "01", "2020", "total", 10, "e"),
        ("rate", "02", "2020", "total", 20),
        ("rate", "03", "2020", "total", 50),
        ("people", "01", "2020", "total", 3),
        ("people", "02", "2020", "total", 1, "p"),
        ("people", "03", "2020", "total", 4),
        ("rate", "01", "2021", "total", 10),
        ("rate", "02", "2021", "total", 20),
        ("people", "01", "2021", "total", 3),
    )
    made = roll_up(rows, known, PARENTS)
    assert values(made, "rate") == {
        ("N", "2020", "total"): 12.5,
        ("S", "2020", "total"): 50,
        ("EC", "2020", "total"): (12.5 * 4 + 50 * 4) / 8,
    }
    north = made[(made["indicator"] == "rate") & (made["territory"] == "N")]
    assert north["status"].tolist() == ["ep"]


def test_a_mean_over_nobody_is_missing(declare, frame):
    known = {"people": declare("people"), "rate": declare("rate", roll_up="mean by people")}
    rows = frame(("rate", "03", "2020", "total", 10), ("people", "03", "2020", "total", 0))
    assert roll_up(rows, known, PARENTS).empty


def test_a_formula_is_computed_anew_at_every_level(declare, frame):
    known = {
        "jobs": declare("jobs", roll_up="sum"),
        "people": declare("people", roll_up="sum"),
        "rate": declare("rate", formula="jobs / people"),
    }
    rows = frame(
        ("jobs", "01", "2020", "total", 1),
        ("people", "01", "2020", "total", 1),
        ("jobs", "02", "2020", "total", 1),
        ("people", "02", "2020", "total", 3),
        ("rate", "02", "2020", "total", 0.4, "p"),
    )
    found = values(complete(rows, known, PARENTS), "rate")
    assert found == {("01", "2020", "total"): 1, ("N", "2020", "total"): 0.5, ("02", "2020", "total"): 0.4}


def test_a_row_without_a_value_is_as_good_as_none(declare, frame):
    known = {"jobs": declare("jobs", roll_up="sum")}
    rows = frame(("jobs", "03", "2020", "total", 4), ("jobs", "S", "2020", "total", None))
    assert values(complete(rows, known, PARENTS))[("S", "2020", "total")] == 4


@pytest.mark.parametrize("function", [derive, roll_up, complete])
def test_a_figure_given_twice_is_refused(function, declare, frame):
    rows = frame(("jobs", "01", "2020", "total", 1), ("jobs", "01", "2020", "total", 2))
    with pytest.raises(DataError, match="jobs: 01 has two values for 2020"):
        function(rows, {"jobs": declare("jobs")}, PARENTS)


def test_what_is_made_of_itself_is_refused(declare, frame):
    known = {"a": declare("a", formula="b + 1"), "b": declare("b", roll_up="mean by a")}
    with pytest.raises(DataError, match="made of each other"):
        complete(frame(("b", "01", "2020", "total", 1)), known, PARENTS)


def test_an_input_nobody_declared_is_refused(declare, frame):
    with pytest.raises(DataError, match="not declared: b"):
        complete(frame(("b", "01", "2020", "total", 1)), {"a": declare("a", formula="b + 1")}, PARENTS)


def test_a_territory_above_itself_is_refused(declare, frame):
    with pytest.raises(DataError, match="stands above itself"):
        roll_up(
            frame(("jobs", "A", "2020", "total", 1)),
            {"jobs": declare("jobs", roll_up="sum")},
            {"A": "B", "B": "A"},
        )


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_rows_changes_nothing(declare, frame, seed):
    known = {
        "people": declare("people", roll_up="sum"),
        "jobs": declare("jobs", roll_up="sum"),
        "wage": declare("wage", roll_up="mean by jobs"),
        "rate": declare("rate", formula="jobs / people"),
    }
    rows = frame(
        *[("jobs", t, "2020", "total", v, "p") for t, v in [("01", 1), ("02", 2), ("03", 4)]],
        *[("people", t, "2020", "total", v) for t, v in [("01", 10), ("02", 20), ("03", 10)]],
        *[("wage", t, "2020", "total", v, "e") for t, v in [("01", 5), ("02", 8), ("S", 7)]],
        *[("jobs", t, "2020", "sex=F", v) for t, v in [("01", 1), ("02", 1), ("03", 3)]],
        *[("people", t, "2020", "sex=F", v, "b") for t, v in [("01", 4), ("02", 9), ("N", 13)]],
    )
    key, kept = COLUMNS[:4], ["value", "status"]
    pd.testing.assert_frame_equal(
        complete(rows.sample(frac=1, random_state=seed), known, PARENTS).set_index(key)[kept].sort_index(),
        complete(rows, known, PARENTS).set_index(key)[kept].sort_index(),
    )
