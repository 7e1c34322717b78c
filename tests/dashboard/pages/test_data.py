"""The page of the data says what there is, whether it was checked, and where it is missing."""

import json

import pytest
from plotly.utils import PlotlyJSONEncoder

from dashboard.coverage import coverage, data_sets, reasons
from dashboard.desk import open_desk
from dashboard.exports import table_csv
from dashboard.library import Edition, Library
from dashboard.pages import data


def page(library: Library, language: str = "en") -> str:
    desk = open_desk(library, f"/{language}/small/data", "")
    return json.dumps(data.body(desk), cls=PlotlyJSONEncoder, ensure_ascii=False)


def test_the_title_counts_figures_checks_and_rejects(library: Library) -> None:
    said = data.told(open_desk(library, "/en/small/data", ""))
    assert said == ("388 figures in 4 data sets: 1 of 2 checks passed, 2 rows were set aside.")


def test_checks_and_rejects_belong_to_their_data_set(edition: Edition) -> None:
    rows = data_sets(edition).set_index("data_set")
    assert rows.loc["gva", ["checks_passed", "checks_made", "rows_rejected"]].tolist() == [1, 2, 2]
    assert rows.loc["jobs", ["checks_passed", "checks_made", "rows_rejected"]].tolist() == [0, 0, 0]


def test_coverage_counts_the_territories_with_a_figure(edition: Edition) -> None:
    shares = coverage(edition, "province")
    assert shares.loc["gva"].eq(1).all()
    assert shares.loc["jobs"].tolist() == pytest.approx([5 / 6] * len(shares.columns))


def test_reasons_are_counted(edition: Edition) -> None:
    assert reasons(edition)["rows"].tolist() == [2]


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_every_publisher_licence_warning_and_definition_is_told(library: Library, language: str) -> None:
    text = page(library, language)
    for told in ("Office <b>", "CC BY 4.0", "Children of <C> do not add up", "no territory of this code"):
        assert told in text
    assert text.count('"className": "definition"') == 4


def test_what_is_missing_in_a_language_is_told_in_english_and_marked(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = library.edition("small").declaration.indicators
    lacking = known["gva"].model_copy(update={"name": known["gva"].name.model_copy(update={"fr": None})})
    monkeypatch.setitem(known, "gva", lacking)
    assert '"children": "Gva", "lang": "en"' in page(library, "fr")
    assert "en anglais seulement" in page(library, "fr")
    assert "solo en inglés" not in page(library, "es")


def test_the_download_lists_every_data_set(library: Library) -> None:
    desk = open_desk(library, "/en/small/data", "")
    lines = table_csv(data.records(desk)).splitlines()
    assert len(lines) == 1 + 4
    assert lines[0].startswith("data_set,indicator,publisher")
