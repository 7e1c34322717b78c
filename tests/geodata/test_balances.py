"""Town and country compared as an observatory declares it."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from geodata.balances import (
    ALL,
    ancestors_at,
    balances,
    classed_levels,
    compare_classes_at,
    compare_level,
    lay_figures,
    rates,
    score_level,
    steady,
)
from geodata.store import SCHEMA
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


@pytest.fixture
def places(squares, squares_folder):
    """The territories of the specimen, ten times as many people in each as in the one before."""
    frame = assemble(squares, squares_folder).frame
    codes = sorted(frame.loc[frame["level"] == "province", "territory"])
    people = {code: 1000.0 * 10**number for number, code in enumerate(codes)}
    return classify(frame, squares.typology, people)


@pytest.fixture
def figures(places):
    """Sheep per head, always the number of the province."""
    codes = sorted(places.loc[places["level"] == "province", "territory"])
    rows = [
        (indicator, code, f"{year}", "total", value, "")
        for number, code in enumerate(codes)
        for indicator, value in (("sheep_per_head", number + 1.0), ("population", 1000.0 * 10**number))
        for year in range(2015, 2024)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def test_every_rate_is_compared_together_and_by_country(squares, places, figures):
    assert classed_levels(squares, places) == ["province"]
    compared, scored = balances(figures, squares, places)
    assert set(compared["parent"]) == set(scored["parent"]) == {ALL, "SQ"}
    assert set(compared["among"]) == set(scored["among"]) == {"province"}
    here, there = (compared[compared["parent"] == parent].drop(columns="parent") for parent in (ALL, "SQ"))
    assert here.reset_index(drop=True).equals(there.reset_index(drop=True))
    urban = figures["territory"].isin(places.loc[places["role"] == "urban", "territory"])
    values = figures[urban & (figures["period"] == "2015")].groupby("indicator")["value"].apply(list)
    mean = np.average(values["sheep_per_head"], weights=values["population"])
    assert here.loc[here["enclaves"], "urban"].iloc[0] == pytest.approx(mean)


def test_a_level_all_at_once_is_its_rates_one_by_one(squares, places, figures):
    late = (figures["territory"] == figures["territory"].max()) & (figures["period"] < "2019")
    coming = figures[~(late & (figures["indicator"] == "sheep_per_head"))]
    rows = compare_level(coming, squares, places, "province", squares.shocks)
    apart = [
        compare_classes_at(coming, squares, places, shock, code, "province", together=together)
        for code in rates(squares)
        if code in set(coming["indicator"])
        for shock in squares.shocks
        for together in (True, False)
    ]
    assert len(apart) >= 2
    pd.testing.assert_frame_equal(
        rows.drop(columns="among"), pd.concat(apart, ignore_index=True), check_exact=True
    )
    together = balances(coming, squares, places)
    pd.testing.assert_frame_equal(together[0], rows)
    pd.testing.assert_frame_equal(together[1], score_level(rows, squares))


def test_figures_laid_out_of_pieces_compare_as_plain_texts_do(squares, places, figures):
    whole = figures.assign(unit="", data_set="flock", load=1)
    # Two pieces that know other codes, as those of a stream do.
    parts = [part for _, part in whole.groupby(whole["territory"] < "03")]
    pieces = [pa.RecordBatch.from_pandas(part, SCHEMA, preserve_index=False) for part in parts]
    laid = lay_figures(pieces)
    assert isinstance(laid["territory"].dtype, pd.CategoricalDtype)
    for found, expected in zip(
        balances(laid, squares, places), balances(figures, squares, places), strict=True
    ):
        pd.testing.assert_frame_equal(found, expected, check_exact=True)
    assert balances(lay_figures([]), squares, places)[0].empty


def test_an_observatory_without_figures_has_no_balance(squares):
    nothing = pd.DataFrame(columns=COLUMNS)
    places = pd.DataFrame(columns=["territory", "level", "parent", "role", "enclave"])
    compared, scored = balances(nothing.astype("str"), squares, places)
    assert (len(compared), len(scored)) == (0, 0)
    assert {"among", "gap"} <= set(compared)
