"""Faults 63-72: what a misbehaving server does is told, changes nothing, and a clean run succeeds.

Here for one file; up to what readers are served in `test_faults_served.py`.
"""

from __future__ import annotations

import errno
import gzip
import hashlib
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from etl import shelf as shelf_module
from etl.address import Gate
from etl.download import SAME_ETAG, Fetched, Fetcher
from etl.fetch import Client
from geodata import archive
from indicators.errors import DataError, FetchError
from tests.etl.misbehaving import (
    CSV,
    FAST,
    HOST,
    PUBLIC,
    URL,
    Handler,
    Misbehaving,
    certify,
    drip,
    fetcher,
    ok,
    running,
    status,
)

Get = Callable[..., Fetched]
OLD = b"territory,period,value\n01,2019,4\n"


@pytest.fixture
def server() -> Iterator[Misbehaving]:
    with running() as server:
        yield server


@pytest.fixture
def get(server: Misbehaving, tmp_path: Path) -> Get:
    """Fetch the one address of these tests."""

    def run(url: str = URL, **options: object) -> Fetched:
        with fetcher(server, tmp_path, **options) as opened:
            return opened.fetch(url)

    return run


def refused(get: Get, server: Misbehaving, message: str, *replies, **options) -> FetchError:
    """See that a fault is told, that the file of the last time stays, and that a clean run succeeds."""
    server.reply(ok(OLD))
    before = get()
    server.reply(*replies)
    with pytest.raises((FetchError, DataError), match=message) as caught:
        get(**options)
    assert before.path.read_bytes() == OLD
    server.reply(ok(CSV))
    after = get()
    assert (after.path.read_bytes(), after.changed) == (CSV, True)
    assert after.sha256 == hashlib.sha256(CSV).hexdigest()
    return caught.value


def test_a_file_is_fetched_whole_with_its_hash_and_name(server: Misbehaving, get: Get):
    server.reply(ok())
    fetched = get()
    assert (fetched.path.name, fetched.path.read_bytes()) == ("population.csv", CSV)
    assert (fetched.sha256, fetched.changed, fetched.note) == (hashlib.sha256(CSV).hexdigest(), True, "")
    path, headers = server.asked[0]
    assert (path, headers["Host"], headers["Accept-Encoding"]) == ("/population.csv", HOST, "identity")
    assert server.addresses == [f"https://{PUBLIC}/population.csv"]


def test_an_unchanged_file_is_not_sent_again(server: Misbehaving, get: Get):
    server.reply(ok(ETag='"a"', Last_Modified="Mon, 05 Jan 2026 10:00:00 GMT"))
    first = get()
    server.reply(status(304))
    again = get()
    assert (again.changed, again.sha256, again.retrieved_at) == (False, first.sha256, first.retrieved_at)
    headers = server.asked[0][1]
    assert headers["If-None-Match"] == '"a"'
    assert headers["If-Modified-Since"] == "Mon, 05 Jan 2026 10:00:00 GMT"


def test_a_file_that_was_changed_on_disk_is_fetched_anew(server: Misbehaving, get: Get):
    server.reply(ok(ETag='"a"'))
    get().path.write_bytes(b"tampered")
    assert get().path.read_bytes() == CSV
    assert "If-None-Match" not in server.asked[1][1]


def test_fault_63_429_waits_as_long_as_the_server_asks(server: Misbehaving, get: Get):
    server.reply(status(429, Retry_After="1"), ok())
    start = time.monotonic()
    assert get().path.read_bytes() == CSV
    assert time.monotonic() - start >= 1
    asks_long = r"population\.csv: the server answers 429 .*and asks to wait 3600 s\n  try again later"
    refused(get, server, asks_long, status(429, Retry_After="3600"))


def test_fault_64_5xx_and_then_fine(server: Misbehaving, get: Get):
    server.reply(status(503), status(500), status(502), ok())
    assert get().path.read_bytes() == CSV
    assert len(server.asked) == 4
    refused(get, server, "the server answers 503 Service Unavailable", status(503))


