"""Whatever stands behind a figure is named under it."""

from dashboard.components.credits import credits
from dashboard.library import Library
from dashboard.words import Words
from geodata.observatory import GridLayer, GridLayers
from tests.dashboard.conftest import FakeReader


def told(reader: FakeReader, words: Words) -> str:
    return str(credits(Library(reader).edition("small"), ["gva"], words).to_plotly_json())


def test_the_population_grid_that_territories_are_classed_by_is_named_once():
    reader, say = FakeReader(), Words("en")
    assert "Statistics office" not in told(reader, say)
    layer = GridLayer(
        path="a.tif", publisher="Statistics office", licence="ODbL", url="https://example.org/grid"
    )
    grid = GridLayers(population=layer, land=layer, built=GridLayer(path="b.tif"))
    typology = reader.declared.typology.model_copy(update={"scheme": "degurba", "grid": grid})
    reader.declared = reader.declared.model_copy(update={"typology": typology})
    assert told(reader, say).count("Statistics office: by density. ") == 1
    assert "Licence: ODbL" in told(reader, say)
    assert "Statistics office: by density (es). " in told(reader, Words("es"))
