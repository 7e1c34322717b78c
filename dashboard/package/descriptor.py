"""`datapackage.json`: what every file and column is, for programs (Data Package, Frictionless Data)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from dashboard.package.citation import is_web, sources, title, version
from geodata.codebook import Column, Table, code_lists, tables
from geodata.package.files import TABLES, hash_file, table_path
from geodata.store import Release

LICENCES = "LICENCES.md"
MEDIA = {"parquet": "application/vnd.apache.parquet", "gpkg": "application/geopackage+sqlite3"}
TERMS = {"name": "other", "title": "Each data set keeps the terms of its publisher", "path": LICENCES}


def describe(release: Release, folder: Path, loads: pd.DataFrame) -> dict[str, Any]:
    """Describe a folder in which every other file lies already.

    Parameters
    ----------
    loads : DataFrame
        The loads behind the release.
    """
    declared = release.declaration
    others = sorted(path for ending in MEDIA for path in folder.rglob(f"*.{ending}"))
    return {
        "profile": "data-package",
        "name": release.observatory,
        "title": title(release),
        "description": "Figures, recovery scores and urban-rural balance of one release; see README.md.",
        "version": version(release),
        "created": release.published_at.isoformat(),
        "licenses": [TERMS],
        "sources": [_source(row) for row in sources(loads)],
        "recovery": {
            "observatory": release.observatory,
            "release": release.number,
            "published_at": release.published_at.isoformat(),
            "software": release.software,
            "hierarchy_version": declared.hierarchy.version,
            "declaration_hash": declared.hash,
            "recipe_hash": declared.recipe.hash,
        },
        "resources": [
            *(_tabular(tables()[name], folder) for name in TABLES),
            *(_file(path, folder) for path in others),
        ],
    }


def _source(row: dict[str, Any]) -> dict[str, str]:
    return {
        "title": f"{row['publisher']}: {row['dataset']}",
        **({"path": row["url"]} if is_web(row["url"]) else {}),
    }


def _tabular(table: Table, folder: Path) -> dict[str, Any]:
    return {
        "name": table.table,
        "title": table.title.en,
        "description": table.description.en,
        **_facts(folder / table_path(table.table), folder),
        "profile": "tabular-data-resource",
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": _schema(table),
    }


def _schema(table: Table) -> dict[str, Any]:
    known = {table.table: table for table in tables().values()}
    refers = [
        {
            "fields": column.name,
            "reference": {
                "resource": "" if column.refers == table.table else column.refers,
                "fields": known[column.refers].key[0],
            },
        }
        for column in table.columns
        if column.refers
    ]
    return {
        "fields": [_field(column) for column in table.columns],
        "missingValues": [""],
        "primaryKey": [*table.key],
        **({"foreignKeys": refers} if refers else {}),
    }


def _field(column: Column) -> dict[str, Any]:
    unit = {"unit": column.unit.en} if column.unit else {}
    # A text may be empty where it is required: only what cannot be empty is required here.
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.codes and not column.several:
        constraints["enum"] = [*code_lists()[column.codes]]
    said = {"name": column.name, "type": column.type, "title": column.description.en}
    return {**said, **unit, **({"constraints": constraints} if constraints else {})}


def _file(path: Path, folder: Path) -> dict[str, Any]:
    ending = path.suffix.removeprefix(".")
    name = f"{path.stem}-{ending}".replace("_", "-")
    return {
        "name": name,
        "type": "file",
        "format": ending,
        "mediatype": MEDIA[ending],
        **_facts(path, folder),
    }


def _facts(path: Path, folder: Path) -> dict[str, Any]:
    return {
        "path": path.relative_to(folder).as_posix(),
        "bytes": path.stat().st_size,
        "hash": f"sha256:{hash_file(path)}",
    }
