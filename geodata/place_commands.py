"""Commands about places: `versions`, where a code stood, and `coverage`, where there are figures."""

from __future__ import annotations

from typing import Annotated

import pandas as pd
import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Column, Table

from geodata.commands import Name, open_reader
from geodata.lookup import require_known
from geodata.observatory import Observatory
from geodata.rows import records
from geodata.standing import standings
from indicators.errors import NotFoundError

app = typer.Typer(no_args_is_help=True)


@app.command()
def versions(
    name: Name,
    territory: Annotated[
        str | None, typer.Option(help="Where this code stood, and what became of it.")
    ] = None,
) -> None:
    """List the versions of the hierarchy, or those that have a territory, with what became of it."""
    with open_reader() as reader:
        release = reader.release(name)
        rows = records(reader.versions(release))
        lines = [*standings(reader, release, territory)] if territory else []
    if territory and not lines:
        there = ", ".join(dict.fromkeys(row["version"] for row in rows))
        raise NotFoundError(f"no version of {name} has a territory '{territory}'", mend=f"versions: {there}")
    for row in () if territory else rows:
        present = " (present)" if row["present"] else ""
        lines.append(f"{row['version']}{present}: {row['level']}, {row['territories']:,} territories")
    typer.echo("\n".join(lines))


@app.command()
def coverage(
    name: Name,
    data_set: Annotated[
        str | None, typer.Option(help="Only this data set; 'derived' is what was computed.")
    ] = None,
    indicator: Annotated[str | None, typer.Option(help="Only this indicator.")] = None,
) -> None:
    """Show how many territories of each level have a value, year by year, of each data set."""
    with open_reader() as reader:
        release = reader.release(name)
        found = reader.coverage(release)
    for what, asked in (("data set", data_set), ("indicator", indicator)):
        if asked is not None:
            column = what.replace(" ", "_")
            require_known(what, asked, found[column].unique().tolist())
            found = found[found[column] == asked]
    console = Console()
    for (one, code), rows in found.groupby(["data_set", "indicator"], sort=False):
        console.print(f"[bold]{one}[/bold]: {code}")
        console.print(_grid(rows, release.declaration))


def _grid(rows: pd.DataFrame, declared: Observatory) -> Table:
    """Lay out one row a year and one column a level; a dash where no territory has a value."""
    whole = dict(zip(rows["level"], rows["of_territories"], strict=True))
    levels = [level.code for level in declared.hierarchy.levels if level.code in whole]
    counts = rows.set_index(["year", "level"])["territories"]
    heads = [Column(f"{level}\nof {whole[level]:,}", justify="right") for level in levels]
    table = Table("year", *heads, box=SIMPLE_HEAD)
    for year in rows["year"].drop_duplicates().sort_values():
        found = (counts.get((year, level)) for level in levels)
        table.add_row(str(year), *("–" if count is None else f"{count:,}" for count in found))
    return table
