"""The ASEM sustainable connectivity index, to the digits that its authors printed (../shared/cases)."""

import json

import numpy as np
import pandas as pd
import pytest

from indicators.aggregate import aggregate
from indicators.composition import Composition
from indicators.diagnostics import correlations, cronbach_alpha
from indicators.index import compose
from indicators.moments import moments
from indicators.normalise import Normalisation, normalise
from indicators.outranking import copeland, dominance, outranking
from indicators.recipe import Recipe
from indicators.treat import Treatment, is_flagged, shift_log, treat, winsorise


@pytest.fixture(scope="session")
def asem(shared):
    """The published inputs and results."""
    folder = shared / "cases" / "coinr_asem"
    if not folder.is_dir():
        pytest.skip("../shared/cases is absent")
    meta = pd.read_csv(folder / "ASEM_iMeta.csv").set_index("iCode")
    data = pd.read_csv(folder / "ASEM_iData.csv", keep_default_na=False, na_values=[""]).set_index("uCode")
    return meta, data, json.loads((folder / "expected.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def table(asem):
    """The 49 indicators, divided as published by population, area, energy or output."""
    meta, data, _ = asem
    found = meta[meta["Type"] == "Indicator"]
    by = {code: data[by] if isinstance(by, str) else 1.0 for code, by in found["Denominator"].items()}
    return pd.DataFrame({code: data[code] / by[code] for code in found.index})


@pytest.fixture(scope="session")
def index(asem, table):
    """The index, with the published pipeline."""
    meta, data, _ = asem
    nodes = meta[meta["Type"].isin(["Indicator", "Aggregate"])]
    directions = nodes.loc[nodes["Type"] == "Indicator", "Direction"]
    choices = Composition(
        parents=nodes["Parent"].dropna().to_dict(),
        weights=nodes["Weight"].to_dict(),
        directions={code: "higher" if sign > 0 else "lower" for code, sign in directions.items()},
        imputation="mean",
    )
    recipe = Recipe(composition=choices, coverage=0, dimension_coverage=0)
    return compose(table, recipe, groups=data["EurAsia_group"].to_dict())


def test_scores_and_ranks(asem, index):
    _, _, expected = asem
    ranked = pd.concat([index.ranks["Index"].rename("Rank"), index.scores], axis=1)
    published = expected["top6_published_2dp"]
    for country in list(published)[1:]:
        found = ranked.loc[country, published["cols"]].astype(float).round(2)
        assert found.tolist() == published[country]
    for node, value in expected["IND_published"].items():
        assert round(float(ranked.loc["IND", node]), 2) == value
    assert ranked.sort_values("Rank").index[:6].tolist() == list(published)[1:]


def test_skewness_and_kurtosis(asem, table):
    _, data, expected = asem
    x = np.array([[*range(1, 11), 30.0, 100.0]]).T
    found = [moment[0] for moment in moments(x)]
    assert found == pytest.approx(list(expected["skew_kurt_vector_1to10_30_100"].values()), abs=5e-7)
    for code, printed in expected["raw_skew_kurt"].items():
        found = [moment[0] for moment in moments(data[[code]].to_numpy(dtype=float))]
        assert found == pytest.approx(printed, abs=5e-7), code


def test_treatment_of_one_point(asem):
    _, data, expected = asem
    once = Treatment(points=1)
    flights, goods = (data[code].to_numpy(dtype=float) for code in ("Flights", "Goods"))
    printed = expected["winmax1_treatment"]["Flights"]
    x, moved = winsorise(flights[:, None], once)
    assert moved[0] == printed["nwin"]
    found = [moment[0] for moment in moments(x)]
    assert found == pytest.approx([printed["skew_after"], printed["kurt_after"]], abs=5e-7)
    printed = expected["winmax1_treatment"]["Goods"]
    x, moved = winsorise(goods[:, None], once)
    assert moved[0] == printed["nwin"]
    assert is_flagged(x, once)[0] != printed["passes"]
    log = treat(np.stack([flights, goods], axis=1), ["Flights", "Goods"], once).log.set_index("indicator")
    assert log["treatment"].to_dict() == {"Flights": "winsorised", "Goods": "log"}
    after = log.loc["Goods", ["skewness_after", "kurtosis_after"]].tolist()
    assert after[0] == pytest.approx(printed["log_CT_skew"], abs=5e-9)
    assert after[1] == pytest.approx(printed["log_CT_kurt"], abs=5e-8)
    assert moments(shift_log(goods)[:, None])[0][0] == after[0]


def test_alpha_correlations_and_effective_weights(asem, index):
    meta, data, expected = asem
    p2p = meta.index[meta["Parent"] == "P2P"]
    assert cronbach_alpha(data[p2p]) == pytest.approx(
        expected["cronbach_alpha_P2P_raw_pairwise_cov"], abs=5e-9
    )
    found = correlations(index.scores[["Conn", "Sust"]], index.scores[["Index"]])["Index"]
    assert found["Conn"] == pytest.approx(expected["corr_index_conn"], abs=5e-8)
    assert found["Sust"] == pytest.approx(expected["corr_index_sust"], abs=5e-8)
    shares = index.structure.effective_weights()["Index"]
    for code, share in expected["effective_weight_example"].items():
        assert shares[code] == pytest.approx(share, rel=1e-15)


def test_outranking(asem):
    expected = asem[2]["unit_tests"]
    x = np.array(expected["outrank_X"], dtype=float)
    matrix = outranking(x, np.ones(3))
    found = [matrix[1, 0], matrix[2, 0], matrix[3, 0]]
    assert found == pytest.approx([expected[f"outrank_{k}1"] for k in (2, 3, 4)], rel=1e-15)
    assert dominance(x, np.ones(3)) == (expected["nDominant"], expected["fracDominant"])
    assert copeland(x, np.ones(3)).tolist() == expected["copeland"]


def test_means(asem):
    expected = asem[2]["unit_tests"]

    def mean(weights, method):
        return aggregate(np.array([[1.0, 2, 3]]), np.array([weights], dtype=float), method)[0]

    assert mean([1, 1, 1], "geometric") == pytest.approx(expected["gmean_1_2_3"], rel=1e-15)
    assert mean([1, 1, 2], "geometric") == pytest.approx(expected["gmean_w112"], rel=1e-15)
    assert mean([2, 1, 1], "harmonic") == pytest.approx(expected["hmean_w211"], rel=1e-15)


def test_distances_and_goalposts(asem):
    expected = asem[2]["unit_tests"]

    def distance(x, target, sign):
        choice = Normalisation(method="distance to target", targets={"x": target})
        return normalise(np.array([x], dtype=float).T, np.array([sign]), choice, ["x"]).ravel()

    assert distance([0, 5, 11], 10, 1.0) == pytest.approx(expected["dist2targ_[0,5,11]_targ10"])
    assert distance([-1, 1, 10], 0, -1.0) == pytest.approx(expected["dist2targ_neg_[-1,1,10]_targ0"])
    posts = Normalisation(method="goalposts", goalposts={"x": (0, 10)}, scale=(0, 1))
    assert normalise(np.array([[1.0]]), np.ones(1), posts, ["x"])[0, 0] == expected["goalposts_1_in_0_10"]