def drip_headers(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while True:
        handler.wfile.write(b"1")
        time.sleep(0.05)


def drip_without_length(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\n\r\n")
    while True:
        handler.wfile.write(b"1")
        time.sleep(0.05)


@pytest.mark.parametrize("slow", [drip, drip_headers, drip_without_length])
def test_fault_65_a_slow_drip_ends_at_the_time_limit(slow, server: Misbehaving, get: Get):
    start = time.monotonic()
    refused(get, server, "takes longer than 0.5 s", slow, limits=replace(FAST, seconds=0.5))
    assert time.monotonic() - start < 5


def test_fault_65_silence_is_a_passing_fault(server: Misbehaving, get: Get):
    server.reply(lambda handler: time.sleep(0.5), ok())
    assert get(limits=replace(FAST, silence=0.2)).path.read_bytes() == CSV


def half(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(CSV)))
    handler.send_header("ETag", '"a"')
    handler.end_headers()
    handler.wfile.write(CSV[:10])


def half_and_reset(handler: Handler) -> None:
    half(handler)
    time.sleep(0.1)
    handler.reset()


def rest(handler: Handler) -> None:
    start = int(handler.headers["Range"].removeprefix("bytes=").removesuffix("-"))
    span = f"bytes {start}-{len(CSV) - 1}/{len(CSV)}"
    handler.send(206, CSV[start:], Content_Range=span, ETag='"a"')


def test_fault_66_a_reset_in_mid_body_goes_on_where_it_stopped(server: Misbehaving, get: Get):
    server.reply(half_and_reset, rest)
    assert get().path.read_bytes() == CSV
    assert (server.asked[1][1]["Range"], server.asked[1][1]["If-Range"]) == ("bytes=10-", '"a"')
    refused(get, server, r"population\.csv: the connection broke", half_and_reset)


def test_fault_67_a_short_body_is_never_taken_for_the_file(server: Misbehaving, get: Get):
    server.reply(half, ok(ETag='"b"'))
    assert get().path.read_bytes() == CSV
    refused(get, server, r"population\.csv: the connection broke", half)


def test_fault_67_a_later_run_goes_on_where_an_earlier_one_stopped(server: Misbehaving, get: Get):
    server.reply(half)
    with pytest.raises(FetchError):
        get(limits=replace(FAST, attempts=1))
    server.reply(rest)
    fetched = get()
    assert fetched.path.read_bytes() == CSV
    assert fetched.sha256 == hashlib.sha256(CSV).hexdigest()


def test_fault_67_a_server_that_goes_on_elsewhere_is_asked_for_the_whole(server: Misbehaving, get: Get):
    elsewhere = status(206, CSV[3:], Content_Range=f"bytes 3-{len(CSV) - 1}/{len(CSV)}")
    server.reply(half, elsewhere, status(416), ok())
    assert get().path.read_bytes() == CSV
    refused(get, server, "goes on at another place than where the file stopped", elsewhere)
    server.reply(half, status(416), ok())
    assert get().path.read_bytes() == CSV


PRIVATE = ["10.1.2.3", "127.0.0.1", "169.254.169.254", "192.168.1.1", "0.0.0.0", "::1", "fe80::1", "fd00::1"]
PRIVATE += ["::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "224.0.0.1", "100.64.0.1"]


@pytest.mark.parametrize("address", PRIVATE)
def test_fault_68_a_host_at_a_private_address_is_refused(address: str, server: Misbehaving, get: Get):
    message = r"the host 'stat\.example\.org' is .*, not on the public internet"
    refused(get, server, message, ok(), resolve=lambda host: [PUBLIC, address])
    assert [path for path, _ in server.asked] == ["/population.csv"]


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("http://stat.example.org/a.csv", "'http' is not fetched, only https"),
        ("file:///etc/passwd", "'file' is not fetched, only https"),
        ("ftp://stat.example.org/a.csv", "'ftp' is not fetched"),
        ("https://other.example.org/a.csv", "'other.example.org' is not declared(?s:.*)--allow-host"),
        ("https://stat.example.org:22/a.csv", "the host 'stat.example.org:22' is not declared"),
        ("https://user:secret@stat.example.org/a.csv", "an address with a password"),
        ("https://127.0.0.1/a.csv", "the host '127.0.0.1' is not declared"),
    ],
)
def test_fault_68_what_is_no_declared_https_address_is_never_asked(
    url: str, message: str, server: Misbehaving, get: Get
):
    server.reply(ok())
    with pytest.raises(FetchError, match=message):
        get(url)
    server.reply(status(302, Location=url))
    with pytest.raises(FetchError, match=message):
        get()
    assert len(server.asked) == 1


