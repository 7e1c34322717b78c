"""The territories of all levels come out as one tree with areas and extents."""

import shutil
from pathlib import Path

import pytest

from geodata.observatory import read_observatory
from geodata.territory import COLUMNS, assemble
from indicators.errors import DataError

SHARED = Path(__file__).parents[2].parent / "shared"


@pytest.fixture
def declared(squares_folder, tmp_path):
    """Read the specimen after some replacements in its files: (file, old, new)."""
    folder = tmp_path / "squares"
    shutil.copytree(squares_folder, folder)

    def read(*edits):
        for file, old, new in edits:
            text = (folder / file).read_text(encoding="utf-8")
            assert old in text
            (folder / file).write_text(text.replace(old, new), encoding="utf-8")
        return assemble(read_observatory(folder), folder)

    return read


def test_every_level_is_there(declared):
    found = declared()
    frame = found.frame.set_index("territory")
    assert list(found.frame.columns) == COLUMNS
    assert frame["parent"].to_dict() == {"SQ": None, "01": "SQ", "02": "SQ", "03": "SQ", "04": "SQ"}
    assert frame.loc["SQ", "name_es"] == "Cuadrilandia"
    assert frame.loc["02", "name_local"] == "O'Tva <b>"
    assert frame.loc["02", "name_es"] is None
    assert frame.loc["03", "enclave"]
    assert frame["enclave"].sum() == 1


def test_official_area_goes_before_the_measured_one(declared):
    found = declared()
    area = found.frame.set_index("territory")["area_km2"]
    assert area["01"] == 12000
    assert area["04"] == pytest.approx(12304, abs=10)
    assert area["SQ"] == pytest.approx(12000 + 12000.5 + 100 + area["04"])
    assert found.notes == ("province: no official area, measured on the boundary: 04",)


def test_place_without_boundary_takes_the_extent_of_its_members(declared):
    frame = declared().frame.set_index("territory")
    assert frame.loc["SQ", ["west", "south", "east", "north"]].tolist() == [0, 0, 4.5, 1]
    assert frame.loc["SQ", "geometry"] is None


def test_class_of_the_boundary_file_is_taken(declared):
    found = declared(
        ("observatory.yaml", "scheme: density", "scheme: property"),
        ("observatory.yaml", "  cuts: [50, 150]", '  property: kind\n  values: {"1": urban, "2": rural}'),
    )
    assert found.frame.set_index("territory")["role"].to_dict() == {
        **{"SQ": None, "01": "urban", "02": "rural"},
        **{"03": None, "04": None},
    }
    assert "province: no class in the boundary file: 03, 04" in found.notes


def test_repairs_are_noted(declared):
    bow_tie = ("provinces.geojson", "[1, 0], [1, 1], [0, 1]", "[1, 1], [1, 0], [0, 1]")
    assert any("01: repaired" in note for note in declared(bow_tie).notes)


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (("observatory.yaml", "parent: SQ", "parent: prefix:1"), "province 01: no territory '0' above it"),
        (("observatory.yaml", 'enclaves: ["03"]', 'enclaves: ["3"]'), "enclaves: no territory '3'"),
        (
            (
                "observatory.yaml",
                "map: {",
                "targets:\n  - {code: herd, name: {en: Herds, es: Rebaños}, indicator: sheep, target: 9, "
                'year: 2030, territories: ["01", "1"], publisher: Us}\nmap: {',
            ),
            "targets, herd: no territory '1'",
        ),
        (("observatory.yaml", "code: SQ", 'code: "01"'), "two territories have the code 01"),
        (
            ("observatory.yaml", "extent: [-1, -1, 5, 2]", "extent: [10, 10, 15, 12]"),
            "no boundary lies inside",
        ),
        (("provinces.csv", "12000.5", "big"), "provinces.csv:3: 'big' is not an area"),
        (("provinces.csv", "12000.5", "-1"), "'-1' is not an area"),
        (("provinces.csv", "02,", "01,"), "the code 01 is given twice"),
        (("provinces.csv", "code,", "id,"), "no column 'code'"),
        (("provinces.csv", "12000.5", "12000.5,7"), "provinces.csv:3: 3 fields where the header has"),
        (("observatory.yaml", "path: provinces.csv", "path: gone.csv"), "No such file"),
    ],
)
def test_fault_is_told(declared, edit, says):
    parents = ("observatory.yaml", "parent: SQ", 'parent: "01"')
    with pytest.raises(DataError) as error:
        declared(*([parents] if says.startswith("two") else []), edit)
    assert says in str(error.value)


def test_swapped_axes_are_recognised(declared):
    window = ("observatory.yaml", "extent: [-1, -1, 5, 2]", "extent: [0.2, 1.2, 0.4, 4.6]")
    with pytest.raises(DataError, match="axes swapped"):
        declared(window)


