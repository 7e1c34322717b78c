"""A small observatory whose every text is hostile, written as files that `recovery load` takes."""

from __future__ import annotations

import csv
import json
from itertools import cycle
from pathlib import Path
from typing import Any

CODE = "hostile"
LONG = "w" * 520
EVIL = (
    "<script>alert(document.domain)</script>",
    "<img src=x onerror=alert(1)>",
    "\"><svg onload=alert(2)>'</title></option>",
    "{{constructor.constructor('alert(3)')()}} {name} {0} %{customdata} %s",
    "[click](javascript:alert(4)) <a href='javascript:alert(5)'>here</a> **bold**",
    "\u202egnihton\u202c \u200fمقاطعة الجنوب الشرقي\u200f",
    f"{LONG}",
    '=HYPERLINK("http://evil.example","x")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "'; DROP TABLE observation; --",
)
DANGERS = "img[src=x], svg[onload], [onerror], [onload], a[href^='javascript:'], base, iframe"
"""What would stand in a page if one of them were taken for markup."""

_NEXT = cycle(EVIL)
PROVINCES, YEARS = ("01", "02", "03", "04"), range(2012, 2024)
INDICATORS: dict[str, dict[str, Any]] = {
    "residents": {"kind": "total", "dimension": "society", "change": "relative", "roll_up": "sum"},
    "output": {"kind": "intensive", "dimension": "economy", "change": "relative", "sdg": "8.1"},
    "jobless": {"kind": "intensive", "dimension": "society", "change": "absolute", "sdg": "8.5"},
    "pupils": {"kind": "intensive", "dimension": "governance", "change": "relative", "sdg": "4.1"},
}


def evil(*, most: int = 10_000) -> str:
    """Return the next hostile text of those that are short enough."""
    return next(text for text in _NEXT if len(text) <= most)


def texts() -> dict[str, str]:
    """Hostile words in each language."""
    return {language: evil() for language in ("en", "es", "fr")}


def districts(province: str) -> list[str]:
    """Codes inside a province."""
    return [f"{province}{number}" for number in (1, 2)]


def write(folder: Path) -> Path:
    """Write the whole observatory into a folder, and return the folder."""
    for level, codes in (("province", PROVINCES), ("district", [d for p in PROVINCES for d in districts(p)])):
        features = [_feature(code, number) for number, code in enumerate(codes)]
        collection = {"type": "FeatureCollection", "features": features}
        (folder / f"{level}.geojson").write_text(json.dumps(collection), encoding="utf-8")
    for number, code in enumerate(INDICATORS):
        with (folder / f"{code}.csv").open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(("territory", "period", "value"))
            rows.writerows(_rows(number))
            rows.writerow((evil(), 2020, 1))  # a row for the quarantine
    (folder / "observatory.yaml").write_text(json.dumps(_declaration(), ensure_ascii=False), encoding="utf-8")
    return folder


def _feature(code: str, number: int) -> dict[str, Any]:
    west, south = (number % 2, number // 2) if len(code) == 2 else (int(code[1]) % 2 * 2, number / 2)
    corners = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]
    ring = [[west + x, south + y * (1 if len(code) == 2 else 0.5)] for x, y in corners]
    names = {f"name_{language}": evil() for language in ("en", "es", "fr", "local")}
    return {
        "type": "Feature",
        "properties": {"code": code, **names},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def _rows(indicator: int) -> list[tuple[str, int, float]]:
    """Series that fall in 2020 and come back, or do not."""
    rows = []
    for place, code in enumerate(code for p in PROVINCES for code in (p, *districts(p))):
        for step, year in enumerate(YEARS):
            fall = {2020: 0.3, 2021: 0.2, 2022: 0.1}.get(year, 0.02 * place) * (year > 2019)
            worse = 1 + fall if indicator == 2 else 1 - fall
            rows.append(
                (code, year, round((10 + place) * (1 + 0.01 * step) * worse, 4) * (1 + 99 * (indicator == 0)))
            )
    return rows


def _declaration() -> dict[str, Any]:
    indicators = [
        {
            "code": code,
            "name": texts(),
            "definition": texts(),
            "unit": {language: evil(most=60) for language in ("en", "es", "fr")},
            "direction": "lower" if code == "jobless" else "higher",
            "notes": texts(),
            **({"roll_up": "mean by residents"} | facts),
        }
        for code, facts in INDICATORS.items()
    ]
    data = [
        {
            "id": code,
            "source": "table",
            "path": f"{code}.csv",
            "indicator": code,
            "publisher": evil(),
            "dataset": evil(),
            "licence": evil(),
            "url": "https://office.example/?a='onclick=alert(6)&b=javascript:alert(6)",
            "breaks": [{"period": 2015, "territories": ["01"], "note": evil()}],
        }
        for code in INDICATORS
    ]
    drawn = {"key": "code", "publisher": evil(), "licence": evil(), "attribution": evil()}
    named = {"name": {language: f"name_{language}" for language in ("en", "es", "fr", "local")}}
    return {
        "observatory": CODE,
        "name": texts(),
        "hierarchy": {
            "version": "1",
            "levels": [
                {"code": "country", "name": texts(), "places": [{"code": "C", "name": texts()}]},
                {
                    "code": "province",
                    "name": texts(),
                    "plural": texts(),
                    "parent": "C",
                    "boundaries": {"path": "province.geojson", **drawn, **named},
                },
                {
                    "code": "district",
                    "name": texts(),
                    "plural": texts(),
                    "parent": "prefix:2",
                    "boundaries": {"path": "district.geojson", **drawn, **named},
                },
            ],
        },
        "population": "residents",
        "benchmark": "country",
        "score_level": "province",
        "map_levels": ["province", "district"],
        "enclaves": ["02"],
        "enclave_note": texts(),
        "typology": {
            "scheme": "density",
            "level": "province",
            "population": "residents",
            "year": 2019,
            "cuts": [0.12, 0.16],
            "label": texts(),
            "classes": {role: texts() for role in ("urban", "intermediate", "rural")},
        },
        "map": {"extent": [0, 0, 2, 2], "insets": [{"name": texts(), "extent": [10, 0, 12, 2]}]},
        "indicators": indicators,
        "shocks": [
            {
                "code": "flood",
                "name": texts(),
                "baseline": 2019,
                "impact": [2020, 2021],
                "trend": [2012, 2019],
                "indicators": ["output", "jobless", "pupils"],
                "note": texts(),
            }
        ],
        "data": data,
    }