def test_fault_68_a_redirect_is_followed_only_past_the_gate(server: Misbehaving, get: Get):
    server.reply(status(302, Location="/moved.csv"), ok())
    assert get().path.read_bytes() == CSV
    assert [path for path, _ in server.asked] == ["/population.csv", "/moved.csv"]
    server.reply(status(302, Location="https://other.example.org/a.csv"))
    with pytest.raises(FetchError, match=r"redirected to https://other\.example\.org/a\.csv"):
        get()
    refused(get, server, "redirected again and again", status(302, Location="/population.csv"))


def test_fault_68_a_name_is_looked_up_once_a_request_and_not_believed_twice(server: Misbehaving, get: Get):
    answers = [[PUBLIC], [PUBLIC], ["127.0.0.1"]]
    server.reply(ok())
    assert get(resolve=lambda host: answers.pop(0)).path.read_bytes() == CSV
    assert server.addresses == [f"https://{PUBLIC}/population.csv"]
    assert answers == [["127.0.0.1"]]


def test_fault_68_what_is_no_address_is_told(get: Get):
    with pytest.raises(FetchError, match="no address"):
        get("https://[::1/a.csv")


def test_fault_68_a_host_that_does_not_exist_is_told():
    with pytest.raises(FetchError, match=r"the host 'nowhere\.invalid' cannot be found"):
        Gate(["nowhere.invalid"]).check("https://nowhere.invalid/a.csv", "https://nowhere.invalid/a.csv")


def test_a_host_of_several_addresses_is_asked_at_the_first_that_answers(server: Misbehaving, get: Get):
    server.reply(ok())
    server.silent = {PUBLIC}
    assert get(resolve=lambda host: [PUBLIC, "93.184.216.35"]).path.read_bytes() == CSV
    assert server.addresses == [f"https://{PUBLIC}/population.csv", "https://93.184.216.35/population.csv"]
    with pytest.raises(FetchError, match="the connection broke: nobody answers"):
        get()


def test_fault_69_a_gzip_bomb_is_refused(server: Misbehaving, get: Get):
    bomb = gzip.compress(b"0" * (archive.FREE_BYTES + archive.PIECE))
    refused(get, server, "a zip bomb", ok(bomb, Content_Encoding="gzip"))


def test_fault_69_a_packing_that_was_not_asked_for_is_undone_or_named(server: Misbehaving, get: Get):
    server.reply(ok(gzip.compress(CSV), Content_Encoding="gzip"))
    fetched = get()
    assert (fetched.path.read_bytes(), fetched.sha256) == (CSV, hashlib.sha256(CSV).hexdigest())
    refused(get, server, "the file is packed as 'br'", ok(Content_Encoding="br"))


