"""How fast is the dashboard? Beside a naive page of the same figures, in one run, in a real Chromium.

Run: `.venv/bin/python -m benchmarks.dashboard [seconds of the crowd]`. It loads `eu` where that is not there.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np
from playwright.sync_api import Browser, Error, Page

from benchmarks.clients import UPDATE, crowd, move
from geodata.database import connect
from geodata.settings import Settings
from geodata.store import Reader
from tests.dashboard.serving import ROOT, chromium, recovery, serve

OBSERVATORY, LEVEL = "eu", "nuts3"
FILES = ROOT.parent / "shared" / "data" / "eu"
CODES, YEARS = ("population", "median_age"), (2016, 2017, 2018, 2019, 2020, 2021)
CLIENTS, EVERY = 150, 5.0
MOVES = (
    *(("year", year) for year in (2021, 2022, 2020)),
    *(("indicator", CODES[0]), ("level", LEVEL), *(("year", year) for year in YEARS)),
    *(("indicator", CODES[1]), *(("year", year) for year in YEARS[:-1]), ("show", "rank")),
)
"""What the readers of the crowd move, each to another view."""
SET = "([id, value]) => dash_clientside.set_props(id, { value })"
MAPS = """() => Object.values(document.querySelector("#map .js-plotly-plot")?._fullLayout ?? {})
  .flatMap((part) => part?._subplot?.map ?? [])"""
PIXELS = """(map) => {
  const gl = map.getCanvas().getContext("webgl2");
  const [width, height] = [gl.drawingBufferWidth, gl.drawingBufferHeight];
  const bytes = new Uint8Array(4 * width * height);
  gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, bytes);
  return new Uint32Array(bytes.buffer);
}"""
"""What stands on a map; WebGL lets it be read only while it is drawn."""
FILLED = f"""async () => {{
  const maps = ({MAPS})();
  if (!maps.length || !maps.every((map) => map.loaded())) return false;
  const colours = await new Promise((done) => {{
    maps[0].once("render", () => done(new Set(({PIXELS})(maps[0]).filter((_, i) => i % 101 === 0)).size));
    maps[0].triggerRepaint();
  }});
  return colours > 8;
}}"""
CHANGE = f"""async ([id, value]) => {{
  const maps = ({MAPS})();
  const first = await new Promise((done) => {{
    maps[0].once("render", () => done(({PIXELS})(maps[0])));
    maps[0].triggerRepaint();
  }});
  let changed = false;
  const look = () => (changed ||= ({PIXELS})(maps[0]).some((pixel, i) => pixel !== first[i]));
  maps[0].on("render", look);
  performance.clearResourceTimings();
  const start = performance.now();
  dash_clientside.set_props(id, {{ value }});
  while (!changed || !maps.every((map) => map.loaded())) await new Promise((resume) => setTimeout(resume, 4));
  const whole = performance.now() - start;
  maps[0].off("render", look);
  await new Promise((resume) => setTimeout(resume, 2000));
  const sent = performance.getEntriesByType("resource").filter((entry) => entry.name.includes("{UPDATE}"));
  return [whole, Math.max(...sent.map((entry) => entry.responseEnd)) - sent[0].startTime];
}}"""
"""Milliseconds until another picture stands on every part of the map, and until the last answer had come."""


@dataclass
class Wire:
    """Bytes that a page took, and the callbacks that it sent."""

    sizes: dict[str, float] = field(default_factory=dict)
    sent: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        """Listen to a page."""
        urls: dict[str, str] = {}
        line = page.context.new_cdp_session(page)
        line.send("Network.enable")
        line.on("Network.requestWillBeSent", lambda e: urls.update({e["requestId"]: e["request"]["url"]}))
        line.on("Network.loadingFinished", lambda e: self.add(urls.get(e["requestId"], ""), e))
        page.on("request", lambda r: self.sent.append(r.post_data or "") if UPDATE in r.url else None)

    def add(self, url: str, event: dict[str, float]) -> None:
        """Count what came."""
        self.sizes[url] = self.sizes.get(url, 0) + event["encodedDataLength"]

    def total(self, libraries: bool) -> float:
        """Megabytes of the scripts of dash, or of all else."""
        return sum(n for url, n in self.sizes.items() if ("_dash-component-suites" in url) == libraries) / 1e6


@contextmanager
def serve_naive() -> Iterator[str]:
    """Run the naive page on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    what = [str(port), OBSERVATORY, LEVEL, ",".join(CODES), ",".join(map(str, YEARS))]
    server = subprocess.Popen([sys.executable, "-m", "benchmarks.naive", *what], stderr=subprocess.DEVNULL)
    try:
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.terminate()
        server.wait(timeout=20)


