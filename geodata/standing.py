"""Where a code stood: the versions of a hierarchy that have it, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator

from geodata.rows import records
from geodata.store import Reader, Release


def standings(reader: Reader, release: Release, code: str, language: str = "en") -> Iterator[str]:
    """Yield a line a version that has a territory of this code: its name, level, parent, area and fate."""
    hierarchy = release.declaration.hierarchy
    versions = reader.versions(release)
    for version in sorted(versions["version"].unique(), reverse=True):
        found = reader.territories(release, version)
        for row in records(found[found["territory"] == code]):
            level = hierarchy.level(row["level"]).name.in_(language)
            parts = [row[f"name_{language}"], level, row["parent"] and f"in {row['parent']}"]
            area = row["area_km2"]
            parts += [f"{area:,.0f} km2" if area == area else None, row["role"], row["fate"]]
            present = " (present)" if version == hierarchy.version else ""
            yield f"{version}{present}: {' · '.join(str(part) for part in parts if part)}"
