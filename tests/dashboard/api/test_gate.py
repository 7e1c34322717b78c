"""The gate: so many answers, two readings at a time, and nothing is kept by who goes away or stands still."""

from __future__ import annotations

import asyncio
import gzip
import logging
from collections.abc import Iterator
from threading import Event, Thread

import pytest

from dashboard.api import download
from dashboard.api.download import Download
from dashboard.api.gate import Exports
from dashboard.api.refusals import FullError
from geodata.store import Reader
from indicators.errors import StoreError


@pytest.fixture
def exports(reader) -> Exports:
    """A gate of two places."""
    return Exports(Reader(reader), places=2)


def blocks(ended: list[str], count: int = 3) -> Iterator[bytes]:
    """Blocks that tell when they are let go."""
    try:
        for number in range(count):
            yield f"block {number};".encode()
    finally:
        ended.append("ended")


def test_an_answer_is_whole_and_leaves(exports):
    ended: list[str] = []
    for _ in range(5):
        flow = exports.open(blocks(ended))
        assert b"".join(flow) == b"block 0;block 1;block 2;"
        flow.close()
        flow.close()
    assert len(ended) == 5


def test_one_too_many_is_told_to_come_again(exports):
    held = [exports.open(blocks([]), address) for address in ("10.0.0.1", "10.0.0.2")]
    with pytest.raises(FullError, match="under way"):
        exports.open(blocks([]), "10.0.0.3")
    held[0].close()
    exports.open(blocks([]), "10.0.0.3").close()


def test_an_answer_that_nobody_holds_has_left(exports):
    for number in range(10):
        exports.open(blocks([]), f"10.0.0.{number}")
    exports.open(blocks([]), "10.0.0.99").close()


def test_what_is_wrong_at_once_is_told_at_once_and_leaves(exports):
    def wrong() -> Iterator[bytes]:
        raise StoreError("away")
        yield b""

    for _ in range(10):
        with pytest.raises(StoreError, match="away"):
            exports.open(wrong())


def test_two_read_at_a_time_and_the_third_waits_or_comes_again(exports):
    reading, go_on = Event(), Event()

    def slow() -> Iterator[int]:
        reading.set()
        go_on.wait(10)
        yield 1

    readers = [Thread(target=lambda: list(exports.in_turn(slow()))) for _ in range(2)]
    for one in readers:
        reading.clear()
        one.start()
        assert reading.wait(10)
    with pytest.raises(FullError, match="every connection"):
        next(exports.in_turn([1], patience_s=0.01))
    go_on.set()
    for one in readers:
        one.join()
    assert list(exports.in_turn([1, 2], patience_s=0.01)) == [1, 2]


def test_no_turn_is_held_between_two_pieces(exports):
    held = [exports.in_turn([1, 2]) for _ in range(5)]
    assert [next(pieces) for pieces in held] == [1] * 5
    assert [next(pieces) for pieces in held] == [2] * 5


async def run(answer: Download, stands_still: bool = False, goes_after: int = 10**9, encoding: str = ""):
    """Be the server of an answer: what was sent."""
    gone, sent = asyncio.Event(), []

    async def receive():
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message):
        sent.append(message)
        if len(sent) > goes_after:
            gone.set()
            await asyncio.sleep(0)
        if stands_still and len(sent) > 1:
            await asyncio.Event().wait()

    headers = [(b"accept-encoding", encoding.encode())]
    scope = {"type": "http", "path": "/figures", "headers": headers}
    broken = []
    scope["extensions"] = {"recovery.abort": {"abort": lambda: broken.append(True)}}
    await answer(scope, receive, send)
    return sent, broken


def body(sent):
    """The bytes of an answer."""
    return b"".join(message.get("body", b"") for message in sent[1:])


CSV = {"content-type": "text/csv; charset=utf-8"}


def test_a_download_is_sent_whole(exports):
    sent, broken = asyncio.run(run(Download(exports.open(blocks([])), CSV)))
    assert body(sent) == b"block 0;block 1;block 2;"
    assert not sent[-1].get("more_body")
    assert not broken


def test_a_long_block_is_sent_in_short_ones(exports, monkeypatch):
    monkeypatch.setattr(download, "BLOCK", 4)
    sent, _ = asyncio.run(run(Download(exports.open(blocks([])), CSV)))
    assert body(sent) == b"block 0;block 1;block 2;"
    assert max(len(message.get("body", b"")) for message in sent) == 4


def test_texts_are_compressed_for_who_takes_it_and_packed_formats_never(exports):
    sent, _ = asyncio.run(run(Download(exports.open(blocks([])), CSV), encoding="br, gzip"))
    assert gzip.decompress(body(sent)) == b"block 0;block 1;block 2;"
    assert (b"content-encoding", b"gzip") in sent[0]["headers"]
    sent, _ = asyncio.run(run(Download(exports.open(blocks([])), CSV), encoding="gzip;q=0, br"))
    assert body(sent) == b"block 0;block 1;block 2;"
    packed = Download(exports.open(blocks([])), {"content-type": "application/vnd.apache.parquet"})
    sent, _ = asyncio.run(run(packed, encoding="gzip"))
    assert body(sent) == b"block 0;block 1;block 2;"


def test_a_caller_who_goes_away_ends_the_reading(exports):
    ended: list[str] = []
    asyncio.run(run(Download(exports.open(blocks(ended, 10**9), "10.0.0.1"), CSV), goes_after=3))
    assert ended == ["ended"]
    for address in ("10.0.0.1", "10.0.0.2"):
        assert exports.open(blocks([]), address)


def test_a_caller_who_stands_still_is_cut_off(exports, monkeypatch, caplog):
    monkeypatch.setattr(download, "STALLED_S", 0.01)
    ended: list[str] = []
    with caplog.at_level(logging.WARNING):
        sent, broken = asyncio.run(run(Download(exports.open(blocks(ended)), CSV), stands_still=True))
    assert broken == [True]
    assert sent[-1]["more_body"]
    assert ended == ["ended"]
    assert "nobody read it" in caplog.text


def test_an_answer_that_fails_in_its_middle_is_broken_off_not_ended(exports, caplog):
    def failing() -> Iterator[bytes]:
        yield b"begun"
        raise StoreError("the database went away")

    with caplog.at_level(logging.WARNING):
        sent, broken = asyncio.run(run(Download(exports.open(failing()), CSV)))
    assert broken == [True]
    assert all(message.get("more_body") for message in sent[1:])
    assert "went away" in caplog.text
