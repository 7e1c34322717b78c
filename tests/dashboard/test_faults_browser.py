"""Faults of the web that only a browser shows, by their number."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
import uvicorn
from playwright.sync_api import Browser

from dashboard.app import build
from dashboard.commands import listen
from dashboard.library import Library
from tests.dashboard.hostile import MARK
from tests.dashboard.poisoned import RUN, Poisoned

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def poisoned_address() -> Iterator[str]:
    """The poisoned observatory behind a real server."""
    listener = listen("127.0.0.1", 0)
    server = uvicorn.Server(
        uvicorn.Config(build(Library(Poisoned(RUN)), lambda: None), log_config=None, lifespan="off")
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    listener.close()


def test_fault_85_94_nothing_runs_in_the_browser_and_nothing_leaves_it(
    poisoned_address: str, browser: Browser
) -> None:
    context = browser.new_context()
    context.add_init_script(f"window.{MARK} = () => {{ document.documentElement.dataset.ran = 'yes' }}")
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for name in ("map", "territory", "data"):
        page.goto(f"{poisoned_address}/en/small/{name}?territory=01")
        page.wait_for_selector("h1")
        assert MARK in page.inner_text("body")
        assert page.evaluate("document.documentElement.dataset.ran") is None
        assert page.locator("a[href^='javascript:']").count() == 0
    assert [url for url in asked if not url.startswith((poisoned_address, "data:", "blob:"))] == []
    context.close()
