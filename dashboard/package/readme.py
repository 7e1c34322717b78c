"""What a person reads first in a package: README.md and LICENCES.md."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pandas as pd

from dashboard.package.citation import SOFTWARE, cite, title, version
from dashboard.package.codebook import escape_cell
from geodata.codebook import tables
from geodata.difference import ULPS
from geodata.observatory import Observatory
from geodata.package.files import DECLARATION, DESCRIPTOR, RECIPE, SUMS, TABLES, table_path
from geodata.store import Release

README = """\
# {title}, {version} ({day})

How far each territory fell in a named crisis, whether it has come back, and whether the gap between town and
country widened: the figures behind it, where each comes from, and every score computed from them.

> *Español.* Cifras, puntuaciones de recuperación y equilibrio urbano-rural de una edición del observatorio
> «{name_es}». Cada columna y cada código se explican en español en `CODEBOOK.md`.
>
> *Français.* Chiffres, notes de reprise et équilibre urbain-rural d'une édition de l'observatoire
> « {name_fr} ». Chaque colonne et chaque code est expliqué en français dans `CODEBOOK.md`.

## How to cite

> {citation}

The same as `CITATION.cff`. Cite the publishers of the figures you use as well: `LICENCES.md`.

## What is here

{files}

CSV is UTF-8, comma-separated, one header line, a point for decimals; an empty cell is missing (an empty
`dimension` is all of them together). Numbers are written so that they read back bit for bit. A text that a
spreadsheet would run as a formula has an apostrophe before it. The Parquet files hold the same tables.

The release was published at {published} (UTC). Territories are those of version {hierarchy} of the hierarchy.
{classes}
## How to read it

```python
import pandas as pd
texts, missing = {{"territory": str, "period": str}}, {{"value": [""]}}
figures = pd.read_csv("data/observations.csv", dtype=texts, keep_default_na=False, na_values=missing)
```

```r
texts <- c(territory = "character", period = "character")
figures <- read.csv("data/observations.csv", colClasses = texts, na.strings = "")
```

Codes of territories are text: read as numbers, `01` would become 1, and Namibia's `NA` would be missing.

## How to verify it

`sha256sum --check {sums}` tells whether a file was changed. Somebody may have changed a file and its checksum
alike: compare the hash of `{sums}` with the one that the publisher of the package tells.

`recovery verify FOLDER` ({software} {software_version}, no database is needed) computes every score anew
from `data/observations.csv`, `{declaration}` and `{recipe}`, and compares each with the packaged one.
On the machine that made them they come out bit for bit; a processor or library that ends a logarithm or a sum
in other last bits may give up to {ulps} units in the last place of the number (of 1, where it is smaller).

Declaration: SHA-256 {declaration_hash}. Recipe: {recipe_hash}.

## Terms

Each data set keeps the terms of its publisher: `LICENCES.md`, with the attribution of the boundaries.
"""
FILES = {
    "CODEBOOK.md": "every column and code, in three languages; as tables: `codebook.csv`, `codes.csv`",
    "LICENCES.md": "publisher, licence and address of every data set; attribution of the boundaries",
    "CITATION.cff": "how to cite this release, for programs",
    DESCRIPTOR: "Frictionless Data Package: what every file and column is, for programs",
    DECLARATION: "everything that was declared: hierarchy, data sets, indicators, shocks",
    RECIPE: "every choice behind the scores",
    "boundaries/territories.gpkg": "the territories with their boundaries (GeoPackage, WGS 84)",
    "parquet/": "the tables of `data/` once more, as Parquet",
    SUMS: "checksums of all of these",
}
TERMS = """\
Each data set keeps the terms of its publisher. Whether you may publish what you make of them is for you to
find out. Where a licence asks to share alike (such as CC BY-SA), what is made of the figures is under it too.
"""


def readme(release: Release, loads: pd.DataFrame) -> str:
    """Write README.md."""
    declared = release.declaration
    about = {f"`{table_path(name)}`": tables()[name].title.en.lower() for name in TABLES}
    about |= {f"`{path}`": words for path, words in FILES.items()}
    return README.format(
        title=title(release),
        version=version(release),
        day=f"{release.published_at:%Y-%m-%d}",
        name_es=declared.name.in_("es"),
        name_fr=declared.name.in_("fr"),
        citation=cite(release, loads),
        files="\n".join(f"- {path}: {words}" for path, words in about.items()),
        published=f"{release.published_at:%Y-%m-%d %H:%M:%S}",
        hierarchy=declared.hierarchy.version,
        classes=_classes(declared),
        sums=SUMS,
        software=SOFTWARE,
        software_version=release.software,
        declaration=DECLARATION,
        recipe=RECIPE,
        ulps=f"{ULPS:,}",
        declaration_hash=declared.hash,
        recipe_hash=declared.recipe.hash,
    )


def _classes(declared: Observatory) -> str:
    if declared.typology is None:
        return ""
    names = ", ".join(f"{role} = {text.en}" for role, text in declared.typology.classes.items())
    note = f" {declared.enclave_note.en}" if declared.enclave_note else ""
    return f"Urban-rural classes: {declared.typology.label.en} ({names}).{note}\n"


def licences(release: Release, loads: pd.DataFrame) -> str:
    """Write LICENCES.md: the terms of every data set, of every level's boundaries and of the program."""
    lines = [
        f"# Terms of {title(release)}, {version(release)}",
        "",
        TERMS,
        "| data set | publisher | published as | licence | address |",
        "|---|---|---|---|---|",
        *_data_sets(loads),
        "",
        "## Territories",
        "",
        *_territories(release.declaration),
        "",
        f"Scores and text: made by {SOFTWARE} {release.software}; its code is under the Apache License 2.0.",
        "",
    ]
    return "\n".join(lines)


def _data_sets(loads: pd.DataFrame) -> Iterator[str]:
    published = loads[loads["kind"] == "published"]
    facts = ["data_set", "publisher", "dataset", "licence", "url"]
    for row in published.drop_duplicates(facts)[facts].itertuples(index=False):
        yield f"| {' | '.join(escape_cell(str(cell or '')) for cell in row)} |"


def _territories(declared: Observatory) -> Iterator[str]:
    for level in declared.hierarchy.levels:
        if drawn := level.boundaries:
            said = (drawn.publisher, drawn.attribution, drawn.licence, drawn.url)
            yield _line(f"{level.name.en}, boundaries", said)
        if (facts := level.attributes) and facts.publisher:
            yield _line(f"{level.name.en}, areas and names", (facts.publisher, facts.licence, facts.url))
    for layer in declared.grid:
        yield _line("Population grid", (layer.publisher, layer.licence, layer.url))


def _line(what: str, said: Iterable[str]) -> str:
    return f"- {escape_cell(what)}: {'. '.join(escape_cell(part.rstrip('.')) for part in said if part)}"
