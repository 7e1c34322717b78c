"""`recovery export`: a release as a folder that stands for itself."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from dashboard.package.write import export
from geodata.commands import Name
from geodata.database import connect
from geodata.package.files import SUMS
from geodata.settings import Settings
from geodata.store import Reader

app = typer.Typer()


@app.callback()
def _commands() -> None:
    """Keep the command's name although it is the only one."""


@app.command("export")
def export_command(
    name: Name,
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="A new or empty folder, or one that was exported before.")
    ],
    release: Annotated[int | None, typer.Option(help="An earlier release; else the current one.")] = None,
) -> None:
    """Write a release with its sources, codebook and recipe into a folder that anyone can use and verify."""
    engine = connect(Settings(), "export")
    try:
        reader = Reader(engine)
        found = reader.release(name, release)
        with Console(stderr=True).status("") as status:
            fingerprint = export(reader, found, folder, status.update)
    finally:
        engine.dispose()
    typer.echo(f"Release {found.number} of {name} is in {folder}. Verify it with: recovery verify {folder}")
    typer.echo(f"{SUMS} has the SHA-256 {fingerprint}")
