"""The description beside an indicator file: what it says is told, and where the declaration differs."""

from pathlib import Path

import pytest
import yaml

from etl.run import prepare
from etl.sources.opensdg_meta import compare, read_meta
from geodata.settings import Settings
from indicators.errors import DataError
from indicators.indicator import catalogue
from tests.etl.sources.reading import SHARED, SPECIMENS, data_set

OWN = SPECIMENS / "opensdg/8-5-2.md"
REAL = SHARED / "open_sdg/meta"
DECLARED = {"unit": "%", "publisher": "Statistics Office", "licence": "Open Government Licence v3.0"}


def told(raw: bytes, **declared: str) -> tuple[str, ...]:
    described = data_set("opensdg", **{**DECLARED, **declared})
    return compare(read_meta(raw, "8-5-2.md"), described, catalogue()["unemployment_rate"], "8-5-2.md")


def test_what_a_declaration_also_says_is_read():
    meta = read_meta(OWN.read_bytes(), "8-5-2.md")
    assert (meta.number, meta.name) == ("8.5.2", "Unemployment rate by sex and region")
    assert (meta.unit, meta.sources) == ("Percentage (%)", ("Statistics Office (SO)",))
    assert meta.licences == ("Open Government Licence v3.0",)


def test_a_declaration_that_agrees_is_told_only_what_the_repository_says():
    assert told(OWN.read_bytes()) == (
        "8-5-2.md: 8.5.2 Unemployment rate by sex and region; unit: Percentage (%); "
        "source: Statistics Office (SO); licence: Open Government Licence v3.0",
    )


@pytest.mark.parametrize(
    ("declared", "note"),
    [
        ({"licence": "CC0"}, "the licence is 'Open Government Licence v3.0', and 'd' declares 'CC0'"),
        ({"unit": "people"}, "the unit is 'Percentage (%)', and 'd' declares 'people'"),
        ({"unit": ""}, "the unit is 'Percentage (%)', and 'd' declares ''"),
        ({"publisher": "Us"}, "the publisher is 'Statistics Office (SO)', and 'd' declares 'Us'"),
    ],
)
def test_a_difference_is_told(declared: dict[str, str], note: str):
    assert told(OWN.read_bytes(), **declared)[1:] == (f"8-5-2.md: {note}",)


def test_the_description_of_another_indicator_is_told():
    notes = told(OWN.read_bytes().replace(b"8.5.2", b"8.50.2"))
    assert notes[1:] == ("8-5-2.md: it describes 8.50.2, and 'unemployment_rate' belongs to 8.5",)


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"# Unemployment\n", "no description between two lines of ---"),
        (b"---\nindicator_number: 8.5.2\n", "no description between two lines of ---"),
        (b"---\n- a\n---\n", "a description without fields"),
        (b"---\na: [\n---\n", "a description that is no YAML"),
        (b"---\na: " + b"[" * 9999 + b"\n---\n", "a description that is no YAML"),
        (b"---\nunit: people\n---\n", "names no indicator"),
        (b"---\n" + b"a" * (1 << 20) + b"\n---\n", "a description of 1,048,585 bytes"),
        (b"---\nindicator_number: 8.5.2\ndata_non_statistical: true\n---\n", "8.5.2 not statistical"),
    ],
)
def test_what_cannot_be_trusted_is_refused(raw: bytes, message: str):
    with pytest.raises(DataError, match=message) as caught:
        told(raw)
    assert caught.value.where == "8-5-2.md"
    assert caught.value.mend


def test_it_is_read_with_its_data_set(folder: Path, settings: Settings):
    (folder / "meta").mkdir()
    (folder / "meta/8-5-2.md").write_bytes(OWN.read_bytes())
    (folder / "sdg.csv").write_text("Year,Sex,GeoCode,Value\n2020,Female,01,7\n2020,Female,02,8\n")
    with (folder / "observatory.yaml").open("a", encoding="utf-8") as file:
        file.write(
            "  - {id: sdg, source: opensdg, path: sdg.csv, meta: meta/8-5-2.md,\n"
            "     map: {Sex: {Female: sex=F}}, unit: '%', indicator: unemployment_rate,\n"
            "     publisher: Statistics Office, licence: CC0}\n"
        )
    report = prepare(str(folder)).load(settings, lambda step: None, lambda url, done, total: None)
    assert report.results["sdg"].loaded == 2
    notes = [note for note in report.notes if note.startswith("meta/8-5-2.md: ")]
    assert [note.partition(": ")[2][:14] for note in notes] == ["8.5.2 Unemploy", "the licence is"]


def test_it_belongs_to_open_sdg_alone():
    with pytest.raises(ValueError, match="a 'meta' belongs to 'source: opensdg'"):
        data_set("table", meta="meta/8-5-2.md")


@pytest.mark.skipif(not REAL.exists(), reason="needs ../shared")
@pytest.mark.parametrize("name", ["8-5-2", "16-7-2"])
def test_published_descriptions_against_yaml(name: str):
    raw = (REAL / f"{name}.md").read_bytes()
    meta, whole = read_meta(raw, name), yaml.safe_load(raw.decode().split("\n---", 1)[0])
    assert meta.number == whole["indicator_number"] == name.replace("-", ".")
    assert (meta.name, meta.unit) == (whole["indicator_available"], whole["computation_units"])
    assert {*meta.sources} == {
        whole[f"source_organisation_{n}"] for n in range(1, 9) if whole.get(f"source_active_{n}")
    }
