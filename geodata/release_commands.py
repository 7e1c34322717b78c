"""Commands about releases: `diff`, `rollback`, `verify` and `trace`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from geodata.commands import Name, open_reader
from geodata.database import connect
from geodata.difference import Proof, moved_scores, prove, revised_values
from geodata.package.files import SUMS, find_changes, hash_file, is_package
from geodata.package.prove import prove_package
from geodata.package.read import open_package
from geodata.settings import Settings
from geodata.store import Writer
from geodata.trace import Figure, trace
from indicators.observations import TOTAL

SHOWN = 20
CHANGED = 3  # exit code; 2 is that of a wrong call

app = typer.Typer(no_args_is_help=True)


@app.command()
def diff(
    name: Name,
    older: Annotated[int, typer.Argument(help="Number of a release.")],
    newer: Annotated[int, typer.Argument(help="Number of another one.")],
    rows: Annotated[int, typer.Option(help="How many lines of each kind to print.")] = SHOWN,
) -> None:
    """Show what two releases do not have in common: revised values and moved scores."""
    with open_reader() as reader:
        old, new = reader.release(name, older), reader.release(name, newer)
        values = revised_values(reader, old, new)
        measures, composites = moved_scores(reader, old, new)
    for what, frame, column in (
        ("values", values, "value"),
        ("scores of an indicator", measures, "score"),
        ("scores of a dimension", composites, "score"),
    ):
        typer.echo(f"{len(frame):,} {what} differ between release {older} and release {newer} of {name}")
        _print(frame, column, rows)


def _print(frame: pd.DataFrame, column: str, rows: int) -> None:
    for row in frame.head(rows).to_dict("records"):
        key = ", ".join(str(cell) for name, cell in row.items() if not str(name).endswith(("_old", "_new")))
        typer.echo(f"    {key}: {_number(row[f'{column}_old'])} -> {_number(row[f'{column}_new'])}")
    if len(frame) > rows:
        typer.echo(f"    and {len(frame) - rows:,} more (--rows)")


def _number(value: float) -> str:
    return "none" if pd.isna(value) else f"{value:.15g}"


@app.command()
def rollback(
    name: Name,
    to: Annotated[int | None, typer.Option(help="Number of the release; else the one before.")] = None,
) -> None:
    """Let readers see an earlier release again, at once; no figure is lost, and it can be undone."""
    engine = connect(Settings(), "owner")
    try:
        with Writer.open(engine, name) as writer:
            release = writer.roll_back(to)
    finally:
        engine.dispose()
    typer.echo(f"Readers see release {release.number} of {name} now. See them all: recovery releases {name}")


@app.command()
def verify(
    name: Annotated[
        str, typer.Argument(help="An observatory that was loaded, or a folder that was exported.")
    ],
    release: Annotated[int | None, typer.Option(help="An earlier release; else the current one.")] = None,
) -> None:
    """Compute every score of a release, or of an exported folder, anew from its figures, and compare.

    Ends with 1 where scores differ, with 3 where files of a folder are not those that were exported.
    """
    if release is None and is_package(name):
        _verify_package(Path(name))
        return
    with open_reader() as reader:
        found = reader.release(name, release)
        proof = prove(reader, found)
    _tell(proof, f"release {found.number} of {name}", found.software)


def _verify_package(folder: Path) -> None:
    """Look whether the files are whole, then whether the scores follow; no database is asked."""
    changed = find_changes(folder)
    for line in changed:
        typer.echo(line)
    if changed:
        typer.echo(f"{folder} is not as it was exported: {len(changed)} files differ from {SUMS}.")
        raise typer.Exit(CHANGED)
    package = open_package(folder)
    facts = package.facts
    typer.echo(f"Every file is as it was exported; {SUMS} has the SHA-256 {hash_file(folder / SUMS)}")
    what = f"release {facts['release']} of {facts['observatory']} in {folder}"
    _tell(prove_package(package), what, str(facts["software"]))


def _tell(proof: Proof, what: str, software: str) -> None:
    """Print what was proved; end with 1 where it failed."""
    for row in proof.unlike.head(SHOWN).to_dict("records"):
        typer.echo(", ".join(f"{key} {value}" for key, value in row.items() if value == value))
    if len(proof.unlike):
        typer.echo(
            f"{len(proof.unlike):,} of {proof.cells:,} cells differ: {what} was made by software {software}"
        )
        raise typer.Exit(1)
    to_rounding = f", {proof.rounded:,} of them to rounding" if proof.rounded else ", to the last bit"
    typer.echo(f"All scores of {what} come out as they are stored: {proof.cells:,} cells{to_rounding}.")


@app.command("trace")
def trace_command(
    name: Name,
    territory: Annotated[str, typer.Option(help="Code of the territory.")],
    indicator: Annotated[str, typer.Option(help="Code of the indicator.")],
    period: Annotated[str, typer.Option(help="2020, 2020-Q2 or 2020-06.")],
    group: Annotated[str, typer.Option(help="As in sex=F.")] = TOTAL,
    release: Annotated[int | None, typer.Option(help="An earlier release; else the current one.")] = None,
) -> None:
    """Say where a stored value comes from, with its file, hash, licence, transformation and flags."""
    with open_reader() as reader:
        for line in trace(reader, reader.release(name, release), Figure(territory, indicator, period, group)):
            typer.echo(line)
