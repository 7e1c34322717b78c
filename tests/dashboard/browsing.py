"""A served observatory and a Chromium, for every test of pages: `conftest.py` offers the fixtures."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from geodata.settings import Settings
from tests.dashboard.serving import ROOT, chromium, recovery, serve

Open = Callable[..., Page]
expect.set_options(timeout=15_000)  # as patient as `until`
NO_WEBGL = """const real = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
  return kind.startsWith("webgl") ? null : real.call(this, kind, ...more); }"""
"""A browser that cannot draw maps: put it into a context before its pages open."""


@contextmanager
def serve_ecuador(home: Path) -> Iterator[str]:
    """Load the built-in observatory into the private database of a home, and serve that."""
    environment = {
        "RECOVERY_HOME": str(home),
        "RECOVERY_DURABLE": "0",
        "RECOVERY_CALLS_PER_MINUTE": "1000000",  # all tests come from one address
    }
    subprocess.run(
        recovery("load", "ecuador"), cwd=ROOT, env=os.environ | environment, check=True, capture_output=True
    )
    with serve(environment) as at:
        yield at


@pytest.fixture(scope="session")
def address(settings: Settings) -> Iterator[str]:
    """The served observatory of the whole run's private database."""
    with serve_ecuador(settings.home) as at:
        yield at


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium a file: as long as it runs, playwright's event loop keeps others out of this thread."""
    with chromium() as running:
        yield running


@pytest.fixture
def visit(address: str, browser: Browser) -> Iterator[Open]:
    """Open a page; afterwards, nothing may have been asked of another origin nor written to the console."""
    said: list[str] = []
    contexts = []

    def open_page(path: str, width: int = 1280, height: int = 800, **options: Any) -> Page:
        contexts.append(browser.new_context(viewport={"width": width, "height": height}, **options))
        page = contexts[-1].new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        own = (address, "data:", "blob:")
        page.on("request", lambda r: None if r.url.startswith(own) else said.append(r.url))
        page.goto(address + path)
        page.wait_for_selector("h1")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert said == []


def until(page: Page, question: str, arg: object = None) -> None:
    """Wait until a script answers yes; the page's own policy forbids playwright's `wait_for_function`."""
    for _ in range(150):
        if page.evaluate(question, arg):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"never true: {question} (at {page.url})")


def until_asked(page: Page, text: str) -> None:
    """Wait until the address holds a text."""
    until(page, "text => location.search.includes(text)", text)
