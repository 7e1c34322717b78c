"""One value a territory: what map, table, sentence and download share."""

import numpy as np
import pytest

from dashboard.desk import Desk, open_desk
from dashboard.exports import metadata, of_map, plain, table_csv
from dashboard.library import Library
from dashboard.sentences import finding
from dashboard.verdicts import signed, state
from dashboard.words import Words
from indicators.errors import NotFoundError


def desk(library: Library, query: str, language: str = "en") -> Desk:
    return open_desk(library, f"/{language}/small/map", query)


def test_the_scores_are_the_stored_ones(library: Library) -> None:
    shown = desk(library, "year=2022").layer().frame["value"]
    stored = library.edition("small").composites("flood")
    stored = stored[(stored["dimension"] == "") & (stored["evaluation"] == 2022)].set_index("territory")[
        "score"
    ]
    assert shown.to_dict() == pytest.approx(stored.reindex(shown.index).to_dict(), abs=0, nan_ok=True)


def test_a_dimension_that_weighs_all_is_the_score(library: Library) -> None:
    weighed = desk(library, "weights=economy:1,society:0").layer().frame["value"]
    alone = desk(library, "indicator=score.economy").layer().frame["value"]
    np.testing.assert_allclose(weighed.dropna(), alone.reindex(weighed.dropna().index))


def test_what_is_not_known_has_a_class_and_a_reason_of_its_own(library: Library) -> None:
    layer = desk(library, "indicator=jobs&show=value").layer()
    assert np.isnan(layer.frame.loc["06", "value"])
    assert layer.texts[list(layer.frame.index).index("06")] == "–"
    assert layer.scale.classify(layer.frame["value"])[-1] == -1


def test_classes_do_not_move_with_the_year(library: Library) -> None:
    for query in ("indicator=gva&show=value", "indicator=gva&show=change", "indicator=score"):
        assert len({desk(library, f"{query}&year={y}").layer().scale for y in (2020, 2022, 2024)}) == 1


def test_a_mark_that_all_share_is_told_once(library: Library) -> None:
    layer = desk(library, "indicator=deaths&show=score&year=2024").layer()
    assert all(not mark or mark in layer.frame["marks"].iloc[0] for mark in layer.shared_marks)


@pytest.mark.parametrize("language", ["en", "es", "fr"])
@pytest.mark.parametrize(
    "query", ["", "indicator=gva", "indicator=gva&show=change", "indicator=jobs&show=value"]
)
def test_every_view_has_a_sentence(library: Library, language: str, query: str) -> None:
    shown = desk(library, query, language)
    text = finding(shown.layer())
    assert text.endswith(".")
    assert "{" not in text
    assert str(shown.view.year) in text


def test_the_finding_counts_who_is_back(library: Library) -> None:
    measures = library.edition("small").measures("flood")
    here = measures[(measures["indicator"] == "gva") & (measures["evaluation"] == 2023)]
    back = int((here["change"] >= 0).sum())
    text = finding(desk(library, "indicator=gva&year=2023").layer())
    assert text.startswith(f"By 2023, gva was back at its 2019 level or better in {back} of 6 territories.")


def test_the_finding_names_the_first_and_last_of_the_ranking(library: Library) -> None:
    layer = desk(library, "year=2022").layer()
    ranked = layer.frame.dropna(subset="rank").sort_values("rank")
    text = finding(layer)
    assert f"{ranked['name'].iloc[-1]} recovered least" in text
    assert f"and {ranked['name'].iloc[0]} most" in text


@pytest.mark.parametrize(
    ("measured", "text"),
    [
        ({"state": "no loss"}, "Never fell materially below its 2019 level."),
        ({"state": "not yet"}, "−30.0% by 2020; not back at its 2019 level in 2023."),
        ({"state": "recovered"}, "Back at its 2019 level in 2022, 2 years after its worst (−30.0%)."),
        ({"state": "relapsed"}, "Back at its 2019 level in 2022, but lost it again by 2023."),
        (
            {"state": "insufficient data", "reason": "no baseline"},
            "Cannot be judged: the baseline year has no figure.",
        ),
        ({"state": "undefined"}, "Cannot be judged: undefined."),
    ],
)
def test_a_state_in_words(library: Library, measured: dict[str, str], text: str) -> None:
    row = {
        "evaluation": 2024,
        "last": 2023.0,
        "drop": -0.3,
        "trough": 2020,
        "years_to_recover": 2.0,
        "reason": "",
    } | measured
    assert state(row, library.edition("small").indicator("gva"), "2019", Words("en")) == text


def test_the_download_holds_every_figure_as_stored(library: Library) -> None:
    shown = desk(library, "indicator=gva&show=change&year=2021")
    lines = [line.split(",") for line in table_csv(of_map(shown)).splitlines()[1:]]
    values = shown.layer().frame["value"]
    assert [float(line[7]) for line in lines] == values.tolist()


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_no_cell_is_run_as_a_formula(text: str) -> None:
    assert plain(text) == f"'{text}"


def test_the_metadata_carry_the_recipe_and_the_weights(library: Library) -> None:
    shown = desk(library, "weights=society:3")
    facts = metadata(shown, of_map(shown))
    assert facts["weights"] == {"society": 3.0}
    assert facts["recipe"]["aggregation"] == "arithmetic"


@pytest.mark.parametrize("path", ["/", "/en", "/xx/small/map", "/en/small", "/en/small/map/more"])
def test_an_address_that_names_no_page(library: Library, path: str) -> None:
    with pytest.raises(NotFoundError):
        open_desk(library, path, "")


def test_the_class_of_each_territory_is_a_choice_of_the_map(library: Library) -> None:
    layer = desk(library, "indicator=class").layer()
    places = library.edition("small").territories.loc[layer.frame.index, "role"]
    numbers = {"urban": 0.0, "intermediate": 1.0, "rural": 2.0}
    assert layer.frame["value"].dropna().to_dict() == places.dropna().map(numbers).to_dict()
    assert layer.frame["rank"].isna().all()
    assert all(name in finding(layer) for name in set(layer.texts) - {"–"})


def test_the_classes_are_downloaded_as_words(library: Library) -> None:
    shown = desk(library, "indicator=class")
    lines = [line.split(",") for line in table_csv(of_map(shown)).splitlines()[1:]]
    places = library.edition("small").territories["role"].to_dict()
    assert {line[0]: line[7] for line in lines if line[7]} == {
        code: places[code] for code in (line[0] for line in lines) if isinstance(places[code], str)
    }


@pytest.mark.parametrize(
    ("code", "value", "text"),
    [
        ("jobs", -1.1, "−1.1 units"),
        ("jobs", float("nan"), "–"),
        ("deaths", -0.011, "1.1% higher, worse (counted as −1.1%)"),
        ("deaths", 0.029, "2.9% lower, better (counted as +2.9%)"),
        ("deaths", 0.0, "0.0%"),
    ],
)
def test_a_change_tells_its_direction_where_lower_is_better(
    library: Library, code: str, value: float, text: str
) -> None:
    assert signed(value, library.edition("small").indicator(code), Words("en")) == text
