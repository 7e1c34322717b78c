"""Town and country compared as an observatory declares it."""

import numpy as np
import pandas as pd
import pytest

from geodata.balances import ALL, ancestors_at, balances, classed_levels, steady
from geodata.territory import assemble
from geodata.typology import classify
from indicators.observations import COLUMNS


def test_territories_that_come_and_go_do_not_move_the_means():
    rows = [("gva", place, year, 1.0) for place in "abcdef" for year in ("2018", "2019", "2020")]
    rows += [("gva", "guest", "2018", 9.0), ("gva", "late", "2020", 9.0), ("gva", "a", "2021", 1.0)]
    rows += [("population", "guest", "2018", 1.0), ("population", "a", "2018", 1.0)]
    frame = pd.DataFrame(rows, columns=["indicator", "territory", "period", "value"])
    kept = steady(frame, "gva", 2019)
    assert set(kept["territory"]) == set("abcdef")
    assert len(kept) == 20


def test_the_one_above_is_found_across_levels_and_loops_are_not_needed():
    rows = [("A", "country", None), ("B", "country", None), ("a", "region", "A"), ("a1", "province", "a")]
    places = pd.DataFrame(rows, columns=["territory", "level", "parent"])
    assert ancestors_at(places, "country").to_dict() == {"A": "", "B": "", "a": "A", "a1": "A"}
    assert set(ancestors_at(places, "planet")) == {""}


def test_every_rate_is_compared_together_and_by_country(squares, squares_folder):
    places = assemble(squares, squares_folder).frame
    codes = sorted(places.loc[places["level"] == "province", "territory"])
    people = {code: 1000.0 * 10**number for number, code in enumerate(codes)}
    places = classify(places, squares.typology, people)
    assert classed_levels(squares, places) == ["province"]
    rows = [
        (
            indicator,
            code,
            f"{year}",
            "total",
            people[code] if indicator == "population" else float(number),
            "",
        )
        for indicator in ("sheep_per_head", "population")
        for number, code in enumerate(codes, 1)
        for year in range(2015, 2024)
    ]
    figures = pd.DataFrame(rows, columns=COLUMNS)
    compared, scored = balances(figures, squares, places)
    assert set(compared["parent"]) == set(scored["parent"]) == {ALL, "SQ"}
    assert set(compared["among"]) == set(scored["among"]) == {"province"}
    here, there = (compared[compared["parent"] == parent].drop(columns="parent") for parent in (ALL, "SQ"))
    assert here.reset_index(drop=True).equals(there.reset_index(drop=True))
    classes = places.set_index("territory").loc[codes, "role"]
    urban = [number for number, code in enumerate(codes, 1) if classes[code] == "urban"]
    weights = [people[codes[number - 1]] for number in urban]
    assert here.loc[here["enclaves"], "urban"].iloc[0] == pytest.approx(np.average(urban, weights=weights))


def test_an_observatory_without_figures_has_no_balance(squares):
    nothing = pd.DataFrame(columns=COLUMNS)
    places = pd.DataFrame(columns=["territory", "level", "parent", "role", "enclave"])
    compared, scored = balances(nothing.astype("str"), squares, places)
    assert (len(compared), len(scored)) == (0, 0)
    assert {"among", "gap"} <= set(compared)