def visit(page: Page, address: str) -> float:
    """Open a page and wait for its map; return the seconds. A server that still starts is asked again."""
    for _ in range(100):
        start = time.perf_counter()
        try:
            page.goto(address)
            break
        except Error:
            time.sleep(0.3)
    while not page.evaluate(FILLED):
        page.wait_for_timeout(20)
    return time.perf_counter() - start


def measure(browser: Browser, address: str, own: bool) -> tuple[dict[str, float], Wire]:
    """Time one page: milliseconds of each change (the median), of server and transfer, and megabytes."""
    page, wire = browser.new_context(viewport={"width": 1280, "height": 800}).new_page(), Wire()
    wire.watch(page)
    found = {"first map (s)": visit(page, address), "libraries (MB)": wire.total(libraries=True)}
    page.wait_for_timeout(1500)
    found["all else until the first map (MB)"] = wire.total(libraries=False)
    wire.sent.clear()
    year, what = ({"control": name} if own else name for name in ("year", "indicator"))
    years = [page.evaluate(CHANGE, [year, each]) for each in YEARS[1:]]
    page.wait_for_timeout(500)
    whats = [page.evaluate(CHANGE, [what, code]) for code in (CODES[1], CODES[0], CODES[1])]
    for name, times in (("year", years), ("indicator", whats)):
        drawn, answered = np.median(times, axis=0)
        found |= {f"change of {name} (ms)": drawn, f"{name}, server and transfer (ms)": answered}
    if own:
        start = time.perf_counter()
        page.click("nav.menu a:has-text('Territory')")
        page.wait_for_selector("#content h1")
        found["switch of page (s)"] = time.perf_counter() - start
    page.context.close()
    return found, wire


def ask(browser: Browser, address: str) -> dict[tuple[int, str], list[str]]:
    """Collect the callbacks that a browser sends as it moves through years, indicators and levels."""
    page, wire, moves = browser.new_page(), Wire(), {}
    wire.watch(page)
    visit(page, address)
    for what, value in MOVES:
        wire.sent.clear()
        page.evaluate(SET, [{"control": what}, value])
        page.wait_for_timeout(3000)
        if wire.sent:
            moves[len(moves), what] = list(wire.sent)
    page.close()
    return moves


def missing() -> bool:
    """Load the observatory if it is not there; tell whether its files are away."""
    if OBSERVATORY in Reader(connect(Settings(), "reader")).observatories():
        return False
    if not FILES.is_dir():
        return True
    subprocess.run(recovery("load", OBSERVATORY, "--from", str(FILES)), check=True)
    return False


def main(seconds: float) -> None:
    """Measure both pages, and a crowd on the own one."""
    if missing():
        print(f"dashboard: skipped, as '{OBSERVATORY}' is not loaded and {FILES} is not there")
        return
    view = f"{{}}/en/{OBSERVATORY}/map?indicator={CODES[0]}&show=value&level={LEVEL}&year={YEARS[0]}"
    with serve({}) as address, chromium() as browser:
        visit(browser.new_page(), view.format(address))  # the first reader of a release waits for its frames
        own, _ = measure(browser, view.format(address), own=True)
        with serve_naive() as plain:
            naive, _ = measure(browser, plain, own=False)
        for name, value in own.items():
            beside = f"{naive[name]:9.2f} {naive[name] / value:7.1f} x" if name in naive else ""
            print(f"{name:38} {value:9.2f} {beside}")
        moves = ask(browser, f"{address}/en/{OBSERVATORY}/map")
    fresh: list[float] = []
    wrong: list[str] = []
    with serve({}) as address:
        for topics in (True, False):  # the first to ask of a topic waits for its frames; other years count
            for (number, what), bodies in moves.items():
                if (what != "year" or number == 0) == topics:
                    move(address, bodies, [] if topics else fresh, wrong)
        took, lost = crowd(address, list(moves.values()), CLIENTS, seconds, EVERY)
    for who, times in (("one reader, views not seen yet", fresh), (f"{CLIENTS} readers", took)):
        middle, most = 1000 * np.quantile(times, [0.5, 0.95])
        print(f"{who}: {len(times)} callbacks, median {middle:.0f} ms, p95 {most:.0f} ms")
    wrong += lost
    print(f"{len(wrong)} went wrong {wrong[:3]}")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 120)
