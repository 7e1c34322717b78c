"""A real server on the real built-in observatory, and a real Chromium to look at it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[2]
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]


def recovery(*arguments: str) -> list[str]:
    """Command line of the program, in this interpreter."""
    return [sys.executable, "-m", "recovery_cli", *arguments]


@contextmanager
def serve(environment: Mapping[str, str]) -> Iterator[str]:
    """Run `recovery serve` on a free port; yield its address without the last slash."""
    server = subprocess.Popen(
        recovery("serve", "--port", "0"),
        cwd=ROOT,
        env=os.environ | environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        said = ""
        for line in server.stderr or ():
            said += line
            if found := re.search(r"http://[\d.]+:\d+", said):
                yield found[0]
                return
        raise AssertionError(f"the server did not start:\n{said}")
    finally:
        server.terminate()
        server.wait(timeout=20)
        if server.stderr:
            server.stderr.close()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run a headless Chromium that draws WebGL in software."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
