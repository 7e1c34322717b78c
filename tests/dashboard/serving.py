"""A real server on the real built-in observatory, and a real Chromium to look at it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
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


@dataclass
class Served:
    """A running server: where it is, its process, and what it has said until now."""

    address: str
    process: subprocess.Popen[str]
    lines: list[str]

    def found(self, pattern: str) -> str:
        """Return the first that the server said of this kind."""
        return next(match[0] for line in self.lines if (match := re.search(pattern, line)))


@contextmanager
def run_server(environment: Mapping[str, str], *options: str) -> Iterator[Served]:
    """Run `recovery serve` on a free port, with more options."""
    process = subprocess.Popen(
        recovery("serve", "--port", "0", *options),
        cwd=ROOT,
        env=os.environ | environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    said = process.stderr
    assert said is not None
    lines: list[str] = []
    # Whoever fills a pipe that nobody reads stands still.
    reading = threading.Thread(target=lambda: lines.extend(said), daemon=True)
    try:
        for line in said:
            lines.append(line)
            if found := re.search(r"(?<=is at )http://[\d.]+:\d+", line):
                reading.start()
                yield Served(found[0], process, lines)
                return
        raise AssertionError(f"the server did not start:\n{''.join(lines)}")
    finally:
        process.terminate()
        process.wait(timeout=40)
        if reading.is_alive():
            reading.join()
        said.close()


@contextmanager
def serve(environment: Mapping[str, str], *options: str) -> Iterator[str]:
    """Run `recovery serve` on a free port; yield its address without the last slash."""
    with run_server(environment, *options) as served:
        yield served.address


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run a headless Chromium that draws WebGL in software."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
