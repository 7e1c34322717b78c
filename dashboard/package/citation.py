"""How to cite a release: its version and vintage, and those whose figures it rests on."""

from __future__ import annotations

from typing import Any

import pandas as pd
import yaml

from geodata.rows import records
from geodata.store import Release

SOFTWARE = "Territorial Recovery"


def title(release: Release, language: str = "en") -> str:
    """Name a release's data set."""
    return f"{SOFTWARE}: {release.declaration.name.in_(language)}"


def version(release: Release) -> str:
    """Name the version of the data: the number of the release.

    It stands for the same figures for ever, within the database that published it.
    """
    return f"release {release.number}"


def cite(release: Release, loads: pd.DataFrame) -> str:
    """Write one sentence that names the release, its vintage, its software and its sources.

    Parameters
    ----------
    loads : DataFrame
        Column publisher: the loads behind the release.
    """
    day = f"{release.published_at:%Y-%m-%d}"
    declared = release.declaration
    made = f"declaration {declared.hash[:12]}, recipe {declared.recipe.hash}, software {release.software}"
    named = "; ".join(publishers(loads))
    rests = f" Figures of: {named}." if named else ""
    return (
        f"{title(release)} ({day.partition('-')[0]}). Data set, {version(release)} of {day} ({made}).{rests}"
    )


def publishers(loads: pd.DataFrame) -> list[str]:
    """Name who published the figures, each once."""
    return sorted({publisher for publisher in loads["publisher"] if publisher})


def sources(loads: pd.DataFrame) -> list[dict[str, Any]]:
    """List the loads, each data set of each publisher once: by the publisher's name for it, or else ours."""
    named = loads.assign(dataset=loads["dataset"].where(loads["dataset"] != "", loads["data_set"]))
    return records(named[named["publisher"] != ""].drop_duplicates(["publisher", "dataset", "url"]))


def is_web(url: object) -> bool:
    """Tell whether an address leads into the web."""
    return isinstance(url, str) and url.startswith(("https://", "http://"))


def citation_file(release: Release, loads: pd.DataFrame) -> str:
    """Write a CITATION.cff: the release as a data set, and every source as a reference."""
    declared = release.declaration
    said = {
        "cff-version": "1.2.0",
        "message": "Please cite this release, and the publishers of the figures that you use.",
        "type": "dataset",
        "title": title(release),
        "version": version(release),
        "date-released": f"{release.published_at:%Y-%m-%d}",
        "authors": [{"name": f"{SOFTWARE}, observatory {release.observatory}"}],
        "abstract": (
            f"Declaration {declared.hash}, recipe {declared.recipe.hash}, software {release.software}. "
            "The licence of each data set is in LICENCES.md."
        ),
        "references": [_reference(row) for row in sources(loads)],
    }
    return yaml.safe_dump(said, sort_keys=False, allow_unicode=True, width=100)


def _reference(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "data",
        "title": row["dataset"],
        "authors": [{"name": row["publisher"]}],
        **({"url": row["url"]} if is_web(row["url"]) else {}),
        "notes": f"{row['data_set']}: {row['licence']}",
    }
