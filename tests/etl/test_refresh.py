"""`recovery refresh` and `recovery load` with files declared by address, up to the release."""

import hashlib
import json
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner

from etl.commands import app
from etl.observatories import FOLDER, STARTER
from geodata.store import Reader
from indicators.errors import FetchError, RecoveryError
from tests.etl.misbehaving import FAST, HOST, Handler, Misbehaving
from tests.etl.publishing import Way, publish, remote_name, run
from tests.etl.sources.reading import SPECIMENS
from tests.geodata.grids import at, write_tif

EUROSTAT = b"""STRUCTURE,STRUCTURE_ID,freq,sex,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG
dataflow,ESTAT:X(1.0),A,T,01,2020,7,
dataflow,ESTAT:X(1.0),A,T,02,2020,8,p
"""


@pytest.fixture
def server(way: Way) -> Misbehaving:
    """A publisher of the starter's files, which the commands reach and nothing else."""
    return way.server


def test_files_declared_by_address_are_fetched_and_traced(server: Misbehaving, remote: Path, reader: Engine):
    result = run("load", str(remote))
    name = remote_name(remote)
    assert f"Release 1 of {name} is published" in result.output
    store = Reader(reader)
    loads = store.loads(store.release(name)).set_index("data_set")
    assert loads.loc["population", "path"] == f"https://{HOST}/population.csv"
    assert loads.loc["population", "retrieved_at"] is not None
    assert loads.loc["population", "rows_loaded"] == 44


def test_refresh_loads_what_changed_and_says_so_in_one_line(server: Misbehaving, remote: Path):
    name = remote_name(remote)
    assert run("refresh", str(remote)).output.startswith(f"{name}: release 1 published: ")
    asked = len(server.asked)
    again = run("refresh", str(remote))
    assert again.output == f"{name}: nothing changed, release 1 stands\n"
    assert len(server.asked) == 2 * asked
    more = (FOLDER / STARTER / "population.csv").read_bytes().replace(b"01,2023,", b"01,2023,1")
    server.reply(partial(publish, population=more.replace(b"01,2023,11", b"01,2023,1")))
    (changed,) = run("refresh", str(remote)).output.splitlines()
    assert changed.startswith(f"{name}: release 2 published")
    assert changed.endswith("changed: population")


def test_a_refresh_that_fails_changes_nothing_and_the_next_one_succeeds(
    server: Misbehaving, remote: Path, reader: Engine
):
    run("load", str(remote))
    store, name = Reader(reader), remote_name(remote)
    before = store.release(name)
    server.reply(lambda handler: handler.send(404))
    with pytest.raises(FetchError, match=f"https://{HOST}/.*: the server answers 404 Not Found"):
        run("refresh", str(remote))
    assert store.release(name) == before
    server.reply(publish)
    assert "nothing changed, release 1 stands" in run("refresh", str(remote)).output


def test_a_log_line_is_json_and_tells_what_was_fetched_and_what_failed(server: Misbehaving, remote: Path):
    result = run("refresh", str(remote), "--log-json")
    lines = [json.loads(line) for line in result.stderr.splitlines()]
    told = {line["url"]: line["sha256"] for line in lines if line["event"] in ("fetched", "unchanged")}
    content = (FOLDER / STARTER / "population.csv").read_bytes()
    assert told[f"https://{HOST}/population.csv"] == hashlib.sha256(content).hexdigest()
    assert lines[-1] | {"time": ""} == {
        "time": "",
        "level": "info",
        "event": "done",
        "observatory": remote_name(remote),
        "release": 1,
        "changed": ["population", "territories", "unemployment_rate", "visitor_nights"],
    }
    server.reply(lambda handler: handler.send(503))
    outcome = CliRunner().invoke(app, ["refresh", str(remote), "--log-json"])
    assert (outcome.exit_code, outcome.stdout) == (1, "")
    lines = [json.loads(line) for line in outcome.stderr.splitlines()]
    assert [line["event"] for line in lines] == ["passing fault"] * FAST.attempts + ["failed"]
    assert "the server answers 503 Service Unavailable" in lines[-1]["error"]


