"""An observatory whose territories are classed by a population grid, from its files to its release."""

import re
from pathlib import Path

import numpy as np
import pytest
import yaml
from sqlalchemy import Engine

from geodata.observatory import Typology, read_observatory
from geodata.store import Reader
from indicators.errors import DataError, DeclarationError
from tests.geodata.grids import at, write_tif

GRID = "{population: {path: people.tif, publisher: Us, licence: CC0}, land: {path: land.tif, scale: 0.01}}"


def people(towns: dict[tuple[int, int], float]) -> np.ndarray:
    """The starter in EPSG:6933, a degree about 96 x 127 km: ten people a cell, and towns."""
    figures = np.full((260, 200), 10.0)
    for (row, column), each in towns.items():
        figures[row : row + 3, column : column + 3] = each
    return figures


def write(folder: Path, towns: dict[tuple[int, int], float]) -> None:
    where = {"crs": "EPSG:6933", "transform": at(0, 260_000)}
    write_tif(folder / "people.tif", people(towns), compress="deflate", **where)
    write_tif(folder / "land.tif", np.full((260, 200), 100), dtype="uint8", **where)


@pytest.fixture
def classed(folder: Path) -> Path:
    """The starter, classed by a grid with a city in the district 01 and a town in 03."""
    declaration = folder / "observatory.yaml"
    text = declaration.read_text(encoding="utf-8").replace("scheme: density", "scheme: degurba")
    text = text.replace("  year: 2020\n  cuts: [50, 150]\n", f"  year: 2020\n  grid: {GRID}\n")
    text = text.replace("    rural: {en: sparse", "    rural: {en: rural")
    text = text.replace(
        "enclaves: []", "  derive: [country]\n  derived_label: {en: d, es: d, fr: d}\nenclaves: []"
    )
    declaration.write_text(text, encoding="utf-8")
    write(folder, {(200, 40): 50_000, (60, 40): 250_000, (60, 150): 700})
    return folder


def roles(store: Reader, name: str) -> dict[str, str | None]:
    return store.territories(store.release(name)).set_index("territory")["role"].to_dict()


def test_classes_come_from_the_grid_and_follow_it(classed: Path, bring, reader: Engine):
    report, store = bring(classed), Reader(reader)
    name = report.release.observatory
    assert roles(store, name) == {
        **{"EX": "urban", "01": "urban", "02": "rural"},
        **{"03": "urban", "04": "rural"},
    }
    assert any("people.tif: " in note and "people counted in 4 territories" in note for note in report.notes)
    loads = store.loads(store.release(name)).set_index("data_set")
    assert loads.loc["territories", "path"].endswith("people.tif, land.tif")
    assert loads.loc["territories", "publisher"] == "Made up, Us"
    assert bring(classed).results == {}
    write(classed, {(200, 40): 5_000, (60, 40): 2_000})
    assert "territories" in bring(classed).changed
    assert roles(store, name)["01"] == "rural"


def test_a_grid_that_cannot_be_used_changes_nothing(classed: Path, bring, reader: Engine):
    name, store = bring(classed).release.observatory, Reader(reader)
    before = store.release(name)
    write_tif(classed / "land.tif", np.ones((260, 200)), crs="EPSG:6933", transform=at(500, 260_000))
    with pytest.raises(DataError, match=r"land\.tif: its cells are not those of the population"):
        bring(classed)
    assert store.release(name) == before


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (f"  grid: {GRID}\n", "", "scheme degurba, and no other, needs a 'grid'"),
        (
            "scheme: degurba",
            "scheme: density\n  cuts: [50, 150]",
            "scheme degurba, and no other, needs a 'grid'",
        ),
        ("path: people.tif", "file: people.tif", "typology.grid.population.path: it is missing"),
        ("scale: 0.01", "scale: 0", "greater than 0"),
        ("land:", "rule: R2019A, land:", "'R2019A' is not"),
    ],
)
def test_a_declaration_that_does_not_hold_is_refused(classed: Path, old: str, new: str, message: str):
    declaration = classed / "observatory.yaml"
    text = declaration.read_text(encoding="utf-8")
    assert old in text
    declaration.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(DeclarationError, match=message):
        read_observatory(classed)


def test_a_level_without_boundaries_cannot_be_classed(classed: Path, bring):
    declaration = classed / "observatory.yaml"
    text = declaration.read_text(encoding="utf-8").replace("  derive: [country]\n", "")
    declaration.write_text(text.replace("  level: district\n", "  level: country\n"), encoding="utf-8")
    with pytest.raises(DataError, match="no territory of the level 'country' has a boundary"):
        bring(classed)


def test_the_typology_of_the_page_can_be_declared():
    page = Path(__file__).parents[2] / "docs/sources/grid.md"
    [block] = re.findall(r"```yaml\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    typology = Typology.model_validate(yaml.load(block, yaml.BaseLoader)["typology"])
    assert typology.grid is not None
    assert [layer.scale for layer in typology.grid.all] == [1, 0.01, 1e-6]
    assert typology.grid.rule == "R2023A"
