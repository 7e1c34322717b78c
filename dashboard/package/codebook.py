"""The codebook of a package: every column and every code, for people and as two tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from geodata.codebook import Table, code_lists, tables
from geodata.observatory import Observatory
from geodata.package.files import TABLES, table_path
from indicators.declaration import Text

LANGUAGES = ("en", "es", "fr")


def columns_table() -> pd.DataFrame:
    """List every column: table, column, type, required, key, codes, several, refers, unit and description."""
    rows = []
    for table in (tables()[name] for name in TABLES):
        for column in table.columns:
            facts = {name: getattr(column, name) for name in ("type", "codes", "several", "refers")}
            flags = {"required": _yes(column.required), "key": _yes(column.name in table.key)}
            texts = {**_spoken("unit", column.unit), **_spoken("description", column.description)}
            rows.append({"table": table.table, "column": column.name, **facts, **flags, **texts})
    return pd.DataFrame(rows)


def codes_table(declared: Observatory) -> pd.DataFrame:
    """List every code: list, code and what it means in each language; levels and classes as declared."""
    lists: dict[str, Mapping[str, Text]] = dict(code_lists())
    lists["level"] = {level.code: level.name for level in declared.hierarchy.levels}
    if declared.typology:
        lists["class"] = {str(role): text for role, text in declared.typology.classes.items()}
    rows = [
        {"list": name, "code": code, **{language: getattr(text, language) or "" for language in LANGUAGES}}
        for name, codes in lists.items()
        for code, text in codes.items()
    ]
    return pd.DataFrame(rows)


def codebook_page(declared: Observatory) -> str:
    """Write the codebook for people, in Markdown, everything in three languages."""
    lines = ["# Codebook · Libro de códigos · Livre de codes", ""]
    for name in TABLES:
        lines += [*_table(tables()[name]), ""]
    codes = codes_table(declared)
    for code_list, part in codes.groupby("list", sort=False):
        lines += [f"## Codes: `{code_list}`", "", *_markdown(part.drop(columns="list")), ""]
    return "\n".join(lines)


def _table(table: Table) -> Iterator[str]:
    spoken = " · ".join(dict.fromkeys(_texts(table.title)))
    yield from (f"## `{table_path(table.table)}`: {spoken}", "", *_texts(table.description), "")
    yield f"Key: {', '.join(f'`{name}`' for name in table.key)}"
    yield ""
    own = columns_table().query("table == @table.table")
    codes = own["codes"].where(own["codes"] == "", "codes: " + own["codes"]) + own["several"].map(
        {"": "", "commas": ", several, joined by commas", "letters": ", several letters"}
    )
    shown = {
        "column": own["column"],
        "type": own["type"],
        "unit": own["unit_en"],
        "codes": codes,
        **{language: own[f"description_{language}"] for language in LANGUAGES},
    }
    yield from _markdown(pd.DataFrame(shown))


def _markdown(frame: pd.DataFrame) -> Iterator[str]:
    yield f"| {' | '.join(frame.columns)} |"
    yield f"|{'---|' * len(frame.columns)}"
    for row in frame.itertuples(index=False):
        yield f"| {' | '.join(escape_cell(str(cell)) for cell in row)} |"


def escape_cell(text: str) -> str:
    """Write a text so that it stays in its cell of a Markdown table, and is no mark-up.

    Examples
    --------
    >>> escape_cell("a|b <c>")
    'a\\\\|b &lt;c&gt;'
    """
    marked = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return " ".join(marked.replace("|", "\\|").split())


def _spoken(name: str, text: Text | None) -> dict[str, str]:
    said = _texts(text) if text else [""] * len(LANGUAGES)
    return {f"{name}_{language}": each for language, each in zip(LANGUAGES, said, strict=True)}


def _texts(text: Text) -> list[str]:
    return [text.in_(language) for language in LANGUAGES]


def _yes(flag: bool) -> str:
    return "true" if flag else "false"