def test_fault_69_a_file_above_the_size_limit_is_refused(server: Misbehaving, get: Get):
    small = replace(FAST, bytes=40)
    refused(get, server, "the file has more than 40 bytes", ok(CSV * 9), limits=small)

    def without_length(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\n\r\n" + CSV * 9)

    refused(get, server, "the file has more than 40 bytes", without_length, limits=small)


PAGE = b"\n<!DOCTYPE html><html><head><title>503 Service closed</title></head></html>"


def test_fault_70_a_web_page_is_refused_by_name(server: Misbehaving, get: Get):
    refused(get, server, "the server sends text/html, not a file", ok(PAGE, Content_Type="text/html"))
    error = refused(get, server, "a web page '503 Service closed'", ok(PAGE))
    assert URL in str(error)
    refused(get, server, "the server sends an empty file", ok(b""))


@pytest.mark.parametrize(
    ("code", "body", "message"),
    [
        (404, b"", "the server answers 404 Not Found(?s:.*)correct the address"),
        (403, b"", "the server answers 403 Forbidden(?s:.*)login"),
        (418, b'{"error":[{"label":"NO_TEA"}]}', "418 I'm a Teapot: NO_TEA"),
        (799, b"", "799"),
    ],
)
def test_fault_70_an_answer_that_is_no_file_is_told_with_what_to_do(
    code: int, body: bytes, message: str, server: Misbehaving, get: Get
):
    refused(get, server, message, status(code, body))


@pytest.fixture
def certificates(tmp_path: Path) -> Callable[[str], tuple[Path, Path]]:
    """Make a certificate for a host, signed by nobody but itself."""
    return lambda host: certify(host, tmp_path)


def test_fault_71_a_certificate_that_does_not_hold_is_told_and_nothing_is_sent(
    server: Misbehaving, get: Get, certificates
):
    certificate, key = certificates(HOST)
    server.secure_with(certificate, key)
    server.reply(ok())
    with pytest.raises(
        FetchError, match=r"certificate does not hold: self-signed certificate(?s:.*)SSL_CERT"
    ):
        get()
    assert server.asked == []
    trusted = ssl.create_default_context(cafile=str(certificate))
    assert get(trusted=trusted).path.read_bytes() == CSV


def test_fault_71_a_certificate_of_another_host_is_told(server: Misbehaving, get: Get, certificates):
    certificate, key = certificates("other.example.org")
    server.secure_with(certificate, key)
    server.reply(ok())
    trusted = ssl.create_default_context(cafile=str(certificate))
    with pytest.raises(FetchError, match=r"certificate does not hold: Hostname mismatch"):
        get(trusted=trusted)
    assert server.asked == []


class OpenGate(Gate):
    """Lets this machine through, so that the transport of every day can be tried."""

    def check(self, url: str, declared: str) -> list[str]:
        return ["127.0.0.1"]


def test_fault_71_the_transport_of_every_day_asks_an_address_and_proves_the_name(
    server: Misbehaving, tmp_path: Path, certificates, monkeypatch: pytest.MonkeyPatch
):
    certificate, key = certificates(HOST)
    server.secure_with(certificate, key)
    server.reply(ok())
    url = f"https://{HOST}:{server.server_address[1]}/population.csv"
    with (
        Client(OpenGate([]), replace(FAST, attempts=1)) as client,
        pytest.raises(FetchError, match="certificate does not hold"),
    ):
        Fetcher(tmp_path, client, lambda url, done, total: None).fetch(url)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    with Client(OpenGate([]), FAST) as client:
        fetched = Fetcher(tmp_path, client, lambda url, done, total: None).fetch(url)
    assert fetched.path.read_bytes() == CSV
    assert server.asked[0][1]["Host"] == f"{HOST}:{server.server_address[1]}"


def test_fault_72_other_content_under_the_same_etag_is_noticed_and_taken(
    server: Misbehaving, get: Get, monkeypatch: pytest.MonkeyPatch
):
    server.reply(ok(OLD, ETag='"a"'))
    get()
    server.reply(ok(CSV, ETag='"a"'))
    fetched = get()
    assert fetched.path.read_bytes() == CSV
    assert fetched.note == f"{URL}: {SAME_ETAG}"
    assert get().changed is False
    assert "If-None-Match" not in server.asked[-1][1]


def test_fault_72_the_word_of_a_server_is_taken_for_a_week_only(
    server: Misbehaving, get: Get, monkeypatch: pytest.MonkeyPatch
):
    server.reply(ok(OLD, ETag='"a"'))
    get()
    monkeypatch.setattr(shelf_module, "TRUSTED_FOR", shelf_module.TRUSTED_FOR * 0)
    server.reply(ok(CSV, ETag='"a"'))
    assert get().changed
    assert "If-None-Match" not in server.asked[-1][1]


def test_fault_75_a_full_disk_is_told_and_the_next_run_succeeds(
    server: Misbehaving, get: Get, monkeypatch: pytest.MonkeyPatch
):
    server.reply(ok(OLD))
    before = get()

    def full(file: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    server.reply(ok())
    with (
        monkeypatch.context() as patched,
        pytest.raises(FetchError, match=r"No space left(?s:.*)RECOVERY_HOME"),
    ):
        patched.setattr("etl.receive.os.fsync", full)
        get()
    assert before.path.read_bytes() == OLD
    assert get().path.read_bytes() == CSV


def test_two_runs_at_once_take_turns(server: Misbehaving, get: Get):
    def slowly(handler: Handler) -> None:
        half(handler)
        time.sleep(0.2)
        handler.wfile.write(CSV[10:])

    server.reply(slowly, ok(ETag='"a"'))
    results: list[Fetched] = []
    threads = [threading.Thread(target=lambda: results.append(get())) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(fetched.changed for fetched in results) == [False, True]
    assert {fetched.path.read_bytes() for fetched in results} == {CSV}


def test_one_host_is_not_asked_faster_than_the_polite_rate(server: Misbehaving, get: Get):
    server.reply(status(302, Location="/a"), status(302, Location="/b"), ok())
    start = time.monotonic()
    get(limits=replace(FAST, interval=0.2))
    assert time.monotonic() - start >= 0.4
