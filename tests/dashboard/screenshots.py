"""Every page in three languages and two sizes, as pictures in screenshots/: `make screenshots`.

Shows what the home of the environment holds (``RECOVERY_HOME``), so load the observatories first.
"""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.dashboard.serving import ROOT, chromium, serve

PICTURES = ROOT / "screenshots"
SIZES = {"desk": (1280, 800), "phone": (390, 844)}
PAGES = {
    "ecuador-map": "ecuador/map",
    "ecuador-change": "ecuador/map?indicator=gva_per_head&show=change&territory=17",
    "ecuador-pichincha": "ecuador/territory?territory=17",
    "ecuador-violence": "ecuador/territory?territory=09&shock=violence2021",
    "ecuador-divide": "ecuador/urban-rural",
    "ecuador-recovery": "ecuador/recovery?territory=17",
    "ecuador-goals": "ecuador/sdgs?territory=17",
    "eu-map": "eu/map",
    "eu-population": "eu/map?indicator=population&level=nuts3",
    "eu-berlin": "eu/territory?territory=DE30",
    "eu-divide": "eu/urban-rural?indicator=old_age_dependency&show=value&level=nuts3",
    "eu-recovery": "eu/recovery?year=2023",
    "eu-goals": "eu/sdgs?year=2023",
}
SETTLING_MS = 3500


def take(browser: Browser, address: str, language: str, page: str, size: str) -> None:
    """Take one picture, the whole page long."""
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height})
    tab = context.new_page()
    answer = tab.goto(f"{address}/{language}/{PAGES[page]}")
    if answer is not None and answer.ok:
        tab.wait_for_selector("h1")
        tab.wait_for_timeout(SETTLING_MS)
        tab.screenshot(path=PICTURES / f"{page}-{language}-{size}.png", full_page=True)
    context.close()


def main() -> None:
    """Take them all."""
    PICTURES.mkdir(exist_ok=True)
    with serve({}) as address, chromium() as browser:
        for language in ("en", "es", "fr"):
            for page in PAGES:
                for size in SIZES:
                    take(browser, address, language, page, size)
    print(f"{len(list(PICTURES.glob('*.png')))} pictures are in {PICTURES}")


if __name__ == "__main__":
    main()
