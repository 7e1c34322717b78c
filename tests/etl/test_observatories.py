"""What is built in: the catalogue is complete in three languages, and nothing is declared for nothing."""

import csv
from pathlib import Path

import pytest

from etl.observatories import BUILT_IN, FOLDER, STARTER
from etl.online import with_addresses
from geodata.observatory import read_observatory
from indicators.indicator import catalogue

NAMES = [*BUILT_IN, STARTER]
LANGUAGES = ("en", "es", "fr")


def test_an_indicator_that_no_observatory_has_figures_for_names_tables_that_do():
    used = {code for name in BUILT_IN for code in read_observatory(FOLDER / name).indicators}
    for indicator in (catalogue()[code] for code in set(catalogue()) - used):
        assert indicator.sources or indicator.formula


def test_every_file_of_eurostat_is_among_the_sources_of_its_indicator():
    for data_set in read_observatory(FOLDER / "eu").data:
        tables = [s for s in catalogue()[data_set.indicator].sources if s.table == data_set.dataset]
        assert any(
            set(codes) <= {*data_set.filter.get(dimension, ()), *data_set.map.get(dimension, ())}
            for source in tables
            for dimension, codes in source.keys.items()
        ), data_set.id


@pytest.mark.parametrize("name", NAMES)
def test_a_built_in_observatory_is_complete(name: str):
    observatory = read_observatory(FOLDER / name)
    texts = [observatory.name, *(level.name for level in observatory.hierarchy.levels)]
    texts += [text for shock in observatory.shocks for text in (shock.name, shock.note) if text]
    assert observatory.typology is not None
    texts += [observatory.typology.label, *observatory.typology.classes.values()]
    assert all(getattr(text, language) for text in texts for language in LANGUAGES)
    assert all(data_set.publisher and data_set.licence for data_set in observatory.data)


@pytest.mark.parametrize("name", BUILT_IN)
def test_every_figure_of_a_built_in_observatory_can_be_traced(name: str):
    for data_set in read_observatory(FOLDER / name).data:
        assert data_set.url.startswith("https://")
        assert data_set.dataset


def test_ecuador_holds_no_file_that_is_not_read():
    observatory = read_observatory(FOLDER / "ecuador")
    read = {data_set.path for data_set in observatory.data}
    assert {path.name for path in (FOLDER / "ecuador").iterdir()} == {
        *read,
        "observatory.yaml",
        "provinces.geojson",
        "territories.csv",
    }


def test_ecuador_declares_the_known_breaks():
    breaks = {
        (data_set.indicator, declared.period, *declared.territories)
        for data_set in read_observatory(FOLDER / "ecuador").data
        for declared in data_set.breaks
    }
    assert breaks >= {
        ("gva_nominal", "2018", "all"),
        ("gva_nominal", "2008", "09", "17"),
        ("gva_nominal", "2012", "08", "23"),
        ("jobs_trade", "2016", "all"),
    }


def test_the_density_class_that_a_person_gave_each_province_is_that_of_the_declared_cuts():
    typology = read_observatory(FOLDER / "ecuador").typology
    assert typology is not None and typology.cuts is not None
    low, high = typology.cuts
    with Path(FOLDER / "ecuador" / "territories.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            density = float(row["population_census_2022"]) / float(row["area_km2"])
            role = "rural" if density < low else "urban" if density >= high else "intermediate"
            assert typology.classes[role].en == row["typology_density"]


def test_live_asks_for_the_boundaries_of_every_version_of_europe():
    hierarchy = with_addresses(read_observatory(FOLDER / "eu"), live=True).hierarchy
    tiers = [*hierarchy.levels, *(tier for version in hierarchy.versions for tier in version.levels)]
    paths = [tier.boundaries.path for tier in tiers if tier.boundaries]
    assert len(paths) == 10
    assert all(path.startswith("https://gisco-services.ec.europa.eu/") for path in paths)
