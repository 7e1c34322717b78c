"""A declaration is read whole, or every fault in it is listed with its line."""

import pytest

from geodata.observatory import Observatory, read_observatory
from indicators.errors import DeclarationError

ORDERED = "benchmark: country\nscore_level: province"
ONE = '{{version: "{}", levels: [{{code: province, attributes: {{path: a.csv, key: a}}}}]}}'
OTHER = f"  versions: [{ONE}]\n"
TWICE = f"  versions: [{ONE.format(0)}, {ONE.format(0)}]\n"
MAP = "map: {extent: [-1, -1, 5, 2]}\n"
PLAN = (
    MAP + "targets:\n  - {code: herd, name: {en: Herds, es: Rebaños}, "
    "indicator: sheep_per_head, target: 2, year: 2030, levels: province, publisher: Us}\n"
)
REVERSED = "benchmark: province\nscore_level: country"


def faults(tmp_path, squares_folder, *edits):
    """Faults of the specimen after some replacements, as {line: text}."""
    text = (squares_folder / "observatory.yaml").read_text(encoding="utf-8")
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / "observatory.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DeclarationError) as error:
        read_observatory(path)
    assert {fault.file for fault in error.value.faults} == {str(path)}
    lines = text.splitlines()
    return {str(fault): lines[fault.line - 1] for fault in error.value.faults}


def test_indicators_are_resolved(squares):
    assert set(squares.indicators) == {"population", "sheep", "sheep_per_head"}


def test_catalogue_formulas_over_what_is_there_are_resolved(squares_folder, tmp_path):
    text = (squares_folder / "observatory.yaml").read_text(encoding="utf-8")
    more = "data:\n  - {id: g, source: table, path: g.csv, indicator: gdp, publisher: U, licence: C}"
    (tmp_path / "observatory.yaml").write_text(text.replace("data:", more), encoding="utf-8")
    assert "gdp_per_head" in read_observatory(tmp_path).indicators


def test_an_address_of_the_web_is_taken_as_it_is(squares_folder, tmp_path):
    text = (squares_folder / "observatory.yaml").read_text(encoding="utf-8")
    address = "http://example.org:8080/a?b=c#d"
    more = text.replace("path: sheep.csv,", f"path: sheep.csv, url: '{address}',")
    (tmp_path / "observatory.yaml").write_text(more, encoding="utf-8")
    assert address in {data_set.url for data_set in read_observatory(tmp_path).data}