def test_a_host_is_asked_only_where_it_is_declared_or_allowed(server: Misbehaving, remote: Path):
    declaration = remote / "observatory.yaml"
    declaration.write_text(declaration.read_text().replace(f"hosts: [{HOST}]", ""), encoding="utf-8")
    with pytest.raises(FetchError, match=f"'{HOST}' is not declared(?s:.*)--allow-host {HOST}"):
        run("load", str(remote))
    assert server.asked == []
    assert "is published" in run("load", str(remote), "--allow-host", HOST).output


def test_a_data_set_of_eurostat_without_a_path_is_asked_for_by_its_code(
    server: Misbehaving, folder: Path, reader: Engine
):
    live = (
        "  - {id: live, source: eurostat, dataset: tgs00010, filter: {freq: A, sex: T}, since: 2014,\n"
        "     indicator: unemployment_rate, group: sex=F, publisher: Eurostat, licence: free}\n"
    )
    with (folder / "observatory.yaml").open("a", encoding="utf-8") as file:
        file.write(f"{live}hosts: [ec.europa.eu]\n")
    server.reply(lambda handler: handler.send(200, EUROSTAT))
    assert "is published" in run("load", str(folder)).output
    assert "ESTAT/tgs00010/1.0?c[freq]=A&c[sex]=T&c[TIME_PERIOD]=ge:2014" in server.asked[0][0]
    store = Reader(reader)
    found = store.observations(store.release(remote_name(folder)), ["unemployment_rate"], group="sex=F")
    assert found[["territory", "value", "status"]].to_numpy().tolist() == [["01", 7, ""], ["02", 8, "p"]]
    run("refresh", str(folder), "--since", "2019")
    assert "c[TIME_PERIOD]=ge:2019" in server.asked[-1][0]


EMPTY = EUROSTAT.partition(b"\n")[0] + b"\n"
REFUSED = b'{"error":[{"status":413,"id":413,"label":"EXTRACTION_TOO_BIG: max authorised is 5000000"}]}'


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ((200, EMPTY), "a header and no rows"),
        ((200, REFUSED), "EXTRACTION_TOO_BIG"),
        ((413, REFUSED), "413 .*: EXTRACTION_TOO_BIG: max authorised is 5000000"),
        ((200, EUROSTAT.replace(b"A,T", b"A,F")), "2 x out of scope"),
    ],
)
def test_an_answer_of_eurostat_without_figures_changes_nothing(
    answer: tuple[int, bytes], message: str, server: Misbehaving, folder: Path, reader: Engine
):
    live = (
        "  - {id: live, source: eurostat, dataset: tgs00010, filter: {freq: A, sex: T}, group: sex=F,\n"
        "     indicator: unemployment_rate, publisher: Eurostat, licence: free}\n"
    )
    with (folder / "observatory.yaml").open("a", encoding="utf-8") as file:
        file.write(f"{live}hosts: [ec.europa.eu]\n")
    server.reply(lambda handler: handler.send(200, EUROSTAT))
    run("load", str(folder))
    store = Reader(reader)
    before = store.release(remote_name(folder))
    server.reply(lambda handler: handler.send(*answer))
    with pytest.raises(RecoveryError, match=message):
        run("refresh", str(folder))
    assert store.release(remote_name(folder)) == before


