"""A package holds what the release holds, the same every time, and takes nobody's place."""

import filecmp
import json
import shutil
from dataclasses import replace
from pathlib import Path

import geopandas
import pandas as pd
import pyarrow.parquet
import pytest
import yaml
from frictionless import validate
from typer.testing import CliRunner

from dashboard.export_commands import app
from dashboard.package import write
from dashboard.package.readme import licences
from dashboard.package.write import export
from etl.load import load
from etl.observatories import FOLDER
from geodata.codebook import tables
from geodata.observatory import read_observatory
from geodata.package.files import SUMS, TABLES, files_in, hash_file, read_sums, table_path
from geodata.package.read import open_package
from geodata.store import Reader, Release
from indicators.errors import RecoveryError


def quiet(step: str) -> None:
    """Tell nobody."""


def test_the_same_release_gives_the_same_bytes(exporter, release, exported, tmp_path):
    fingerprint = export(exporter, release, tmp_path / "again", quiet)
    names = [*files_in(exported), SUMS]
    same, other, lost = filecmp.cmpfiles(exported, tmp_path / "again", names, shallow=False)
    assert (sorted(same), other, lost) == (sorted(names), [], [])
    assert fingerprint == hash_file(exported / SUMS)


def test_an_earlier_release_keeps_its_bytes_when_figures_are_revised(
    settings, exporter, release, source, exported, tmp_path
):
    changed = Path(shutil.copytree(source, tmp_path / "changed"))
    path = changed / "visitor_nights.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("01,2020,", "01,2020,1"), encoding="utf-8")
    later = load(read_observatory(changed), changed, settings, quiet).release
    assert later.number > release.number
    old, new = (export(exporter, one, tmp_path / f"{one.number}", quiet) for one in (release, later))
    assert old == hash_file(exported / SUMS)
    assert new != old


def test_frictionless_finds_no_fault(exported):
    report = validate(str(exported / "datapackage.json"))
    assert report.flatten(["title", "message"]) == []
    assert {task.name for task in report.tasks if task.type == "table"} == set(TABLES)


def test_frictionless_finds_a_fault_where_there_is_one(package):
    path = package / table_path("measures")
    path.write_text(path.read_text(encoding="utf-8").replace(",02,", ",nowhere,", 1), encoding="utf-8")
    assert not validate(str(package / "datapackage.json")).valid


@pytest.mark.parametrize("name", TABLES)
def test_parquet_and_csv_hold_the_same(exported, name):
    rows = pyarrow.parquet.read_table(exported / f"parquet/{name}.parquet")
    assert rows.schema.names == tables()[name].names
    written = open_package(exported).table(name)
    for column in tables()[name].columns:
        stored = rows[column.name].to_pylist()
        read = written[column.name]
        if column.type == "datetime":
            continue  # read as text
        missing = "" if column.type == "string" else None
        assert [missing if value is None else value for value in stored] == [
            None if pd.isna(value) else value for value in read
        ]


def test_the_tables_are_those_of_the_store(exported, exporter: Reader, release: Release):
    package = open_package(exported)
    stored = exporter.observations(release)
    assert len(package.table("observations")) == len(stored)
    key = ["indicator", "territory", "period", "group"]
    both = package.table("observations").merge(stored, on=key, suffixes=("", "_stored"))
    assert len(both) == len(stored)
    assert (both["value"].eq(both["value_stored"]) | both["value"].isna()).all()
    assert both["value"].isna().equals(both["value_stored"].isna())
    assert package.table("measures")["score"].equals(exporter.measures(release)["score"])
    assert len(package.table("composites")) == len(exporter.composites(release))
    assert set(package.table("observations")["load"]) <= set(package.table("loads")["load"])


def test_boundaries_are_under_the_codes_of_the_territories(exported, exporter: Reader, release: Release):
    drawn = geopandas.read_file(exported / "boundaries/territories.gpkg")
    assert drawn.crs.to_epsg() == 4326
    assert [*drawn["territory"]] == [*open_package(exported).territories()["territory"]]
    stored = exporter.boundaries(release).set_index("territory")["geometry"]
    given = geopandas.GeoSeries.from_wkb(stored, crs=4326).reindex(drawn["territory"])
    shown = drawn.geometry.set_axis(drawn["territory"])
    assert (shown[given.notna()].geom_equals(given[given.notna()])).all()
    assert set(given[given.isna()].index) == set(shown[shown.isna()].index)


def test_every_column_and_code_is_in_the_codebook(exported):
    told = pd.read_csv(exported / "codebook.csv", keep_default_na=False)
    for name in TABLES:
        header = (exported / table_path(name)).read_text(encoding="utf-8").splitlines()[0]
        assert told.loc[told["table"] == name, "column"].tolist() == header.split(",")
    assert (told[["description_en", "description_es", "description_fr"]] != "").all(axis=None)
    codes = pd.read_csv(exported / "codes.csv", keep_default_na=False)
    for table in (tables()[name] for name in TABLES):
        rows = open_package(exported).table(table.table)
        for column in (one for one in table.columns if one.codes and one.several != "letters"):
            split = {code for cell in rows[column.name].dropna() for code in cell.split(",")} - {""}
            assert split <= set(codes.loc[codes["list"] == column.codes, "code"]), column
    page = (exported / "CODEBOOK.md").read_text(encoding="utf-8")
    assert all(f"| {column} |" in page for column in told["column"])