OTHERS = """  versions:
    - version: "0"
      levels:
        - {code: country, attributes: {path: before.csv, key: country, name: {en: state}}}
        - code: province
          parent: prefix:2
          attributes: {path: before.csv, key: code, area_km2: km2, role: kind, name: {local: name}}
  crosswalks: [{version: "0", path: flows.csv, old: o, new: n, population: p, area: a}]
"""
BEFORE = """country,state,code,km2,kind,name
SQ,Old Squareland,SQ1,7,1,Uno
SQ,Old Squareland,SQ2,8,9,Dos
SQ,Old Squareland,XX3,8,2,Tres
"""
VERSIONED = [
    ("observatory.yaml", "  levels:\n", OTHERS + "  levels:\n"),
    ("observatory.yaml", "scheme: density", "scheme: property"),
    ("observatory.yaml", "  cuts: [50, 150]", '  property: kind\n  values: {"1": urban, "2": rural}'),
]


@pytest.fixture
def before(declared, tmp_path):
    """The specimen beside an older version: a table of provinces, and what became of them."""
    folder = tmp_path / "squares"
    (folder / "before.csv").write_text(BEFORE, encoding="utf-8")
    (folder / "flows.csv").write_text("o,n,p,a\nSQ1,01,5,5\nSQ1,02,5,5\nSQ2,03,1,1\n", encoding="utf-8")
    return lambda *edits: declared(*VERSIONED, *edits)


def test_a_place_by_hand_takes_its_facts_from_the_table_too(declared, tmp_path):
    (tmp_path / "squares" / "country.csv").write_text("code,km2,name\nSQ,99,Quadratland\n", encoding="utf-8")
    facts = "      attributes: {path: country.csv, key: code, area_km2: km2, name: {fr: name}}\n"
    found = declared(("observatory.yaml", "      places:\n", facts + "      places:\n"))
    country = found.frame.set_index("territory").loc["SQ"]
    assert country[["area_km2", "name_es", "name_fr"]].tolist() == [99, "Cuadrilandia", "Quadratland"]
    assert found.files.set_index("purpose").loc["country, facts", ["read", "taken"]].tolist() == [1, 1]


def test_another_version_is_kept_beside_the_present_one(before):
    found = before()
    assert set(found.frame["territory"]) == {"SQ", "01", "02", "03", "04"}
    others = found.others.set_index("territory")
    assert set(others["version"]) == {"0"}
    assert others["level"].to_dict() == {"SQ": "country", **dict.fromkeys(("SQ1", "SQ2", "XX3"), "province")}
    assert others["parent"].to_dict() == {"SQ": None, "SQ1": "SQ", "SQ2": "SQ", "XX3": None}
    assert others["role"].to_dict() == {"SQ": None, "SQ1": "urban", "SQ2": None, "XX3": "rural"}
    assert others.loc["SQ", "name_en"] == "Old Squareland"
    assert others.loc["SQ1", ["name_local", "area_km2"]].tolist() == ["Uno", 7]
    assert others["fate"].to_dict() == {"SQ": "", "SQ1": "split into 01, 02", "SQ2": "renamed 03", "XX3": ""}


def test_another_version_may_know_no_area(before):
    others = before(("observatory.yaml", "area_km2: km2, ", "")).others
    assert others["area_km2"].isna().all()


def test_what_is_odd_in_another_version_is_told(before):
    notes = before().notes
    assert "squares, version 0: no territory above XX3" in notes
    assert "province of 0: no class in 'kind': SQ2" in notes


def test_every_row_of_a_file_of_territories_is_accounted_for(before):
    files = before().files.set_index("purpose")
    assert files.loc["country of 0, facts", ["read", "taken", "left"]].tolist() == [3, 1, 2]
    assert files.loc["province of 0, facts", ["read", "taken", "left"]].tolist() == [3, 3, 0]
    assert files.loc["crosswalk from 0", ["read", "taken"]].tolist() == [3, 3]
    assert files.loc["province, boundaries", "read"] == 4
    assert files.loc["province, facts", ["read", "taken", "left"]].tolist() == [3, 3, 0]


def test_two_territories_of_one_code_in_another_version_are_refused(before):
    with pytest.raises(DataError, match=r"(?s)squares, version 0: .*two territories have the code SQ"):
        before(("before.csv", "SQ1", "SQ"))


@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
def test_nuts_regions_make_one_tree():
    found = assemble(read_observatory(Path("etl/observatories/eu")), SHARED / "data" / "eu")
    frame = found.frame.set_index("territory")
    assert frame["level"].value_counts().to_dict() == {"nuts3": 1514, "nuts2": 334, "nuts1": 125, "nuts0": 37}
    assert frame.loc["ES611", "parent"] == "ES61"
    assert frame.loc["DE300", "role"] == "urban"
    assert frame.loc["ES61", "area_km2"] == pytest.approx(87_600, rel=0.02)