def test_boundaries_are_asked_of_gisco_only_with_live(server: Misbehaving, folder: Path, reader: Engine):
    declaration = folder / "observatory.yaml"
    host = "gisco-services.ec.europa.eu"
    online = f"        online: https://{host}/distribution/v2/nuts/geojson/districts.geojson\n"
    text = declaration.read_text(encoding="utf-8").replace(
        "        key: code ", f"{online}        key: code "
    )
    declaration.write_text(f"{text}\nhosts: [{host}]\n", encoding="utf-8")
    run("load", str(folder))
    assert server.asked == []
    renamed = (FOLDER / STARTER / "districts.geojson").read_bytes().replace(b"Harbour", b"Port")
    server.reply(partial(publish, districts=renamed))
    (line,) = run("refresh", str(folder), "--live").output.splitlines()
    assert "territories" in line
    assert server.asked[0][0] == "/distribution/v2/nuts/geojson/districts.geojson"
    store = Reader(reader)
    before = store.release(remote_name(folder))
    assert "Port" in {*store.territories(before)["name_local"]}
    for fault, message in ((partial(publish, districts=renamed[:400]), "districts.geojson"), (gone, "404")):
        server.reply(fault)
        with pytest.raises(RecoveryError, match=message):
            run("refresh", str(folder), "--live")
        assert store.release(remote_name(folder)) == before


def test_a_population_grid_is_fetched_like_the_boundaries(
    server: Misbehaving, remote: Path, reader: Engine, tmp_path: Path
):
    declaration = remote / "observatory.yaml"
    grid = f"grid: {{population: {{path: 'https://{HOST}/people.tif', nodata: -1}}}}"
    text = declaration.read_text(encoding="utf-8").replace("scheme: density", "scheme: degurba")
    declaration.write_text(text.replace("cuts: [50, 150]", grid), encoding="utf-8")
    people = write_tif(tmp_path / "a.tif", np.full((260, 200), 9), crs="EPSG:6933", transform=at(0, 260_000))
    server.reply(partial(publish, people=people.read_bytes()))
    run("load", str(remote))
    store = Reader(reader)
    before = store.release(remote_name(remote))
    assert {*store.territories(before).query("level == 'district'")["role"]} == {"rural"}
    server.reply(partial(publish, people=people.read_bytes()[:900]))
    with pytest.raises(RecoveryError, match=r"people\.tif: a GeoTIFF that cannot be read"):
        run("refresh", str(remote))
    assert store.release(remote_name(remote)) == before


def gone(handler: Handler) -> None:
    """Answer that there is no such file."""
    handler.send(404)


def test_a_data_set_of_a_provider_of_sdmx_is_asked_for_by_its_flow_and_key(
    server: Misbehaving, folder: Path, reader: Engine
):
    live = (
        "  - {id: live, source: sdmx, provider: ILO, dataset: DF_JOBS, key: A..01+02, since: 2019,\n"
        "     filter: {FREQ: A}, map: {SEX: {F: sex=F}}, indicator: unemployment_rate, publisher: ILO,\n"
        "     licence: free}\n"
    )
    with (folder / "observatory.yaml").open("a", encoding="utf-8") as file:
        file.write(f"{live}hosts: [sdmx.ilo.org]\n")
    answer = (SPECIMENS / "sdmx/specific.xml").read_bytes().replace(b'"XA"', b'"01"')
    server.reply(lambda handler: handler.send(503), lambda handler: handler.send(200, answer))
    assert "is published" in run("load", str(folder)).output
    path, headers = server.asked[-1]
    assert path == "/rest/data/DF_JOBS/A..01+02?startPeriod=2019"
    assert headers["Accept"] == "application/vnd.sdmx.structurespecificdata+xml;version=2.1"
    store = Reader(reader)
    found = store.observations(store.release(remote_name(folder)), ["unemployment_rate"], group="sex=F")
    assert found[["territory", "period", "value"]].to_numpy().tolist() == [["01", "2019", 5]]
    run("refresh", str(folder), "--since", "2020")
    assert server.asked[-1][0].endswith("?startPeriod=2020")


def test_options_for_eurostat_need_something_of_eurostat(server: Misbehaving, folder: Path):
    with pytest.raises(RecoveryError, match="--live and --since change nothing"):
        run("load", str(folder), "--live")
    with pytest.raises(RecoveryError, match="'soon' is not a period"):
        run("load", str(folder), "--since", "soon")
