"""Every page in three languages and two sizes, as pictures in screenshots/: `make screenshots`.

Shows what the home of the environment holds (``RECOVERY_HOME``), so load the observatories first. Another
folder for the pictures, and the beginnings of the names of those wanted, may follow the name of the module.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, product
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser

from dashboard.app import PAGES
from dashboard.words import LANGUAGES
from tests.dashboard.browsing import until
from tests.dashboard.serving import ROOT, chromium, serve

SIZES = {"desk": (1280, 800), "phone": (390, 844)}
WALL = (1920, 1080)
# What a page is asked for where its opening view would not show all that it can.
ECUADOR = {
    "map": "map",
    "change": "map?indicator=gva_per_head&show=change&territory=17&pins=17,09,01",
    "territory": "territory?territory=17",
    "violence": "territory?territory=09&shock=violence2021",
    "compare": "compare?pins=17,09,01",
    "recovery": "recovery?territory=17",
    "sdgs": "sdgs?territory=17",
}
EU = {
    "map": "map",
    "regions": "map?indicator=population&level=nuts3",
    "inside": "map?indicator=gdp_per_head&show=value&level=nuts2&territory=ES",
    "territory": "territory?territory=DE30",
    "compare": "compare?pins=DE30,FR10,ES30",
    "urban-rural": "urban-rural?indicator=old_age_dependency&show=value&level=nuts3",
    "recovery": "recovery?year=2023",
    "sdgs": "sdgs?year=2023",
}
SETTLING_MS = 3500
# No map, or one that is drawn.
DRAWN = """() => [...document.querySelectorAll(".map .js-plotly-plot")].every(
    (plot) => plot._fullLayout?.map?._subplot?.map?.loaded())"""


@dataclass(frozen=True)
class Shot:
    """One picture, and where it is taken."""

    name: str
    path: str
    size: tuple[int, int]
    media: Literal["screen", "print"] = "screen"


def views(chosen: dict[str, str]) -> dict[str, str]:
    """Name -> address of every page of the menu, and of whatever else was chosen."""
    return {name: name for name in PAGES} | chosen


def shots() -> Iterator[Shot]:
    """List all pictures: Ecuador in every language, the EU in one each, and the pages in other dress."""
    for (name, path), language, size in product(views(ECUADOR).items(), LANGUAGES, SIZES):
        yield Shot(f"ecuador-{name}-{language}-{size}", f"/{language}/ecuador/{path}", SIZES[size])
    for (name, path), language in zip(views(EU).items(), cycle(LANGUAGES)):
        for size in SIZES:
            yield Shot(f"eu-{name}-{language}-{size}", f"/{language}/eu/{path}", SIZES[size])
    for (name, path), language in zip(views(ECUADOR).items(), cycle(LANGUAGES)):
        projected = f"{path}{'&' if '?' in path else '?'}size=projector"
        yield Shot(f"projector-{name}-{language}", f"/{language}/ecuador/{projected}", WALL)
        yield Shot(f"embed-{name}-{language}", f"/embed/{language}/ecuador/{path}", (720, 900))
        yield Shot(f"print-{name}-{language}", f"/{language}/ecuador/{path}", (794, 1123), "print")


def take(browser: Browser, address: str, shot: Shot, folder: Path) -> None:
    """Take one picture, the whole page long; none of an observatory that is not loaded."""
    width, height = shot.size
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    page.emulate_media(media=shot.media)
    answer = page.goto(address + shot.path)
    if answer is not None and answer.ok:
        page.wait_for_selector("h1")
        page.wait_for_timeout(SETTLING_MS)
        until(page, DRAWN)
        page.wait_for_timeout(800)  # until what is loaded is painted
        if shot.media == "print":  # what a browser tells the page before it prints
            page.evaluate("() => void window.dispatchEvent(new Event('beforeprint'))")
            page.wait_for_timeout(1000)
        page.screenshot(path=folder / f"{shot.name}.png", full_page=True)
    context.close()


def main(folder: str = str(ROOT / "screenshots"), *wanted: str) -> None:
    """Take them all, or those whose names begin as wanted."""
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    with serve({}) as address, chromium() as browser:
        for shot in shots():
            if shot.name.startswith(wanted or ("",)):
                take(browser, address, shot, place)
    print(f"{len(list(place.glob('*.png')))} pictures are in {place}")


if __name__ == "__main__":
    main(*sys.argv[1:])
