"""A small observatory in memory: six places and a country, real indicators, scores by the real functions."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime

import numpy as np
import pandas as pd
import pytest

from dashboard.desk import Desk, open_desk
from dashboard.library import Edition, Library
from geodata.observatory import Observatory
from geodata.store import Reader, Release
from indicators.composite import score
from indicators.errors import NotFoundError
from tests.dashboard.browsing import address, browser, visit

__all__ = ["address", "browser", "visit"]

YEARS = range(2010, 2025)
NAMES = {"01": "Ávila", "02": "Bosque", "03": "Cañar", "04": "Délta", "05": "Éden", "06": "Isla"}
INDICATORS = {
    "population": ("total", "society", "higher", "relative", 0, {"roll_up": "sum"}),
    "gva": ("intensive", "economy", "higher", "relative", 1, {"sdg": "8.1", "roll_up": "mean by population"}),
    "jobs": ("intensive", "society", "higher", "absolute", 1, {"roll_up": "mean by population"}),
    "deaths": ("total", "society", "lower", "relative", 0, {"harm": "cumulative", "roll_up": "sum"}),
}


def text(word: str) -> dict[str, str]:
    return {"en": word, "es": f"{word} (es)", "fr": f"{word} (fr)"}


def declaration() -> Observatory:
    """Declare the observatory."""
    indicators = {
        code: {
            "code": code,
            "name": text(code.capitalize()),
            "definition": text(code),
            "unit": text("units"),
            "kind": kind,
            "dimension": dimension,
            "direction": direction,
            "change": change,
            "decimals": decimals,
            **more,
        }
        for code, (kind, dimension, direction, change, decimals, more) in INDICATORS.items()
    }
    return Observatory.model_validate(
        {
            "observatory": "small",
            "name": text("Small"),
            "hierarchy": {
                "version": "1",
                "levels": [
                    {
                        "code": "country",
                        "name": text("Country"),
                        "places": [{"code": "C", "name": text("All")}],
                    },
                    {
                        "code": "province",
                        "name": text("Province"),
                        "parent": "C",
                        "boundaries": {"path": "x", "key": "y", "publisher": "Nobody", "licence": "CC0"},
                    },
                ],
            },
            "population": "population",
            "benchmark": "country",
            "score_level": "province",
            "map_levels": ["province"],
            "enclaves": ["03"],
            "typology": {
                "scheme": "density",
                "level": "province",
                "population": "population",
                "year": 2020,
                "cuts": [10, 20],
                "label": text("by density"),
                "classes": {role: text(role) for role in ("urban", "intermediate", "rural")},
            },
            "map": {
                "extent": [-81, -2, -76, 2],
                "insets": [{"name": text("Isla"), "extent": [-93, -3, -88, 3]}],
            },
            "data": [],
            "shocks": [
                {
                    "code": "flood",
                    "name": text("Flood"),
                    "baseline": 2019,
                    "impact": [2020, 2021],
                    "trend": [2012, 2019],
                    "indicators": ["gva", "jobs", "deaths"],
                }
            ],
            "indicators": indicators,
        }
    )


def observations() -> pd.DataFrame:
    """Build series that fall in 2020 and come back, each territory at its own pace; 06 has no jobs."""
    rng = np.random.default_rng(7)
    rows = []
    for number, code in enumerate(["C", *NAMES]):
        for step, year in enumerate(YEARS):
            fall = {2020: 0.3, 2021: 0.2, 2022: 0.1, 2023: 0.05}.get(year, 0.0) * (0.4 + number / 4)
            trend = 1 + 0.01 * step + rng.normal(0, 0.004)
            rows.append(("population", code, year, 1000.0 * (number + 1)))
            rows.append(("gva", code, year, 5000 * trend * (1 - fall) * (1 + number / 10)))
            rows.append(("deaths", code, year, 80 * trend * (1 + fall)))
            if code != "06":
                rows.append(("jobs", code, year, 100 * trend - 90 * fall))
    frame = pd.DataFrame(rows, columns=["indicator", "territory", "period", "value"])
    groups = pd.DataFrame(
        [
            ("gva", "01", year, f"area={area}", value * (1 + k * 0.01 * (year - 2018)))
            for k, (area, value) in enumerate([("capital_canton", 4000.0), ("rest_of_province", 900.0)], 1)
            for year in range(2018, 2025)
        ],
        columns=["indicator", "territory", "period", "group", "value"],
    )
    frame = pd.concat([frame.assign(group="total"), groups])
    broken = (frame["indicator"] == "gva") & (frame["period"] == 2018) & (frame["territory"] == "02")
    return frame.assign(period=frame["period"].astype(str), status=np.where(broken, "b", ""), load=1)


def square(number: int) -> list[list[float]]:
    west, south = (-91.0, -1.0) if number == 5 else (-80.0 + number % 3, -1.0 + number // 3)
    return [[west, south], [west + 1, south], [west + 1, south + 1], [west, south + 1], [west, south]]


class FakeReader(Reader):
    """The store's reader, without a store."""

    def __init__(self) -> None:
        self.declared, self.frame = declaration(), observations()
        self.number = 1
        places = self.territories(self.release("small"))[["territory", "level"]]
        total = self.frame[self.frame["group"] == "total"]
        self.scores = score(
            total, self.declared.indicators, self.declared.shocks, self.declared.recipe, places, ["province"]
        )

    def observatories(self) -> list[str]:
        return ["small"]

    def release(self, observatory: str, number: int | None = None) -> Release:
        if observatory != "small":
            raise NotFoundError(f"there is no observatory '{observatory}'")
        when = datetime(2026, 11, 23, tzinfo=UTC)
        return Release("small", self.number, self.number, when, "0.1.0", self.declared, 1, 1)

    def years(self, release: Release) -> tuple[int, int] | None:
        return YEARS[0], YEARS[-1]

    def territories(self, release: Release) -> pd.DataFrame:
        rows = [
            {
                "territory": code,
                "level": "province",
                "parent": "C",
                **{f"name_{lang}": name for lang in ("en", "es", "fr", "local")},
                "role": ("urban", "intermediate", "rural")[number % 3],
                "role_derived": False,
                "enclave": code == "03",
                "area_km2": 100.0,
                **dict(zip(("west", "south"), square(number)[0], strict=True)),
                **dict(zip(("east", "north"), square(number)[2], strict=True)),
            }
            for number, (code, name) in enumerate(NAMES.items())
        ]
        country = {"territory": "C", "level": "country", "parent": None, "role": None, "enclave": False}
        names = {f"name_{lang}": "All" for lang in ("en", "es", "fr", "local")}
        return pd.DataFrame([country | names, *rows])

    def geometry(self, release: Release, level: str) -> bytes:
        features = [
            {
                "type": "Feature",
                "id": code,
                "properties": {},
                "geometry": {"type": "Polygon", "coordinates": [square(number)]},
            }
            for number, code in enumerate(NAMES)
        ]
        return json.dumps({"type": "FeatureCollection", "features": features}).encode()

    def geometry_hash(self, release: Release, level: str) -> str:
        return hashlib.sha256(self.geometry(release, level)).hexdigest()[:16]

    def observations(self, release, indicators=None, territories=None, level=None, group=None, at=None):
        frame = self.frame
        return frame[frame["indicator"].isin(indicators)] if indicators is not None else frame

    def measures(self, release, shock=None, evaluation=None, territory=None, indicator=None):
        return self.scores.measures

    def composites(self, release, shock=None, evaluation=None, territory=None):
        return self.scores.composites

    def loads(self, release: Release) -> pd.DataFrame:
        return pd.DataFrame(
            [
                {
                    "data_set": code,
                    "indicator": code,
                    "publisher": "Office <b>",
                    "dataset": f"Table of {code}",
                    "licence": "CC BY 4.0",
                    "url": "https://example.org/data",
                    "sha256": "0" * 64,
                    "kind": "published",
                    "retrieved_at": None,
                    "loaded_at": datetime(2026, 11, 23, tzinfo=UTC),
                    "rows_read": 100,
                    "rows_loaded": 97,
                    "rows_rejected": 2 if code == "gva" else 0,
                    "rows_out_of_scope": 1,
                }
                for code in INDICATORS
            ]
        )

    def checks(self, observatory: str, data_set: str | None = None) -> pd.DataFrame:
        said = {"data_set": "gva", "sha256": "0" * 64, "failing": 0, "rows": None}
        return pd.DataFrame(
            [
                said | {"name": "units", "outcome": "passed", "message": ""},
                said | {"name": "sums", "outcome": "warned", "message": "Children of <C> do not add up"},
            ]
        )

    def rejects(self, observatory: str, data_set: str | None = None) -> pd.DataFrame:
        row = {"data_set": "gva", "path": "gva.csv", "column": "territory", "content": ""}
        reason = "no territory of this code: <script>"
        return pd.DataFrame([row | {"line": n, "code": f"X{n}", "reason": reason} for n in (3, 4)])


@pytest.fixture(scope="session")
def library() -> Library:
    """The small observatory."""
    return Library(FakeReader())


@pytest.fixture(scope="session")
def edition(library: Library) -> Edition:
    """Its release."""
    return library.edition("small")


@pytest.fixture
def desk(library: Library) -> Desk:
    """A reader who opens the map without asking for anything."""
    return open_desk(library, "/en/small/map", "")