def test_people_read_how_to_cite_and_under_which_terms(exported, release: Release, exporter: Reader):
    readme = (exported / "README.md").read_text(encoding="utf-8")
    assert f"release {release.number}" in readme
    assert release.declaration.recipe.hash in readme
    assert release.declaration.hash in readme
    for path in {path.partition("/")[0] for path in files_in(exported)} - {"README.md", "data", "boundaries"}:
        assert f"`{path}" in readme, path
    terms = (exported / "LICENCES.md").read_text(encoding="utf-8")
    assert all(data_set.id in terms and data_set.publisher in terms for data_set in release.declaration.data)
    drawn = [level.boundaries for level in release.declaration.hierarchy.levels if level.boundaries]
    assert drawn
    assert all(one.licence in terms and one.attribution in terms for one in drawn)
    cited = yaml.safe_load((exported / "CITATION.cff").read_text(encoding="utf-8"))
    assert (cited["type"], cited["version"]) == ("dataset", f"release {release.number}")
    assert cited["date-released"] == f"{release.published_at:%Y-%m-%d}"
    titles = {one["title"] for one in cited["references"]}
    assert titles == {"territories", *(one.dataset or one.id for one in release.declaration.data)}
    described = json.loads((exported / "datapackage.json").read_text(encoding="utf-8"))["sources"]
    assert {one["title"].partition(": ")[2] for one in described} == titles


def test_the_terms_of_areas_are_told_beside_those_of_boundaries(release: Release, exporter: Reader):
    ecuador = replace(release, declaration=read_observatory(FOLDER / "ecuador"))
    terms = licences(ecuador, exporter.loads(release)).partition("## Territories")[2]
    assert "- Province, areas and names: INEC, through Wikipedia. CC BY-SA 4.0" in terms
    assert "Schematic, not the official limits" in terms


def test_checksums_are_those_of_sha256sum(exported):
    assert set(read_sums(exported)) == set(files_in(exported))
    described = json.loads((exported / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    sums = read_sums(exported)
    assert {one["path"]: one["hash"] for one in described} == {
        one["path"]: f"sha256:{sums[one['path']]}" for one in described
    }


def test_the_command_writes_an_earlier_export_anew(package: Path, release: Release, settings, monkeypatch):
    monkeypatch.setattr("dashboard.export_commands.Settings", lambda: settings)
    (package / "README.md").write_text("spoilt", encoding="utf-8")
    result = CliRunner().invoke(app, ["export", release.observatory, str(package)], catch_exceptions=False)
    assert "recovery verify" in result.output
    assert hash_file(package / SUMS) in result.output
    assert (package / "README.md").read_text(encoding="utf-8") != "spoilt"
    assert [path.name for path in package.parent.iterdir()] == ["package"]


def test_an_empty_folder_is_taken(exporter, release, tmp_path):
    (tmp_path / "empty").mkdir()
    export(exporter, release, tmp_path / "empty", quiet)
    assert (tmp_path / "empty" / SUMS).is_file()
    assert (tmp_path / "empty").stat().st_mode & 0o777 == 0o755


def spoil_nothing(path: Path) -> None:
    path.mkdir()
    (path / "thesis.odt").write_text("years of work", encoding="utf-8")


def take_the_name(path: Path) -> None:
    path.write_text("a file", encoding="utf-8")


@pytest.mark.parametrize(
    ("make", "said"), [(spoil_nothing, "is not empty"), (take_the_name, "a file of this name")]
)
def test_nothing_else_is_overwritten(exporter, release, tmp_path, make, said):
    make(tmp_path / "mine")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(RecoveryError, match=said):
        export(exporter, release, tmp_path / "mine", quiet)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_file_beside_an_earlier_export_is_not_lost(exporter, release, package):
    (package / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(RecoveryError, match=r"notes\.txt, which would be lost"):
        export(exporter, release, package, quiet)
    assert (package / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_a_failure_halfway_leaves_the_earlier_export(exporter, release, package, monkeypatch):
    before = hash_file(package / SUMS)

    def fail(*_: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(write, "write_sums", fail)
    with pytest.raises(RecoveryError, match="No space left"):
        export(exporter, release, package, quiet)
    assert hash_file(package / SUMS) == before
    assert [path.name for path in package.parent.iterdir()] == ["package"]


def test_a_failure_of_the_last_step_puts_the_earlier_export_back(exporter, release, package, monkeypatch):
    before, rename = hash_file(package / SUMS), Path.rename

    def fail(self: Path, target: Path) -> Path:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(RecoveryError, match="Input/output"):
        export(exporter, release, package, quiet)
    monkeypatch.setattr(Path, "rename", rename)
    assert hash_file(package / SUMS) == before
    assert [path.name for path in package.parent.iterdir()] == ["package"]
