"""How late a new release may be met, and that an answer is of one release all the same."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from starlette.types import ASGIApp

from dashboard.api import caching
from dashboard.api.editions import Editions
from dashboard.api.gate import Exports
from dashboard.app import build
from dashboard.library import Library
from indicators.errors import StoreError
from tests.dashboard.conftest import FakeReader
from tests.dashboard.hostile import ask

INDICATORS = "/api/v1/observatories/small/indicators"


class Clock:
    """A clock that stands still until it is told to go on."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("dashboard.library.monotonic", clock)
    return clock


@pytest.fixture
def reader() -> FakeReader:
    return FakeReader()


@pytest.fixture
def app(reader: FakeReader, clock: Clock) -> ASGIApp:
    """The application on a store whose current release the tests change."""
    return build(Library(reader), lambda: None)


def test_a_new_release_is_met_after_a_second_with_a_tag_of_its_own(
    app: ASGIApp, reader: FakeReader, clock: Clock
) -> None:
    first = ask(app, INDICATORS)
    reader.number = 2
    clock.now += caching.WITHIN_S / 2
    known = {"if-none-match": first.header("etag")}
    assert ask(app, INDICATORS, headers=known).status == 304
    assert json.loads(ask(app, INDICATORS).body)["release"] == 1
    clock.now += caching.WITHIN_S
    later = ask(app, INDICATORS, headers=known)
    assert (later.status, json.loads(later.body)["release"]) == (200, 2)
    assert later.header("etag") != first.header("etag")


def test_a_page_shows_a_new_release_at_once(reader: FakeReader, clock: Clock) -> None:
    library = Library(reader)
    library.edition("small", caching.WITHIN_S)
    reader.number = 2
    assert library.edition("small", caching.WITHIN_S).release.number == 1
    assert library.edition("small").release.number == 2
    assert library.edition("small", caching.WITHIN_S).release.number == 2


def test_a_number_that_is_taken_again_is_another_release(
    reader: FakeReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    library, first = Library(reader), reader.release("small")
    editions = Editions(library, Exports(reader))
    pinned = replace(first, number=7, id=7)
    released = {None: first, 7: pinned}
    monkeypatch.setattr(reader, "release", lambda _, number=None: released[number])
    shown, kept = library.edition("small"), editions.find("small", 7)
    assert (library.edition("small"), editions.find("small", 7)) == (shown, kept)
    later = first.published_at + timedelta(days=1)
    released |= {number: replace(one, published_at=later) for number, one in released.items()}
    assert library.edition("small").release.published_at == later
    assert editions.find("small", 7).release.published_at == later


def test_what_a_caller_has_already_is_told_without_the_store(
    app: ASGIApp, reader: FakeReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = {"if-none-match": ask(app, INDICATORS).header("etag")}

    def away(*_: object) -> None:
        raise StoreError("the database is away")

    monkeypatch.setattr(reader, "release", away)
    assert ask(app, INDICATORS, headers=known).status == 304


@pytest.mark.parametrize(("age_s", "dated"), [(0.5, False), (1.5, False), (2.5, True)])
def test_a_release_has_a_date_only_when_no_other_can_have_its_second(
    reader: FakeReader, age_s: float, dated: bool
) -> None:
    published = datetime.now(UTC) - timedelta(seconds=age_s)
    headers = caching.validators(replace(reader.release("small"), published_at=published))
    assert ("Last-Modified" in headers) == dated