def test_json_gives_the_same_declaration_and_hash(squares):
    again = Observatory.model_validate_json(squares.model_dump_json())
    assert again == squares
    assert again.hash == squares.hash


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("indicators: [sheep_per_head]", "indicators: [sheep_per_hed]", "did you mean 'sheep_per_head'?"),
        ("indicator: population,", "indicator: popularity,", "there is no indicator 'popularity'"),
        ("benchmark: country", "benchmark: county", "did you mean 'country'?"),
        ("map_levels: [province]", "map_levels: [province, hamlet]", "there is no level 'hamlet'"),
        ("level: province\n  pop", "level: parish\n  pop", "there is no level 'parish'"),
        ("derive: [country]", "derive: [province]", "does not lie above 'province'"),
        (ORDERED, REVERSED, "'province' does not lie above 'country'"),
        ("id: sheep,", "id: people,", "the data set 'people' is declared twice"),
        ("id: sheep,", "id: derived,", "'derived' is a name of the house"),
        ("name: {en: Drought, es: Sequía}", "name: {en: Drought}", "no text in es"),
        ("parent: SQ", "parent: SP", "no level above has a territory 'SP'"),
        ("parent: SQ", "parent: prefix:x", "'prefix:x' is no parent"),
        ("parent: SQ", "parent: prefix:0", "'prefix:0' is no parent"),
        ("benchmark: country", "benchmark: [country]", "benchmark: not a text"),
        ("map_levels: [province]", "map_levels: province", "map_levels: not a list (write [a, b]"),
        ("name: {en: Drought, es: Sequía}", "name: Drought", "name: not a mapping (write {key: value}, as"),
        ("path: sheep.csv,", "path: sheep.csv, source: csv,", "given twice"),
        ("path: sheep.csv,", 'path: sheep.csv, delimiter: ";;",', "';;' is not ',', ';'"),
        ("path: sheep.csv,", "path: sheep.csv, decimal: comma,", "'comma' is not '.' or ','"),
        ("path: sheep.csv,", "path: sheep.csv, scale: nan,", "it should be a finite number"),
        ("path: sheep.csv,", "path: sheep.csv, scale: a thousand,", "'a thousand' is not a number"),
        ("path: sheep.csv,", "path: sheep.csv, wide: oui,", "'oui' is neither true nor false"),
        ("path: sheep.csv,", "path: sheep.csv, retrieved: 23/11/2026,", "'23/11/2026' is not a day: write"),
        ("  levels:\n", OTHER.format("1") + "  levels:\n", "version '1' is the present one"),
        ("  levels:\n", OTHER.format("0").replace("province", "parish") + "  levels:\n", "no level 'parish'"),
        ("  levels:\n", OTHER.format("0").replace("attributes", "x") + "  levels:\n", "without territories"),
        ("  levels:\n", TWICE + "  levels:\n", "the version '0' is declared twice"),
        ("path: sheep.csv,", "path: sheep.csv, version: '3',", "there is no version '3'"),
        ("path: sheep.csv,", "path: sheep.csv, moved: keep,", "'keep' is not 'mark' or 'quarantine'"),
        ("map_levels:", "recipe: {uncertainty: {evaluations: {draught: [2018]}}}\nmap_levels:", "'drought'?"),
        ("code: drought", "code: The drought", "'The drought' is no code"),
        ("      parent: SQ\n", "", "a level without a parent"),
        ("formula: sheep / population", "formula: sheep / goats", "needs 'goats', which is not declared"),
        ("formula: sheep / population", "formula: sheep ** population", "sheep ** population"),
        ("formula: sheep", "measured_in: ewe\n    formula: sheep", "'ewe' in 'ewe' is no known unit"),
        ("formula: sheep /", "measured_in: job\n    formula: gdp /", "yields 1e+06 * eur"),
        ("formula: sheep", "sdg: 8.11\n    formula: sheep", "the SDGs have no target '8.11'"),
        ("code: sheep\n", "code: gdp\n", "the catalogue has an indicator 'gdp'"),
        ("cuts: [50, 150]", "cuts: [150, 50]", "the lower first"),
        ("extent: [-1, -1, 5, 2]", "extent: [5, -1, -1, 2]", "west, south, east, north"),
        ("path: sheep.csv,", "path: sheep.csv, group: sex, ", "'sex' is not a group"),
        ("path: sheep.csv,", "path: sheep.csv, breaks: [{period: 20-20}],", "'20-20' is not a period"),
        ("path: sheep.csv,", "pth: sheep.csv,", "an unknown key"),
        ("indicator: population, publisher", "indicator: gdp, publisher", "no data set brings 'population'"),
        ("path: sheep.csv,", "path: sheep.csv, url: 'javascript:x()',", "data.1.url: 'javascript:x()' is no"),
        ("path: sheep.csv,", "path: sheep.csv, url: www.example.org,", "write it from https:// or http://"),
        ("path: sheep.csv,", "path: sheep.csv, url: 'https://e.org/ x',", "'https://e.org/ x' is no address"),
    ],
)  # fmt: skip
def test_fault_is_told_at_its_line(tmp_path, squares_folder, old, new, says):
    found = faults(tmp_path, squares_folder, (old, new))
    assert any(says in fault for fault in found), found


