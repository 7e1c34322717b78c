"""Eurostat live: the address that is built, the queue for large extractions, and its refusal."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from etl import eurostat_api
from etl.address import Gate
from etl.download import Fetched
from etl.eurostat_api import address
from etl.observatories import FOLDER
from etl.online import with_addresses
from geodata.observatory import read_observatory
from indicators.errors import FetchError
from tests.etl.misbehaving import FAST, PUBLIC, Misbehaving, fetcher, ok, running, status

CSV = b"STRUCTURE,STRUCTURE_ID,freq,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG\n"
URL = address("nama_10r_2gvagr", {"freq": ["A"], "na_item": ["B1G"], "sex": ["F", "M"]}, "2012")
KEY = "98de05ea-540a-43d3-903b-7c9e14faf808"
TOO_BIG = "EXTRACTION_TOO_BIG: The requested extraction is too big, estimated 10305182 rows"
QUEUED = f"""<env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Body>
<ns0:syncResponse xmlns:ns0="http://estat.ec.europa.eu/disschain/soap/extraction"><queued>
<id>{KEY}</id><status>SUBMITTED</status></queued></ns0:syncResponse></env:Body></env:Envelope>"""
LOOKED = """<env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Body>
<ns0:asyncResponse xmlns:ns0="urn:a" xmlns:ns1="urn:b"><ns1:status><ns1:key>{key}</ns1:key>
<ns1:status>{status}</ns1:status></ns1:status></ns0:asyncResponse></env:Body></env:Envelope>"""


def envelope(text: str):
    return ok(text.encode(), Content_Type="application/xml")


def looked(word: str):
    return envelope(LOOKED.format(key=KEY, status=word))


def promised():
    label = "ASYNCHRONOUS_RESPONSE. Your request will be treated asynchronously. Please try again later."
    return status(413, f'{{"warning":{{"status":413,"label":"{label}"}}}}'.encode())


@pytest.fixture
def server() -> Iterator[Misbehaving]:
    with running() as server:
        yield server


@pytest.fixture
def get(server: Misbehaving, tmp_path: Path):
    def run(**limits: float) -> Fetched:
        hosts = [eurostat_api.HOST]
        with fetcher(server, tmp_path, hosts=hosts, limits=replace(FAST, **limits)) as opened:
            return opened.fetch(URL)

    return run


def test_the_address_names_the_data_set_the_codes_the_start_and_the_format():
    parts = urlsplit(URL)
    assert (parts.scheme, parts.netloc) == ("https", "ec.europa.eu")
    path = "/eurostat/api/dissemination/sdmx/3.0/data/dataflow/ESTAT/nama_10r_2gvagr/1.0"
    assert parts.path == path
    assert {name: values[0] for name, values in parse_qs(parts.query).items()} == {
        "c[freq]": "A",
        "c[na_item]": "B1G",
        "c[sex]": "F,M",
        "c[TIME_PERIOD]": "ge:2012",
        "compress": "true",
        "format": "csvdata",
        "formatVersion": "2.0",
        "lang": "en",
        "labels": "id",
    }
    assert "&x=" not in address("a&x=1", {"geo": ["F&x=1"]})


def test_an_answer_at_once_is_the_file(server: Misbehaving, get):
    server.reply(ok(CSV))
    assert get().path.read_bytes() == CSV
    asked = parse_qs(urlsplit(server.asked[0][0]).query)
    assert asked["c[na_item]"] == ["B1G"]


def test_a_queued_extraction_is_waited_for_and_kept_under_its_own_address(server: Misbehaving, get):
    server.reply(envelope(QUEUED), looked("PROCESSING"), status(503), looked("AVAILABLE"), ok(CSV))
    fetched = get()
    assert (fetched.path.read_bytes(), fetched.changed) == (CSV, True)
    paths = [path for path, _ in server.asked]
    base = "/eurostat/api/dissemination/1.0/async"
    assert paths[1:] == [*[f"{base}/status/{KEY}"] * 3, f"{base}/data/{KEY}"]
    server.reply(ok(CSV))
    assert get().changed is False


def test_an_answer_that_is_promised_for_later_is_asked_for_again_until_it_comes(server: Misbehaving, get):
    server.reply(*[promised()] * 9, status(503), promised(), envelope(QUEUED), looked("AVAILABLE"), ok(CSV))
    assert get().path.read_bytes() == CSV
    paths = [path.partition("?")[0] for path, _ in server.asked]
    own, base = urlsplit(URL).path, "/eurostat/api/dissemination/1.0/async"
    assert paths == [*[own] * 12, f"{base}/status/{KEY}", f"{base}/data/{KEY}"]


@pytest.mark.parametrize("reply", ["promised", "processing"])
def test_a_queue_that_takes_longer_than_there_is_time_is_told(reply: str, server: Misbehaving, get):
    server.reply(*([promised()] if reply == "promised" else [envelope(QUEUED), looked("PROCESSING")]))
    with pytest.raises(FetchError, match=r"still preparing the extraction(?s:.*)later"):
        get(poll=60.0)
    server.reply(ok(CSV))
    assert get().path.read_bytes() == CSV


@pytest.mark.parametrize(
    ("replies", "message"),
    [
        ([envelope(QUEUED), looked("EXPIRED")], "the publisher's queue answers EXPIRED"),
        ([envelope(QUEUED), ok(b"what")], "the publisher's queue gives an answer that cannot be read"),
        ([status(413, f'{{"error":[{{"status":413,"label":"{TOO_BIG}"}}]}}'.encode())], f"413 .*{TOO_BIG}"),
        (
            [status(400, b'{"error":[{"status":400,"id":150,"label":"SEMANTIC_ERROR: no dimension sexx"}]}')],
            "the server answers 400 Bad Request: SEMANTIC_ERROR: no dimension sexx",
        ),
        ([status(404, b"<a><faultstring>NO_RESULTS</faultstring></a>")], "404 Not Found: NO_RESULTS"),
        ([status(413, f"<a><faultstring>{TOO_BIG}</faultstring></a>".encode())], "narrower filters"),
    ],
)
def test_a_queue_that_fails_and_an_extraction_too_big_are_told(replies, message, server: Misbehaving, get):
    server.reply(*replies)
    with pytest.raises(FetchError, match=message):
        get()
    server.reply(ok(CSV))
    assert get().path.read_bytes() == CSV


def test_the_real_refusal_is_told(server: Misbehaving, get):
    sample = Path(__file__).parents[2].parent / "shared/data/api_samples/eurostat_jsonstat"
    if not sample.is_dir():
        pytest.skip("../shared is not there")
    server.reply(status(413, (sample / "error_413_extraction_too_big.json").read_bytes()))
    with pytest.raises(FetchError, match=r"estimated 10305182 rows, max authorised is 5000000"):
        get()


def test_europe_can_be_asked_of_eurostat_whole():
    live = with_addresses(read_observatory(FOLDER / "eu"), live=True, since="2014")
    assert {data_set.path for data_set in live.data} == {
        address(
            data_set.dataset,
            {**data_set.filter, **{name: [*groups] for name, groups in data_set.map.items()}},
            "2014",
        )
        for data_set in live.data
    }
    gate = Gate(live.hosts, lambda host: [PUBLIC])
    drawn = {level.boundaries.path for level in live.hierarchy.levels}
    for path in {*drawn, *(data_set.path for data_set in live.data)}:
        assert gate.check(path, path) == [PUBLIC]
    gisco = "https://gisco-services.ec.europa.eu/distribution/v2/nuts/geojson"
    assert f"{gisco}/NUTS_RG_20M_2021_4326_LEVL_2.geojson" in live.hierarchy.files
