"""What is taken along from the page of a territory is what it shows."""

import pandas as pd

from dashboard.desk import open_desk
from dashboard.dossier import DOSSIER
from dashboard.exports import table_csv
from dashboard.library import Library
from dashboard.pages import territory


def rows(library: Library, query: str) -> pd.DataFrame:
    return territory.records(open_desk(library, "/en/small/territory", query))


def figure(frame: pd.DataFrame, section: str, indicator: str, name: str) -> pd.DataFrame:
    return frame[
        (frame["section"] == section) & (frame["indicator"] == indicator) & (frame["figure"] == name)
    ]


def test_every_section_of_the_page_is_there(library: Library) -> None:
    found = rows(library, "territory=02&year=2024")
    assert list(found.columns) == DOSSIER
    assert set(found["section"]) == {"score", "recovery", "series", "goal"}
    assert set(found["territory"]) == {"02"}
    assert set(found["name"]) == {"Bosque"}
    assert table_csv(found).count("\r\n") == len(found) + 1


def test_figures_are_those_that_are_stored(library: Library) -> None:
    edition, found = library.edition("small"), rows(library, "territory=02&year=2023")
    stored = (
        edition.measures("flood").set_index(["territory", "evaluation", "indicator"]).loc["02", 2023, "gva"]
    )
    for name in ("baseline", "drop", "score", "rank"):
        assert figure(found, "recovery", "gva", name)["value"].tolist() == [float(stored[name])]
    assert figure(found, "recovery", "gva", "state")["text"].tolist() == [stored["state"]]
    series = edition.series("gva")
    own = series[(series["territory"] == "02") & (series["group"] == "total")]
    told = figure(found, "series", "gva", "value")
    assert dict(zip(told["period"], told["value"], strict=True)) == dict(
        zip(own["period"], own["value"], strict=True)
    )


def test_groups_and_flags_are_taken_along(library: Library) -> None:
    found = rows(library, "territory=01")
    assert set(figure(found, "series", "gva", "value")["group"]) == {
        "total",
        "area=capital_canton",
        "area=rest_of_province",
    }
    flags = figure(rows(library, "territory=02"), "series", "gva", "status")
    assert (flags["period"].tolist(), flags["text"].tolist()) == (["2018"], ["b"])


def test_what_is_not_known_is_left_out(library: Library) -> None:
    found = rows(library, "territory=06")
    assert figure(found, "series", "jobs", "value").empty
    assert found["value"].notna().to_numpy().tolist() == found["text"].eq("").to_numpy().tolist()


def test_without_a_territory_there_is_nothing_to_take(library: Library) -> None:
    assert rows(library, "").empty
    assert rows(library, "territory=C")["section"].unique().tolist() == ["series"]
