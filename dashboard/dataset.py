"""A release as search engines and catalogues read it: a schema.org Dataset, as JSON-LD.

Addresses are relative to the page (JSON-LD 1.1, 4.1.3), so that no header of a request gets into it.
"""

from __future__ import annotations

import json
from typing import Any

import pandas as pd

from dashboard.api.negotiate import CSV, GEOJSON, PARQUET, ZIP, Format
from dashboard.library import Edition
from dashboard.package.citation import cite, is_web, publishers, title, version
from dashboard.words import Words
from geodata.hierarchy import SIDES
from geodata.rows import records
from indicators.indicator import Indicator

API = "/api/v1/observatories"
FILES: tuple[tuple[str, Format], ...] = (
    ("package", ZIP),
    ("observations", CSV),
    ("observations", PARQUET),
    ("measures", CSV),
    ("scores", CSV),
    ("balance", CSV),
    ("territories", GEOJSON),
)


def download(edition: Edition, resource: str, kind: Format) -> str:
    """Return the address of a resource of this very release in a format."""
    release = edition.release
    return f"{API}/{release.observatory}/{resource}?release={release.number}&format={kind.name}"


def dataset(edition: Edition, say: Words) -> str:
    """Write a release as JSON-LD that may stand inside a script element.

    Nothing in it ends the element or begins another one.
    """
    made: str = edition.keep(("dataset", say.language), lambda: _write(_describe(edition, say)))
    return made


def _write(said: dict[str, Any]) -> str:
    text = json.dumps(said)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _describe(edition: Edition, say: Words) -> dict[str, Any]:
    release, declared, language = edition.release, edition.declaration, say.language
    loads = edition.loads[edition.loads["kind"] == "published"]
    told = say(
        "Figures of territories, how far each fell in a named crisis and whether it has come back, and "
        "the gap between town and country; with the source of every figure."
    )
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": title(release, language),
        "description": told,
        "url": f"/{language}/{release.observatory}/data",
        "identifier": f"{release.observatory}, {version(release)}, {declared.hash}",
        "version": version(release),
        "datePublished": release.published_at.isoformat(),
        "inLanguage": language,
        "isAccessibleForFree": True,
        "license": [{"@type": "CreativeWork", "name": name} for name in _once(loads["licence"])],
        "creator": [{"@type": "Organization", "name": name} for name in publishers(loads)],
        "citation": cite(release, loads),
        "keywords": [shock.name.in_(language) for shock in declared.shocks],
        "temporalCoverage": "/".join(map(str, edition.covered or ())),
        "spatialCoverage": _place(edition, language),
        "variableMeasured": [_variable(one, language) for one in declared.indicators.values()],
        "isBasedOn": [_source(row) for row in records(loads)],
        "distribution": [_download(edition, *one) for one in FILES],
    }


def _variable(indicator: Indicator, language: str) -> dict[str, str]:
    return {
        "@type": "PropertyValue",
        "propertyID": indicator.code,
        "name": indicator.name.in_(language),
        "description": indicator.definition.in_(language),
        "unitText": indicator.unit.in_(language),
    }


def _download(edition: Edition, resource: str, kind: Format) -> dict[str, str]:
    return {
        "@type": "DataDownload",
        "name": resource,
        "encodingFormat": kind.media_type,
        "contentUrl": download(edition, resource, kind),
    }


def _once(texts: pd.Series[str]) -> list[str]:
    return sorted({text for text in texts if text})


def _source(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "@type": "Dataset",
        "name": row["dataset"] or row["data_set"],
        "description": f"{row['publisher']}: {row['dataset'] or row['data_set']}. {row['licence']}",
        "license": {"@type": "CreativeWork", "name": row["licence"]},
        "creator": {"@type": "Organization", "name": row["publisher"]},
        **({"url": row["url"]} if is_web(row["url"]) else {}),
    }


def _place(edition: Edition, language: str) -> dict[str, Any]:
    sides = edition.territories[SIDES].dropna()
    place = {"@type": "Place", "name": edition.declaration.name.in_(language)}
    if sides.empty:
        return place
    low, high = sides.min(), sides.max()
    box = f"{low['south']} {low['west']} {high['north']} {high['east']}"
    return {**place, "geo": {"@type": "GeoShape", "box": box}}
