"""Faults 63 to 72 on the way of one file of a whole load, each test named after its number.

Its publisher revised it, and misbehaves when asked for it: the fault is told, what is served stays byte for
byte as it was, and the next run brings the revised file in. The fetching itself is tested in
`test_faults_network.py`.
"""

import gzip
import re
import time
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from unittest.mock import patch

import pytest
from sqlalchemy import Engine

from etl.download import SAME_ETAG
from etl.observatories import FOLDER, STARTER
from geodata.archive import FREE_BYTES
from geodata.store import Reader
from indicators.errors import RecoveryError
from tests.etl.misbehaving import FAST, HOST, Handler, Reply, certify, drip, ok, running, status
from tests.etl.publishing import Way, publish, remote_name, run
from tests.etl.served import served

NAME = "population.csv"
GOOD = (FOLDER / STARTER / NAME).read_bytes()
REVISED = GOOD.replace(b"01,2013,2400000", b"01,2013,2400001")
BROKEN = b'territory,period,value\n01,2020,"5'
revised = partial(publish, population=REVISED)
cut = status(200, REVISED[:99], Content_Length=str(len(REVISED)))


def cut_and_reset(handler: Handler) -> None:
    cut(handler)
    time.sleep(0.1)
    handler.reset()


def only(*replies: Reply) -> Reply:
    """Answer so where the one file is asked for, the last answer again and again; send the others well."""
    left = [*replies]

    def reply(handler: Handler) -> None:
        if handler.path.endswith(f"/{NAME}"):
            (left.pop(0) if len(left) > 1 else left[0])(handler)
        else:
            publish(handler)

    return reply


def bomb(**headers: str) -> Reply:
    return lambda handler: handler.send(200, gzip.compress(b"0" * (FREE_BYTES + 1)), **headers)


FAULTS: dict[str, tuple[Reply, str, Mapping[str, object]]] = {
    "21_truncated": (ok(BROKEN), f"{NAME}:2: ", {}),
    "63_429": (status(429, Retry_After="3600"), "answers 429 Too Many Requests and asks to wait 3600 s", {}),
    "64_5xx": (status(503), "the server answers 503 Service Unavailable", {}),
    "65_slow_drip": (drip, "takes longer than 2 s", {"limits": replace(FAST, seconds=2.0)}),
    "66_reset_in_mid_body": (cut_and_reset, f"{NAME}: the connection broke", {}),
    "67_short_body": (cut, f"{NAME}: the connection broke", {}),
    "68_private_address_by_dns": (revised, "not on the public internet", {"address": "10.1.2.3"}),
    "68_private_address_by_redirect": (
        status(302, Location="https://169.254.169.254/a.csv"),
        "redirected to https://169.254.169.254/a.csv",
        {},
    ),
    "68_file_by_redirect": (
        status(302, Location="file:///etc/passwd"),
        "'file' is not fetched, only https",
        {},
    ),
    "69_gzip_bomb_as_the_packing": (bomb(Content_Encoding="gzip"), "a zip bomb", {}),
    "69_gzip_bomb_as_the_file": (bomb(), "a zip bomb", {}),
    "70_wrong_content_type": (ok(REVISED, Content_Type="text/html"), "sends text/html, not a file", {}),
    "70_web_page": (ok(b"<html><title>Closed</title></html>"), "a web page 'Closed'", {}),
}


def refused(way: Way, remote: Path, store: Reader, message: str, **changes: object) -> None:
    """See that a fault is told, that nothing served changes, and that the next run has the revised file."""
    name, before = remote_name(remote), served(store, remote_name(remote))
    with patch.multiple(way, **{"server": way.server, **changes}):
        for command in ("load", "refresh"):
            with pytest.raises(RecoveryError, match=re.escape(message)) as caught:
                run(command, str(remote))
            assert caught.value.where
            assert caught.value.mend
            assert served(store, name) == before
    way.server.reply(revised)
    taken_in(remote, store, store.release(name).number + 1)


def taken_in(remote: Path, store: Reader, number: int) -> None:
    """See that a clean run publishes the revised file, and that there is nothing left to do then."""
    name = remote_name(remote)
    assert run("refresh", str(remote)).output.startswith(f"{name}: release {number} published: ")
    figures = store.observations(store.release(name), ["population"]).set_index(["territory", "period"])
    assert figures.loc[("01", "2013"), "value"] == 2_400_001
    assert run("refresh", str(remote)).output == f"{name}: nothing changed, release {number} stands\n"


@pytest.mark.parametrize("fault", FAULTS)
def test_fault_on_the_way(fault: str, way: Way, remote: Path, reader: Engine):
    run("load", str(remote))
    reply, message, changes = FAULTS[fault]
    way.server.reply(only(reply))
    refused(way, remote, Reader(reader), message, **changes)


def test_fault_71_a_certificate_that_does_not_hold(way: Way, remote: Path, reader: Engine, tmp_path: Path):
    run("load", str(remote))
    with running() as impostor:
        impostor.secure_with(*certify(HOST, tmp_path))
        impostor.reply(revised)
        message = "the server's certificate does not hold: self-signed"
        refused(way, remote, Reader(reader), message, server=impostor)


def test_fault_72_same_etag_and_new_content(way: Way, remote: Path, reader: Engine):
    declaration = remote / "observatory.yaml"  # an address of its own: its server is not trusted afterwards
    declaration.write_text(declaration.read_text().replace(f"//{HOST}/", f"//{HOST}/72/"))
    way.server.reply(only(status(200, GOOD, ETag='"a"')))
    run("load", str(remote))
    store, name = Reader(reader), remote_name(remote)
    before, number = served(store, name), store.release(name).number
    way.server.reply(only(status(304)))
    assert run("refresh", str(remote)).output == f"{name}: nothing changed, release {number} stands\n"
    assert served(store, name) == before
    way.server.reply(only(status(200, BROKEN, ETag='"a"')))
    with pytest.raises(RecoveryError, match=f"{NAME}:2: "):
        run("refresh", str(remote))
    assert served(store, name) == before
    way.server.reply(only(status(200, REVISED, ETag='"a"')))
    output = run("load", str(remote)).output
    assert SAME_ETAG in output
    assert f"Release {number + 1} of {name} is published" in output
    way.server.reply(only(status(200, GOOD, ETag='"a"')))
    assert f"release {number + 2} published" in run("refresh", str(remote)).output
    way.server.reply(only(status(200, REVISED, ETag='"a"')))
    taken_in(remote, store, number + 3)


PASSING = {
    "63_429": [status(429, Retry_After="0")],
    "64_5xx": [status(503), status(500), status(502)],
    "66_reset_in_mid_body": [cut_and_reset],
    "67_short_body": [cut],
}


@pytest.mark.parametrize("fault", PASSING)
def test_fault_that_passes(fault: str, way: Way, remote: Path, reader: Engine):
    run("load", str(remote))
    store = Reader(reader)
    number = store.release(remote_name(remote)).number
    way.server.reply(only(*PASSING[fault], revised))
    taken_in(remote, store, number + 1)