def test_a_target_is_part_of_the_declaration(tmp_path, squares_folder):
    text = (squares_folder / "observatory.yaml").read_text(encoding="utf-8")
    (tmp_path / "observatory.yaml").write_text(text.replace(MAP, PLAN), encoding="utf-8")
    declared = read_observatory(tmp_path)
    [plan] = declared.targets
    assert (plan.whose, plan.indicator, plan.target, plan.year) == ("own", "sheep_per_head", 2.0, 2030)
    assert plan.levels == ("province",)
    assert Observatory.model_validate_json(declared.model_dump_json()) == declared


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("indicator: sheep_per_head", "indicator: sheep_per_hed", "did you mean 'sheep_per_head'?"),
        ("indicator: sheep_per_head", "indicator: gdp", "no data set brings 'gdp'"),
        ("levels: province", "levels: provinces", "did you mean 'province'?"),
        ("levels: province", "levels: [country, parish]", "there is no level 'parish'"),
        ("levels: province, ", "", "say whom it holds for"),
        ("levels: province", "levels: province, territories: [01]", "say whom it holds for"),
        ("target: 2,", "target: half,", "targets.0.target: 'half' is not a number"),
        ("target: 2,", "target: inf,", "it should be a finite number"),
        ("target: 2,", "target: 2, baseline: 2030,", "the baseline must lie before the year of the target"),
        ("target: 2,", "target: 2, sdg: 18.1,", "the SDGs have no target '18.1'"),
        ("target: 2,", "target: 2, whose: ours,", "'ours' is not 'own' or 'international'"),
        ("year: 2030, ", "", "targets.0.year: it is missing (add it)"),
        ("publisher: Us", "publisher: Us, licence: CC0", "targets.0.licence: an unknown key"),
        (
            "publisher: Us",
            "publisher: Us, url: 'data:text/html,x'",
            "targets.0.url: 'data:text/html,x' is no",
        ),
        (", es: Rebaños", "", "no text in es"),
        ("targets:\n", "targets:\n" + PLAN.splitlines()[2] + "\n", "the target 'herd' is declared twice"),
    ],
)
def test_a_target_that_does_not_hold_is_told_at_its_line(tmp_path, squares_folder, old, new, says):
    assert old in PLAN
    found = faults(tmp_path, squares_folder, (MAP, PLAN.replace(old, new)))
    [line] = [line for fault, line in found.items() if says in fault]
    assert "code: herd" in line


def test_every_fault_is_told_at_once(tmp_path, squares_folder):
    found = faults(
        tmp_path,
        squares_folder,
        ("licence: CC0", "license: CC0"),
        ("benchmark: country", "benchmark: county"),
        ("[sheep_per_head]", "[goats]"),
        ("kind: intensive", "kind: dense"),
    )
    assert "benchmark: county" in found.values()
    assert any("kind: dense" in line for line in found.values())
    assert any("[goats]" in line for line in found.values())
    assert sum("data.1.license" in fault for fault in found) == 1


def test_a_faulty_indicator_is_told_once(tmp_path, squares_folder):
    [fault] = faults(tmp_path, squares_folder, ("kind: intensive", "kind: dense"))
    assert "'dense' is not 'total', 'intensive' or 'index'" in fault


def test_indicators_that_are_no_list_are_told(tmp_path, squares_folder):
    found = faults(tmp_path, squares_folder, ("indicators:\n", "indicators: none\nmore:\n"))
    assert any("indicators: not a list (begin each with '- code:')" in fault for fault in found)


def test_missing_input_of_a_formula_is_named(tmp_path, squares_folder):
    found = faults(tmp_path, squares_folder, ("indicator: sheep,", "indicator: gdp,"))
    assert any("no data set brings 'sheep_per_head' (its formula lacks sheep)" in fault for fault in found)


@pytest.mark.parametrize("text", ["- a\n", "plain", ""])
def test_what_is_no_mapping_is_refused(tmp_path, text):
    (tmp_path / "observatory.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DeclarationError):
        read_observatory(tmp_path)


def test_missing_file_is_told(tmp_path):
    with pytest.raises(DeclarationError, match="no such file"):
        read_observatory(tmp_path)


def test_a_source_that_the_caller_cannot_read_is_named(squares_folder):
    assert read_observatory(squares_folder).data
    with pytest.raises(DeclarationError) as caught:
        read_observatory(squares_folder, ["tables", "sdmx"])
    [fault, *_] = caught.value.faults
    assert (fault.what, fault.mend) == ("there is no source 'table'", "did you mean 'tables'?")
    with pytest.raises(DeclarationError, match="write one of eurostat, sdmx"):
        read_observatory(squares_folder, ["sdmx", "eurostat"])
